//! What changes something is sent once, except where nothing was done; what only reads may be sent again. Contract: §6.

use std::time::Duration;

use futures_util::future::join_all;
use quintet::sim::{Ending, Fault};
use quintet::{ErrorKind, RetryPolicy};

use super::calls::Facade;
use super::stage::{Clients, Stage};

/// How often the clients of these tests would try.
const ATTEMPTS: u32 = 4;

/// Everything that may come back, apart from success, and what the server says that it did not take up.
fn faults() -> Vec<Fault> {
    let json = |status| Fault::status(status).body("application/json", r#"{"message":"no"}"#);
    let statuses = [
        400, 401, 403, 404, 408, 409, 413, 415, 418, 422, 425, 500, 501, 502, 504, 505, 507, 599,
    ];
    let mut all: Vec<_> = statuses.map(json).into();
    all.extend([408, 500, 502, 504].map(|status| json(status).header("retry-after", "0")));
    all.extend(
        [301, 302, 303, 307, 308].map(|status| Fault::redirect("/health").with_status(status)),
    );
    all.extend([
        Fault::status(502).body("text/html", "<html>"),
        Fault::status(500).body("text/plain", ""),
        Fault::reset(),
        Fault::reset_after_handling(),
        Fault::truncate(1),
        Fault::malformed(),
        Fault::chunks("application/json", ["{"]).ending(Ending::Cut),
    ]);
    all
}

/// Without the time that the server asks for.
fn at_once(fault: Fault) -> Fault {
    fault.header("retry-after", "0")
}

/// What passes by itself. The first two say that nothing was done.
fn passing() -> [Fault; 7] {
    [
        at_once(Fault::status(429).body("application/json", "{}")),
        Fault::status(503).body("text/plain", "not here"),
        Fault::status(500).body("application/json", "{}"),
        Fault::status(502),
        Fault::status(504),
        Fault::reset(),
        Fault::reset_after_handling(),
    ]
}

fn retry() -> RetryPolicy {
    let retry = RetryPolicy::default().max_attempts(ATTEMPTS);
    retry.base_delay(Duration::ZERO).max_delay(Duration::ZERO)
}

/// Clients that try as often as they may. Only so many retries are made per client, so many calls need several.
fn clients(stage: &Stage) -> Clients {
    stage.unwatched(retry())
}

/// The calls that change something.
fn changes() -> Vec<Facade> {
    let all = Facade::ALL.into_iter();
    let changes: Vec<_> = all.filter(|call| !call.is_idempotent()).collect();
    assert_eq!(changes.len(), 11);
    changes
}

#[tokio::test]
async fn what_changes_something_is_sent_once() {
    let stage = Stage::start().await;
    for fault in faults() {
        let clients = clients(&stage);
        for call in changes() {
            stage.clear();
            stage.inject(call, fault.clone());
            let shown = format!("{call:?} {fault:?}");
            let result = call.call(&stage, &clients, call.subject()).await;
            let error = result.expect_err(&shown);
            assert_eq!(error.attempts(), 1, "{shown}: {error}");
            let again = error.is_exhausted() || error.is_retryable();
            assert!(!again, "{shown}: {error}");
            let sent = stage.requests(call);
            assert_eq!(sent.len(), 1, "{shown}");
            assert_eq!(sent[0].path(), call.target(call.subject()), "{shown}");
        }
    }
    println!(
        "loopai: {} calls sent once under each of {} faults",
        changes().len(),
        faults().len()
    );
}

/// A server that is silent may have done it.
#[tokio::test]
async fn what_was_not_answered_in_time_is_sent_once() {
    let stage = Stage::start().await;
    let limit = Duration::from_millis(200);
    let clients = stage.unwatched_with(retry(), |builder| {
        let builder = builder.timeout(limit).idle_timeout(limit);
        builder.execute_timeout(limit)
    });
    let hour = Duration::from_secs(3600);
    stage.simulator.inject(Fault::delay(hour).times(20));
    // These have times of their own: for a program to be generated, or for all the items; and the runtime's client is another.
    let own = [Facade::Improve, Facade::BatchExecute, Facade::EdgeExecute];
    let changes = changes().into_iter().filter(|call| !own.contains(call));
    let changes: Vec<_> = changes.collect();
    let calls = changes
        .iter()
        .map(|call| call.call(&stage, &clients, call.subject()));
    for result in join_all(calls).await {
        let error = result.unwrap_err();
        let said = (error.kind(), error.attempts());
        assert_eq!(said, (ErrorKind::Timeout, 1), "{error}");
        assert!(!error.is_retryable(), "{error}");
    }
    assert_eq!(stage.simulator.requests().len(), changes.len());
}

/// The table can fail: everything else is sent again, and so is what the server refused without a look.
#[tokio::test]
async fn what_changes_nothing_is_sent_again() {
    let stage = Stage::start().await;
    for call in Facade::ALL {
        let clients = clients(&stage);
        for (at, fault) in passing().into_iter().enumerate() {
            let unprocessed = at < 2 && !call.is_edge();
            if !call.is_idempotent() && !unprocessed {
                continue;
            }
            check(&stage, call, &clients, fault).await;
        }
    }
}

/// Whoever asks for it has everything sent again.
#[tokio::test]
async fn retry_everything_means_everything() {
    let stage = Stage::start().await;
    let changes = changes().into_iter().filter(|call| !call.is_edge());
    for call in changes {
        let clients = stage.unwatched_with(retry(), |builder| builder.retry_everything());
        for fault in passing() {
            check(&stage, call, &clients, fault).await;
        }
        // What does not pass by itself is no better for it.
        for status in [400, 404, 409, 501] {
            stage.clear();
            stage.inject(call, Fault::status(status).body("application/json", "{}"));
            let error = call
                .call(&stage, &clients, call.subject())
                .await
                .unwrap_err();
            assert_eq!(
                (error.attempts(), stage.requests(call).len()),
                (1, 1),
                "{error}"
            );
        }
    }
}

/// Has a call fail as often as it is tried, and counts.
async fn check(stage: &Stage, call: Facade, clients: &Clients, fault: Fault) {
    stage.clear();
    stage.inject(call, fault.clone().times(ATTEMPTS as usize));
    let shown = format!("{call:?} {fault:?}");
    let result = call.call(stage, clients, call.subject()).await;
    let error = result.expect_err(&shown);
    assert_eq!(error.attempts(), ATTEMPTS, "{shown}: {error}");
    assert!(error.is_exhausted(), "{shown}: {error}");
    let sent = stage.requests(call).len();
    assert_eq!(sent, ATTEMPTS as usize, "{shown}: {error}");
}

/// A subscription whose end was not answered is over, and the second answer says so.
#[tokio::test]
async fn an_end_that_was_not_answered_is_an_end() {
    let stage = Stage::start().await;
    let clients = clients(&stage);
    let all = clients.cloud.webhooks();
    let events = [quintet::loopai::WebhookEventType::CanaryRollback];
    let made = all.subscribe("http://127.0.0.1:9/", events).await.unwrap();
    stage
        .simulator
        .inject(Fault::reset_after_handling().on("DELETE", "/"));
    let reply = all.delete(&made.id).response().await.unwrap();
    assert_eq!(reply.attempts(), 2);
    assert_eq!(all.list().await.unwrap().len(), 0);
    let error = all.delete(&made.id).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::NotFound, 1));
}
