//! The longest times and the largest numbers that can be given mean "for ever" and "all"; none of them is a panic.

use std::time::Duration;

use quintet::gt8004::{Client, Logger, LoggerBuilder};
use quintet::sim::Fault;
use quintet::sim::gt8004::Simulator;

use crate::support::gt8004::{HOUR, LIMIT, bare, entry};

const FOR_EVER: Duration = Duration::MAX;

async fn client() -> (Simulator, Client) {
    let simulator = Simulator::start().await.unwrap();
    let builder = bare(&simulator.base_url()).token(simulator.token());
    let builder = builder.timeout(FOR_EVER).connect_timeout(FOR_EVER);
    (simulator, builder.build().unwrap())
}

fn patient(builder: LoggerBuilder) -> Logger {
    let builder = builder.flush_interval(FOR_EVER).retry_delay(FOR_EVER);
    let builder = builder.max_retry_after(FOR_EVER).breaker(1, FOR_EVER);
    builder.credential_pause(FOR_EVER).start().unwrap()
}

#[tokio::test]
async fn the_longest_times_mean_for_ever() {
    let (simulator, client) = client().await;
    let call = client.ingest([entry("/")]).timeout(FOR_EVER);
    assert_eq!(call.await.unwrap(), 1);
    simulator.clear_requests();
    let logger = patient(client.logger());
    logger.log(entry("/waits"));
    // The worker has been there, and waits for more entries.
    client.health().await.unwrap();
    assert_eq!(simulator.request_count("POST", "/"), 0);
    logger.flush().await.unwrap();
    logger.log(entry("/last"));
    let ledger = logger.close(FOR_EVER).await;
    assert_eq!(ledger.delivered, 2);
}

/// What failed waits for the next time, which a flush or the end is.
#[tokio::test]
async fn a_failure_is_not_repeated_before_its_time() {
    for fault in [
        Fault::status(500),
        Fault::status(401),
        Fault::status(429).header("retry-after", &u64::MAX.to_string()),
        Fault::status(503).header("retry-after", "3600"),
        Fault::reset(),
    ] {
        let (simulator, client) = client().await;
        let logger = patient(client.logger().max_attempts(1));
        simulator.inject(fault.clone().on("POST", "/"));
        logger.log(entry("/"));
        let error = logger.flush().await.unwrap_err();
        client.health().await.unwrap();
        let posts = simulator.request_count("POST", "/");
        assert_eq!(
            (posts, logger.ledger().queued),
            (1, 1),
            "{fault:?}: {error}"
        );
        // An end that nobody waits for for ever.
        let ledger = logger.close(LIMIT).await;
        assert_eq!(ledger.delivered, 1, "{fault:?}: {ledger}");
    }
}

/// Three requests with eternity between them: the second never comes, and nothing overflows on the way.
#[tokio::test]
async fn the_longest_delay_is_a_delay() {
    let (simulator, client) = client().await;
    let logger = patient(client.logger().max_attempts(3));
    simulator.inject(Fault::status(500).times(3).on("POST", "/"));
    logger.log(entry("/"));
    let flush = logger.flush();
    let waits = tokio::select! {
        _ = flush => false,
        () = async {
            while simulator.request_count("POST", "/") < 1 || logger.ledger().in_flight > 0 {
                tokio::task::yield_now().await;
            }
        } => true,
    };
    assert!(waits);
    client.health().await.unwrap();
    let ledger = logger.ledger();
    assert_eq!((ledger.requests, ledger.queued), (1, 1), "{ledger}");
    assert!(logger.is_open());
}

#[tokio::test]
async fn the_largest_numbers_mean_all() {
    let (simulator, client) = client().await;
    let builder = client.logger().batch_size(usize::MAX);
    let builder = builder.queue_entries(usize::MAX).queue_bytes(usize::MAX);
    let builder = builder.max_attempts(u32::MAX).breaker(u32::MAX, HOUR);
    let logger = builder.flush_interval(HOUR).start().unwrap();
    for _ in 0..1000 {
        logger.log(entry("/"));
    }
    let ledger = logger.close(LIMIT).await;
    assert_eq!(ledger.delivered, 1000, "{ledger}");
    // As many as fit into 51,200 bytes.
    assert!((4..20).contains(&ledger.batches), "{ledger}");
    assert_eq!(simulator.rows().len(), 1000);
}

#[cfg(feature = "spool")]
#[tokio::test]
async fn a_spool_may_be_as_large_and_as_old_as_can_be() {
    let folder = tempfile::tempdir().unwrap();
    let (simulator, client) = client().await;
    let spool = folder.path().join("spool");
    let builder = client.logger().spool(spool, u64::MAX, FOR_EVER);
    let logger = builder.start().unwrap();
    logger.log(entry("/"));
    let ledger = logger.close(LIMIT).await;
    assert_eq!((ledger.delivered, ledger.spooled), (1, 0), "{ledger}");
    assert_eq!(simulator.rows().len(), 1);
}
