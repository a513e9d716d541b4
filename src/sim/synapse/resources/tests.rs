use serde_json::{Value, json};

use super::super::testing::{Server, pass};
use super::Policy;

const CLUSTER: &str = "/resources/cluster/?use_cache=true";

#[tokio::test(start_paused = true)]
async fn what_was_read_is_kept_for_a_while() {
    let server = Server::new();
    let first = server.get(CLUSTER).await.json();
    assert_eq!(
        first["cpu"],
        json!({ "total": 16.0, "used": 4.0, "available": 12.0 })
    );
    assert_eq!(
        first["node_counts"],
        json!({ "total": 2, "alive": 1, "dead": 1 })
    );
    assert_eq!(
        (&first["running_jobs"], &first["stale"]),
        (&json!(2), &json!(false))
    );
    assert_eq!(
        first["nodes"][1],
        json!({ "node_id": "node-def456", "state": "DEAD", "gpus": [] })
    );

    server.with(|world| world.usage.gpu = 50.0);
    pass(4.9).await;
    assert_eq!(server.get(CLUSTER).await.json(), first);
    let fresh = server
        .get("/resources/cluster/?use_cache=false")
        .await
        .json();
    assert_eq!(fresh["gpu"]["max_utilization"], 50.0);
    assert_ne!(fresh["collected_at"], first["collected_at"]);
    pass(5.1).await;
    let later = server.get(CLUSTER).await.json();
    assert_ne!(later["collected_at"], fresh["collected_at"]);

    server.with(|world| world.usage.is_stale = true);
    pass(60.0).await;
    let stale = server
        .get("/resources/cluster/?use_cache=false")
        .await
        .json();
    assert_eq!(stale["collected_at"], later["collected_at"]);
    assert_eq!(stale["stale"], true);
    let gpus = server.get("/gpu_status/").await.json();
    assert_eq!(gpus["available_gpus"], 1);
}

#[tokio::test(start_paused = true)]
async fn a_policy_changes_field_by_field() {
    let server = Server::new();
    let path = "/resources/policy/";
    let whole = server.get(path).await.json();
    assert_eq!(whole.as_object().unwrap().len(), 9);
    let changes =
        json!({ "max_concurrent_jobs": 0, "cpu_max_utilization_percent": 50, "other": 1 });
    let changed = server.call("PATCH", path, &changes).await.json();
    let mut expected = whole.clone();
    expected["max_concurrent_jobs"] = json!(0);
    expected["cpu_max_utilization_percent"] = json!(50);
    assert_eq!(changed, expected);
    assert_eq!(
        server.call("PATCH", path, &json!({})).await.json(),
        expected
    );

    let wrong = json!({ "gatekeeping_enabled": 1, "max_concurrent_jobs": -1, "gpu_max_memory_percent": "x" });
    let refused = server.call("PATCH", path, &wrong).await;
    assert_eq!(refused.status, 422);
    let issue = &refused.detail()[0];
    assert_eq!(
        (&issue["loc"], &issue["input"]),
        (&json!(["body", "gatekeeping_enabled"]), &json!(1))
    );
    assert_eq!(refused.places().len(), 3);
    assert_eq!(server.call("PATCH", path, &json!([])).await.status, 422);

    // An older agent knows less, and learns nothing.
    let old = json!({ "max_concurrent_jobs": 3, "gatekeeping_enabled": true });
    server.with(|world| world.policy = Policy(old.as_object().cloned().unwrap()));
    let changed = server
        .call("PATCH", path, &json!({ "gpu_max_memory_percent": 1 }))
        .await;
    assert_eq!(changed.json(), old);
}

async fn ask(server: &Server, changes: &Value) -> Value {
    let mut wanted = json!({
        "kind": "job", "num_cpus": 2, "num_gpus": 0.0, "memory_bytes": null, "replicas": 1, "metadata": {},
    });
    for (name, value) in changes.as_object().unwrap() {
        wanted[name] = value.clone();
    }
    server
        .call("POST", "/resources/feasibility/", &wanted)
        .await
        .json()
}

#[tokio::test(start_paused = true)]
async fn what_could_be_run_is_what_there_is_and_what_is_allowed() {
    let server = Server::new();
    let fine = ask(&server, &json!({})).await;
    let expected =
        json!({ "allowed": true, "reasons": [], "messages": [], "feasible_replicas": 1 });
    assert_eq!(fine, expected);

    let large = ask(
        &server,
        &json!({ "kind": "serve", "num_cpus": 5, "replicas": 4 }),
    )
    .await;
    assert_eq!(large["reasons"], json!(["num_cpus"]));
    assert_eq!(
        (&large["allowed"], &large["feasible_replicas"]),
        (&json!(false), &json!(2))
    );
    let gpus = ask(
        &server,
        &json!({ "num_gpus": 2, "memory_bytes": 1_u64 << 40 }),
    )
    .await;
    assert_eq!(gpus["reasons"], json!(["num_gpus", "memory_bytes"]));

    let many = ask(&server, &json!({ "replicas": 2 })).await;
    assert_eq!(many["reasons"], json!(["max_concurrent_jobs"]));
    assert_eq!(many["feasible_replicas"], 0);
    server.with(|world| world.usage.gpu = 95.0);
    let busy = ask(&server, &json!({ "num_gpus": 0.5 })).await;
    assert_eq!(
        busy["reasons"],
        json!(["gpu_max_utilization_percent", "gpu_max_memory_percent"])
    );
    assert_eq!(
        busy["messages"][0],
        "The GPUs are used to 95 %, and the policy allows 90 %"
    );
    let changes = json!({ "gatekeeping_enabled": false });
    server.call("PATCH", "/resources/policy/", &changes).await;
    assert_eq!(
        ask(&server, &json!({ "num_gpus": 0.5 })).await["allowed"],
        true
    );
}

#[tokio::test(start_paused = true)]
async fn what_is_asked_must_be_complete() {
    let server = Server::new();
    let wrong = json!({ "kind": "x", "num_gpus": -1, "replicas": 1.5, "metadata": [] });
    let refused = server.call("POST", "/resources/feasibility/", &wrong).await;
    assert_eq!(refused.status, 422);
    let places = ["kind", "num_cpus", "num_gpus", "replicas", "metadata"];
    let places = places.map(|name| json!(["body", name]));
    assert_eq!(refused.places(), places);
    assert_eq!(refused.detail()[1]["input"], wrong);
}
