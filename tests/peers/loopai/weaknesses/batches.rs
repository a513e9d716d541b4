//! Batches that can be trusted. Contract: §4, §8 (21).

use quintet::ErrorKind;
use quintet::batch::Order;
use quintet::loopai::BatchItem;
use quintet::sim::loopai::{BatchExecutor, ExecutionFault};
use serde_json::{Value, json};

use super::super::stage::Stage;
use crate::support::raw_loopai::{TASK, batch, client, says};
use crate::support::raw_server::RawServer;

fn inputs(count: usize) -> impl Iterator<Item = BatchItem> + Send + 'static {
    BatchItem::numbered((0..count).map(|n| json!({ "text": n.to_string() })))
}

#[tokio::test]
async fn w21_limits_and_ids_are_checked_before_anything_is_sent() {
    let stage = Stage::start().await;
    let client = &stage.client;
    let twice = ["a", "b", "a"].map(|id| BatchItem::new(id, 1));
    for (call, words) in [
        (
            client.batch_execute(TASK, inputs(1)).concurrency(0),
            "between 1 and 100",
        ),
        (
            client.batch_execute(TASK, inputs(1)).concurrency(101),
            "between 1 and 100",
        ),
        (
            client.batch_execute(TASK, twice.clone()),
            "two items have the id \"a\"",
        ),
        (
            client.batch_execute(TASK, [BatchItem::new("", 1)]),
            "without an id",
        ),
        (
            client.batch_execute(TASK, [BatchItem::new("a", Value::Null)]),
            "is null",
        ),
    ] {
        let error = call.await.unwrap_err();
        assert!(
            error.is_invalid_input() && error.message().contains(words),
            "{error}"
        );
    }
    for many in [
        client.execute_many(TASK, inputs(1)).concurrency(0),
        client.execute_many(TASK, inputs(1)).concurrency(101),
        client.execute_many(TASK, inputs(1)).in_chunks(0),
        client.execute_many("spam-detector-001", inputs(1)),
    ] {
        assert!(many.results().unwrap_err().is_invalid_input());
    }
    assert!(stage.simulator.requests().is_empty());

    // Of many inputs the second with an id is refused, and the others are not harmed.
    for chunks in [None, Some(3)] {
        let items = twice
            .clone()
            .map(|item| BatchItem::new(item.id(), json!({ "text": "x" })));
        let many = client.execute_many(TASK, items);
        let many = match chunks {
            Some(size) => many.in_chunks(size),
            None => many,
        };
        let results = many.collect().await.unwrap();
        let good: Vec<bool> = results.iter().map(|one| one.is_success()).collect();
        assert_eq!(good, [true, true, false]);
        let error = results[2].outcome.as_ref().unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::InvalidInput, 0)
        );
    }
}

/// In the order of the inputs with every executor and every strategy, and each exactly once.
#[tokio::test]
async fn w21_results_are_in_order_and_each_is_there_once() {
    let stage = Stage::start().await;
    let (client, simulator) = (&stage.client, &stage.simulator);
    simulator.set_batch_executor(BatchExecutor::CodeBeaker);
    let expected: Vec<String> = (0..250).map(|n| n.to_string()).collect();
    for (many, requests) in [
        (client.execute_many(TASK, inputs(250)).concurrency(20), 250),
        (client.execute_many(TASK, inputs(250)).in_chunks(100), 3),
        (
            client
                .execute_many(TASK, inputs(250))
                .in_chunks(50)
                .chunks_at_once(3),
            5,
        ),
        (
            client
                .execute_many(TASK, inputs(250))
                .order(Order::AsCompleted),
            250,
        ),
    ] {
        let before = simulator.request_count("POST", "/");
        let (progress, run) = (many.progress(), simulator.executions(TASK));
        let results = many.collect().await.unwrap();
        let ids: Vec<String> = results.iter().map(|one| one.id.clone()).collect();
        assert_eq!(ids, expected);
        assert!(results.iter().all(|one| one.is_success()));
        assert_eq!(simulator.request_count("POST", "/") - before, requests);
        assert_eq!(simulator.executions(TASK) - run, 250);
        let summary = progress.summary();
        assert_eq!(
            (summary.started, summary.succeeded, summary.failed),
            (250, 250, 0)
        );
        assert_eq!(summary.in_flight, 0);
    }
}

/// What a server leaves out is known, and what nobody asked for is told apart.
#[tokio::test]
async fn w21_what_is_missing_or_too_much_is_known() {
    let result = |id: &str| json!({ "id": id, "success": true, "latency_ms": 1, "sampled_for_validation": false });
    let odd = batch(&json!([result("2"), result("x"), result("0"), result("2")]));
    let server = RawServer::start([says(&odd)]).await;
    let client = client(server.url());
    let got = client.batch_execute(TASK, inputs(4)).await.unwrap();
    let ids: Vec<&str> = got.results.iter().map(|one| &*one.id).collect();
    assert_eq!(
        (ids, got.skipped.clone()),
        (vec!["0", "2"], vec!["1".to_owned(), "3".to_owned()])
    );
    let unexpected: Vec<&str> = got.unexpected.iter().map(|one| &*one.id).collect();
    assert_eq!(unexpected, ["x", "2"]);
    let results = client.execute_many(TASK, inputs(4)).in_chunks(4);
    let results = results.collect().await.unwrap();
    let skipped: Vec<bool> = results.iter().map(|one| one.is_success()).collect();
    assert_eq!(skipped, [true, false, true, false]);
}

/// A failure of one input is its own, and does not end the others.
#[tokio::test]
async fn w21_one_that_fails_does_not_end_the_others() {
    let stage = Stage::start().await;
    for chunks in [None, Some(25)] {
        let fault = ExecutionFault::error("seven").on_input("\"7\"");
        stage.simulator.inject_execution(fault);
        let many = stage.client.execute_many(TASK, inputs(100)).concurrency(10);
        let many = match chunks {
            Some(size) => many.in_chunks(size),
            None => many,
        };
        let progress = many.progress();
        let results = many.collect().await.unwrap();
        let failed: Vec<&str> = results
            .iter()
            .filter(|one| !one.is_success())
            .map(|one| &*one.id)
            .collect();
        assert_eq!(failed, ["7"]);
        let summary = progress.summary();
        assert_eq!(
            (summary.succeeded, summary.failed, summary.done()),
            (99, 1, 100)
        );
    }
}
