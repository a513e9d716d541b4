//! What is lost when somebody gives up, or the end comes. Contract: §8 (7).

use std::time::Duration;

use quintet::gt8004::Logger;
use quintet::sim::Fault;
use tokio::time::timeout;

use crate::peers::gt8004::stage::{HOUR, LIMIT, Stage, client, entry, pass_time, until};
use crate::secrets::capture;
use crate::support::frozen::Frozen;
use crate::support::raw_server::{RawServer, Step, reply, send, signal};

#[tokio::test]
async fn w07_closing_sends_also_while_the_breaker_is_open() {
    let stage = Stage::with(|builder| builder.max_attempts(1).breaker(1, HOUR)).await;
    stage.simulator.inject(Fault::status(500));
    for _ in 0..160 {
        stage.logger.log(entry("/"));
    }
    stage.logger.flush().await.unwrap_err();
    assert_eq!((stage.logger.ledger().queued, stage.posts()), (160, 1));
    let ledger = stage.logger.close(LIMIT).await;
    assert_eq!((ledger.delivered, ledger.batches), (160, 4));
    assert_eq!(stage.simulator.rows().len(), 160);
}

/// Gives something up while the request that it waits for is under way, and lets the server answer then.
async fn given_up<F: Future>(begin: impl FnOnce(Logger) -> F) {
    let (arrived, go) = (signal(), signal());
    let accepted = reply("202 Accepted", r#"{"status":"accepted","entries":1}"#);
    let script = vec![
        Step::Request,
        Step::Tell(arrived.clone()),
        Step::Wait(go.clone()),
        send(accepted),
    ];
    let server = RawServer::start([script]).await;
    let builder = client(server.url(), "k").logger().flush_interval(HOUR);
    let logger = builder.start().unwrap();
    logger.log(entry("/"));
    let begun = async {
        tokio::select! {
            _ = begin(logger.clone()) => panic!("it waits for the server"),
            () = arrived.notified() => {}
        }
    };
    timeout(LIMIT, begun).await.expect("a request");
    assert_eq!(logger.ledger().in_flight, 1);
    go.notify_one();
    until(|| logger.ledger().delivered == 1).await;
    let ledger = logger.close(LIMIT).await;
    assert_eq!(
        (ledger.requests, ledger.dropped_total()),
        (1, 0),
        "{ledger}"
    );
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn w07_a_flush_that_is_given_up_loses_nothing() {
    given_up(|logger| async move { logger.flush().await }).await;
}

#[tokio::test]
async fn w07_closing_that_is_given_up_goes_on() {
    given_up(|logger| async move { logger.close(LIMIT).await }).await;
}

#[tokio::test(start_paused = true)]
async fn w07_a_flush_that_is_given_up_between_requests_loses_nothing() {
    let _frozen = Frozen::new();
    let stage = Stage::timed(|builder| builder).await;
    stage.simulator.inject(Fault::status(500));
    stage.logger.log(entry("/"));
    let logger = stage.logger.clone();
    let flush = tokio::spawn(async move { logger.flush().await });
    stage.settled(1).await;
    flush.abort();
    assert!(flush.await.unwrap_err().is_cancelled());
    pass_time(Duration::from_secs(2)).await;
    stage.settled(2).await;
    let ledger = stage.logger.ledger();
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

/// The warnings about entries that were lost, while a logger with seven of them ends.
fn warnings(end: impl AsyncFnOnce(&Logger)) -> Vec<String> {
    let traced = capture::run(async {
        let Stage { simulator, logger } = Stage::start().await;
        for _ in 0..7 {
            logger.log(entry("/"));
        }
        // A clone is not the last handle.
        drop(logger.clone());
        end(&logger).await;
        drop(logger);
        drop(simulator);
    });
    let lost = |line: &&str| line.contains("WARN") && line.contains("lost=");
    traced.lines().filter(lost).map(str::to_owned).collect()
}

/// A process that ends without closing says what that costs.
#[test]
fn w07_dropping_without_closing_says_how_many_are_lost() {
    let said = warnings(async |_| ());
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].contains("without `close`") && said[0].contains("lost=7"),
        "{said:?}"
    );
    let closed = warnings(async |logger| {
        logger.close(LIMIT).await;
    });
    assert_eq!(closed, [""; 0]);
}
