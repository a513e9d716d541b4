//! What the cluster has, and who may use it: `test_resources_typed`, `test_resources_runtime_policy`,
//! `actions/train/test_feasibility`. Contract: §1.3, §6 (1, 2, 16).
//!
//! The published client has each test twice, for its synchronous client and for its other one. Here both are one.

use quintet::ErrorKind;
use quintet::synapse::{Client, FeasibilityKind, NodeState};
use serde_json::{Value, json};

use crate::support::raw_server::Step::{Close, Request};
use crate::support::raw_server::{RawServer, reply, send};
use crate::support::raw_synapse::{answers, client};

/// A server that always says this, and a client of it.
async fn says(value: &Value) -> (RawServer, Client) {
    let server = RawServer::start([answers("200 OK", &value.to_string())]).await;
    let client = client(server.url());
    (server, client)
}

#[tokio::test]
async fn c01_a_whole_snapshot_is_read() {
    let counter = json!({ "total": 32.0, "used": 8.5, "available": 23.5, "unit": "core" });
    let (_server, client) = says(&json!({
        "collected_at": "2026-02-17T09:00:00.25+09:00",
        "stale": true,
        "cpu": counter,
        "memory": counter,
        "gpu": {
            "total_gpus": 2, "available_gpus": 1, "total_memory_bytes": 48_000_000_000_i64,
            "available_memory_bytes": 24_000_000_000_i64, "max_utilization": 97.5, "avg_utilization": 48.75,
        },
        "object_store": counter,
        "running_jobs": 3,
        "total_serve_replicas": 4,
        "node_counts": { "total": 2, "alive": 1, "dead": 1 },
        "nodes": [
            {
                "node_id": "a", "host_name": "head", "ip": "10.0.0.2", "accelerator_type": "A10G",
                "is_head_node": true, "state": "ALIVE", "cpu": counter, "memory": counter,
                "gpus": [{
                    "index": 0, "name": "NVIDIA A10G", "uuid": "GPU-0", "utilization_gpu": null, "memory_used": 1024,
                    "memory_total": 24_576, "processes_pids": { "1234": "python" }, "memory_used_ratio": 0.04,
                }],
            },
            { "node_id": "b", "host_name": null, "state": "DEAD", "gpus": [] },
        ],
        "new_field": { "x": 1 },
    }))
    .await;
    let all = client.resources().cluster().await.unwrap();
    assert_eq!(
        all.collected_at.to_rfc3339(),
        "2026-02-17T00:00:00.250+00:00"
    );
    assert!(all.is_stale());
    for counter in [
        all.cpu(),
        all.memory(),
        all.object_store.clone().unwrap(),
        all.nodes[0].cpu(),
        all.nodes[0].memory(),
    ] {
        let numbers = (counter.total(), counter.used(), counter.available());
        assert_eq!(numbers, (32.0, 8.5, 23.5));
        assert_eq!(counter.extra["unit"], "core");
    }
    let gpu = all.gpu();
    assert_eq!((gpu.total_gpus(), gpu.available_gpus()), (2, 1));
    let bytes = (gpu.total_memory_bytes(), gpu.available_memory_bytes());
    assert_eq!(bytes, (48_000_000_000, 24_000_000_000));
    assert_eq!(
        (gpu.max_utilization(), gpu.avg_utilization()),
        (97.5, 48.75)
    );
    assert_eq!((all.running_jobs(), all.total_serve_replicas()), (3, 4));
    let counts = all.node_counts();
    assert_eq!((counts.total(), counts.alive(), counts.dead()), (2, 1, 1));
    // What is not known is kept.
    assert_eq!(all.extra["new_field"], json!({ "x": 1 }));

    let [alive, dead] = &all.nodes[..] else {
        panic!("{all:?}");
    };
    assert!(alive.is_head_node() && alive.state() == NodeState::Alive);
    assert_eq!(alive.host_name.as_deref(), Some("head"));
    assert_eq!(alive.ip.as_deref(), Some("10.0.0.2"));
    assert_eq!(alive.accelerator_type.as_deref(), Some("A10G"));
    let device = &alive.gpus[0];
    assert_eq!((device.index, device.utilization_gpu), (0, None));
    assert_eq!((device.name(), device.uuid()), ("NVIDIA A10G", "GPU-0"));
    assert_eq!(
        (device.memory_used(), device.memory_total()),
        (1024, 24_576)
    );
    assert_eq!(device.memory_used_ratio, Some(0.04));
    assert_eq!(device.processes_pids, Some(json!({ "1234": "python" })));
    assert_eq!((&*dead.node_id, dead.state()), ("b", NodeState::Dead));
    assert!(dead.gpus.is_empty() && dead.host_name.is_none() && !dead.is_head_node());
}

#[tokio::test]
async fn c01_what_is_missing_has_its_default() {
    let (_server, client) = says(&json!({ "collected_at": "2026-02-17T00:00:00Z" })).await;
    let least = client.resources().cluster().await.unwrap();
    assert!(!least.is_stale() && least.nodes.is_empty() && least.object_store.is_none());
    assert_eq!(
        (least.cpu().total(), least.memory().available()),
        (0.0, 0.0)
    );
    assert_eq!(least.gpu().total_gpus(), 0);
    assert_eq!((least.running_jobs(), least.total_serve_replicas()), (0, 0));
    assert_eq!(least.node_counts().total(), 0);
    // Only these three have none.
    for broken in [
        json!({}),
        json!({ "collected_at": "2026-02-17T00:00:00Z", "nodes": [{}] }),
        json!({ "collected_at": "2026-02-17T00:00:00Z", "nodes": [{ "node_id": "a", "gpus": [{}] }] }),
        json!({ "collected_at": "yesterday" }),
    ] {
        let (_server, client) = says(&broken).await;
        let error = client.resources().cluster().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{broken}: {error}");
    }
}

#[tokio::test]
async fn c01_whether_the_cache_will_do_is_always_said() {
    let (server, client) = says(&json!({ "collected_at": "2026-02-17T00:00:00Z" })).await;
    client.resources().cluster().await.unwrap();
    client.resources().cluster().fresh().await.unwrap();
    let received = server.received();
    let targets: Vec<_> = received.iter().map(|request| &*request.target).collect();
    assert_eq!(
        targets,
        [
            "/resources/cluster/?use_cache=true",
            "/resources/cluster/?use_cache=false"
        ]
    );
}

#[tokio::test]
async fn c02_a_whole_policy_is_read() {
    let whole = json!({
        "max_concurrent_jobs": 0,
        "max_concurrent_serve_replicas": 1,
        "gatekeeping_enabled": false,
        "cpu_max_utilization_percent": 10.0,
        "memory_max_utilization_percent": 20.5,
        "gpu_max_utilization_percent": 30,
        "gpu_max_memory_percent": 40.0,
        "max_concurrent_ray_jobs": 7,
        "resource_cache_ttl_seconds": 0.5,
        "new_limit": "x",
    });
    let (_server, client) = says(&whole).await;
    let policy = client.resources().policy().await.unwrap();
    assert_eq!(policy.max_concurrent_jobs(), 0);
    assert_eq!(policy.max_concurrent_serve_replicas(), 1);
    assert!(!policy.gatekeeping_enabled());
    assert_eq!(policy.cpu_max_utilization_percent(), 10.0);
    assert_eq!(policy.memory_max_utilization_percent(), 20.5);
    assert_eq!(policy.gpu_max_utilization_percent(), 30.0);
    assert_eq!(policy.gpu_max_memory_percent(), 40.0);
    assert_eq!(policy.max_concurrent_ray_jobs(), 7);
    assert_eq!(policy.resource_cache_ttl_seconds(), 0.5);
    // The same value is the raw object, with what is not known.
    assert_eq!(Value::from(policy.0), whole);
}

#[tokio::test]
async fn c02_what_is_missing_has_its_default_and_is_known_to_be_missing() {
    let (_server, client) = says(&json!({})).await;
    let policy = client.resources().policy().await.unwrap();
    assert_eq!(policy.max_concurrent_jobs(), 3);
    assert_eq!(policy.max_concurrent_serve_replicas(), 16);
    assert!(policy.gatekeeping_enabled());
    for percent in [
        policy.cpu_max_utilization_percent(),
        policy.memory_max_utilization_percent(),
        policy.gpu_max_utilization_percent(),
        policy.gpu_max_memory_percent(),
    ] {
        assert_eq!(percent, 90.0);
    }
    assert_eq!(policy.max_concurrent_ray_jobs(), 0);
    assert_eq!(policy.resource_cache_ttl_seconds(), 5.0);
    assert!(!policy.is_set("max_concurrent_jobs"));

    let (_server, client) = says(&json!({ "gatekeeping_enabled": true, "new_limit": 1 })).await;
    let policy = client.resources().policy().await.unwrap();
    let set: Vec<_> = policy.keys().map(String::as_str).collect();
    assert_eq!(set, ["gatekeeping_enabled", "new_limit"]);
    assert!(policy.is_set("gatekeeping_enabled") && !policy.is_set("max_concurrent_jobs"));
    assert_eq!(policy.max_concurrent_jobs(), 3);
}

#[tokio::test]
async fn c02_what_is_changed_is_sent_and_nothing_else() {
    let (server, client) = says(&json!({ "max_concurrent_jobs": 5 })).await;
    let update = client.resources().update_policy();
    let update = update.max_concurrent_jobs(5).disable_gatekeeping();
    let policy = update.limit("new_limit", "x").await.unwrap();
    assert_eq!(policy.max_concurrent_jobs(), 5);
    assert!(!policy.is_set("gatekeeping_enabled"));
    let sent = server.received().remove(0);
    assert_eq!(
        (&*sent.method, &*sent.target),
        ("PATCH", "/resources/policy/")
    );
    let body: Value = serde_json::from_slice(&sent.body).unwrap();
    assert_eq!(
        body,
        json!({ "max_concurrent_jobs": 5, "gatekeeping_enabled": false, "new_limit": "x" })
    );
}

#[tokio::test]
async fn c16_only_a_yes_is_a_yes() {
    for (allowed, yes) in [
        (json!(true), true),
        (json!("true"), true),
        (json!(false), false),
        (json!("false"), false),
        (json!(""), false),
        (json!(1), false),
        (Value::Null, false),
    ] {
        let (_server, client) = says(&json!({ "allowed": allowed })).await;
        let asked = client.resources().feasibility(FeasibilityKind::Job, 1.0);
        assert_eq!(asked.await.unwrap().allowed(), yes, "{allowed}");
    }
}

#[tokio::test]
async fn c16_the_reasons_are_a_list_and_messages_come_first() {
    let (_server, client) = says(&json!({ "allowed": false, "reasons": "no GPU" })).await;
    let resources = client.resources();
    let denied = resources.feasibility(FeasibilityKind::Job, 1.0).await;
    let denied = denied.unwrap();
    assert_eq!(denied.reasons(), ["no GPU"]);
    assert_eq!(denied.explanation(), "no GPU");

    let said = json!({
        "allowed": false, "reasons": ["num_gpus"], "messages": ["There is no GPU"], "feasible_replicas": 0,
    });
    let (_server, client) = says(&said).await;
    let resources = client.resources();
    let denied = resources.feasibility(FeasibilityKind::Serve, 1.0).await;
    let denied = denied.unwrap();
    assert_eq!(denied.explanation(), "There is no GPU");
    assert_eq!(denied.feasible_replicas, Some(0));
}

/// The published client's training asks nothing where no GPU is wanted, or no number of them; here whoever asks decides, and
/// what is no number is refused.
#[tokio::test]
async fn c16_what_is_no_amount_is_not_asked_for() {
    let (server, client) = says(&json!({ "allowed": true })).await;
    let resources = client.resources();
    let asked = |gpus| resources.feasibility(FeasibilityKind::Job, 1.0).gpus(gpus);
    for gpus in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0] {
        let error = asked(gpus).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{gpus}: {error}");
    }
    assert!(server.received().is_empty());
    assert!(asked(0.0).await.unwrap().allowed());
    let sent: Value = serde_json::from_slice(&server.received()[0].body).unwrap();
    assert_eq!(sent["num_gpus"], json!(0.0));
}

/// The published client goes on as if it was allowed; here the caller learns that nothing is known.
#[tokio::test]
async fn c16_no_answer_is_no_yes() {
    for (script, kind) in [
        (vec![Request, Close], ErrorKind::Transport),
        (
            vec![Request, send(reply("200 OK", "yes"))],
            ErrorKind::Decode,
        ),
        (answers("200 OK", "[true]"), ErrorKind::Decode),
        (answers("200 OK", r#"{"reasons":[]}"#), ErrorKind::Decode),
        (answers("500 Oops", "{}"), ErrorKind::Server),
    ] {
        let server = RawServer::start([script]).await;
        let client = client(server.url());
        let asked = client.resources().feasibility(FeasibilityKind::Job, 1.0);
        let error = asked.await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
    }
}
