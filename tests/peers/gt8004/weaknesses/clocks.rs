//! Which clock counts. Contract: §8 (15).
//!
//! In these tests tokio's clock, which is monotonic, stands still or is moved, and the wall's goes on.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use chrono::{DateTime, Utc};
use quintet::sim::Fault;
use tokio::time::advance;

use crate::peers::gt8004::stage::{Stage, answer, entry, get, pass_time};
use crate::support::frozen::Frozen;

#[tokio::test(start_paused = true)]
async fn w15_durations_are_of_the_monotonic_clock() {
    let _frozen = Frozen::new();
    let stage = Stage::timed(|builder| builder).await;
    let app = Router::new().fallback(|| async {
        advance(Duration::from_millis(1500)).await;
        Body::from("late")
    });
    answer(app.layer(stage.layer()), get("/late")).await;
    let still = Router::new().fallback(|| async { "at once" });
    answer(still.layer(stage.layer()), get("/at-once")).await;
    let rows = stage.rows().await;
    let took: Vec<_> = rows.iter().map(|row| row.response_ms).collect();
    assert_eq!(took, [1500.0, 0.0]);
}

#[tokio::test(start_paused = true)]
async fn w15_the_breaker_is_of_the_monotonic_clock() {
    let _frozen = Frozen::new();
    let stage = Stage::timed(|builder| builder.max_attempts(1)).await;
    stage.simulator.inject(Fault::status(500).times(5));
    stage.logger.log(entry("/"));
    for _ in 0..5 {
        stage.logger.flush().await.unwrap_err();
    }
    pass_time(Duration::from_millis(29_999)).await;
    assert_eq!((stage.requests(), stage.logger.ledger().queued), (5, 1));
    pass_time(Duration::from_millis(2)).await;
    stage.settled(6).await;
    assert_eq!(stage.logger.ledger().delivered, 1);
}

/// An entry's time is for people alone: it decides nothing, wherever the wall's clock has jumped.
#[tokio::test]
async fn w15_an_entry_may_be_of_any_time() {
    let stage = Stage::start().await;
    for time in [
        DateTime::<Utc>::MIN_UTC,
        DateTime::<Utc>::UNIX_EPOCH,
        DateTime::<Utc>::MAX_UTC,
    ] {
        let mut entry = entry("/");
        entry.timestamp = time;
        stage.logger.log(entry);
    }
    let stored = stage.rows().await;
    assert_eq!(stored.len(), 3);
    assert!(
        stored
            .iter()
            .all(|row| row.stored_at > DateTime::UNIX_EPOCH)
    );
    for entry in stage.sent()[0]["entries"].as_array().unwrap() {
        let time = entry["timestamp"].as_str().unwrap();
        assert!(DateTime::parse_from_rfc3339(time).is_ok(), "{time}");
    }
}
