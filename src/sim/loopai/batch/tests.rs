use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::super::ExecutionFault;
use super::super::testing::{Server, TASK};
use super::BatchExecutor;

const EXECUTE: &str = "/api/v1/batch/execute";
const VALIDATE: &str = "/api/v1/batch/validate";

fn batch(ids: &[&str], more: &Value) -> Value {
    let items = ids.iter().map(|id| {
        let input = match id.ends_with('!') {
            true => json!({}),
            false => json!({ "text": format!("lottery {id}") }),
        };
        json!({ "id": id, "input": input })
    });
    let mut batch = json!({ "task_id": TASK, "items": items.collect::<Vec<_>>() });
    let more = more.as_object().cloned().unwrap_or_default();
    batch.as_object_mut().unwrap().extend(more);
    batch
}

fn ids(report: &Value) -> Vec<&str> {
    let results = report["results"].as_array().unwrap();
    results
        .iter()
        .map(|item| item["id"].as_str().unwrap())
        .collect()
}

#[tokio::test(start_paused = true)]
async fn items_succeed_and_fail_one_by_one() {
    let server = Server::new();
    let body = batch(
        &["b", "a!", "b", "", "10"],
        &json!({ "stop_on_first_error": true }),
    );
    let reply = server.post(EXECUTE, &body).await;
    let report = reply.json();
    assert_eq!(reply.status, 200);
    assert_eq!(ids(&report), ["b", "a!", "b", "", "10"]);
    for (field, value) in [
        ("total_items", json!(5)),
        ("success_count", json!(4)),
        ("failure_count", json!(1)),
        ("version", json!(0)),
        ("task_id", json!(TASK)),
    ] {
        assert_eq!(report[field], value, "{field}");
    }
    let failed = &report["results"][1];
    assert_eq!(
        (&failed["success"], failed.get("output")),
        (&json!(false), None)
    );
    assert!(failed["error_message"].is_string() && failed["execution_id"].is_string());
    assert_eq!(report["results"][0]["output"], "spam");
    let latencies = report["results"].as_array().unwrap().iter();
    let sum: f64 = latencies
        .map(|item| item["latency_ms"].as_f64().unwrap())
        .sum();
    assert!((report["avg_latency_ms"].as_f64().unwrap() - sum / 5.0).abs() < 1e-3);
    for time in ["started_at", "completed_at"] {
        assert!(report[time].as_str().unwrap().ends_with('Z'));
    }
    let empty = server
        .post(EXECUTE, &batch(&[], &json!({ "version": 1 })))
        .await
        .json();
    assert_eq!(
        (
            &empty["total_items"],
            &empty["avg_latency_ms"],
            &empty["version"]
        ),
        (&json!(0), &json!(0), &json!(1))
    );
}

#[tokio::test(start_paused = true)]
async fn concurrency_has_limits_and_is_kept() {
    let server = Server::new();
    for (concurrency, status) in [(0, 400), (1, 200), (100, 200), (101, 400), (-1, 400)] {
        let body = batch(&["a"], &json!({ "max_concurrency": concurrency }));
        let reply = server.post(EXECUTE, &body).await;
        assert_eq!(reply.status, status, "{concurrency}");
        if status == 400 {
            assert_eq!(reply.code().1, "INVALID_CONCURRENCY");
            assert_eq!(
                reply.json()["message"],
                "MaxConcurrency must be between 1 and 100"
            );
        }
    }
    server.with(|world| world.latency = Duration::from_secs(1));
    let ids = ["a", "b", "c", "d", "e"];
    let begun = Instant::now();
    server
        .post(EXECUTE, &batch(&ids, &json!({ "max_concurrency": 2 })))
        .await;
    assert_eq!(begun.elapsed().as_secs(), 3);
    assert_eq!(server.with(|world| world.executions.peak()), 2);
    server.post(EXECUTE, &batch(&ids, &json!({}))).await;
    assert_eq!(begun.elapsed().as_secs(), 4);
    assert_eq!(server.with(|world| world.execute_requests.peak()), 1);
}

#[tokio::test(start_paused = true)]
async fn what_the_server_throws_has_no_execution() {
    let server = Server::new();
    let unknown = "11111111-2222-3333-4444-555555555555";
    let body = batch(&["a", "b"], &json!({ "task_id": unknown }));
    let reply = server.post(EXECUTE, &body).await;
    let item = &reply.json()["results"][1];
    assert_eq!(
        (reply.status, &reply.json()["failure_count"]),
        (200, &json!(2))
    );
    assert_eq!(
        item["error_message"],
        format!("Task with ID {unknown} not found")
    );
    assert!(item.get("execution_id").is_none());
    let late = json!({ "timeout_ms": 10 });
    server.with(|world| {
        let slow = ExecutionFault::slow(Duration::from_secs(1)).on_input(" b\"");
        world.execution_faults.inject(slow);
    });
    let report = server
        .post(EXECUTE, &batch(&["a", "b"], &late))
        .await
        .json();
    assert_eq!(report["results"][0]["success"], true);
    assert_eq!(
        report["results"][1]["error_message"],
        "Execution timeout after 10ms"
    );
    server.with(|world| world.shared_context = true);
    let body = batch(&["a", "b", "c"], &json!({ "max_concurrency": 2 }));
    let report = server.post(EXECUTE, &body).await.json();
    let text = report["results"][1]["error_message"].as_str().unwrap();
    assert!(text.starts_with("A second operation"), "{text}");
    assert_eq!(report["success_count"], 2);
    let body = batch(&["a", "b", "c"], &json!({ "max_concurrency": 1 }));
    assert_eq!(server.post(EXECUTE, &body).await.json()["success_count"], 3);
}

#[tokio::test(start_paused = true)]
async fn the_other_executor_skips_and_sorts() {
    let server = Server::new();
    server.with(|world| world.batch_executor = BatchExecutor::CodeBeaker);
    let ids_sent = ["9", "2!", "10", "1"];
    let body = batch(
        &ids_sent,
        &json!({ "stop_on_first_error": true, "max_concurrency": 1 }),
    );
    let report = server.post(EXECUTE, &body).await.json();
    assert_eq!(ids(&report), ["10", "2!", "9"]);
    assert_eq!(
        (&report["total_items"], &report["version"]),
        (&json!(3), &json!(2))
    );
    let report = server
        .post(EXECUTE, &batch(&ids_sent, &json!({})))
        .await
        .json();
    assert_eq!(ids(&report), ["1", "10", "2!", "9"]);
    server.with(|world| {
        let crash = ExecutionFault::exception("crash");
        world.execution_faults.inject(crash);
    });
    let report = server
        .post(EXECUTE, &batch(&["a"], &json!({})))
        .await
        .json();
    assert!(report["results"][0]["execution_id"].is_string());
    let unknown = json!({ "task_id": "11111111-2222-3333-4444-555555555555" });
    let refused = server.post(EXECUTE, &batch(&["a"], &unknown)).await;
    assert_eq!(refused.code(), (500, "BATCH_EXECUTION_ERROR".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn a_batch_can_fail_as_a_whole() {
    let server = Server::new();
    server.with(|world| world.batch_error = Some("boom".to_owned()));
    let refused = server.post(EXECUTE, &batch(&["a"], &json!({}))).await;
    assert_eq!(refused.code(), (500, "BATCH_EXECUTION_ERROR".to_owned()));
    assert_eq!(refused.json()["message"], "Batch execution failed: boom");
    let empty = json!({ "task_id": TASK, "items": [] });
    let refused = server.post(VALIDATE, &empty).await;
    assert_eq!(refused.code(), (500, "BATCH_VALIDATION_ERROR".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn items_that_cannot_be_bound_have_their_place() {
    let server = Server::new();
    let errors = async |body: Value| server.post(EXECUTE, &body).await.json()["errors"].clone();
    let body =
        json!({ "task_id": TASK, "items": [{ "id": "a", "input": 1 }, { "id": 7, "input": 1 }] });
    assert!(errors(body).await["$.items[1].id"].is_array());
    let body = json!({ "task_id": TASK, "items": [{ "id": null, "input": 1 }] });
    assert!(errors(body).await["Items[0].Id"].is_array());
    let camel = json!({ "taskId": TASK, "items": [], "maxConcurrency": 5 });
    assert!(errors(camel).await["$"].is_array());
}

#[tokio::test(start_paused = true)]
async fn validation_compares_texts() {
    let server = Server::new();
    let cases = [
        (r#"{"a":1,"b":2}"#, r#"{"a":1,"b":2}"#, true),
        (r#"{"a":1,"b":2}"#, r#"{"b":2,"a":1}"#, false),
        (r#"[1, 2]"#, r#"[1,2]"#, false),
        (r#"[1]"#, r#"[1.0]"#, false),
        (r#""1""#, "1", true),
        (r#""True""#, "true", true),
        (r#""true""#, "true", false),
        ("1", "1.0", false),
        (r#""\u0041""#, r#""A""#, true),
    ];
    let items: Vec<String> = cases
        .iter()
        .enumerate()
        .map(|(index, (output, expected, _))| {
            format!(
                r#"{{"id":"{index}","input":0,"output":{output},"expected_output":{expected}}}"#
            )
        })
        .collect();
    let unknown = "11111111-2222-3333-4444-555555555555";
    let body = format!(r#"{{"task_id":"{unknown}","items":[{}]}}"#, items.join(","));
    let report = server.post_text(VALIDATE, &body).await.json();
    for (index, (output, expected, is_valid)) in cases.iter().enumerate() {
        let result = &report["results"][index];
        assert_eq!(result["is_valid"], *is_valid, "{output} {expected}");
        assert_eq!(result["confidence_score"], i32::from(*is_valid));
    }
    assert_eq!(
        report["results"][1]["message"],
        "Output does not match expected output"
    );
    assert_eq!(
        (&report["valid_count"], &report["invalid_count"]),
        (&json!(4), &json!(5))
    );
    let empty = json!({ "task_id": TASK, "items": [] });
    assert_eq!(
        server.post(VALIDATE, &empty).await.json()["accuracy_rate"],
        0
    );
    let null = json!({ "task_id": TASK, "items": [{ "id": "a", "input": 1, "output": null, "expected_output": 1 }] });
    let refused = server.post(VALIDATE, &null).await;
    assert!(refused.json()["errors"]["Items[0].Output"].is_array());
    let missing = json!({ "task_id": TASK, "items": [{ "id": "a", "output": 1 }] });
    let refused = server.post(VALIDATE, &missing).await;
    assert!(
        refused.json()["errors"]["$.items[0]"][0]
            .as_str()
            .unwrap()
            .ends_with("input, expected_output")
    );
}
