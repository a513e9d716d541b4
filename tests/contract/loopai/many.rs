//! Any number of inputs, each in a request of its own or several in one: what a caller can set, and what comes of it.
//! Contract: §1.3, §3, §4.

use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use quintet::ErrorKind;
use quintet::batch::{Order, Progress, Summary};
use quintet::loopai::{BatchItem, Client, ExecuteMany, ManyResult, ManyResults};
use quintet::sim::Fault;
use quintet::sim::loopai::{BatchExecutor, ExecutionFault};
use serde_json::{Value, json};

use super::stage::{NOTHING, Stage, TASK, attempts, drive};

/// Runs batches of both kinds.
pub(super) async fn drive_all(stage: &Stage) {
    singles(stage).await;
    chunks(stage).await;
    failures(stage).await;
}

fn text(number: i32) -> Value {
    json!({ "text": number.to_string() })
}

/// What was sent since the requests were forgotten, oldest first.
fn sent(stage: &Stage) -> Vec<(String, Value)> {
    let requests = stage.simulator.requests().into_iter();
    let sent = requests.map(|one| {
        let body = serde_json::from_slice(one.body()).unwrap();
        (one.path().to_owned(), body)
    });
    sent.collect()
}

async fn singles(stage: &Stage) {
    stage.clear();
    let inputs = stream::iter((0..5).map(text));
    let inputs = BatchItem::numbered_from(inputs);
    let many = drive!(
        stage,
        Client,
        execute_many_from,
        &stage.client,
        TASK,
        inputs
    );
    let many = drive!(stage, ExecuteMany, concurrency, many, 2);
    let many = drive!(stage, ExecuteMany, order, many, Order::Kept);
    let many = drive!(stage, ExecuteMany, version, many, 1);
    let many = drive!(stage, ExecuteMany, force_validation, many);
    let many = drive!(
        stage,
        ExecuteMany,
        execution_timeout,
        many,
        Duration::from_secs(60)
    );
    let many = drive!(stage, ExecuteMany, timeout, many, Duration::from_secs(90));
    let many = drive!(stage, ExecuteMany, retry, many, attempts(1));
    let many = drive!(stage, ExecuteMany, adaptive, many);
    let before: Progress = drive!(stage, ExecuteMany, progress, &many);
    assert_eq!(before.summary().started, 0);
    let mut results = drive!(stage, ExecuteMany, results, many).unwrap();
    let mut seen = Vec::new();
    while let Some(result) = results.next().await {
        assert!(drive!(stage, ManyResult, is_success, &result));
        assert!(!result.is_skipped);
        seen.push((result.index, result.id.clone()));
        let execution = drive!(stage, ManyResult, into_result, result).unwrap();
        assert_eq!(execution.version, Some(1));
        assert!(execution.sampled_for_validation);
    }
    let expected: Vec<_> = (0..5).map(|at: usize| (at, at.to_string())).collect();
    assert_eq!(seen, expected);
    let summary: Summary = drive!(stage, ManyResults, summary, &results);
    assert_eq!(
        (summary.started, summary.succeeded, summary.failed),
        (5, 5, 0)
    );
    let progress = drive!(stage, ManyResults, progress, &results);
    assert_eq!(progress.summary(), summary);
    let mut sent = sent(stage);
    sent.sort_by_key(|(_, body)| body["input"].to_string());
    let expected = (0..5).map(|at| {
        let body = json!({
            "task_id": TASK, "input": text(at), "version": 1, "force_validation": true, "timeout_ms": 60_000,
        });
        (format!("/api/v1/tasks/{TASK}/execute"), body)
    });
    assert!(sent.iter().cloned().eq(expected), "{sent:?}");
}

async fn chunks(stage: &Stage) {
    stage.clear();
    let inputs = BatchItem::numbered((0..7).map(text)).collect::<Vec<_>>();
    let many = drive!(stage, Client, execute_many, &stage.client, TASK, inputs);
    let many = drive!(stage, ExecuteMany, in_chunks, many, 3);
    let many = drive!(stage, ExecuteMany, chunks_at_once, many, 2);
    let many = drive!(stage, ExecuteMany, assume_idempotent, many);
    let many = drive!(stage, ExecuteMany, stop_on_error, many.concurrency(4));
    let results = drive!(stage, ExecuteMany, collect, many).await.unwrap();
    assert!(results.iter().all(ManyResult::is_success));
    assert_eq!(results.len(), 7);
    let sent = sent(stage);
    let mut items: Vec<Value> = Vec::new();
    for (path, body) in &sent {
        assert_eq!(path, "/api/v1/batch/execute");
        assert_eq!(
            (&body["max_concurrency"], &body["stop_on_first_error"]),
            (&json!(4), &json!(true))
        );
        let inputs = body["items"].as_array().unwrap();
        assert!((1..=3).contains(&inputs.len()));
        items.extend(inputs.iter().map(|item| item["input"].clone()));
    }
    items.sort_by_key(Value::to_string);
    assert!(items.into_iter().eq((0..7).map(text)), "{sent:?}");
}

/// Nothing is lost: what fails is a result, and so is what the server leaves out.
async fn failures(stage: &Stage) {
    let unknown = stage.client.execute_many(NOTHING, BatchItem::numbered([1]));
    let unknown = unknown.collect().await.unwrap();
    let error = unknown[0].outcome.as_ref().unwrap_err();
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Failed, Some("EXECUTION_ERROR"))
    );

    stage
        .simulator
        .set_batch_executor(BatchExecutor::CodeBeaker);
    stage
        .simulator
        .inject_execution(ExecutionFault::error("boom").on_input("-1"));
    let items = BatchItem::numbered([1, -1, 2, 3].map(text));
    let many = stage.client.execute_many(TASK, items).concurrency(1);
    let many = many.in_chunks(4).stop_on_error();
    let mut results = many.results().unwrap();
    let mut ends = Vec::new();
    while let Some(result) = results.next().await {
        ends.push((result.id.clone(), result.is_success(), result.is_skipped));
    }
    let expected = [
        ("0", true, false),
        ("1", false, false),
        ("2", true, false),
        ("3", false, true),
    ];
    let ends: Vec<_> = ends
        .iter()
        .map(|(id, success, skipped)| (&**id, *success, *skipped))
        .collect();
    assert_eq!(ends, expected);
    assert_eq!(results.summary().skipped, Some(1));
    stage.simulator.set_batch_executor(BatchExecutor::Standard);
}

/// An input that the rules refuse is a result; the others are sent all the same.
#[tokio::test]
async fn bad_inputs_are_results_and_never_sent() {
    let stage = Stage::start().await;
    for chunks in [None, Some(10)] {
        stage.clear();
        let items = [
            BatchItem::new("a", 1),
            BatchItem::new("a", 2),
            BatchItem::new("", 3),
            BatchItem::new("b", ()),
            BatchItem::new("c", 4),
        ];
        let mut many = stage.client.execute_many(TASK, items);
        if let Some(items) = chunks {
            many = many.in_chunks(items);
        }
        let results = many.collect().await.unwrap();
        let said: Vec<_> = results
            .iter()
            .map(|one| one.outcome.as_ref().err())
            .collect();
        let rules = [
            None,
            Some("two items have the id \"a\""),
            Some("an item without an id"),
            Some("the input of item \"b\" is null"),
            None,
        ];
        assert_eq!(said.len(), rules.len());
        for (said, rule) in said.iter().zip(rules) {
            match (said, rule) {
                (None, None) => {}
                (Some(error), Some(rule)) => {
                    assert!(
                        error.is_invalid_input() && error.message().starts_with(rule),
                        "{error}"
                    );
                }
                other => panic!("{other:?}"),
            }
        }
        let sent: String = sent(&stage)
            .iter()
            .map(|(_, body)| body.to_string())
            .collect();
        for (input, count) in [
            ("\"input\":1", 1),
            ("\"input\":2", 0),
            ("\"input\":3", 0),
            ("\"input\":4", 1),
        ] {
            assert_eq!(sent.matches(input).count(), count, "{sent}");
        }
    }
    stage.proxy.assert_clean();
}

/// What the server refused without a look is sent again; what it may have done is not, unless the caller says that it may.
#[tokio::test]
async fn inputs_are_sent_again_where_that_is_safe() {
    let stage = Stage::start().await;
    let clients = stage.unwatched(attempts(2));
    let many = || {
        clients
            .cloud
            .execute_many(TASK, BatchItem::numbered([text(0)]))
            .concurrency(1)
    };
    for (fault, safe) in [
        (Fault::status(429).header("retry-after", "0"), true),
        (Fault::status(503), true),
        (Fault::status(502), false),
        (Fault::reset_after_handling(), false),
    ] {
        for idempotent in [false, true] {
            for chunks in [false, true] {
                stage.clear();
                stage.simulator.inject(fault.clone());
                let many = if idempotent {
                    many().assume_idempotent()
                } else {
                    many()
                };
                let many = if chunks { many.in_chunks(1) } else { many };
                let results = many.collect().await.unwrap();
                let again = safe || idempotent;
                let shown = format!("{fault:?} {idempotent} {chunks}: {results:?}");
                assert_eq!(results[0].is_success(), again, "{shown}");
                assert_eq!(
                    stage.simulator.requests().len(),
                    1 + usize::from(again),
                    "{shown}"
                );
            }
        }
    }
}
