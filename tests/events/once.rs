//! A run may do something each time it is sent, so a stream is asked for once, whatever breaks. Contract: §1.2, §6.

use quintet::gateway::StreamEnd;
use quintet::{ErrorKind, RetryPolicy};

use super::{opened, read, run, streams};
use crate::support::frozen::Frozen;
use crate::support::raw_gateway::{answers, bare, builder, builder_to};
use crate::support::raw_server::Step::{Close, Head, Request, Reset};
use crate::support::raw_server::{RawServer, Script, reply, send};
use crate::support::resolver::Refused;

const DONE: &str = "data: {\"type\":\"done\"}\n\n";

#[tokio::test(start_paused = true)]
async fn what_may_have_arrived_is_not_sent_again() {
    let refused = |lines: &str| answers(lines, r#"{"detail":"no"}"#);
    let scripts: [(Script, ErrorKind); 9] = [
        (vec![Request, Reset], ErrorKind::Transport),
        (vec![Head, Reset], ErrorKind::Transport),
        (vec![Request, Close], ErrorKind::Transport),
        (
            vec![Request, send("HTTP/1.1 2"), Close],
            ErrorKind::Transport,
        ),
        (refused("500 Oops"), ErrorKind::Server),
        (refused("502 Bad Gateway"), ErrorKind::Server),
        (
            refused("503 Service Unavailable\nretry-after: 0"),
            ErrorKind::Unavailable,
        ),
        (
            refused("429 Too Many Requests\nretry-after: 0"),
            ErrorKind::RateLimited,
        ),
        (refused("408 Request Timeout"), ErrorKind::Timeout),
    ];
    for (script, kind) in scripts {
        let _frozen = Frozen::new();
        let server = RawServer::start([script, streams(DONE)]).await;
        let error = run(&server).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (kind, 1), "{error}");
        assert!(!error.is_retryable() && !error.is_exhausted(), "{error}");
        assert_eq!(server.finish().await.len(), 1, "{kind:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_broke_is_not_asked_for_again() {
    let _frozen = Frozen::new();
    let part = "data: {\"data\":\"He\"}\n\n";
    let broken = opened() + part;
    let cut = broken.replace("x-marker", "content-length: 999\r\nx-marker");
    let server = RawServer::start([vec![Request, send(cut), Close], streams(DONE)]).await;
    let told = read(run(&server).await.unwrap()).await;
    assert_eq!(told.end, Some(StreamEnd::Broken));
    assert_eq!(server.finish().await.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_was_not_sent_is_sent_again() {
    let _frozen = Frozen::new();
    let server = RawServer::start([streams(DONE)]).await;
    let refused = Refused::new();
    let places = [refused.address(), refused.address(), server.address()];
    let client = builder_to(places).build().unwrap();
    let response = client.run_stream("p", "1", "f").response().await.unwrap();
    assert_eq!(response.attempts(), 3);
    assert_eq!(read(response.into_value()).await.end, Some(StreamEnd::Done));
    drop(client);
    assert_eq!(server.finish().await.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_caller_may_say_that_it_does_no_harm() {
    let _frozen = Frozen::new();
    let server = RawServer::start([vec![Request, Reset], streams(DONE)]).await;
    let response = run(&server).assume_idempotent().response().await.unwrap();
    assert_eq!(response.attempts(), 2);
    assert_eq!(read(response.into_value()).await.end, Some(StreamEnd::Done));
    let received = server.finish().await;
    assert_eq!(received[0].body, received[1].body);
}

/// Whoever refuses a credential has done nothing, so that the same run is asked for again with a new one.
#[tokio::test(start_paused = true)]
async fn a_refused_token_is_renewed_once() {
    let token = |name: &str| {
        let json = format!(r#"{{"internal_token":"{name}"}}"#);
        answers("200 OK", &json)
    };
    let refusal = || {
        answers(
            "401 Unauthorized",
            r#"{"detail":"Invalid or expired token"}"#,
        )
    };
    for again in [streams(DONE), refusal()] {
        let _frozen = Frozen::new();
        let is_refused = again.len() == refusal().len();
        let server = RawServer::start([token("it-1"), refusal(), token("it-2"), again]).await;
        let client = bare(server.url()).api_key("sk-1").build().unwrap();
        let outcome = client.run_stream("p", "1", "f").await;
        if is_refused {
            let error = outcome.unwrap_err();
            assert_eq!(
                (error.kind(), error.attempts()),
                (ErrorKind::Unauthorized, 2)
            );
        } else {
            assert_eq!(read(outcome.unwrap()).await.end, Some(StreamEnd::Done));
        }
        drop(client);
        let received = server.finish().await;
        let sent: Vec<_> = received
            .iter()
            .map(|one| (&*one.target, one.header("x-internal-token")))
            .collect();
        let exchange = ("/v1/auth/convert_to_internal_token", None);
        let run = "/v1/internal/run";
        assert_eq!(
            sent,
            [exchange, (run, Some("it-1")), exchange, (run, Some("it-2"))]
        );
        assert_eq!(received[1].body, received[3].body);
    }
}

/// A redirect of a run is never followed: a wrong base URL is told, and nothing runs twice.
#[tokio::test(start_paused = true)]
async fn a_redirect_is_not_followed() {
    for status in [
        "301 Moved",
        "302 Found",
        "303 See Other",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let _frozen = Frozen::new();
        let other = RawServer::start([streams(DONE)]).await;
        let lines = format!("{status}\nlocation: {}/v1/internal/run", other.url());
        let server = RawServer::start([vec![Request, send(reply(&lines, ""))]]).await;
        let client = builder(server.url())
            .retry(RetryPolicy::default())
            .build()
            .unwrap();
        let error = client.run_stream("p", "1", "f").await.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::Redirect, 1),
            "{error}"
        );
        assert!(error.message().contains(other.url()), "{error}");
        drop(client);
        assert_eq!(server.finish().await.len(), 1);
        assert!(other.finish().await.is_empty());
    }
}
