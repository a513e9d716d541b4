//! What changes something is sent once, whatever comes back; what only reads or deletes may be sent again. Contract: §7 (20).

use std::time::Duration;

use futures_util::future::join_all;
use quintet::sim::Fault;
use quintet::sim::synapse::SystemOutcome;
use quintet::synapse::Client;
use quintet::{ErrorKind, RetryPolicy, Upload};

use super::calls::Facade;
use super::stage::Stage;
use crate::support::raw_server::http;

/// How often the client of these tests would try.
const ATTEMPTS: u32 = 4;

/// Everything that may come back, apart from success.
fn faults() -> Vec<Fault> {
    let json = |status| Fault::status(status).body("application/json", r#"{"detail":"no"}"#);
    let statuses = [
        400, 401, 403, 404, 408, 409, 413, 418, 422, 425, 429, 500, 501, 502, 503, 504, 507, 599,
    ];
    let mut all: Vec<_> = statuses.map(json).into();
    all.extend(
        [408, 429, 500, 502, 503, 504].map(|status| json(status).header("retry-after", "0")),
    );
    all.extend(
        [301, 302, 303, 307, 308].map(|status| Fault::redirect("/health/").with_status(status)),
    );
    let gpu = r#"{"error_type":"gpu_unavailable","message":"busy"}"#;
    all.extend([
        Fault::status(503).body("application/json", gpu),
        Fault::status(502).body("text/html", "<html>"),
        Fault::status(503),
        Fault::reset(),
        Fault::reset_after_handling(),
        Fault::truncate(1),
        Fault::malformed(),
    ]);
    all
}

/// A client that tries as often as it may. Only so many retries are made per client, so each call has its own.
fn client(stage: &Stage) -> Client {
    let retry = RetryPolicy::default()
        .max_attempts(ATTEMPTS)
        .base_delay(Duration::ZERO)
        .max_delay(Duration::ZERO);
    let builder = Client::builder().base_url(stage.simulator.base_url());
    let builder = builder.token(stage.simulator.token()).retry(retry);
    builder.http_client(http()).build().unwrap()
}

/// The calls that change something.
fn changes() -> Vec<Facade> {
    let all = Facade::ALL.into_iter();
    let changes: Vec<_> = all.filter(|call| !call.is_idempotent()).collect();
    assert_eq!(changes.len(), 12);
    changes
}

#[tokio::test]
async fn what_changes_something_is_sent_once() {
    let stage = Stage::start().await;
    let failed = SystemOutcome::Failed("no".to_owned());
    stage.simulator.set_system_outcome(failed);
    for fault in faults() {
        let client = client(&stage);
        for call in changes() {
            stage.simulator.clear_requests();
            stage.simulator.inject(fault.clone());
            let shown = format!("{call:?} {fault:?}");
            match call.call(&stage, &client, call.subject()).await {
                Err(error) => {
                    assert_eq!(error.attempts(), 1, "{shown}: {error}");
                    let again = error.is_exhausted() || error.is_retryable();
                    assert!(!again, "{shown}: {error}");
                }
                // Whatever the body is, it is what a run gave.
                Ok(()) => assert!(
                    shown.starts_with("Run") && shown.contains("Malformed"),
                    "{shown}"
                ),
            }
            let sent = stage.simulator.requests();
            assert_eq!(sent.len(), 1, "{shown}");
            assert_eq!(sent[0].path(), call.target(call.subject()), "{shown}");
        }
        // With a file as well.
        stage.simulator.clear_requests();
        stage.simulator.inject(fault);
        let file = Upload::from("x").named("x.zip");
        let error = client
            .containers()
            .create_from_file(file)
            .await
            .unwrap_err();
        let sent = stage.simulator.requests().len();
        assert_eq!((error.attempts(), sent), (1, 1), "{error}");
    }
    let (calls, faults) = (changes().len() + 1, faults().len());
    println!("synapse: {calls} calls sent once under each of {faults} faults");
}

/// A server that is silent may have done it.
#[tokio::test]
async fn what_was_not_answered_in_time_is_sent_once() {
    let stage = Stage::start().await;
    let limit = Duration::from_millis(200);
    let builder = Client::builder().base_url(stage.simulator.base_url());
    let builder = builder.token(stage.simulator.token()).timeout(limit);
    let client = builder.build().unwrap();
    let hour = Duration::from_secs(3600);
    stage.simulator.inject(Fault::delay(hour).times(12));
    // Orders to the system have longer limits of their own.
    let system = [Facade::UpdateSystem, Facade::RestartSystem];
    let changes: Vec<_> = changes()
        .into_iter()
        .filter(|call| !system.contains(call))
        .collect();
    let calls = changes
        .iter()
        .map(|call| call.call(&stage, &client, call.subject()));
    let orders = async {
        let system = client.system();
        let update = system.update().timeout(limit).into_future();
        let restart = system.restart().timeout(limit).into_future();
        let (update, restart) = tokio::join!(update, restart);
        [update.map(drop), restart.map(drop)]
    };
    let (calls, orders) = tokio::join!(join_all(calls), orders);
    for result in calls.into_iter().chain(orders) {
        let error = result.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::Timeout, 1),
            "{error}"
        );
    }
    assert!(stage.simulator.requests().len() <= 12);
}

/// The table can fail: everything else is sent again.
#[tokio::test]
async fn what_changes_nothing_is_sent_again() {
    let stage = Stage::start().await;
    for call in Facade::ALL.into_iter().filter(|call| call.is_idempotent()) {
        for fault in [
            Fault::status(502),
            Fault::status(503),
            Fault::status(504),
            Fault::reset(),
            Fault::reset_after_handling(),
        ] {
            stage.simulator.clear_requests();
            stage
                .simulator
                .inject(fault.clone().times(ATTEMPTS as usize));
            let shown = format!("{call:?} {fault:?}");
            let client = client(&stage);
            let call = call.call(&stage, &client, call.subject());
            let error = call.await.expect_err(&shown);
            assert_eq!(error.attempts(), ATTEMPTS, "{shown}: {error}");
            assert!(error.is_exhausted(), "{shown}: {error}");
            let sent = stage.simulator.requests().len();
            assert_eq!(sent, ATTEMPTS as usize, "{shown}: {error}");
        }
    }
}
