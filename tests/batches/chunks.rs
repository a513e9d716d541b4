//! Requests for several inputs each.

use futures_util::StreamExt;
use quintet::ErrorKind;
use quintet::batch::Order;
use quintet::loopai::BatchItem;
use quintet::sim::Fault;
use quintet::sim::loopai::{BatchExecutor, ExecutionFault};
use serde_json::json;

use super::{eager, ids, many, numbers, sent};
use crate::support::loopai::{Stage, TASK};

const BATCH: &str = "/api/v1/batch/execute";

#[tokio::test]
async fn every_input_gives_its_result_in_order() {
    let stage = Stage::start().await;
    for order in [Order::Kept, Order::AsCompleted] {
        stage.simulator.clear_requests();
        let batch = many(&stage, 250)
            .in_chunks(100)
            .chunks_at_once(2)
            .order(order);
        let progress = batch.progress();
        let results = batch.collect().await.unwrap();
        assert_eq!(ids(&results), numbers(250));
        assert!(results.iter().all(|result| result.is_success()));
        let sizes = stage.simulator.requests().into_iter().map(|request| {
            let body = sent(&request);
            assert_eq!(
                (&body["max_concurrency"], &body["task_id"]),
                (&json!(10), &json!(TASK))
            );
            assert_eq!(body.get("stop_on_first_error"), None);
            body["items"].as_array().unwrap().len()
        });
        let mut sizes: Vec<_> = sizes.collect();
        sizes.sort_unstable();
        assert_eq!(sizes, [50, 100, 100]);
        let summary = progress.summary();
        assert_eq!(
            (summary.started, summary.succeeded, summary.limit),
            (250, 250, 2)
        );
    }
}

#[tokio::test]
async fn whatever_order_the_server_gives_the_results_are_in_ours() {
    let stage = Stage::start().await;
    stage
        .simulator
        .set_batch_executor(BatchExecutor::CodeBeaker);
    let results = many(&stage, 30).in_chunks(30).collect().await.unwrap();
    assert_eq!(ids(&results), numbers(30));
    assert!(results.iter().all(|result| result.is_success()));
}

#[tokio::test]
async fn items_that_fail_are_executions_with_or_without_an_id() {
    let stage = Stage::start().await;
    let simulator = &stage.simulator;
    simulator.inject_execution(ExecutionFault::error("broken").on_input("number 3."));
    simulator.inject_execution(ExecutionFault::exception("lost").on_input("number 5."));
    let results = many(&stage, 8).in_chunks(4).collect().await.unwrap();
    let failed: Vec<_> = results
        .iter()
        .filter(|result| !result.is_success())
        .collect();
    assert_eq!(
        failed.iter().map(|result| result.index).collect::<Vec<_>>(),
        [3, 5]
    );
    let executions: Vec<_> = failed
        .iter()
        .map(|result| result.outcome.as_ref().unwrap())
        .collect();
    assert!(executions[0].execution_id.is_some() && executions[1].execution_id.is_none());
    assert_eq!(executions[1].error_message.as_deref(), Some("lost"));
}

#[tokio::test]
async fn what_the_server_leaves_out_is_skipped() {
    let stage = Stage::start().await;
    stage
        .simulator
        .set_batch_executor(BatchExecutor::CodeBeaker);
    stage
        .simulator
        .inject_execution(ExecutionFault::error("broken").on_input("number 1."));
    let batch = many(&stage, 40)
        .concurrency(1)
        .in_chunks(10)
        .stop_on_error();
    let mut results = batch.results().unwrap();
    let mut seen = Vec::new();
    while let Some(result) = results.next().await {
        seen.push(result);
    }
    assert_eq!(ids(&seen), numbers(10));
    assert_eq!(sent(&stage.request())["stop_on_first_error"], true);
    let skipped: Vec<_> = seen.iter().filter(|result| result.is_skipped).collect();
    assert!(!skipped.is_empty() && seen[0].is_success() && !seen[1].is_success());
    let error = skipped[0].outcome.as_ref().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Failed);
    let summary = results.summary();
    let left_out = skipped.len() as u64;
    assert_eq!(summary.skipped, Some(30 + left_out));
    assert_eq!(
        (
            summary.succeeded + summary.failed + left_out,
            summary.in_flight
        ),
        (10, 0)
    );
}

#[tokio::test]
async fn a_request_that_fails_fails_all_its_inputs_and_no_others() {
    let stage = Stage::start().await;
    let fault = Fault::status(500).on("POST", BATCH).after(1).times(1);
    stage.simulator.inject(fault);
    let results = many(&stage, 9)
        .in_chunks(3)
        .retry(eager())
        .collect()
        .await
        .unwrap();
    let kinds: Vec<_> = results
        .iter()
        .map(|result| result.outcome.as_ref().err().map(quintet::Error::kind))
        .collect();
    let (ok, server) = (None, Some(ErrorKind::Server));
    assert_eq!(kinds, [ok, ok, ok, server, server, server, ok, ok, ok]);
    assert_eq!(stage.simulator.requests().len(), 3);
    stage.simulator.clear_requests();
    stage
        .simulator
        .inject(Fault::status(503).on("POST", BATCH).times(2));
    let results = many(&stage, 9)
        .in_chunks(3)
        .retry(eager())
        .collect()
        .await
        .unwrap();
    assert!(results.iter().all(|result| result.is_success()));
    assert_eq!(stage.simulator.requests().len(), 5);
}

#[tokio::test]
async fn inputs_that_cannot_be_sent_leave_the_others_of_their_request_alone() {
    let stage = Stage::start().await;
    let item = |id: &str| BatchItem::new(id, json!({"text": "x"}));
    let items = [
        item("a"),
        item("a"),
        item(""),
        BatchItem::new("b", ()),
        item("c"),
    ];
    let results = stage
        .client
        .execute_many(TASK, items)
        .in_chunks(10)
        .collect()
        .await
        .unwrap();
    let good: Vec<bool> = results
        .iter()
        .map(|result| result.outcome.is_ok())
        .collect();
    assert_eq!(good, [true, false, false, false, true]);
    assert_eq!(sent(&stage.request())["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn ten_thousand_inputs_are_a_hundred_requests() {
    let stage = Stage::start().await;
    let batch = many(&stage, 10_000)
        .in_chunks(100)
        .concurrency(100)
        .chunks_at_once(4);
    let mut results = batch.results().unwrap();
    let mut next = 0;
    while let Some(result) = results.next().await {
        assert_eq!(result.index, next);
        assert!(result.is_success());
        next += 1;
    }
    assert_eq!(next, 10_000);
    assert_eq!(stage.simulator.request_count("POST", BATCH), 100);
}
