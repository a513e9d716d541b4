//! What is lost, kept, or sent twice. Contract: §8 (1, 5 to 7, 9, 10).

use std::time::{Duration, Instant};

use quintet::ErrorKind;
use quintet::gt8004::{DropCause, DropPolicy};
use quintet::sim::Fault;
use tokio::runtime::Runtime;

use crate::peers::gt8004::stage::{HOUR, LIMIT, Stage, client, entry};

#[tokio::test]
async fn w01_verifying_tells_the_truth() {
    let stage = Stage::start().await;
    stage.logger.verify_connection().await.unwrap();
    assert_eq!(stage.simulator.pings(), 1);
    stage.simulator.inject(Fault::status(404));
    stage.logger.verify_connection().await.unwrap_err();
    stage.simulator.inject(Fault::redirect("/elsewhere"));
    stage.logger.verify_connection().await.unwrap_err();
    stage.simulator.set_revoked(true);
    let error = stage.logger.verify_connection().await.unwrap_err();
    assert!(error.is_auth(), "{error}");
    assert_eq!(stage.logger.ledger().accepted, 0);
    let url = stage.simulator.ingest_url();
    stage.simulator.clone().stop().await;
    let gone = client(&url, "k").logger().start().unwrap();
    let error = gone.verify_connection().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
}

/// While a request for a batch is not answered, a thousand entries are taken by the thread that the worker needs, too.
#[tokio::test]
async fn w05_logging_does_not_wait_for_requests() {
    let stage = Stage::with(|builder| builder.batch_size(1)).await;
    stage.simulator.inject(Fault::delay(HOUR));
    stage.logger.log(entry("/slow"));
    while stage.posts() == 0 {
        tokio::task::yield_now().await;
    }
    for _ in 0..1000 {
        stage.logger.log(entry("/"));
    }
    let ledger = stage.logger.ledger();
    assert_eq!(
        (ledger.accepted, ledger.queued, ledger.in_flight),
        (1001, 1001, 1)
    );
}

#[tokio::test]
async fn w06_memory_is_bounded_also_while_the_breaker_is_open() {
    for policy in [DropPolicy::Newest, DropPolicy::Oldest] {
        let stage = Stage::with(|builder| {
            let builder = builder.max_attempts(1).breaker(1, HOUR);
            builder.queue_entries(100).drop_policy(policy)
        })
        .await;
        stage.simulator.inject(Fault::status(500));
        stage.logger.log(entry("/0"));
        stage.logger.flush().await.unwrap_err();
        for number in 1..1000 {
            stage.logger.log(entry(&format!("/{number}")));
        }
        let ledger = stage.logger.ledger();
        assert_eq!(
            (ledger.queued, ledger.dropped(DropCause::QueueFull)),
            (100, 900)
        );
        stage.logger.close(LIMIT).await;
        let rows = stage.simulator.rows();
        let last = if policy == DropPolicy::Newest {
            "/99"
        } else {
            "/999"
        };
        assert_eq!((rows.len(), rows[99].path.as_str()), (100, last));
    }
}

#[tokio::test]
async fn w06_bytes_are_bounded() {
    let stage = Stage::with(|builder| builder.queue_bytes(100_000).batch_size(1000)).await;
    for _ in 0..100 {
        stage
            .logger
            .log(entry("/").with_request_body("x".repeat(10_000)));
    }
    let ledger = stage.logger.close(LIMIT).await;
    assert!(ledger.delivered < 10 && ledger.is_balanced(), "{ledger}");
    assert_eq!(ledger.dropped(DropCause::QueueFull), 100 - ledger.delivered);
}

#[tokio::test]
async fn w07_closing_sends_also_while_the_breaker_is_open() {
    let stage =
        Stage::with(|builder| builder.max_attempts(1).breaker(1, HOUR).batch_size(1000)).await;
    stage.simulator.inject(Fault::status(500));
    for _ in 0..60 {
        stage.logger.log(entry("/"));
    }
    stage.logger.flush().await.unwrap_err();
    let ledger = stage.logger.close(LIMIT).await;
    assert_eq!((ledger.delivered, stage.simulator.rows().len()), (60, 60));
}

#[tokio::test]
async fn w07_a_flush_that_is_given_up_loses_nothing() {
    let stage = Stage::start().await;
    stage.logger.log(entry("/"));
    for _ in 0..3 {
        let flush = std::pin::pin!(stage.logger.flush());
        assert!(futures_util::poll!(flush).is_pending());
    }
    let ledger = stage.logger.close(LIMIT).await;
    assert_eq!((ledger.delivered, stage.simulator.rows().len()), (1, 1));
}

#[tokio::test]
async fn w07_entries_after_the_end_are_counted() {
    let stage = Stage::start().await;
    stage.logger.close(LIMIT).await;
    stage.logger.log(entry("/"));
    let ledger = stage.logger.ledger();
    assert_eq!(
        (ledger.refused, ledger.accepted, ledger.is_balanced()),
        (1, 0, true)
    );
}

/// A server that answers too late has the batch; ids say that it is the same one.
#[tokio::test]
async fn w09_what_is_sent_twice_has_the_same_ids() {
    let stage = Stage::start().await;
    stage.simulator.inject(Fault::reset_after_handling());
    stage.logger.log(entry("/"));
    stage.logger.flush().await.unwrap();
    let rows = stage.simulator.rows();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].request_id, rows[1].request_id);
    assert_eq!(rows[0].batch_id, rows[1].batch_id);
    assert_eq!(stage.logger.ledger().delivered, 1);
}

/// Outside of a runtime entries are sent as soon as the interval has passed.
#[test]
fn w10_one_entry_without_a_runtime_is_sent_without_a_flush() {
    let runtime = Runtime::new().unwrap();
    let stage = runtime.block_on(Stage::with(|builder| {
        builder.flush_interval(Duration::from_millis(1))
    }));
    stage.logger.log(entry("/"));
    let start = Instant::now();
    while stage.logger.ledger().delivered == 0 {
        assert!(start.elapsed() < LIMIT);
        std::thread::yield_now();
    }
    assert_eq!(stage.simulator.rows().len(), 1);
}
