//! Batches, repeats and the breaker: `test_transport`. Contract: §6.1, §7 (50 to 59).

use std::time::Duration;

use quintet::gt8004::{DropCause, Ledger};
use quintet::sim::Fault;

use super::stage::{HOUR, LIMIT, Stage, entry, pass_time, until};
use crate::support::frozen::{Frozen, pass_until};

const MILLISECOND: Duration = Duration::from_millis(1);

/// Entries that do not fill a batch go when the interval is over, and not before.
async fn goes_after(stage: &Stage, entries: usize, interval: Duration) {
    let before = stage.posts();
    for _ in 0..entries {
        stage.logger.log(entry("/"));
    }
    pass_time(interval - MILLISECOND).await;
    let ledger = stage.logger.ledger();
    assert_eq!(
        (ledger.requests, ledger.queued),
        (before as u64, entries as u64)
    );
    pass_time(2 * MILLISECOND).await;
    stage.settled(before as u64 + 1).await;
    assert_eq!(
        (stage.posts(), stage.logger.ledger().queued),
        (before + 1, 0)
    );
}

/// Entries that fill a batch go at once.
async fn goes_at_once(stage: &Stage, entries: usize) {
    let before = stage.posts();
    for _ in 0..entries {
        stage.logger.log(entry("/"));
    }
    stage.settled(before as u64 + 1).await;
    assert_eq!(
        (stage.posts(), stage.logger.ledger().queued),
        (before + 1, 0)
    );
}

#[tokio::test(start_paused = true)]
async fn c50_defaults() {
    let _frozen = Frozen::new();
    let stage = Stage::timed(|builder| builder).await;
    assert_eq!(stage.logger.ledger(), Ledger::default());
    goes_after(&stage, 49, Duration::from_secs(5)).await;
    goes_at_once(&stage, 50).await;
}

#[tokio::test(start_paused = true)]
async fn c51_custom_settings() {
    let _frozen = Frozen::new();
    let interval = Duration::from_secs(1);
    let stage = Stage::timed(|builder| builder.batch_size(10).flush_interval(interval)).await;
    goes_after(&stage, 9, interval).await;
    goes_at_once(&stage, 10).await;
}

/// The worker has been there, and leaves the entries alone until one more comes.
#[tokio::test(start_paused = true)]
async fn c52_below_the_batch_size_nothing_is_sent() {
    let _frozen = Frozen::new();
    let stage = Stage::with(|builder| builder.batch_size(3)).await;
    stage.logger.log(entry("/1"));
    stage.logger.log(entry("/2"));
    pass_time(HOUR - MILLISECOND).await;
    let ledger = stage.logger.ledger();
    assert_eq!((ledger.queued, ledger.requests, stage.posts()), (2, 0, 0));
    stage.logger.log(entry("/3"));
    stage.settled(1).await;
    assert_eq!((stage.posts(), stage.simulator.rows().len()), (1, 3));
}

#[tokio::test]
async fn c53_flushes_at_batch_size() {
    let stage = Stage::with(|builder| builder.batch_size(2)).await;
    stage.logger.log(entry("/1"));
    stage.logger.log(entry("/2"));
    until(|| stage.logger.ledger().queued == 0).await;
    assert_eq!((stage.posts(), stage.simulator.rows().len()), (1, 2));
    assert_eq!(stage.requests(), 1);
}

#[tokio::test]
async fn c54_flush_sends_batch() {
    let stage = Stage::start().await;
    stage.logger.log(entry("/"));
    stage.logger.flush().await.unwrap();
    let requests = stage.simulator.requests();
    let key = format!("Bearer {}", stage.simulator.token());
    assert_eq!((requests.len(), stage.logger.ledger().queued), (1, 0));
    let request = &requests[0];
    assert_eq!((request.method(), request.path()), ("POST", "/v1/ingest"));
    assert_eq!(request.headers()["authorization"], key);
    assert_eq!(request.headers()["content-type"], "application/json");
}

#[tokio::test]
async fn c55_flush_of_nothing_does_nothing() {
    let stage = Stage::start().await;
    stage.logger.flush().await.unwrap();
    assert_eq!((stage.posts(), stage.requests()), (0, 0));
}

#[tokio::test]
async fn c56_open_breaker_skips_flush() {
    let stage = Stage::with(|builder| builder.max_attempts(1).breaker(1, HOUR)).await;
    stage.simulator.inject(Fault::status(500));
    stage.logger.log(entry("/"));
    stage.logger.flush().await.unwrap_err();
    let error = stage.logger.flush().await.unwrap_err();
    assert!(error.message().contains("the breaker is open"), "{error}");
    assert_eq!((stage.posts(), stage.logger.ledger().queued), (1, 1));
}

/// Three failed requests are one failure of a breaker that two open.
#[tokio::test]
async fn c57_keeps_what_failed() {
    let stage = Stage::with(|builder| builder.breaker(2, HOUR)).await;
    stage.simulator.inject(Fault::status(500).times(3));
    for number in 1..=2 {
        stage.logger.log(entry(&format!("/{number}")));
    }
    stage.logger.flush().await.unwrap_err();
    assert_eq!((stage.posts(), stage.logger.ledger().queued), (3, 2));
    stage.logger.log(entry("/3"));
    let paths: Vec<_> = stage.rows().await.into_iter().map(|row| row.path).collect();
    assert_eq!(paths, ["/1", "/2", "/3"]);
}

#[tokio::test(start_paused = true)]
async fn c58_breaker_opens_after_5_failures() {
    let _frozen = Frozen::new();
    let delay = Duration::from_millis(1);
    let stage = Stage::timed(|builder| builder.retry_delay(delay)).await;
    stage.simulator.inject(Fault::status(500).times(1000));
    stage.logger.log(entry("/"));
    for failures in 1..=5 {
        let error = pass_until(stage.logger.flush(), LIMIT).await.unwrap_err();
        assert!(error.message().contains("wait to be sent again"), "{error}");
        assert_eq!(stage.posts(), failures * 3, "{failures}");
    }
    for _ in 0..3 {
        let error = stage.logger.flush().await.unwrap_err();
        let expected = "the breaker is open for another 30.0s";
        assert!(error.message().contains(expected), "{error}");
    }
    assert_eq!((stage.posts(), stage.logger.ledger().queued), (15, 1));
}

/// The client is the logger's; after the end it sends nothing any more.
#[tokio::test]
async fn c59_close_flushes_and_ends() {
    let stage = Stage::start().await;
    stage.logger.log(entry("/"));
    let ledger = stage.logger.close(LIMIT).await;
    assert_eq!(
        (stage.posts(), ledger.delivered, stage.logger.is_open()),
        (1, 1, false)
    );
    stage.logger.log(entry("/late"));
    stage.logger.flush().await.unwrap();
    let ledger = stage.logger.close(LIMIT).await;
    assert_eq!((stage.posts(), ledger.refused), (1, 1));
    assert_eq!(ledger.dropped(DropCause::Closed), 0);
}
