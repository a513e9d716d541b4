//! The edge runtime.

use std::time::Duration;

use quintet::sim::Fault;
use quintet::sim::loopai::edge::Simulator;
use serde_json::json;

use super::{Asker, TASK};

#[tokio::test]
async fn the_edge_runtime_is_a_server_of_its_own() {
    let simulator = Simulator::start().await.unwrap();
    let asker = Asker::new(simulator.base_url());
    let health = asker.get("/health").await;
    let expected =
        json!({ "status": "healthy", "version": "0.1.0", "task_id": TASK, "active_version": 1 });
    assert_eq!(
        (health.json(), health.header("content-type")),
        (expected, "application/json")
    );
    let input = json!({ "input": { "text": "Claim your free lottery prize" } });
    let executed = asker.post("/execute", &input).await;
    assert_eq!(executed.json()["output"], "spam");
    assert!(executed.json()["latency_ms"].is_number());
    let refused = asker.post("/execute", &json!({ "text": "x" })).await;
    assert_eq!(
        (refused.status, &refused.json()["detail"][0]["type"]),
        (422, &json!("missing"))
    );
    simulator.set_program_error(Some("boom"));
    let failed = asker.post("/execute", &input).await;
    assert_eq!(
        (failed.status, failed.json()),
        (500, json!({ "detail": "boom" }))
    );
    simulator.set_program_error(None);
    simulator.set_output(Some(json!({ "a": true })));
    simulator.restart();
    assert_eq!(
        asker.post("/execute", &input).await.json()["output"],
        "{'a': True}"
    );
    let metrics = asker.get("/metrics").await.json();
    assert_eq!(metrics["executions_today"], 2);
    assert_eq!(
        (simulator.executions_today(), simulator.log().len()),
        (2, 2)
    );
    simulator.inject(Fault::status(404));
    assert_eq!(
        asker.get("/health").await.json(),
        json!({ "detail": "Not Found" })
    );
    simulator.stop().await;
    let request = asker.http.get(format!("{}/health", asker.root));
    assert!(
        request
            .timeout(Duration::from_secs(5))
            .send()
            .await
            .is_err()
    );
}
