//! Batches that send nothing; what the server says is in the tests of the suite.

use futures_util::FutureExt;
use serde_json::json;

use super::*;
use crate::ErrorKind;

const TASK: &str = "550e8400-e29b-41d4-a716-446655440000";

fn client() -> Client {
    let builder = Client::builder().base_url("http://127.0.0.1:9");
    builder.build().unwrap()
}

/// A batch of inputs none of which can be sent.
fn unsendable(count: usize) -> ExecuteMany {
    let inputs = (0..count).map(|at| match at % 2 {
        0 => BatchItem::new("", json!(at)),
        _ => BatchItem::new(format!("id-{at}"), ()),
    });
    client().execute_many(TASK, inputs)
}

/// The result of something that waits for nothing.
#[track_caller]
fn now<T>(future: impl Future<Output = T>) -> T {
    future.now_or_never().expect("nothing is waited for")
}

fn indices(results: &[ManyResult]) -> Vec<usize> {
    results.iter().map(|result| result.index).collect()
}

#[test]
fn what_the_server_would_refuse_begins_nothing() {
    let many = |task: &str| client().execute_many(task, BatchItem::numbered([1]));
    for (batch, expected) in [
        (many("1"), "GUID with hyphens"),
        (many(&TASK.replace(|c: char| c != '-', "0")), "all zeros"),
        (
            many(TASK).concurrency(0),
            "MaxConcurrency must be between 1 and 100",
        ),
        (
            many(TASK).concurrency(101),
            "MaxConcurrency must be between 1 and 100",
        ),
        (many(TASK).in_chunks(0), "requests of 0 items"),
        (many(TASK).in_chunks(5).chunks_at_once(0), "MaxConcurrency"),
        (many(TASK).version(0), "greater than 0"),
        (
            many(TASK).execution_timeout(Duration::ZERO),
            "1 to 60000 ms",
        ),
    ] {
        let progress = batch.progress();
        let error = batch.results().unwrap_err();
        assert!(
            error.is_invalid_input() && error.message().contains(expected),
            "{error}"
        );
        assert_eq!(
            (progress.summary().started, progress.summary().elapsed),
            (0, Duration::ZERO)
        );
    }
}

#[test]
fn every_input_gives_a_result_and_none_is_sent_that_cannot_be() {
    for batch in [
        unsendable(5),
        unsendable(5).in_chunks(2),
        unsendable(5).in_chunks(100),
    ] {
        let progress = batch.progress();
        let results = now(batch.collect()).unwrap();
        assert_eq!(indices(&results), [0, 1, 2, 3, 4]);
        for result in &results {
            let error = result.outcome.as_ref().unwrap_err();
            assert!(error.is_invalid_input() && error.attempts() == 0, "{error}");
        }
        assert_eq!(results[1].id, "id-1");
        let summary = progress.summary();
        assert_eq!(
            (summary.started, summary.failed, summary.in_flight),
            (5, 5, 0)
        );
    }
}

#[test]
fn an_input_that_cannot_be_sent_stops_a_batch_that_is_to_stop() {
    let mut results = unsendable(5).stop_on_error().results().unwrap();
    assert_eq!(now(results.next()).map(|result| result.index), Some(0));
    assert!(now(results.next()).is_none() && now(results.next()).is_none());
    assert_eq!(results.summary().skipped, Some(4));
    let batch = unsendable(5).in_chunks(2).stop_on_error();
    let progress = batch.progress();
    assert_eq!(indices(&now(batch.collect()).unwrap()), [0, 1]);
    assert_eq!(progress.summary().skipped, Some(3));
}

#[test]
fn no_inputs_give_no_results() {
    for batch in [unsendable(0), unsendable(0).in_chunks(2).adaptive()] {
        assert!(now(batch.collect()).unwrap().is_empty());
    }
}

#[test]
fn dropping_the_results_takes_no_more_inputs() {
    let batch = unsendable(5).concurrency(1).order(Order::AsCompleted);
    let progress = batch.progress();
    let mut results = batch.results().unwrap();
    now(results.next()).unwrap();
    drop(results);
    let summary = progress.summary();
    assert_eq!((summary.started, summary.skipped), (1, Some(4)));
}

#[test]
fn what_the_server_left_out_is_neither_failed_nor_done() {
    let skipped = ManyResult::skipped(3, "x".to_owned());
    assert!(skipped.is_skipped && !skipped.is_success());
    let error = skipped.into_result().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Failed);
    assert!(error.message().contains("did not execute"), "{error}");
}
