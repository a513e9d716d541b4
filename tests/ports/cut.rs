//! The ten seconds of the gateway.

use std::time::Duration;

use quintet::{Error, ErrorKind};
use tokio::time::Instant;

use super::{Bench, HTTP};
use crate::support::frozen::{Frozen, pass_until};

const MOST: Duration = Duration::from_secs(15);

#[track_caller]
fn assert_cut(error: &Error, started: Instant) {
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(
        error
            .message()
            .starts_with("the gateway cut the connection"),
        "{error}"
    );
    assert!(error.message().contains("10 s"), "{error}");
    let took = started.elapsed().as_millis();
    assert!((9_900..10_500).contains(&took), "{took} ms");
}

#[tokio::test(start_paused = true)]
async fn a_reply_that_comes_too_late_is_told_and_not_asked_for_again() {
    let _frozen = Frozen::new();
    let bench = Bench::at_scale(1.0).await;
    let port = bench.port(HTTP);
    let started = Instant::now();
    let call = port.get("/slow").query("seconds", "11");
    let error = pass_until(call.into_future(), MOST).await.unwrap_err();
    assert_cut(&error, started);
    assert_eq!(bench.take_passed(), 1);

    let call = port.get("/slow").query("seconds", "9");
    let reply = pass_until(call.into_future(), MOST).await.unwrap();
    assert_eq!(reply.text().await.unwrap(), "at last\n");
}

#[tokio::test(start_paused = true)]
async fn a_body_that_takes_too_long_is_told() {
    let _frozen = Frozen::new();
    let bench = Bench::at_scale(1.0).await;
    let port = bench.port(HTTP);
    let started = Instant::now();
    let read = async {
        let reply = port.get("/stream").query("seconds", "60").await.unwrap();
        reply.bytes().await
    };
    let error = pass_until(read, MOST).await.unwrap_err();
    assert_cut(&error, started);
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(bench.passed(), 1);
}

#[tokio::test]
async fn a_body_that_breaks_earlier_is_not_told_so() {
    let bench = Bench::start().await;
    let fault = quintet::sim::Fault::truncate(3);
    bench.simulator.inject(fault);
    let reply = bench.port(HTTP).get("/ping").await.unwrap();
    let error = reply.bytes().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(!error.message().contains("gateway"), "{error}");
}
