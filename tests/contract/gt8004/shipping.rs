//! The logger through the proxy: every setting does what it says, and nothing that it sends breaks the document. Contract: §5,
//! §6.1, §6.2.

#[cfg(feature = "spool")]
use std::time::Duration;

#[cfg(feature = "spool")]
use quintet::ErrorKind;
use quintet::gt8004::{
    Client, ColumnLimits, DropCause, DropPolicy, Ledger, Logger, LoggerBuilder, Protocol,
};
use quintet::sim::Fault;

use super::stage::{HOUR, LIMIT, SOON, Stage, drive, entry, patient, poisonous, whole};

/// Every setting, and everything that a logger does.
pub(super) async fn drive_all(stage: &Stage) {
    batches(stage).await;
    queues(stage).await;
    patience(stage).await;
    #[cfg(feature = "spool")]
    spool(stage).await;
}

/// Logs so many entries, and ends.
async fn ship(stage: &Stage, builder: LoggerBuilder, entries: usize) -> Ledger {
    let logger = drive!(stage, LoggerBuilder, start, builder).unwrap();
    stage.driven.operation("ingest");
    assert!(drive!(stage, Logger, is_open, &logger));
    for number in 0..entries {
        drive!(stage, Logger, log, &logger, entry(&format!("/{number}")));
    }
    let ledger = drive!(stage, Logger, close, &logger, LIMIT).await;
    assert!(!logger.is_open());
    drive!(stage, Logger, log, &logger, entry("/late"));
    let late = drive!(stage, Logger, ledger, &logger);
    assert_eq!((late.refused, late.accepted), (1, ledger.accepted));
    assert!(ledger.is_balanced(), "{ledger}");
    ledger
}

async fn batches(stage: &Stage) {
    let builder = || drive!(stage, Client, logger, &stage.client);
    let ten = drive!(stage, LoggerBuilder, batch_size, builder(), 10);
    let ten = drive!(stage, LoggerBuilder, flush_interval, ten, HOUR);
    assert_eq!(ship(stage, ten, 40).await.batches, 4);
    let small = drive!(stage, LoggerBuilder, batch_bytes, builder(), 2_000);
    stage.simulator.clear_requests();
    let ledger = ship(stage, small, 40).await;
    assert!(ledger.batches > 4 && ledger.delivered == 40, "{ledger}");
    let lengths = stage.simulator.requests();
    assert!(lengths.iter().all(|one| one.body().len() <= 2_000));
    let mcp = drive!(stage, LoggerBuilder, protocol, builder(), Protocol::Mcp);
    let mcp = drive!(stage, LoggerBuilder, own_thread, mcp);
    let logger = mcp.start().unwrap();
    let protocol = drive!(stage, Logger, protocol, &logger);
    assert_eq!(protocol, Some(Protocol::Mcp));
    logger.log(entry("/"));
    drive!(stage, Logger, flush, &logger).await.unwrap();
    assert_eq!(stage.row().protocol, "mcp");
    drive!(stage, Logger, verify_connection, &logger)
        .await
        .unwrap();
    let limits = ColumnLimits::Enforced;
    let cut = drive!(stage, LoggerBuilder, column_limits, builder(), limits);
    let logger = cut.start().unwrap();
    logger.log(poisonous());
    assert_eq!(logger.close(LIMIT).await.clamped, 1);
    assert_eq!(stage.simulator.lost_batches(), [""; 0]);
}

async fn queues(stage: &Stage) {
    let builder = || stage.client.logger().flush_interval(HOUR).batch_size(1000);
    let few = drive!(stage, LoggerBuilder, queue_entries, builder(), 10);
    let policy = DropPolicy::Oldest;
    let few = drive!(stage, LoggerBuilder, drop_policy, few, policy);
    let ledger = ship(stage, few, 40).await;
    let dropped = ledger.dropped(DropCause::QueueFull);
    assert_eq!((ledger.delivered, dropped), (10, 30));
    assert_eq!(stage.row().path, "/39");
    let bytes = drive!(stage, LoggerBuilder, queue_bytes, builder(), 10_000);
    let ledger = ship(stage, bytes, 40).await;
    assert!((1..40).contains(&ledger.delivered), "{ledger}");
    assert_eq!(ledger.dropped(DropCause::QueueFull), 40 - ledger.delivered);
}

async fn patience(stage: &Stage) {
    let builder = || patient(&stage.client);
    let twice = drive!(stage, LoggerBuilder, max_attempts, builder(), 2);
    let twice = drive!(stage, LoggerBuilder, retry_delay, twice, SOON);
    let twice = drive!(stage, LoggerBuilder, max_retry_after, twice, SOON);
    let logger = twice.start().unwrap();
    let busy = Fault::status(503).header("retry-after", "3600");
    stage.simulator.inject(busy.on("POST", "/").times(2));
    logger.log(entry("/"));
    let error = logger.flush().await.unwrap_err();
    assert_eq!(error.retry_after(), Some(HOUR));
    logger.flush().await.unwrap();
    assert_eq!(logger.close(LIMIT).await.requests, 3);

    let open = drive!(stage, LoggerBuilder, breaker, builder(), 1, HOUR);
    stage.simulator.inject(Fault::status(500).on("POST", "/"));
    let logger = open.start().unwrap();
    logger.log(entry("/"));
    for words in ["Internal Server Error", "the breaker is open for another"] {
        let error = logger.flush().await.unwrap_err();
        assert!(error.message().contains(words), "{error}");
    }
    // The end makes a last call.
    let ledger = logger.close(LIMIT).await;
    assert_eq!((ledger.delivered, ledger.requests), (1, 2));

    let kept = drive!(stage, LoggerBuilder, credential_pause, builder(), HOUR);
    stage.simulator.set_revoked(true);
    let logger = kept.start().unwrap();
    logger.log(entry("/"));
    for words in ["invalid api key", "the credential was refused"] {
        let error = logger.flush().await.unwrap_err();
        assert!(
            error.is_auth() && error.message().contains(words),
            "{error}"
        );
    }
    stage.simulator.set_revoked(false);
    let ledger = logger.close(LIMIT).await;
    assert_eq!((ledger.delivered, ledger.requests), (1, 2));
}

#[cfg(feature = "spool")]
async fn spool(stage: &Stage) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("spool");
    let builder = || {
        let spool = file.clone();
        drive!(
            stage,
            LoggerBuilder,
            spool,
            patient(&stage.client),
            spool,
            1 << 20,
            HOUR
        )
    };
    stage.simulator.inject(Fault::status(503).on("POST", "/"));
    let logger = builder().start().unwrap();
    logger.log(entry("/kept"));
    logger.flush().await.unwrap_err();
    let ledger = logger.close(Duration::ZERO).await;
    assert_eq!((ledger.spooled, ledger.delivered), (1, 0), "{ledger}");
    drop(logger);
    let again = async {
        loop {
            // The worker lets go of the file when it has ended.
            match builder().start() {
                Ok(logger) => return logger,
                Err(error) => assert_eq!(error.kind(), ErrorKind::File, "{error}"),
            }
            tokio::task::yield_now().await;
        }
    };
    let logger = tokio::time::timeout(LIMIT, again).await.unwrap();
    let ledger = logger.close(LIMIT).await;
    assert_eq!((ledger.recovered, ledger.delivered), (1, 1), "{ledger}");
    assert_eq!(stage.row().path, "/kept");
}

#[tokio::test]
async fn what_the_logger_sends_conforms_and_is_stored() {
    let stage = Stage::start().await;
    let logger = patient(&stage.client).queue_bytes(64 << 20);
    let logger = logger.max_attempts(3).start().unwrap();
    for number in 0..200 {
        logger.log(match number % 10 {
            0 => poisonous(),
            1 => whole(),
            _ => entry("/").with_response_body("x".repeat(number * 10)),
        });
    }
    stage.simulator.inject(Fault::status(503).times(2));
    let ledger = logger.close(LIMIT).await;
    assert_eq!((ledger.delivered, ledger.clamped), (200, 20), "{ledger}");
    assert_eq!(stage.simulator.rows().len(), 200);
    assert_eq!(stage.simulator.lost_batches(), [""; 0]);
    stage.proxy.assert_clean();
}

/// What becomes of an entry for each status: it waits, or is given up for a reason.
#[tokio::test]
async fn every_status_means_something_to_the_logger() {
    const WAITS: Option<DropCause> = None;
    const REFUSED: Option<DropCause> = Some(DropCause::Rejected);
    let stage = Stage::start().await;
    let client = stage.unwatched(|builder| builder).client;
    for (statuses, fate) in [
        (&[400, 422][..], REFUSED),
        (
            &[402, 403, 404, 405, 409, 410, 411, 415, 418, 431, 451],
            REFUSED,
        ),
        (&[300, 301, 302, 303, 304, 307, 308], REFUSED),
        (&[413], Some(DropCause::TooLarge)),
        (&[401, 408, 425, 429], WAITS),
        (&[500, 501, 502, 503, 504, 507, 511, 599], WAITS),
    ] {
        for status in statuses {
            let logger = patient(&client).start().unwrap();
            stage.simulator.inject(Fault::status(*status));
            logger.log(entry("/"));
            let error = logger.flush().await.unwrap_err();
            assert_eq!(error.status().unwrap(), *status);
            let ledger = logger.ledger();
            let dropped = fate.map_or(0, |cause| ledger.dropped(cause));
            let expected = (u64::from(fate.is_none()), u64::from(fate.is_some()));
            assert_eq!((ledger.queued, dropped), expected, "{status}: {ledger}");
            let words = match fate {
                None => "the entries wait to be sent again: ",
                Some(_) => "1 entries were given up: ",
            };
            assert!(error.message().starts_with(words), "{status}: {error}");
            let ledger = logger.close(LIMIT).await;
            assert_eq!(ledger.delivered, u64::from(fate.is_none()), "{status}");
        }
    }
}
