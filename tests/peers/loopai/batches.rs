//! Batches, in one request and in many. Contract: §1.3, §4, §7.

use std::time::Duration;

use futures_util::StreamExt;
use quintet::ErrorKind;
use quintet::batch::Order;
use quintet::loopai::{BatchItem, BatchResult};
use quintet::sim::loopai::{BatchExecutor, ExecutionFault};
use serde_json::{Value, json};

use super::stage::{Stage, said};
use crate::support::raw_loopai::{OTHER, TASK, answers, batch, client, says};
use crate::support::raw_server::RawServer;

fn texts(texts: &[&str]) -> Vec<BatchItem> {
    BatchItem::numbered(texts.iter().map(|text| json!({ "text": text }))).collect()
}

fn ids(results: &[BatchResult]) -> Vec<&str> {
    results.iter().map(|result| &*result.id).collect()
}

#[tokio::test]
async fn c11_three_inputs_give_three_results() {
    let stage = Stage::start().await;
    let items = texts(&["Free money", "See you tomorrow", "cheap pills"]);
    let batch = stage.client.batch_execute(TASK, items).await.unwrap();
    assert_eq!(
        (batch.total_items, batch.success_count, batch.failure_count),
        (3, 3, 0)
    );
    assert_eq!(ids(&batch.results), ["0", "1", "2"]);
    let outputs = batch
        .results
        .iter()
        .map(|one| one.execution.output.clone().unwrap());
    assert_eq!(outputs.collect::<Vec<_>>(), ["spam", "ham", "spam"]);
    assert!(batch.all_success() && !batch.batch_id.is_empty());

    // As the published clients' own mocks send it.
    let result = |id: &str, sampled: bool| {
        json!({
            "id": id, "executionId": format!("e-{id}"), "success": true, "output": "spam", "latencyMs": 40.5,
            "sampledForValidation": sampled,
        })
    };
    let mocked = json!({
        "batchId": "b-1", "taskId": TASK, "version": 1, "totalItems": 3, "successCount": 3, "failureCount": 0,
        "totalDurationMs": 120.5, "avgLatencyMs": 40.5,
        "results": [result("0", false), result("1", false), result("2", true)],
        "startedAt": "2025-10-27T01:02:03Z", "completedAt": "2025-10-27T01:02:04Z",
    });
    let server = RawServer::start([says(&mocked)]).await;
    let items = texts(&["a", "b", "c"]);
    let batch = client(server.url())
        .batch_execute(TASK, items)
        .await
        .unwrap();
    assert_eq!((&*batch.batch_id, batch.version), ("b-1", Some(1)));
    let sampled = batch
        .results
        .iter()
        .map(|one| one.execution.sampled_for_validation);
    assert_eq!(sampled.collect::<Vec<_>>(), [false, false, true]);
    assert_eq!(batch.get("2").unwrap().execution_id.as_deref(), Some("e-2"));
}

#[tokio::test]
async fn c12_a_part_of_a_batch_fails() {
    let stage = Stage::start().await;
    let fault = ExecutionFault::error("Execution timeout").on_input("slow");
    stage.simulator.inject_execution(fault);
    let items = texts(&["fast", "slow"]);
    let batch = stage.client.batch_execute(TASK, items).await.unwrap();
    assert_eq!((batch.success_count, batch.failure_count), (1, 1));
    let failed: Vec<_> = batch.failed().collect();
    assert_eq!((failed.len(), &*failed[0].id), (1, "1"));
    let execution = &failed[0].execution;
    assert_eq!(
        execution.error_message.as_deref(),
        Some("Execution timeout")
    );
    assert!(execution.is_timeout() && execution.output.is_none());
    assert!(execution.execution_id.is_some() && !batch.all_success());
    let error = execution.clone().into_result().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Failed);
}

#[tokio::test]
async fn c13_a_batch_has_ids_and_settings_of_the_callers() {
    let results = json!([
        { "id": "email-001", "success": true, "output": "spam", "latency_ms": 1, "sampled_for_validation": true },
        { "id": "email-002", "success": true, "output": "ham", "latency_ms": 1, "sampled_for_validation": false },
    ]);
    let server = RawServer::start([says(&batch(&results))]).await;
    let items = [
        BatchItem::new("email-001", json!({ "text": "a" })).force_validation(),
        BatchItem::new("email-002", json!({ "text": "b" })),
    ];
    let client = client(server.url());
    let call = client.batch_execute(TASK, items).concurrency(5);
    let call = call.execution_timeout(Duration::from_secs(30)).version(3);
    let batch = call.stop_on_first_error().await.unwrap();
    assert_eq!(ids(&batch.results), ["email-001", "email-002"]);
    let sent: Value = serde_json::from_slice(&server.received()[0].body).unwrap();
    let expected = json!({
        "task_id": TASK, "version": 3, "max_concurrency": 5, "stop_on_first_error": true, "timeout_ms": 30_000,
        "items": [
            { "id": "email-001", "input": { "text": "a" }, "force_validation": true },
            { "id": "email-002", "input": { "text": "b" } },
        ],
    });
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn c19_a_reply_in_snake_case_is_read() {
    let results = json!([
        { "id": "0", "execution_id": "e-0", "success": true, "output": { "camelCase": 1 }, "latency_ms": 40.5,
          "sampled_for_validation": false },
        { "id": "1", "success": false, "error_message": "no", "latency_ms": 0.5, "sampled_for_validation": false },
    ]);
    let server = RawServer::start([says(&batch(&results))]).await;
    let call = client(server.url()).batch_execute(TASK, texts(&["a", "b"]));
    let batch = call.await.unwrap();
    assert_eq!(
        (&*batch.batch_id, &*batch.task_id, batch.version),
        ("b-1", TASK, None)
    );
    assert_eq!(
        (batch.total_duration_ms, batch.avg_latency_ms),
        (120.5, 40.5)
    );
    assert!(batch.completed_at > batch.started_at);
    let (first, second) = (batch.get("0").unwrap(), batch.get("1").unwrap());
    assert_eq!(first.output, Some(json!({ "camelCase": 1 })));
    assert_eq!(
        (
            second.execution_id.as_ref(),
            second.error_message.as_deref()
        ),
        (None, Some("no"))
    );
    assert!(batch.skipped.is_empty() && batch.unexpected.is_empty());
}

#[tokio::test]
async fn c20_inputs_without_ids_are_numbered() {
    let server = RawServer::start([says(&batch(&json!([])))]).await;
    let items = BatchItem::numbered((0..12).map(|n| json!({ "n": n })));
    let call = client(server.url()).batch_execute(TASK, items);
    assert_eq!(call.await.unwrap().skipped.len(), 12);
    let sent: Value = serde_json::from_slice(&server.received()[0].body).unwrap();
    for (n, item) in sent["items"].as_array().unwrap().iter().enumerate() {
        assert_eq!(*item, json!({ "id": n.to_string(), "input": { "n": n } }));
    }
}

#[tokio::test]
async fn c24_what_a_batch_counts_adds_up() {
    let stage = Stage::start().await;
    let items = texts(&["a", "b", "c", "d"]);
    let batch = stage.client.batch_execute(TASK, items).await.unwrap();
    assert_eq!(batch.success_count + batch.failure_count, batch.total_items);
    assert_eq!(batch.total_items, 4);
    assert_eq!((&*batch.task_id, batch.results.len()), (TASK, 4));
    for one in &batch.results {
        assert!(
            one.execution
                .execution_id
                .as_ref()
                .is_some_and(|id| !id.is_empty())
        );
        assert!(one.execution.latency_ms > 0.0 && one.execution.task_id == TASK);
    }
    assert!(batch.completed_at >= batch.started_at && batch.avg_latency_ms > 0.0);
}

#[tokio::test]
async fn c25_ids_are_kept_and_forced_items_sampled() {
    let stage = Stage::start().await;
    let id = stage.wish("sampled").sampling_rate(0.0).await.unwrap().id;
    let items = [
        BatchItem::new("z", json!({ "text": "a" })).force_validation(),
        BatchItem::new("10", json!({ "text": "b" })),
        BatchItem::new("2", json!({ "text": "c" })),
    ];
    let call = || stage.client.batch_execute(&id, items.clone());
    let batch = call().await.unwrap();
    assert_eq!(ids(&batch.results), ["z", "10", "2"]);
    let sampled = batch
        .results
        .iter()
        .map(|one| one.execution.sampled_for_validation);
    assert_eq!(sampled.collect::<Vec<_>>(), [true, false, false]);
    let all = call().force_validation().await.unwrap();
    assert!(
        all.results
            .iter()
            .all(|one| one.execution.sampled_for_validation)
    );
}

#[tokio::test]
async fn c30_a_batch_that_would_stop_does_not_without_an_error() {
    let stage = Stage::start().await;
    for executor in [BatchExecutor::Standard, BatchExecutor::CodeBeaker] {
        stage.simulator.set_batch_executor(executor);
        let call = stage.client.batch_execute(TASK, texts(&["a", "b"]));
        let batch = call.stop_on_first_error().await.unwrap();
        assert_eq!((batch.total_items, batch.results.len()), (2, 2));
        assert!(batch.all_success());
    }
}

#[tokio::test]
async fn c31_ten_items_three_at_a_time() {
    let stage = Stage::start().await;
    let items = BatchItem::numbered((0..10).map(|n| json!({ "text": n.to_string() })));
    let call = stage.client.batch_execute(TASK, items).concurrency(3);
    let batch = call.await.unwrap();
    assert_eq!((batch.results.len(), batch.success_count), (10, 10));
    assert!(stage.simulator.most_executions_at_once() <= 3);
}

/// In the order in which they were given, although that executor sorts ids as texts; and with the real version.
#[tokio::test]
async fn c53_results_of_the_other_executor() {
    let stage = Stage::start().await;
    stage
        .simulator
        .set_batch_executor(BatchExecutor::CodeBeaker);
    let items = BatchItem::numbered((0..12).map(|_| json!({ "text": "Free money" })));
    let batch = stage.client.batch_execute(TASK, items).await.unwrap();
    let numbers: Vec<String> = (0..12).map(|n| n.to_string()).collect();
    assert_eq!(ids(&batch.results), numbers);
    assert_eq!(batch.version, Some(2));
    assert!(
        batch
            .results
            .iter()
            .all(|one| one.execution.version == Some(2))
    );
}

/// As many at a time as was said, within a request and over all of them.
#[tokio::test]
async fn c54_a_limit_holds() {
    let stage = Stage::start().await;
    let simulator = &stage.simulator;
    simulator.set_execution_time(Duration::from_secs(10));
    let items = || BatchItem::numbered((0..40).map(|n| json!({ "text": n.to_string() })));
    for executor in [BatchExecutor::Standard, BatchExecutor::CodeBeaker] {
        simulator.set_batch_executor(executor);
        let call = stage.client.batch_execute(TASK, items()).concurrency(4);
        call.execution_timeout(Duration::from_secs(60))
            .await
            .unwrap();
        assert_eq!(simulator.most_executions_at_once(), 4);
    }
    let many = stage.client.execute_many(TASK, items()).concurrency(4);
    let many = many.execution_timeout(Duration::from_secs(60));
    let results = many.collect().await.unwrap();
    assert!(results.len() == 40 && results.iter().all(|one| one.is_success()));
    assert_eq!(simulator.most_executions_at_once(), 4);
    assert_eq!(simulator.most_execute_requests_at_once(), 4);
}

/// Nothing is lost: what was left out is known, wherever it was left out.
#[tokio::test]
async fn c55_a_batch_stops_at_the_first_error() {
    let stage = Stage::start().await;
    let (client, simulator) = (&stage.client, &stage.simulator);
    simulator.set_batch_executor(BatchExecutor::CodeBeaker);
    let fault = || ExecutionFault::error("no").on_input("bad");
    let items = || texts(&["one", "bad", "three", "four"]);

    simulator.inject_execution(fault());
    let call = client.batch_execute(TASK, items()).concurrency(1);
    let batch = call.stop_on_first_error().await.unwrap();
    assert!(
        batch.results.len() <= 3 && !batch.all_success(),
        "{batch:?}"
    );
    assert_eq!(batch.results.len() + batch.skipped.len(), 4);
    assert_eq!(batch.skipped.last().map(String::as_str), Some("3"));

    simulator.inject_execution(fault());
    let many = client.execute_many(TASK, items()).in_chunks(4);
    let results = many.concurrency(1).stop_on_error().collect().await.unwrap();
    let skipped = results.iter().filter(|one| one.is_skipped).count();
    assert!(results.len() == 4 && skipped >= 1, "{results:?}");
    assert!(
        results
            .iter()
            .all(|one| one.is_skipped != one.outcome.is_ok())
    );

    // One by one, the client itself does it, with any server.
    simulator.inject_execution(fault());
    let before = simulator.request_count("POST", "/");
    let mut many = client
        .execute_many(TASK, items())
        .concurrency(1)
        .stop_on_error();
    many = many.order(Order::Kept);
    let mut many = many.results().unwrap();
    let mut good = Vec::new();
    while let Some(result) = many.next().await {
        good.push(result.is_success());
    }
    assert_eq!((good, many.summary().skipped), (vec![true, false], Some(2)));
    assert_eq!(simulator.request_count("POST", "/"), before + 2);
}

/// Failures of items are results, also of all items; a failure of the whole is an error.
#[tokio::test]
async fn c56_errors_of_items_are_results() {
    let stage = Stage::start().await;
    let fault = ExecutionFault::exception("second operation").on_input("bad");
    stage.simulator.inject_execution(fault);
    let batch = stage
        .client
        .batch_execute(TASK, texts(&["good", "bad"]))
        .await
        .unwrap();
    let failed = batch.get("1").unwrap();
    assert_eq!(
        (failed.execution_id.as_ref(), failed.is_success()),
        (None, false)
    );
    assert!(failed.error_message.is_some() && batch.get("0").unwrap().is_success());

    let batch = stage
        .client
        .batch_execute(OTHER, texts(&["a", "b"]))
        .await
        .unwrap();
    assert_eq!((batch.failure_count, batch.results.len()), (2, 2));
    for one in &batch.results {
        let said = one.execution.error_message.as_deref().unwrap();
        assert_eq!(said, format!("Task with ID {OTHER} not found"));
    }
    stage
        .simulator
        .set_batch_executor(BatchExecutor::CodeBeaker);
    let error = stage
        .client
        .batch_execute(OTHER, texts(&["a"]))
        .await
        .unwrap_err();
    assert_eq!(said(&error), (500, Some("BATCH_EXECUTION_ERROR")));
    assert_eq!(error.kind(), ErrorKind::Server);
    // In chunks it is the error of each input.
    let many = stage
        .client
        .execute_many(OTHER, texts(&["a", "b"]))
        .in_chunks(2);
    let results = many.collect().await.unwrap();
    assert_eq!(results.len(), 2);
    for one in results {
        let error = one.into_result().unwrap_err();
        assert_eq!(error.code(), Some("BATCH_EXECUTION_ERROR"), "{error}");
    }
}

/// What the published clients send is refused by the server, in words that are kept.
#[tokio::test]
async fn c12_a_batch_that_is_refused_as_a_whole_is_an_error() {
    let told =
        r#"{"code":"INVALID_CONCURRENCY","message":"MaxConcurrency must be between 1 and 100"}"#;
    let server = RawServer::start([answers("400 Bad Request", told)]).await;
    let call = client(server.url()).batch_execute(TASK, texts(&["a"]));
    let error = call.await.unwrap_err();
    assert_eq!(said(&error), (400, Some("INVALID_CONCURRENCY")));
    assert_eq!(error.kind(), ErrorKind::BadRequest);
}
