//! `/resources/feasibility/`: whether something could be run now.

use serde_json::json;

use super::super::world::World;
use super::super::{body, reply};
use super::snapshot::{self, CPUS, MEMORY};
use crate::sim::exchange::{Reply, Request};
use crate::sim::fastapi::body::{Fields, Issue, map};
use crate::sim::fastapi::values;

/// What is asked for.
struct Wanted {
    is_replicas: bool,
    is_job: bool,
    cpus: f64,
    gpus: f64,
    memory: f64,
    replicas: u64,
}

/// `POST /resources/feasibility/`
pub(in super::super) fn check(world: &mut World, request: &Request) -> Reply {
    let wanted = body::json(request).and_then(|value| body::object(&value, read));
    let wanted = match wanted {
        Ok(wanted) => wanted,
        Err(refusal) => return *refusal,
    };
    let (reasons, feasible) = judge(world, &wanted);
    let (reasons, messages): (Vec<&str>, Vec<String>) = reasons.into_iter().unzip();
    reply::ok(&json!({
        "allowed": reasons.is_empty(),
        "reasons": reasons,
        "messages": messages,
        "feasible_replicas": feasible,
    }))
}

fn read(fields: &Fields<'_>, issues: &mut Vec<Issue>) -> Wanted {
    let kind = fields.text("kind", issues);
    let kinds = ["job", "serve", "container", "task"];
    if kind.is_some_and(|kind| !kinds.contains(&kind)) {
        let text = "Input should be 'job', 'serve', 'container' or 'task'";
        issues.push(Issue::new(fields.place("kind"), text, "literal_error"));
    }
    let cpus = fields.required("num_cpus", issues);
    let cpus = cpus.and_then(|value| values::amount(value, fields.place("num_cpus"), issues));
    let mut optional = |name: &str| {
        let value = fields.optional(name)?;
        values::amount(value, fields.place(name), issues)
    };
    let gpus = optional("num_gpus");
    let memory = optional("memory_bytes");
    let replicas = fields.optional("replicas");
    let replicas =
        replicas.and_then(|value| values::count(value, fields.place("replicas"), issues));
    if let Some(metadata) = fields.optional("metadata") {
        map(metadata, fields.place("metadata"), issues);
    }
    Wanted {
        is_replicas: kind == Some("serve"),
        is_job: matches!(kind, Some("job" | "task")),
        cpus: cpus.unwrap_or(0.0),
        gpus: gpus.unwrap_or(0.0),
        memory: memory.unwrap_or(0.0),
        replicas: replicas.unwrap_or(1),
    }
}

/// Why not, for programs and for people, and how many replicas there is room for.
fn judge(world: &mut World, wanted: &Wanted) -> (Vec<(&'static str, String)>, u64) {
    let mut reasons = Vec::new();
    let nodes = snapshot::alive(world) as f64;
    let usage = world.usage.clone();
    let left = |all: f64, percent: f64| nodes * all * (1.0 - percent / 100.0);
    let mut feasible = wanted.replicas;
    let needs = [
        ("num_cpus", wanted.cpus, left(CPUS, usage.cpu)),
        ("num_gpus", wanted.gpus, nodes),
        ("memory_bytes", wanted.memory, left(MEMORY, usage.memory)),
    ];
    for (name, each, left) in needs {
        let room = if each > 0.0 {
            (left / each) as u64
        } else {
            u64::MAX
        };
        if room < wanted.replicas {
            reasons.push((
                name,
                format!("There is room for {room} of {}", wanted.replicas),
            ));
            feasible = feasible.min(room);
        }
    }
    if world.policy.is_gatekeeping() {
        reasons.extend(against_policy(world, wanted));
    }
    if reasons.iter().any(|(name, _)| name.contains("max_")) {
        feasible = 0;
    }
    (reasons, feasible)
}

fn against_policy(world: &mut World, wanted: &Wanted) -> Vec<(&'static str, String)> {
    let now = world.clock.now();
    let mut reasons = Vec::new();
    let counted = [
        (
            "max_concurrent_jobs",
            wanted.is_job,
            world.jobs.running(now),
        ),
        (
            "max_concurrent_ray_jobs",
            wanted.is_job,
            world.jobs.running(now),
        ),
        (
            "max_concurrent_serve_replicas",
            wanted.is_replicas,
            snapshot::replicas(world),
        ),
    ];
    for (name, concerns, running) in counted {
        let limit = world.policy.number(name);
        if concerns && limit > 0.0 && running as f64 + wanted.replicas as f64 > limit {
            let text = format!("{running} run already, and the policy allows {limit}");
            reasons.push((name, text));
        }
    }
    let used = [
        (
            "cpu_max_utilization_percent",
            "processors",
            true,
            world.usage.cpu,
        ),
        (
            "memory_max_utilization_percent",
            "memory",
            true,
            world.usage.memory,
        ),
        (
            "gpu_max_utilization_percent",
            "GPUs",
            wanted.gpus > 0.0,
            world.usage.gpu,
        ),
        (
            "gpu_max_memory_percent",
            "GPUs' memory",
            wanted.gpus > 0.0,
            world.usage.gpu,
        ),
    ];
    for (name, what, concerns, percent) in used {
        let limit = world.policy.number(name);
        if concerns && percent > limit {
            let text =
                format!("The {what} are used to {percent} %, and the policy allows {limit} %");
            reasons.push((name, text));
        }
    }
    reasons
}
