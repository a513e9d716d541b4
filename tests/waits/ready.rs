//! `wait_for_ready`.

use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt};
use quintet::liteboxd::SandboxStatus;
use quintet::sim::Fault;
use quintet::{End, Error, ErrorKind};

use super::{Bench, PERSISTENT, PLAIN, client};

/// A wait must end with the first look at such a state.
#[track_caller]
fn assert_failed(error: &Error, id: &str, words: &[&str]) {
    assert_eq!(error.kind(), ErrorKind::Failed, "{error:?}");
    assert!(!error.is_retryable());
    for words in [&format!("waited for sandbox {id} to be ready")[..]]
        .iter()
        .chain(words)
    {
        assert!(error.message().contains(words), "no {words:?} in {error}");
    }
}

#[tokio::test]
async fn it_gives_the_sandbox_that_runs() {
    let bench = Bench::start().await;
    for template in [PLAIN, PERSISTENT] {
        let id = bench.create(template).await;
        let sandbox = bench.ready(&id).await.unwrap();
        assert_eq!(
            (&sandbox.id, &sandbox.status),
            (&id, &SandboxStatus::Running)
        );
        assert!(sandbox.access_token.is_some());
        let end = bench.ready(&id).end().await.unwrap();
        assert!(matches!(end, End::Ready(sandbox) if sandbox.id == id));
    }
}

#[tokio::test]
async fn a_running_one_takes_one_look() {
    let bench = Bench::start().await;
    let id = bench.running(PLAIN).await;
    bench.simulator.clear_requests();
    // With the default interval: a second look would take two seconds.
    bench.sandboxes.wait_for_ready(&id).await.unwrap();
    assert_eq!(bench.looks(&id), 1);
}

#[tokio::test]
async fn a_failed_start_ends_it_with_the_reason() {
    let bench = Bench::start().await;
    bench
        .simulator
        .fail_startup("ImagePullBackOff: no such image");
    let id = bench.create(PLAIN).await;
    let error = bench.ready(&id).await.unwrap_err();
    assert_failed(
        &error,
        &id,
        &[
            "but it is failed (failed)",
            "ImagePullBackOff: no such image",
        ],
    );
    bench.simulator.clear_requests();
    let end = bench.ready(&id).end().await.unwrap();
    assert!(
        matches!(&end, End::Failed { last, reason } if last.status == SandboxStatus::Failed && reason.ends_with("no such image")),
        "{end:?}"
    );
    assert_eq!(bench.looks(&id), 1);
}

#[tokio::test]
async fn states_that_lead_nowhere_end_it_at_the_first_look() {
    let bench = Bench::start().await;
    let succeeded = bench.running(PLAIN).await;
    bench.simulator.finish(&succeeded);
    let crashed = bench.running(PLAIN).await;
    bench.simulator.fail(&crashed, "OOMKilled");
    let lost = bench.running(PLAIN).await;
    bench.simulator.lose(&lost);
    let stopped = bench.running(PERSISTENT).await;
    bench.sandboxes.stop(&stopped).await.unwrap();
    for (id, words) in [
        (succeeded, ["succeeded", "the server gives no reason"]),
        (crashed, ["failed", "OOMKilled"]),
        (lost, ["(lost)", ": "]),
        (stopped, ["stopped", ": "]),
    ] {
        bench.simulator.clear_requests();
        let error = bench.ready(&id).await.unwrap_err();
        assert_failed(&error, &id, &words);
        assert_eq!(bench.looks(&id), 1, "{error}");
    }
}

#[tokio::test]
async fn one_that_is_being_deleted_ends_it_at_the_first_look() {
    let bench = Bench::slow().await;
    let id = bench.create(PLAIN).await;
    bench.sandboxes.delete(&id).await.unwrap();
    let error = bench.sandboxes.wait_for_ready(&id).await.unwrap_err();
    assert_failed(&error, &id, &["terminating"]);
}

#[tokio::test]
async fn an_unknown_one_is_not_found_at_the_first_look() {
    let bench = Bench::start().await;
    let error = bench
        .sandboxes
        .wait_for_ready("00000000")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(error.operation(), Some("get_sandbox"));
    assert_eq!(bench.looks("00000000"), 1);
}

#[tokio::test]
async fn one_that_vanishes_meanwhile_is_gone() {
    let bench = Bench::slow().await;
    let id = bench.stalled().await;
    let mut updates = std::pin::pin!(bench.ready(&id).updates());
    let seen = updates.try_next().await.unwrap().unwrap();
    assert_eq!(seen.status, SandboxStatus::Pending);
    bench.simulator.forget(&id);
    let error = updates.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Gone);
    assert!(
        error.message().contains("it is gone, last seen pending"),
        "{error}"
    );
    assert!(updates.next().await.is_none());
}

#[tokio::test]
async fn one_that_is_deleted_meanwhile_ends_it() {
    let bench = Bench::slow().await;
    let id = bench.stalled().await;
    let mut updates = std::pin::pin!(bench.ready(&id).updates());
    updates.try_next().await.unwrap().unwrap();
    bench.sandboxes.delete(&id).await.unwrap();
    let error = updates.try_collect::<Vec<_>>().await.unwrap_err();
    assert_failed(&error, &id, &["terminating"]);
}

#[tokio::test]
async fn passing_failures_do_not_end_it() {
    let bench = Bench::start().await;
    let id = bench.create(PLAIN).await;
    let faults = [
        Fault::status(503),
        Fault::status(502).body("text/html", "<html>nginx</html>"),
        Fault::status(429),
        Fault::reset(),
        Fault::truncate(5),
        Fault::status(500),
    ];
    let count = faults.len();
    faults.into_iter().for_each(|fault| {
        bench
            .simulator
            .inject(fault.on("GET", "/api/v1/sandboxes/"))
    });
    let sandbox = bench.ready(&id).await.unwrap();
    assert!(sandbox.is_running());
    assert!(bench.looks(&id) > count);
}

#[tokio::test]
async fn a_wrong_token_ends_it_at_the_first_look() {
    let bench = Bench::start().await;
    let id = bench.create(PLAIN).await;
    let error = client(&bench.simulator, "wrong")
        .wait_for_ready(&id)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!(bench.looks(&id), 1);
}

#[tokio::test]
async fn its_time_ends_it_with_the_last_state() {
    let bench = Bench::slow().await;
    let id = bench.stalled().await;
    let wait = || {
        let wait = bench.ready(&id);
        wait.timeout(Duration::from_millis(1500))
    };
    let error = wait().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let message = error.message();
    assert!(
        message.contains(&format!("for sandbox {id} to be ready, looked ")),
        "{message}"
    );
    assert!(message.contains("last seen pending"), "{message}");
    match wait().end().await.unwrap() {
        End::TimedOut {
            last: Some(last),
            polls,
            elapsed,
            // The last look may have been cut off with the wait.
            fault: _,
        } => {
            assert_eq!((last.id, last.status), (id, SandboxStatus::Pending));
            assert!(polls >= 1 && elapsed >= Duration::from_millis(1500));
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_look_that_hangs_ends_with_the_wait() {
    let bench = Bench::start().await;
    let id = bench.create(PLAIN).await;
    bench
        .simulator
        .inject(Fault::delay(Duration::from_secs(3600)).on("GET", "/api/v1/sandboxes/"));
    let error = bench
        .ready(&id)
        .timeout(Duration::from_millis(100))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(
        error.message().ends_with("looked 1 times, never seen"),
        "{error}"
    );
    let source =
        std::error::Error::source(&error).and_then(|source| source.downcast_ref::<Error>());
    assert_eq!(source.map(Error::operation), Some(Some("get_sandbox")));
}

#[tokio::test]
async fn updates_end_with_the_sandbox_that_runs() {
    let bench = Bench::slow().await;
    let id = bench.stalled().await;
    let mut updates = std::pin::pin!(bench.ready(&id).updates());
    assert_eq!(
        updates.try_next().await.unwrap().unwrap().status,
        SandboxStatus::Pending
    );
    bench.simulator.recover(&id);
    let rest: Vec<_> = updates.try_collect().await.unwrap();
    let (last, before) = rest.split_last().unwrap();
    assert!(last.is_running() && before.iter().all(|sandbox| !sandbox.is_running()));
}
