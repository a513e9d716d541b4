//! Whether the service lives, and whether it takes requests. Contract: §1.3.

use quintet::ErrorKind;
use quintet::gt8004::Client;
use quintet::sim::Fault;

use super::stage::{Stage, attempts, drive, entry};

pub(super) async fn drive_all(stage: &Stage) {
    let client = &stage.client;
    let health = stage.done(drive!(stage, Client, health, client)).await;
    assert_eq!(
        (stage.line(), &*health.status),
        ("GET /healthz".to_owned(), "ok")
    );
    let ready = stage.done(drive!(stage, Client, readiness, client)).await;
    assert_eq!(
        (stage.line(), &*ready.status),
        ("GET /readyz".to_owned(), "ready")
    );
}

#[tokio::test]
async fn a_service_that_is_not_ready_says_so() {
    let stage = Stage::start().await;
    stage.simulator.set_not_ready(true);
    let error = stage.client.readiness().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts(), error.is_retryable()),
        (ErrorKind::Unavailable, 2, true)
    );
    // It lives, and takes entries nevertheless.
    stage.client.health().await.unwrap();
    stage.client.ingest([entry("/")]).await.unwrap();
    stage.simulator.set_not_ready(false);
    stage.client.readiness().await.unwrap();
    stage.proxy.assert_clean();
}

/// Neither looks at the key.
#[tokio::test]
async fn no_good_key_is_needed() {
    let stage = Stage::start().await;
    stage.simulator.set_revoked(true);
    assert_eq!(stage.client.health().await.unwrap().status, "ok");
    assert_eq!(stage.client.readiness().await.unwrap().status, "ready");
    let error = stage.client.verify_connection().await.unwrap_err();
    assert!(error.is_auth());
    stage.proxy.assert_clean();
}

/// A success that is no answer to the question is none.
#[tokio::test]
async fn what_does_not_say_how_it_is_says_nothing() {
    let stage = Stage::start().await;
    let client = stage.unwatched(|builder| builder.retry(attempts(1))).client;
    for (status, media, body) in [
        (200, "text/html", "<html><body>It works!</body></html>"),
        (200, "text/plain", "ok"),
        (200, "application/json", "{}"),
        (200, "application/json", r#"{"status":null}"#),
        (200, "application/json", r#"{"status":1}"#),
        (200, "application/json", "[]"),
        (200, "application/json", r#"{"status":"#),
        (200, "application/json", ""),
        (204, "application/json", ""),
        (202, "application/json", r#"{"status":"ok"}"#),
    ] {
        let fault = Fault::status(status).body(media, body);
        stage.simulator.inject(fault.times(2));
        let errors = [
            client.health().await.map(drop),
            client.readiness().await.map(drop),
        ];
        for error in errors.map(Result::unwrap_err) {
            let said = (error.kind(), error.status().map(|status| status.as_u16()));
            assert_eq!(said, (ErrorKind::Decode, Some(status)), "{body}: {error}");
        }
    }
    // What a later service adds does not matter.
    let more = r#"{"status":"degraded","version":"2","checks":{"database":[1]}}"#;
    let fault = Fault::status(200).body("text/plain", more);
    stage.simulator.inject(fault);
    assert_eq!(client.health().await.unwrap().status, "degraded");
}
