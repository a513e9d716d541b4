//! When and how often batches are sent, in simulated time. Contract: §6.1.

use std::time::Duration;

use quintet::gt8004::DropCause;
use quintet::sim::Fault;

use crate::peers::gt8004::stage::{HOUR, LIMIT, Stage, entry, pass_time, until};
use crate::support::frozen::Frozen;

const MILLISECOND: Duration = Duration::from_millis(1);
const SECOND: Duration = Duration::from_secs(1);

/// After so long, and not before, there is another request.
async fn comes_after(stage: &Stage, span: Duration) {
    let before = stage.requests();
    pass_time(span - MILLISECOND).await;
    assert_eq!(stage.requests(), before, "sooner than {span:?}");
    pass_time(2 * MILLISECOND).await;
    assert_eq!(stage.requests(), before + 1, "not after {span:?}");
}

/// Three requests, after 1 s and 2 s and up to 1 s by chance; then the interval.
#[tokio::test(start_paused = true)]
async fn a_batch_is_tried_three_times() {
    let _frozen = Frozen::new();
    let stage = Stage::timed(|builder| builder.batch_size(1)).await;
    stage.simulator.inject(Fault::status(502).times(3));
    stage.logger.log(entry("/"));
    for (requests, delay) in [(1, 1), (2, 2)] {
        stage.settled(requests).await;
        pass_time(delay * SECOND - MILLISECOND).await;
        assert_eq!(stage.requests(), requests, "sooner than {delay} s");
        pass_time(SECOND + 2 * MILLISECOND).await;
        assert_eq!(
            stage.requests(),
            requests + 1,
            "not within {delay} s and one"
        );
    }
    stage.settled(3).await;
    comes_after(&stage, 5 * SECOND).await;
    stage.settled(4).await;
    assert_eq!(stage.logger.ledger().delivered, 1);
}

#[tokio::test(start_paused = true)]
async fn a_request_may_take_ten_seconds() {
    let _frozen = Frozen::new();
    let stage = Stage::timed(|builder| builder.batch_size(1)).await;
    stage.simulator.inject(Fault::delay(HOUR));
    stage.logger.log(entry("/"));
    until(|| stage.posts() == 1).await;
    pass_time(10 * SECOND - MILLISECOND).await;
    assert_eq!(stage.logger.ledger().in_flight, 1);
    pass_time(2 * MILLISECOND).await;
    stage.settled(1).await;
    pass_time(2 * SECOND).await;
    stage.settled(2).await;
    assert_eq!(stage.logger.ledger().delivered, 1);
}

/// Four failed batches are forgotten when one gets through.
#[tokio::test(start_paused = true)]
async fn success_closes_the_breaker_and_forgets_failures() {
    let _frozen = Frozen::new();
    let stage = Stage::timed(|builder| builder.max_attempts(1)).await;
    for _ in 0..2 {
        stage.simulator.inject(Fault::status(500).times(4));
        stage.logger.log(entry("/"));
        for _ in 0..4 {
            stage.logger.flush().await.unwrap_err();
        }
        stage.logger.flush().await.unwrap();
    }
    assert_eq!((stage.requests(), stage.logger.ledger().delivered), (10, 2));
}

/// When the pause is over, one request decides, without its repeats: for another pause, or for all that waits.
#[tokio::test(start_paused = true)]
async fn one_probe_decides() {
    let _frozen = Frozen::new();
    let stage = Stage::timed(|builder| builder.breaker(1, 30 * SECOND)).await;
    stage.simulator.inject(Fault::status(500).times(4));
    for _ in 0..60 {
        stage.logger.log(entry("/"));
    }
    stage.settled(1).await;
    for requests in 2..=3 {
        pass_time(3 * SECOND).await;
        stage.settled(requests).await;
    }
    comes_after(&stage, 30 * SECOND).await;
    stage.settled(4).await;
    // While it is open, entries are taken, and nothing is sent.
    stage.logger.log(entry("/"));
    stage.logger.flush().await.unwrap_err();
    assert_eq!((stage.requests(), stage.logger.ledger().queued), (4, 61));
    pass_time(30 * SECOND + MILLISECOND).await;
    until(|| stage.logger.ledger().queued == 0).await;
    assert_eq!((stage.posts(), stage.simulator.rows().len()), (6, 61));
}

/// Where the published client sends all that it has in one request.
#[tokio::test]
async fn no_batch_has_more_entries_than_it_may() {
    let stage = Stage::start().await;
    for number in 0..1020 {
        stage.logger.log(entry(&format!("/{number}")));
    }
    let rows = stage.rows().await;
    let paths: Vec<_> = rows.into_iter().map(|row| row.path).collect();
    let expected: Vec<_> = (0..1020).map(|number| format!("/{number}")).collect();
    assert_eq!(paths, expected);
    let sent = stage.sent();
    let sizes: Vec<_> = sent
        .iter()
        .map(|batch| batch["entries"].as_array().unwrap().len())
        .collect();
    assert_eq!((sizes.len(), sizes.iter().max()), (21, Some(&50)));
}

/// What failed stays in front of what is newer, and of a full queue the oldest is kept.
#[tokio::test]
async fn what_failed_goes_first() {
    let stage = Stage::with(|builder| builder.batch_size(2).queue_entries(5)).await;
    stage.simulator.inject(Fault::status(500).times(3));
    for number in 1..=2 {
        stage.logger.log(entry(&format!("/{number}")));
    }
    stage.settled(3).await;
    for number in 3..=7 {
        stage.logger.log(entry(&format!("/{number}")));
    }
    let dropped = stage.logger.ledger().dropped(DropCause::QueueFull);
    assert_eq!((dropped, stage.logger.ledger().queued), (2, 5));
    let ledger = stage.logger.close(LIMIT).await;
    let rows = stage.simulator.rows();
    let paths: Vec<_> = rows.iter().map(|row| row.path.as_str()).collect();
    assert_eq!(paths, ["/1", "/2", "/3", "/4", "/5"], "{ledger}");
}

/// Nobody starts anything or asks for anything; and where nothing waits, nothing is sent.
#[tokio::test(start_paused = true)]
async fn entries_go_by_themselves_again_and_again() {
    let _frozen = Frozen::new();
    let stage = Stage::timed(|builder| builder).await;
    for round in 1..=3 {
        stage.logger.log(entry("/"));
        pass_time(Duration::ZERO).await;
        comes_after(&stage, 5 * SECOND).await;
        stage.settled(round).await;
    }
    pass_time(HOUR).await;
    assert_eq!((stage.requests(), stage.logger.ledger().delivered), (3, 3));
}
