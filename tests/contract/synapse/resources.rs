//! What the cluster has left, and the policy: every documented success.

use std::time::Duration;

use quintet::Call;
use quintet::synapse::{
    CheckFeasibility, Client, ClusterResourceSnapshot, Feasibility, FeasibilityKind,
    GetClusterResources, GpuDevice, GpuSummary, NodeCounts, NodeResources, NodeState,
    ResourceCounter, Resources, RuntimePolicy, UpdatePolicy,
};
use serde_json::json;

use super::stage::{Stage, drive, wire};

/// Makes every call with success.
pub(super) async fn drive_all(stage: &Stage) {
    cluster(stage).await;
    feasibility(stage).await;
    policy(stage).await;
}

async fn cluster(stage: &Stage) {
    let all = drive!(stage, Client, resources, &stage.client);
    let call = drive!(stage, Resources, cluster, &all);
    let cached = stage.done(call).await;
    assert_eq!(stage.line(), "GET /resources/cluster/?use_cache=true");
    let call = drive!(stage, Call<GetClusterResources>, fresh, all.cluster());
    let fresh = stage.done(call).await;
    assert_eq!(stage.line(), "GET /resources/cluster/?use_cache=false");
    assert!(fresh.collected_at >= cached.collected_at);
    assert!(!drive!(stage, ClusterResourceSnapshot, is_stale, &fresh));

    stage.simulator.set_stale(true);
    let stale = stage.done(all.cluster()).await;
    assert!(stale.is_stale());
    let raw = stage.look("/resources/cluster/?use_cache=true").await;
    assert_eq!(wire(&stale), wire(&raw));
    stage.simulator.set_stale(false);
    numbers(stage, &stale, &raw);
}

/// What the methods say is what the wire says.
fn numbers(stage: &Stage, snapshot: &ClusterResourceSnapshot, raw: &serde_json::Value) {
    let check = |counter: &ResourceCounter, raw: &serde_json::Value| {
        assert_eq!(
            drive!(stage, ResourceCounter, total, counter),
            raw["total"].as_f64().unwrap()
        );
        assert_eq!(
            drive!(stage, ResourceCounter, used, counter),
            raw["used"].as_f64().unwrap()
        );
        let available = drive!(stage, ResourceCounter, available, counter);
        assert_eq!(available, raw["available"].as_f64().unwrap());
    };
    check(
        &drive!(stage, ClusterResourceSnapshot, cpu, snapshot),
        &raw["cpu"],
    );
    check(
        &drive!(stage, ClusterResourceSnapshot, memory, snapshot),
        &raw["memory"],
    );
    let jobs = drive!(stage, ClusterResourceSnapshot, running_jobs, snapshot);
    assert_eq!(jobs, raw["running_jobs"]);
    let replicas = drive!(
        stage,
        ClusterResourceSnapshot,
        total_serve_replicas,
        snapshot
    );
    assert_eq!(replicas, raw["total_serve_replicas"]);

    let counts = drive!(stage, ClusterResourceSnapshot, node_counts, snapshot);
    assert_eq!(
        drive!(stage, NodeCounts, total, &counts),
        raw["node_counts"]["total"]
    );
    assert_eq!(
        drive!(stage, NodeCounts, alive, &counts),
        raw["node_counts"]["alive"]
    );
    assert_eq!(
        drive!(stage, NodeCounts, dead, &counts),
        raw["node_counts"]["dead"]
    );

    let (gpu, said) = (
        drive!(stage, ClusterResourceSnapshot, gpu, snapshot),
        &raw["gpu"],
    );
    assert_eq!(
        drive!(stage, GpuSummary, total_gpus, &gpu),
        said["total_gpus"]
    );
    assert_eq!(
        drive!(stage, GpuSummary, available_gpus, &gpu),
        said["available_gpus"]
    );
    assert_eq!(
        drive!(stage, GpuSummary, total_memory_bytes, &gpu),
        said["total_memory_bytes"]
    );
    let left = drive!(stage, GpuSummary, available_memory_bytes, &gpu);
    assert_eq!(left, said["available_memory_bytes"]);
    assert_eq!(
        drive!(stage, GpuSummary, max_utilization, &gpu),
        said["max_utilization"]
    );
    assert_eq!(
        drive!(stage, GpuSummary, avg_utilization, &gpu),
        said["avg_utilization"]
    );

    let (node, said) = (&snapshot.nodes[0], &raw["nodes"][0]);
    check(&drive!(stage, NodeResources, cpu, node), &said["cpu"]);
    check(&drive!(stage, NodeResources, memory, node), &said["memory"]);
    assert!(drive!(stage, NodeResources, is_head_node, node));
    assert_eq!(drive!(stage, NodeResources, state, node), NodeState::Alive);
    let dead = snapshot
        .nodes
        .iter()
        .find(|node| node.node_id == "node-def456");
    assert_eq!(dead.unwrap().state(), NodeState::Dead);
    let (device, said) = (&node.gpus[0], &said["gpus"][0]);
    assert_eq!(drive!(stage, GpuDevice, name, device), said["name"]);
    assert_eq!(drive!(stage, GpuDevice, uuid, device), said["uuid"]);
    assert_eq!(
        drive!(stage, GpuDevice, memory_used, device),
        said["memory_used"]
    );
    assert_eq!(
        drive!(stage, GpuDevice, memory_total, device),
        said["memory_total"]
    );
}

async fn feasibility(stage: &Stage) {
    let all = stage.client.resources();
    let call = drive!(
        stage,
        Resources,
        feasibility,
        &all,
        FeasibilityKind::Container,
        2.0
    );
    let answer = stage.done(call).await;
    let asked = json!({
        "kind": "container", "num_cpus": 2.0, "num_gpus": 0.0, "memory_bytes": null, "replicas": 1, "metadata": {},
    });
    assert_eq!(stage.sent(), asked);
    assert_eq!(stage.line(), "POST /resources/feasibility/");
    assert!(drive!(stage, Feasibility, allowed, &answer));
    assert!(drive!(stage, Feasibility, reasons, &answer).is_empty());
    assert!(drive!(stage, Feasibility, messages, &answer).is_empty());
    assert_eq!(drive!(stage, Feasibility, explanation, &answer), "");
    assert_eq!(answer.feasible_replicas, Some(1));

    stage.simulator.set_gpu_utilization(95.0);
    let call = all.feasibility(FeasibilityKind::Serve, 0.5);
    let call = drive!(stage, Call<CheckFeasibility>, gpus, call, 0.5);
    let call = drive!(stage, Call<CheckFeasibility>, memory_bytes, call, 1 << 30);
    let call = drive!(stage, Call<CheckFeasibility>, replicas, call, 2);
    let call = drive!(
        stage,
        Call<CheckFeasibility>,
        metadata,
        call,
        "plugin",
        "detector"
    );
    let answer = stage.done(call).await;
    let asked = json!({
        "kind": "serve", "num_cpus": 0.5, "num_gpus": 0.5, "memory_bytes": 1 << 30, "replicas": 2,
        "metadata": { "plugin": "detector" },
    });
    assert_eq!(stage.sent(), asked);
    assert!(!answer.allowed());
    assert_eq!(answer.reasons()[0], "gpu_max_utilization_percent");
    assert!(
        answer.explanation().contains("95 %"),
        "{}",
        answer.explanation()
    );
    assert_eq!(answer.messages().join("; "), answer.explanation());
    stage.simulator.set_gpu_utilization(12.5);
    for kind in [FeasibilityKind::Job, FeasibilityKind::Task] {
        stage.done(all.feasibility(kind, 0.0)).await;
    }
}

async fn policy(stage: &Stage) {
    let all = stage.client.resources();
    let policy = stage.done(drive!(stage, Resources, policy, &all)).await;
    assert_eq!(wire(&policy), wire(&stage.look("/resources/policy/").await));

    let call = drive!(stage, Resources, update_policy, &all);
    let call = drive!(stage, Call<UpdatePolicy>, max_concurrent_jobs, call, 1);
    let call = drive!(
        stage,
        Call<UpdatePolicy>,
        max_concurrent_serve_replicas,
        call,
        2
    );
    let call = drive!(stage, Call<UpdatePolicy>, disable_gatekeeping, call);
    let call = drive!(
        stage,
        Call<UpdatePolicy>,
        cpu_max_utilization_percent,
        call,
        3.5
    );
    let call = drive!(
        stage,
        Call<UpdatePolicy>,
        memory_max_utilization_percent,
        call,
        4.0
    );
    let call = drive!(
        stage,
        Call<UpdatePolicy>,
        gpu_max_utilization_percent,
        call,
        5.0
    );
    let call = drive!(stage, Call<UpdatePolicy>, gpu_max_memory_percent, call, 6.0);
    let call = drive!(stage, Call<UpdatePolicy>, max_concurrent_ray_jobs, call, 7);
    let second = Duration::from_millis(1500);
    let call = drive!(stage, Call<UpdatePolicy>, resource_cache_ttl, call, second);
    let call = drive!(stage, Call<UpdatePolicy>, limit, call, "unheard_of", [1]);
    let policy = stage.done(call).await;
    assert_eq!(stage.line(), "PATCH /resources/policy/");
    let mut sent = stage.sent();
    let held = stage.look("/resources/policy/").await;
    assert_eq!(wire(&policy), wire(&held), "the reply is what holds");
    // What the agent does not know, it does not take, and that can be told.
    assert_eq!(
        sent.as_object_mut().unwrap().remove("unheard_of"),
        Some(json!([1]))
    );
    assert_eq!(wire(&sent), wire(&held));
    assert!(!drive!(stage, RuntimePolicy, is_set, &policy, "unheard_of"));
    assert_eq!(
        drive!(stage, RuntimePolicy, max_concurrent_jobs, &policy),
        1
    );
    assert_eq!(
        drive!(stage, RuntimePolicy, max_concurrent_serve_replicas, &policy),
        2
    );
    assert!(!drive!(stage, RuntimePolicy, gatekeeping_enabled, &policy));
    assert_eq!(
        drive!(stage, RuntimePolicy, cpu_max_utilization_percent, &policy),
        3.5
    );
    assert_eq!(
        drive!(
            stage,
            RuntimePolicy,
            memory_max_utilization_percent,
            &policy
        ),
        4.0
    );
    assert_eq!(
        drive!(stage, RuntimePolicy, gpu_max_utilization_percent, &policy),
        5.0
    );
    assert_eq!(
        drive!(stage, RuntimePolicy, gpu_max_memory_percent, &policy),
        6.0
    );
    assert_eq!(
        drive!(stage, RuntimePolicy, max_concurrent_ray_jobs, &policy),
        7
    );
    assert_eq!(
        drive!(stage, RuntimePolicy, resource_cache_ttl_seconds, &policy),
        1.5
    );
    let call = drive!(
        stage,
        Call<UpdatePolicy>,
        enable_gatekeeping,
        all.update_policy()
    );
    assert!(stage.done(call).await.gatekeeping_enabled());
    assert_eq!(stage.sent(), json!({ "gatekeeping_enabled": true }));

    // An older agent.
    stage
        .simulator
        .set_policy(&json!({ "max_concurrent_jobs": 5 }));
    let policy = stage.done(all.policy()).await;
    assert!(policy.is_set("max_concurrent_jobs") && !policy.is_set("gatekeeping_enabled"));
    assert_eq!(
        (
            policy.max_concurrent_jobs(),
            policy.max_concurrent_serve_replicas()
        ),
        (5, 16)
    );
    // A limit that is none.
    let call = all.update_policy().limit("max_concurrent_jobs", "many");
    let error = stage.settle(call).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 422);
    assert!(
        error.message().starts_with("body.max_concurrent_jobs: "),
        "{error}"
    );
}
