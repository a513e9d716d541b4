//! What is lost, kept, or sent twice; what is at the end is in `ends`. Contract: §8 (1, 5, 6, 9, 10).

use std::convert::Infallible;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use quintet::gt8004::{Client, DropCause, DropPolicy, Ledger};
use quintet::sim::Fault;
use quintet::sim::gt8004::Simulator;
use quintet::{ErrorKind, RetryPolicy};
use tokio::runtime::Runtime;

use crate::peers::gt8004::stage::{HOUR, LIMIT, Stage, answer, client, entry, post, until};
use crate::support::raw_server::http;

/// Every failure of the published client's list, none of which leaves anything behind.
#[tokio::test]
async fn w01_verifying_tells_the_truth() {
    let stage = Stage::start().await;
    let simulator = &stage.simulator;
    let builder = Client::builder().base_url(simulator.ingest_url());
    let builder = builder.http_client(http()).retry(RetryPolicy::never());
    let builder = builder.agent_id("agent-1").token(simulator.token());
    let logger = builder.build().unwrap().logger().start().unwrap();
    logger.verify_connection().await.unwrap();
    assert_eq!(simulator.pings(), 1);
    for (fault, kind) in [
        (Fault::status(404), ErrorKind::NotFound),
        (Fault::status(500), ErrorKind::Server),
        (Fault::redirect("/elsewhere"), ErrorKind::Redirect),
        (Fault::reset(), ErrorKind::Transport),
    ] {
        simulator.inject(fault);
        let error = logger.verify_connection().await.unwrap_err();
        assert_eq!(error.kind(), kind);
    }
    simulator.set_revoked(true);
    let error = logger.verify_connection().await.unwrap_err();
    assert!(error.is_auth(), "{error}");
    assert_eq!((logger.ledger(), simulator.pings()), (Ledger::default(), 1));
    simulator.clone().stop().await;
    let error = logger.verify_connection().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
}

/// While a request for a batch is not answered, a thousand entries are taken by the thread that the worker needs, too.
#[tokio::test]
async fn w05_logging_does_not_wait_for_requests() {
    let stage = Stage::with(|builder| builder.batch_size(1)).await;
    stage.simulator.inject(Fault::delay(HOUR));
    stage.logger.log(entry("/slow"));
    until(|| stage.posts() == 1).await;
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

/// Of bodies a beginning is kept, however long they are and whoever sends them.
#[tokio::test]
async fn w06_long_bodies_take_little_memory() {
    let stage = Stage::with(|builder| builder.queue_bytes(100_000)).await;
    let chunks = (0..256).map(|_| Ok::<_, Infallible>(Bytes::from(vec![b'x'; 16_384])));
    let body = Body::from_stream(futures_util::stream::iter(chunks));
    let app = Router::new().fallback(|body: Body| async { body });
    let (_, echoed) = answer(app.layer(stage.layer()), post("/", body)).await;
    assert_eq!(echoed.len(), 4 << 20);
    let row = stage.one_row().await;
    for (body, size) in [
        (row.request_body, row.request_body_size),
        (row.response_body, row.response_body_size),
    ] {
        assert_eq!((body.unwrap().len(), size), (16_384, Some(4 << 20)));
    }
    assert_eq!(stage.logger.ledger().dropped_total(), 0);
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

/// Made and used outside of a runtime, as at the level of a module, with fewer entries than make a batch.
#[test]
fn w10_one_entry_without_a_runtime_is_sent_without_a_flush() {
    let runtime = Runtime::new().unwrap();
    let simulator = runtime.block_on(Simulator::start()).unwrap();
    let client = client(&simulator.ingest_url(), simulator.token());
    let builder = client.logger().flush_interval(Duration::from_millis(1));
    let logger = builder.start().unwrap();
    logger.log(entry("/"));
    let start = Instant::now();
    while logger.ledger().delivered == 0 {
        assert!(start.elapsed() < LIMIT);
        std::thread::yield_now();
    }
    assert_eq!(simulator.rows().len(), 1);
}
