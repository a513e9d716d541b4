//! What is sent again, and what is not: `test_client_non_idempotent_retry`, `test_client_response_incomplete`,
//! `test_base_client_timeout`, `test_base_client_retry_after_cap`. Contract: §4, §6 (8 to 11).

use std::time::Duration;

use quintet::{ErrorKind, RetryPolicy};

use crate::support::raw_server::Step::{Close, Head, Request, Reset};
use crate::support::raw_server::{RawServer, Script, head, send};
use crate::support::raw_synapse::{answers, builder, client};

/// Ways of breaking a request that was received.
fn breaks() -> [(&'static str, Script); 5] {
    let stalled = head("200 OK\ncontent-length: 99") + "{";
    [
        ("no reply", vec![Request, Close]),
        ("a reset", vec![Request, Reset]),
        ("a reset after the head", vec![Head, Reset]),
        ("half a head", vec![Request, send("HTTP/1.1 20"), Close]),
        ("half a body", vec![Request, send(stalled), Close]),
    ]
}

#[tokio::test]
async fn c10_a_job_that_may_have_been_stopped_is_not_stopped_again() {
    for (name, script) in breaks() {
        let server = RawServer::start([script]).await;
        let stopped = client(server.url()).jobs().stop("job-1").await;
        let error = stopped.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "{name}: {error}");
        assert_eq!(
            (error.attempts(), server.received().len()),
            (1, 1),
            "{name}"
        );
    }
}

#[tokio::test]
async fn c10_reading_is_tried_again() {
    for (name, script) in breaks() {
        let job = answers("200 OK", r#"{"submission_id":"job-1"}"#);
        let server = RawServer::start([script.clone(), script, job]).await;
        let read = client(server.url()).jobs().get("job-1").response().await;
        assert_eq!(read.unwrap().attempts(), 3, "{name}");
    }
}

/// The published client sends a POST once more after these; this one does not know that nothing was done.
#[tokio::test]
async fn c10_a_gateway_that_fails_says_nothing_about_what_was_done() {
    for status in ["502 Bad Gateway", "503 Unavailable", "504 Gateway Timeout"] {
        let server = RawServer::start([answers(status, "{}")]).await;
        let client = client(server.url());
        let error = client.jobs().stop("job-1").await.unwrap_err();
        assert_eq!((error.attempts(), server.received().len()), (1, 1));
        let error = client.jobs().get("job-1").await.unwrap_err();
        assert_eq!((error.attempts(), server.received().len()), (3, 4));
    }
}

#[tokio::test]
async fn c11_a_reply_that_breaks_off_on_a_used_connection_is_the_same_error() {
    for (name, script) in breaks() {
        let job = answers("200 OK", r#"{"submission_id":"job-1"}"#);
        let server = RawServer::start([job, script]).await;
        let client = client(server.url());
        client.jobs().get("job-1").await.unwrap();
        let error = client.jobs().stop("job-1").await.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::Transport, 1),
            "{name}: {error}"
        );
        let received = server.received();
        assert_eq!(received.len(), 2, "{name}");
        assert_eq!(received[0].connection, received[1].connection, "{name}");
    }
}

#[tokio::test]
async fn c09_what_was_tried_in_vain_keeps_its_status() {
    for (status, kind) in [
        ("502 Bad Gateway", ErrorKind::Server),
        ("503 Unavailable", ErrorKind::Unavailable),
        ("504 Gateway Timeout", ErrorKind::Server),
    ] {
        let server = RawServer::start([answers(status, r#"{"detail":"busy"}"#)]).await;
        let error = client(server.url()).jobs().list().await.unwrap_err();
        assert_eq!(error.kind(), kind);
        assert_eq!(error.status().unwrap().as_str(), &status[..3]);
        assert_eq!(error.message(), "busy");
        assert!(error.is_exhausted() && server.received().len() == 3);
    }
}

/// A server that asks for more than a minute is not waited for; one that asks for nothing is asked again at once.
#[tokio::test]
async fn c08_a_minute_is_the_most_that_a_server_can_ask_for() {
    assert_eq!(
        RetryPolicy::default(),
        RetryPolicy::default().max_retry_after(Duration::from_secs(60))
    );
    let lines = "429 Too Many Requests\nretry-after: 61";
    let server = RawServer::start([answers(lines, "{}")]).await;
    let client = builder(server.url()).retry(RetryPolicy::default());
    let client = client.timeout(Duration::from_secs(3600)).build().unwrap();
    let error = client.jobs().list().await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(61)));
    assert_eq!((error.attempts(), server.received().len()), (1, 1));

    for lines in [
        "429 Too Many Requests\nretry-after: 0",
        "429 Too Many Requests",
    ] {
        let server = RawServer::start([answers(lines, "{}"), answers("200 OK", "[]")]).await;
        let client = crate::support::raw_synapse::client(server.url());
        assert_eq!(client.jobs().list().response().await.unwrap().attempts(), 2);
    }
}
