//! A request for each input.

use futures_util::{StreamExt, stream};
use quintet::batch::Order;
use quintet::loopai::BatchItem;
use quintet::sim::Fault;
use quintet::sim::loopai::ExecutionFault;
use quintet::{ErrorKind, RetryPolicy};
use serde_json::json;

use super::{eager, ids, inputs, many, numbers, sent};
use crate::support::loopai::{Stage, TASK};

#[tokio::test]
async fn every_input_gives_its_result_in_order() {
    let stage = Stage::start().await;
    let batch = many(&stage, 300).concurrency(16);
    let progress = batch.progress();
    let mut results = batch.results().unwrap();
    let mut seen = Vec::new();
    while let Some(result) = results.next().await {
        assert_eq!(result.index, seen.len());
        let execution = result.outcome.as_ref().unwrap();
        assert!(execution.is_success() && execution.program_id.is_some());
        seen.push(result);
    }
    assert_eq!(ids(&seen), numbers(300));
    let summary = progress.summary();
    assert_eq!(
        (summary.started, summary.succeeded, summary.in_flight),
        (300, 300, 0)
    );
    assert!(summary.rate() > 0.0 && summary.limit == 16);
    let most = stage.simulator.most_execute_requests_at_once();
    assert!((1..=16).contains(&most), "{most}");
    assert_eq!(stage.simulator.request_count("POST", "/api/v1/tasks/"), 300);
}

#[tokio::test]
async fn settings_reach_every_request() {
    let stage = Stage::start().await;
    let batch = many(&stage, 3).version(1).force_validation();
    let batch = batch.execution_timeout(std::time::Duration::from_millis(1500));
    let results = batch.collect().await.unwrap();
    for result in &results {
        let execution = result.outcome.as_ref().unwrap();
        assert_eq!(execution.version, Some(1));
        assert!(execution.sampled_for_validation);
    }
    for request in stage.simulator.requests() {
        let body = sent(&request);
        let set = [
            &body["version"],
            &body["force_validation"],
            &body["timeout_ms"],
        ];
        assert_eq!(set, [&json!(1), &json!(true), &json!(1500)]);
    }
}

#[tokio::test]
async fn programs_that_fail_count_and_do_not_stop_the_others() {
    let stage = Stage::start().await;
    stage
        .simulator
        .inject_execution(ExecutionFault::error("broken").on_input("number 3."));
    let batch = many(&stage, 10);
    let progress = batch.progress();
    let results = batch.collect().await.unwrap();
    let failed: Vec<_> = results
        .iter()
        .filter(|result| !result.is_success())
        .collect();
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0].id, "3");
    let execution = failed[0].outcome.as_ref().unwrap();
    assert!(execution.execution_id.is_some() && execution.output.is_none());
    assert_eq!(
        (progress.summary().succeeded, progress.summary().failed),
        (9, 1)
    );
}

#[tokio::test]
async fn a_failure_stops_a_batch_that_is_to_stop() {
    let stage = Stage::start().await;
    stage
        .simulator
        .inject_execution(ExecutionFault::error("broken").on_input("number 3."));
    let mut results = many(&stage, 100)
        .concurrency(1)
        .stop_on_error()
        .results()
        .unwrap();
    let mut seen = Vec::new();
    while let Some(result) = results.next().await {
        seen.push(result);
    }
    assert_eq!(ids(&seen), numbers(4));
    assert_eq!(results.summary().skipped, Some(96));
    assert_eq!(stage.simulator.request_count("POST", "/api/v1/tasks/"), 4);
}

#[tokio::test]
async fn ids_that_are_empty_or_were_there_are_not_sent() {
    let stage = Stage::start().await;
    let items = ["a", "b", "a", ""].map(|id| BatchItem::new(id, json!({"text": "x"})));
    let results = stage
        .client
        .execute_many(TASK, items)
        .collect()
        .await
        .unwrap();
    let kinds: Vec<_> = results
        .iter()
        .map(|result| result.outcome.as_ref().err().map(quintet::Error::kind))
        .collect();
    let refused = Some(ErrorKind::InvalidInput);
    assert_eq!(kinds, [None, None, refused, refused]);
    assert_eq!(stage.simulator.request_count("*", "/"), 2);
}

#[tokio::test]
async fn an_input_is_sent_again_only_where_nothing_was_executed() {
    let stage = Stage::start().await;
    stage
        .simulator
        .inject(Fault::status(429).on("POST", "/api/v1/tasks"));
    stage
        .simulator
        .inject(Fault::status(503).on("POST", "/api/v1/tasks"));
    let results = many(&stage, 4)
        .concurrency(1)
        .retry(eager())
        .collect()
        .await
        .unwrap();
    assert!(results.iter().all(|result| result.is_success()));
    assert_eq!(stage.simulator.requests().len(), 6);

    // Elsewhere it may have been.
    stage.simulator.clear_requests();
    stage
        .simulator
        .inject(Fault::reset_after_handling().on("POST", "/api/v1/tasks"));
    stage
        .simulator
        .inject(Fault::status(500).on("POST", "/api/v1/tasks"));
    let results = many(&stage, 3)
        .concurrency(1)
        .retry(eager())
        .collect()
        .await
        .unwrap();
    let kinds: Vec<_> = results
        .iter()
        .map(|result| result.outcome.as_ref().err().map(quintet::Error::kind))
        .collect();
    assert_eq!(
        kinds,
        [Some(ErrorKind::Transport), Some(ErrorKind::Server), None]
    );
    assert_eq!(stage.simulator.requests().len(), 3);

    // Unless the caller says that it does no harm.
    stage.simulator.clear_requests();
    stage
        .simulator
        .inject(Fault::reset_after_handling().on("POST", "/api/v1/tasks"));
    let batch = many(&stage, 3)
        .concurrency(1)
        .retry(eager())
        .assume_idempotent();
    let results = batch.collect().await.unwrap();
    assert!(results.iter().all(|result| result.is_success()));
    assert_eq!(stage.simulator.requests().len(), 4);
}

#[tokio::test]
async fn inputs_may_be_a_stream_and_results_come_as_they_are_there() {
    let stage = Stage::start().await;
    let texts = stream::iter((0..50).map(|number| json!({ "text": format!("number {number}.") })));
    let batch = stage
        .client
        .execute_many_from(TASK, BatchItem::numbered_from(texts));
    let mut results = batch.order(Order::AsCompleted).results().unwrap();
    let mut seen = Vec::new();
    while let Some(result) = results.next().await {
        assert_eq!(result.id, result.index.to_string());
        seen.push(result.index);
    }
    seen.sort_unstable();
    assert_eq!(seen, (0..50).collect::<Vec<_>>());
}

#[tokio::test]
async fn dropping_the_results_sends_no_more() {
    let stage = Stage::start().await;
    let batch = stage.client.execute_many(TASK, inputs(1_000_000));
    let mut results = batch.results().unwrap();
    results.next().await.unwrap();
    let progress = results.progress();
    drop(results);
    let summary = progress.summary();
    assert_eq!(summary.in_flight, 0);
    assert_eq!(summary.started, summary.done() + summary.cancelled);
    assert_eq!(summary.skipped, Some(1_000_000 - summary.started));
    assert!(summary.started < 100, "{summary:?}");
}

#[tokio::test]
async fn a_batch_that_adapts_finds_what_the_server_bears() {
    let stage = Stage::start().await;
    let refusals = Fault::status(429)
        .on("POST", "/api/v1/tasks")
        .after(100)
        .times(1);
    stage.simulator.inject(refusals);
    let batch = many(&stage, 400)
        .concurrency(50)
        .adaptive()
        .retry(RetryPolicy::never());
    let mut results = batch.results().unwrap();
    let (mut before, mut after) = (0, u64::MAX);
    let mut failed = 0;
    while let Some(result) = results.next().await {
        let limit = results.summary().limit;
        match result.outcome {
            Ok(_) if failed == 0 => before = before.max(limit),
            Ok(_) => {}
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::RateLimited);
                failed += 1;
            }
        }
        if results.summary().failed > 0 {
            after = after.min(limit);
        }
    }
    assert_eq!(failed, 1);
    assert!(before > 4 && after < before, "{before} {after}");
}
