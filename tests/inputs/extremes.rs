//! The longest times that can be given mean "for ever"; none of them is a panic.

use std::time::Duration;

use quintet::liteboxd::Client;
use quintet::sim::Fault;
use quintet::sim::liteboxd::Simulator;
use quintet::{ErrorKind, RetryPolicy};

const FOR_EVER: Duration = Duration::MAX;

#[tokio::test]
async fn the_longest_times_mean_for_ever() {
    let simulator = Simulator::builder()
        .time_scale(10_000.0)
        .start()
        .await
        .unwrap();
    let client = Client::builder()
        .base_url(simulator.base_url())
        .token(simulator.token())
        .timeout(FOR_EVER)
        .connect_timeout(FOR_EVER)
        .idle_timeout(FOR_EVER)
        .server_write_timeout(FOR_EVER)
        .build()
        .unwrap();
    let sandboxes = client.sandboxes();
    let sandbox = sandboxes
        .create("python-data-science")
        .timeout(FOR_EVER)
        .await
        .unwrap();
    let wait = sandboxes.wait_for_ready(&sandbox.id).timeout(FOR_EVER);
    let ready = wait.interval(Duration::from_millis(1)).await.unwrap();
    assert!(ready.is_running());
    let at_once = sandboxes.wait_for_ready(&sandbox.id).interval(FOR_EVER);
    assert!(at_once.timeout(FOR_EVER).await.unwrap().is_running());

    let command = sandboxes.execute(&sandbox.id, ["true"]);
    let longest = Duration::from_secs(i64::MAX.unsigned_abs());
    assert!(command.command_timeout(longest).await.unwrap().success());
    let command = sandboxes
        .execute(&sandbox.id, ["true"])
        .command_timeout(FOR_EVER);
    assert_eq!(command.await.unwrap_err().kind(), ErrorKind::InvalidInput);

    let upload = sandboxes.upload(&sandbox.id, "/workspace/f", "x");
    upload
        .timeout(FOR_EVER)
        .idle_timeout(FOR_EVER)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_server_cannot_ask_for_a_wait_that_overflows() {
    let simulator = Simulator::start().await.unwrap();
    let endless = RetryPolicy::default().max_retry_after(FOR_EVER);
    let client = Client::builder()
        .base_url(simulator.base_url())
        .token(simulator.token())
        .retry(endless)
        .build()
        .unwrap();
    simulator.inject(Fault::status(503).header("retry-after", &u64::MAX.to_string()));
    let error = client.sandboxes().list().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Unavailable, 1)
    );
    assert_eq!(error.retry_after(), Some(Duration::from_secs(u64::MAX)));
}
