//! Successes that are not what the document promises, as other services and the tests of other clients have them. Contract: §1.1,
//! §5: any success is one, but for a page that people are meant to read.

use quintet::ErrorKind;
use quintet::sim::Fault;

use super::calls::Facade;
use super::stage::{LIMIT, Stage, attempts, entry, patient};

/// Status, type and body of a success, and how many of two entries it says were read.
const SUCCESSES: [(u16, &str, &str, u64); 20] = [
    (
        202,
        "application/json",
        r#"{"status":"accepted","entries":2}"#,
        2,
    ),
    (
        202,
        "application/json",
        r#"{"status":"accepted","entries":1}"#,
        1,
    ),
    (202, "application/json", r#"{"entries":7,"more":[{}]}"#, 7),
    (202, "text/plain", r#"{"entries":3}"#, 3),
    (202, "application/json", r#"{"status":"accepted"}"#, 2),
    (202, "application/json", r#"{"entries":"1"}"#, 2),
    (202, "application/json", r#"{"entries":-1}"#, 2),
    (202, "application/json", r#"{"entries":1.5}"#, 2),
    (202, "application/json", r#"{"entries":null}"#, 2),
    (202, "application/json", r#"{"entries":"#, 2),
    (202, "application/json", "[]", 2),
    (202, "application/json", "null", 2),
    (202, "application/json", "", 2),
    (202, "text/plain", "thanks", 2),
    (200, "application/json", r#"{"ok":true}"#, 2),
    (200, "application/json", "{}", 2),
    (201, "application/octet-stream", "\u{0}\u{1}", 2),
    (204, "text/plain", "", 2),
    (206, "text/plain", "part", 2),
    (299, "text/plain", "<xml/>", 2),
];

#[tokio::test]
async fn any_success_is_one() {
    let stage = Stage::start().await;
    let clients = stage.unwatched(|builder| builder.retry(attempts(1)));
    for (status, media, body, read) in SUCCESSES {
        let fault = || Fault::status(status).body(media, body);
        stage.simulator.inject(fault());
        let call = clients.client.ingest([entry("/a"), entry("/b")]);
        let reply = call.response().await.unwrap();
        let said = (reply.status().as_u16(), reply.attempts(), *reply.value());
        assert_eq!(said, (status, 1, read), "{status} {body}");
        for call in [Facade::Verify, Facade::VerifyLogger, Facade::Ship] {
            stage.simulator.inject(fault());
            let result = call.call(&stage, &clients).await;
            result.unwrap_or_else(|error| panic!("{call:?} {status} {body}: {error}"));
        }
    }
    let ledger = clients.logger.close(LIMIT).await;
    assert_eq!(
        (ledger.delivered, ledger.requests),
        (SUCCESSES.len() as u64, SUCCESSES.len() as u64)
    );
}

/// A portal, a dashboard, a proxy's own page: whoever shows a page took nothing.
#[tokio::test]
async fn a_page_is_no_success() {
    let stage = Stage::start().await;
    let clients = stage.unwatched(|builder| builder.retry(attempts(1)));
    for (status, media, body) in [
        (
            200,
            "text/html; charset=utf-8",
            "<!DOCTYPE html><html>Welcome",
        ),
        (200, "text/html", "\r\n <html lang=\"en\"><body>Log in"),
        (202, "text/html", "<!doctype html>"),
        (200, "text/plain", "<HTML><head>"),
        (203, "application/json", "<html></html>"),
    ] {
        for call in [Facade::Ingest, Facade::Verify, Facade::VerifyLogger] {
            let fault = Fault::status(status).body(media, body);
            stage.simulator.inject(fault);
            let error = call.call(&stage, &clients).await.unwrap_err();
            let said = (error.kind(), error.status().unwrap().as_u16());
            assert_eq!(said, (ErrorKind::Decode, status), "{call:?}: {error}");
            let message = error.message();
            assert!(message.contains("an HTML page"), "{call:?}: {error}");
            assert!(message.contains("correct the URL"), "{call:?}: {error}");
        }
        // What nobody took waits.
        let logger = patient(&clients.client).start().unwrap();
        let fault = Fault::status(status).body(media, body);
        stage.simulator.inject(fault);
        logger.log(entry("/kept"));
        logger.flush().await.unwrap_err();
        assert_eq!(logger.ledger().queued, 1);
        logger.flush().await.unwrap();
        assert_eq!(stage.row().path, "/kept");
        assert_eq!(logger.close(LIMIT).await.delivered, 1);
    }
}

/// The body of a success that breaks off may be of a batch that was taken: nobody knows.
#[tokio::test]
async fn a_success_that_breaks_off_is_none() {
    let stage = Stage::start().await;
    let clients = stage.unwatched(|builder| builder.retry(attempts(1)));
    for call in [Facade::Ingest, Facade::Verify, Facade::Ship] {
        stage.simulator.inject(Fault::truncate(3));
        let error = call.call(&stage, &clients).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "{call:?}: {error}");
        assert_eq!(error.status().unwrap(), 202);
    }
    assert_eq!(clients.logger.ledger().queued, 1);
}
