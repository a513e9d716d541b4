//! How long runs may take: a time of their own, apart from that of all other calls. Contract: §6.

use std::time::Duration;

use futures_util::TryStreamExt as _;
use quintet::gateway::{Client, Run, RunStream, StreamEnd};
use quintet::{Call, Error, ErrorKind};

use super::stage::Stage;

const SHORT: Duration = Duration::from_millis(10);

/// A function that takes so many seconds.
fn sleep(client: &Client, seconds: f64) -> Call<Run> {
    let call = client.run("test-kit", "1.0.0", "sleep");
    call.parameter("seconds", seconds)
}

/// A function that says nothing for a second, and then something every second.
fn endless(client: &Client) -> Call<RunStream> {
    client.run_stream("test-kit", "1.0.0", "stream_endless")
}

#[track_caller]
fn assert_timed_out(error: &Error, operation: &str) {
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    assert_eq!(
        (error.operation(), error.attempts()),
        (Some(operation), 1),
        "{error}"
    );
    assert!(!error.is_retryable(), "{error}");
}

#[tokio::test]
async fn a_run_has_the_time_of_runs() {
    let stage = Stage::start().await;
    let token = stage.simulator.token();
    let hasty = stage.client(|builder| builder.token(token).run_timeout(SHORT));
    let error = sleep(&hasty, 3600.0).await.unwrap_err();
    assert_timed_out(&error, "run");
    let call = quintet::gateway::PrefabCall::new("test-kit", "1.0.0", "sleep");
    let batch = hasty.run_batch([call.parameter("seconds", 3600)]);
    assert_timed_out(&batch.await.unwrap_err(), "run");
    assert_eq!(stage.simulator.executions("test-kit", "sleep"), 2);
    // The caller's own time comes first.
    sleep(&hasty, 0.02)
        .timeout(Duration::from_secs(60))
        .await
        .unwrap();
    let error = sleep(&stage.client, 3600.0)
        .timeout(SHORT)
        .await
        .unwrap_err();
    assert_timed_out(&error, "run");
    // That of other calls does not matter.
    let other = stage.client(|builder| builder.token(token).timeout(SHORT));
    sleep(&other, 0.02).await.unwrap();
    stage.proxy.assert_clean();
}

#[tokio::test]
async fn a_stream_may_stand_still_for_the_time_of_runs() {
    let stage = Stage::start().await;
    let token = stage.simulator.token();
    let hasty = stage.client(|builder| builder.token(token).run_timeout(SHORT));
    for call in [endless(&hasty), endless(&stage.client).idle_timeout(SHORT)] {
        let mut events = call.await.unwrap();
        let error = events.try_next().await.unwrap_err();
        assert_timed_out(&error, "run_stream");
        assert_eq!(error.status().unwrap().as_u16(), 200);
        assert_eq!(events.end(), Some(StreamEnd::Broken));
        assert!(events.try_next().await.unwrap().is_none());
    }
    stage.simulator.until_streams_dropped(2).await;
    stage.proxy.assert_clean();
}
