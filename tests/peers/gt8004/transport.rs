//! Batches, repeats and the breaker: `test_transport`. Contract: §6.1, §7 (50 to 59).

use quintet::sim::Fault;

use super::stage::{HOUR, LIMIT, Stage, client, entry};

/// Fifty entries are a batch; the interval is in `src/runtime/buffer`, where time is simulated.
#[tokio::test]
async fn c50_defaults() {
    let stage = Stage::start().await;
    assert_eq!(stage.logger.ledger(), quintet::gt8004::Ledger::default());
    for _ in 0..101 {
        stage.logger.log(entry("/"));
    }
    let ledger = stage.logger.close(LIMIT).await;
    assert_eq!((ledger.batches, ledger.delivered), (3, 101));
}

#[tokio::test]
async fn c51_custom_settings() {
    let stage = Stage::with(|builder| builder.batch_size(10)).await;
    for _ in 0..20 {
        stage.logger.log(entry("/"));
    }
    let ledger = stage.logger.close(LIMIT).await;
    assert_eq!((ledger.batches, ledger.delivered), (2, 20));
}

#[tokio::test]
async fn c52_below_the_batch_size_nothing_is_sent() {
    let stage = Stage::with(|builder| builder.batch_size(3)).await;
    stage.logger.log(entry("/"));
    stage.logger.log(entry("/"));
    // The worker has been there, and has left the entries alone.
    client(&stage.simulator.base_url(), "k")
        .health()
        .await
        .unwrap();
    assert_eq!((stage.logger.ledger().queued, stage.posts()), (2, 0));
}

#[tokio::test]
async fn c53_flushes_at_batch_size() {
    let stage = Stage::with(|builder| builder.batch_size(2)).await;
    stage.logger.log(entry("/1"));
    stage.logger.log(entry("/2"));
    tokio::time::timeout(LIMIT, async {
        while stage.logger.ledger().queued > 0 {
            tokio::task::yield_now().await;
        }
    })
    .await
    .unwrap();
    assert_eq!((stage.posts(), stage.simulator.rows().len()), (1, 2));
}

#[tokio::test]
async fn c54_flush_sends_batch() {
    let stage = Stage::start().await;
    stage.logger.log(entry("/"));
    stage.logger.flush().await.unwrap();
    let requests = stage.simulator.requests();
    let key = format!("Bearer {}", stage.simulator.token());
    assert_eq!((requests.len(), stage.logger.ledger().queued), (1, 0));
    assert_eq!(requests[0].headers()["authorization"], key);
    assert_eq!(requests[0].headers()["content-type"], "application/json");
}

#[tokio::test]
async fn c55_flush_of_nothing_does_nothing() {
    let stage = Stage::start().await;
    stage.logger.flush().await.unwrap();
    assert_eq!(stage.posts(), 0);
}

#[tokio::test]
async fn c56_open_breaker_skips_flush() {
    let stage = Stage::with(|builder| builder.max_attempts(1).breaker(1, HOUR)).await;
    stage.simulator.inject(Fault::status(500));
    stage.logger.log(entry("/"));
    stage.logger.flush().await.unwrap_err();
    stage.logger.flush().await.unwrap_err();
    assert_eq!((stage.posts(), stage.logger.ledger().queued), (1, 1));
}

#[tokio::test]
async fn c57_keeps_what_failed() {
    let stage = Stage::start().await;
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

#[tokio::test]
async fn c58_breaker_opens_after_5_failures() {
    let stage = Stage::start().await;
    stage.simulator.inject(Fault::status(500).times(1000));
    stage.logger.log(entry("/"));
    for failures in 1..=8 {
        stage.logger.flush().await.unwrap_err();
        assert_eq!(stage.posts(), failures.min(5) * 3, "{failures}");
    }
    assert_eq!(stage.logger.ledger().queued, 1);
}

#[tokio::test]
async fn c59_close_flushes_and_ends() {
    let stage = Stage::start().await;
    stage.logger.log(entry("/"));
    let ledger = stage.logger.close(LIMIT).await;
    assert_eq!(
        (stage.posts(), ledger.delivered, stage.logger.is_open()),
        (1, 1, false)
    );
}
