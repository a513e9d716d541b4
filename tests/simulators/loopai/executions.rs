//! Tasks that become programs, and batches.

use quintet::sim::loopai::{BatchExecutor, ExecutionFault, Simulator, Timestamps};
use serde_json::{Value, json};

use super::{Asker, TASK, stage, wish};

#[tokio::test]
async fn a_task_becomes_a_program_and_computes() {
    let simulator = Simulator::builder()
        .time_scale(100.0)
        .start()
        .await
        .unwrap();
    let asker = Asker::new(simulator.base_url());
    let examples = json!([{ "input": 0, "output": 32 }, { "input": 100, "output": 212 }]);
    let created = asker
        .post("/api/v1/tasks", &wish("fahrenheit", &examples))
        .await;
    assert_eq!(created.status, 201);
    let task = created.json()["id"].as_str().unwrap().to_owned();
    let location = format!("{}/api/v1/Tasks/{task}", simulator.base_url());
    assert_eq!(created.header("location"), location);
    assert_eq!(
        asker.get(&format!("/api/v1/Tasks/{task}")).await.status,
        200
    );
    let (first, second) = tokio::join!(
        asker.execute(&task, json!(35)),
        asker.execute(&task, json!(-40))
    );
    assert_eq!(first.json()["output"], 95);
    assert_eq!(second.json()["output"], -40);
    assert_eq!(
        first.json()["program_id"],
        simulator.program_id(&task, 1).unwrap()
    );
    assert_eq!((simulator.syntheses(), simulator.executions(&task)), (1, 2));
    let stale = asker.get(&format!("/api/v1/tasks/{task}")).await.json();
    assert_eq!(
        (&stale["total_versions"], stale.get("active_version")),
        (&json!(0), None)
    );
    simulator.clear_task_cache();
    let fresh = asker.get(&format!("/api/v1/tasks/{task}")).await.json();
    assert_eq!(
        (&fresh["total_versions"], &fresh["active_version"]),
        (&json!(1), &json!(1))
    );
    simulator.set_timestamps(Timestamps::Offset);
    let offset = asker.get(&format!("/api/v1/tasks/{task}")).await.json();
    assert!(offset["created_at"].as_str().unwrap().ends_with("+09:00"));
}

#[tokio::test]
async fn ten_thousand_items_fit_into_a_batch() {
    let (simulator, asker) = stage().await;
    simulator.inject_execution(ExecutionFault::error("odd").on_input("\"n\":5"));
    let items =
        (0..10_000).map(|n| json!({ "id": n.to_string(), "input": { "n": n, "text": "lottery" } }));
    let body = json!({
        "task_id": TASK, "items": items.collect::<Vec<_>>(), "max_concurrency": 100, "stop_on_first_error": true,
    });
    let report = asker.post("/api/v1/batch/execute", &body).await.json();
    assert_eq!(
        (
            &report["total_items"],
            &report["success_count"],
            &report["failure_count"]
        ),
        (&json!(10_000), &json!(9_999), &json!(1))
    );
    let results = report["results"].as_array().unwrap();
    for (n, result) in results.iter().enumerate() {
        assert_eq!(result["id"], n.to_string());
        assert_eq!(result["success"], n != 5);
    }
    assert_eq!(results[5]["error_message"], "odd");
    assert_eq!(simulator.executions(TASK), 10_000);
    simulator.set_batch_executor(BatchExecutor::CodeBeaker);
    let body = json!({
        "task_id": TASK, "max_concurrency": 1, "stop_on_first_error": true,
        "items": [{ "id": "2", "input": {} }, { "id": "10", "input": {} }, { "id": "3", "input": {} }],
    });
    let report = asker.post("/api/v1/batch/execute", &body).await.json();
    let ids: Vec<&Value> = report["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["id"])
        .collect();
    assert_eq!(ids, [&json!("10"), &json!("2")]);
}
