//! `/resources/cluster/` and `/gpu_status/`: what the cluster has left.

use std::time::Duration;

use chrono::SecondsFormat;
use serde_json::{Value, json};

use super::super::cluster::Node;
use super::super::reply;
use super::super::world::World;
use crate::sim::exchange::{Reply, Request};

/// What each node has.
pub(super) const CPUS: f64 = 16.0;
pub(super) const MEMORY: f64 = 34_359_738_368.0;
const GPU_MEGABYTES: f64 = 24_576.0;
const OBJECT_STORE: f64 = 9_663_676_416.0;
const MEGABYTE: f64 = 1_048_576.0;

/// How much of the cluster is in use, in percent, and what was read of it.
#[derive(Clone, Debug)]
pub(in super::super) struct Usage {
    pub(in super::super) cpu: f64,
    pub(in super::super) memory: f64,
    pub(in super::super) gpu: f64,
    /// Whether the cluster cannot be read, so that what was read before is all there is.
    pub(in super::super) is_stale: bool,
    read: Option<(Duration, Value)>,
}

impl Default for Usage {
    fn default() -> Self {
        Self {
            cpu: 25.0,
            memory: 25.0,
            gpu: 12.5,
            is_stale: false,
            read: None,
        }
    }
}

/// `GET /resources/cluster/`
pub(in super::super) fn cluster(world: &mut World, request: &Request) -> Reply {
    let now = world.clock.now();
    let is_cache_good = request.query("use_cache").as_deref() != Some("false");
    let lifetime = world.policy.number("resource_cache_ttl_seconds");
    let lifetime = Duration::try_from_secs_f64(lifetime).unwrap_or(Duration::MAX);
    let is_stale = world.usage.is_stale;
    if let Some((at, read)) = &world.usage.read
        && (is_stale || is_cache_good && now.saturating_sub(*at) < lifetime)
    {
        let mut read = read.clone();
        read["stale"] = is_stale.into();
        return reply::ok(&read);
    }
    let mut read = snapshot(world, now);
    world.usage.read = Some((now, read.clone()));
    read["stale"] = is_stale.into();
    reply::ok(&read)
}

fn snapshot(world: &mut World, now: Duration) -> Value {
    let running = world.jobs.running(now);
    let usage = world.usage.clone();
    let nodes = &world.cluster.nodes;
    let alive = nodes.iter().filter(|node| node.is_alive()).count();
    let count = alive as f64;
    json!({
        "collected_at": world.clock.wall(now).to_rfc3339_opts(SecondsFormat::Micros, true),
        "stale": false,
        "cpu": counter(count * CPUS, usage.cpu),
        "memory": counter(count * MEMORY, usage.memory),
        "gpu": gpus(world),
        "object_store": counter(count * OBJECT_STORE, 0.0),
        "running_jobs": running,
        "total_serve_replicas": replicas(world),
        "node_counts": { "total": nodes.len(), "alive": alive, "dead": nodes.len() - alive },
        "nodes": nodes.iter().map(|one| node(one, &usage)).collect::<Vec<Value>>(),
    })
}

fn counter(total: f64, percent: f64) -> Value {
    let used = total * percent / 100.0;
    json!({ "total": total, "used": used, "available": total - used })
}

/// How many replicas of applications there are: one for each that runs.
pub(super) fn replicas(world: &World) -> usize {
    let applications = world.cluster.applications.iter();
    applications.filter(|one| one.status == "RUNNING").count()
}

/// The nodes that take part: each has a GPU.
pub(super) fn alive(world: &World) -> usize {
    let nodes = world.cluster.nodes.iter();
    nodes.filter(|node| node.is_alive()).count()
}

fn gpus(world: &World) -> Value {
    let (count, percent) = (alive(world), world.usage.gpu);
    let limit = world.policy.number("gpu_max_utilization_percent");
    let bytes = count as f64 * GPU_MEGABYTES * MEGABYTE;
    json!({
        "total_gpus": count,
        "available_gpus": if percent < limit { count } else { 0 },
        "total_memory_bytes": bytes as u64,
        "available_memory_bytes": (bytes * (1.0 - percent / 100.0)) as u64,
        "max_utilization": percent,
        "avg_utilization": percent,
    })
}

fn node(node: &Node, usage: &Usage) -> Value {
    if !node.is_alive() {
        return json!({ "node_id": node.id, "state": node.state, "gpus": [] });
    }
    json!({
        "node_id": node.id,
        "host_name": if node.is_head { "head" } else { "worker" },
        "ip": if node.is_head { "10.0.0.2" } else { "10.0.0.3" },
        "accelerator_type": "A10G",
        "is_head_node": node.is_head,
        "state": node.state,
        "cpu": counter(CPUS, usage.cpu),
        "memory": counter(MEMORY, usage.memory),
        "gpus": [{
            "index": 0,
            "name": "NVIDIA A10G",
            "uuid": format!("GPU-{}", node.id),
            "utilization_gpu": usage.gpu,
            "memory_used": (GPU_MEGABYTES * usage.gpu / 100.0) as u64,
            "memory_total": GPU_MEGABYTES as u64,
            "processes_pids": { "1234": "python" },
            "memory_used_ratio": usage.gpu / 100.0,
        }],
    })
}

/// `GET /gpu_status/`
pub(in super::super) fn gpu_status(world: &World) -> Reply {
    reply::ok(&gpus(world))
}
