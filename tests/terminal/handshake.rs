//! Sessions that are never opened.

use std::time::Duration;

use quintet::liteboxd::Client;
use quintet::sim::Fault;
use quintet::{Error, ErrorKind, RetryPolicy};
use tokio::io::AsyncWriteExt as _;

use super::{Bench, sandboxes};
use crate::support::raw_server;
use crate::support::websocket_peer::Peer;

/// The error of a call, and how many requests it took.
async fn refused(bench: &Bench, fault: Fault) -> (Error, usize) {
    bench.simulator.clear_requests();
    bench.simulator.inject(fault);
    let error = bench.sandboxes.terminal(&bench.id).await.unwrap_err();
    assert_eq!(error.operation(), Some("execute_interactive"));
    (error, bench.simulator.request_count("*", "/"))
}

#[tokio::test]
async fn a_wrong_key_is_told_like_any_reply() {
    let bench = Bench::start().await;
    let client = Client::builder().base_url(bench.simulator.base_url());
    let client = client.token("wrong-canary").build().unwrap();
    let error = client.sandboxes().terminal(&bench.id).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!(error.message(), "invalid or expired API key");
    assert!(error.request_id().is_some());
    assert!(!error.body().unwrap().is_empty());
    assert!(!format!("{error:?} {error}").contains("canary"));
}

#[tokio::test]
async fn no_redirect_is_followed() {
    let bench = Bench::start().await;
    let other = Bench::start().await;
    let target = format!("{}/x?canary=1", other.simulator.base_url());
    let (error, requests) = refused(&bench, Fault::redirect(target)).await;
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert_eq!(error.status().unwrap(), 307);
    assert!(error.message().contains("/api/v1/x;"), "{error}");
    assert!(!error.message().contains("canary"), "{error}");
    assert_eq!(requests, 1);
    assert_eq!(other.simulator.request_count("*", "/"), 0);
}

#[tokio::test]
async fn a_wrong_answer_to_the_key_is_no_websocket() {
    let bench = Bench::start().await;
    let fault =
        Fault::delay(Duration::ZERO).header("sec-websocket-accept", "bm90IHRoZSByaWdodCBrZXk=");
    let (error, requests) = refused(&bench, fault).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.status().unwrap(), 101);
    assert!(error.message().contains("Sec-WebSocket-Accept"), "{error}");
    assert_eq!(requests, 1);
}

#[tokio::test]
async fn a_success_that_is_no_upgrade_is_no_session() {
    let bench = Bench::start().await;
    let fault = Fault::status(200).body("text/html", "<html>hello");
    let (error, requests) = refused(&bench, fault).await;
    assert_eq!((error.kind(), requests), (ErrorKind::Decode, 1));
    assert!(error.message().contains("status 200"), "{error}");
}

#[tokio::test]
async fn what_may_have_started_a_command_is_not_sent_again() {
    let bench = Bench::start().await;
    let (error, requests) = refused(&bench, Fault::reset()).await;
    assert_eq!((error.kind(), requests), (ErrorKind::Transport, 1));
    assert!(!error.is_retryable());
    let (error, requests) = refused(&bench, Fault::status(500)).await;
    assert_eq!((error.kind(), requests), (ErrorKind::Server, 1));

    // Unless the caller knows better.
    bench.simulator.inject(Fault::reset());
    let call = bench.sandboxes.terminal(&bench.id).assume_idempotent();
    assert_eq!(call.response().await.unwrap().attempts(), 2);
}

#[tokio::test]
async fn a_connection_that_cannot_be_made_is_tried_again() {
    let peer = Peer::start().await;
    let gone = {
        let closed = Peer::start().await.url();
        closed["http://".len()..].parse().unwrap()
    };
    let here = peer.url()["http://".len()..].parse().unwrap();
    let client = raw_server::builder_to([gone, here])
        .retry(RetryPolicy::default().base_delay(Duration::ZERO))
        .build()
        .unwrap();
    let sandboxes = client.sandboxes();
    let call = sandboxes.terminal("a1").response();
    let (reply, _guest) = tokio::join!(call, peer.open());
    assert_eq!(reply.unwrap().attempts(), 2);
}

#[tokio::test]
async fn opening_has_the_time_limit_of_a_call() {
    let peer = Peer::start().await;
    let sandboxes = sandboxes(&peer);
    let call = async { sandboxes.terminal("a1").await.unwrap_err() };
    let silence = async {
        let guest = peer.accept().await;
        tokio::time::pause();
        tokio::time::advance(Duration::from_secs(31)).await;
        guest
    };
    let (error, _guest) = tokio::join!(call, silence);
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.message().contains("30s"), "{error}");
}

#[tokio::test]
async fn an_extension_or_protocol_that_nobody_offered_is_refused() {
    for more in [
        "sec-websocket-extensions: permessage-deflate\r\n",
        "sec-websocket-protocol: chat\r\n",
    ] {
        let peer = Peer::start().await;
        let sandboxes = sandboxes(&peer);
        let call = async { sandboxes.terminal("a1").await.unwrap_err() };
        let answer = async {
            let mut guest = peer.accept().await;
            let key = guest.headers["sec-websocket-key"].as_bytes();
            let accept = tokio_tungstenite::tungstenite::handshake::derive_accept_key(key);
            guest.answer(&accept, more).await;
            guest
        };
        let (error, _guest) = tokio::join!(call, answer);
        assert_eq!(error.kind(), ErrorKind::Decode, "{more}");
    }
}

#[tokio::test]
async fn a_connection_that_closes_instead_of_answering_is_told() {
    let peer = Peer::start().await;
    let sandboxes = sandboxes(&peer);
    let call = async { sandboxes.terminal("a1").await.unwrap_err() };
    let hang_up = async {
        let mut guest = peer.accept().await;
        guest.stream.shutdown().await.unwrap();
        guest
    };
    let (error, _guest) = tokio::join!(call, hang_up);
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.attempts(), 1);
}

#[tokio::test]
async fn wrong_parameters_are_refused_before_any_io() {
    let bench = Bench::start().await;
    let terminal = |id: &str| bench.sandboxes.terminal(id);
    for call in [
        terminal("../a"),
        terminal(""),
        terminal("metadata"),
        terminal(&bench.id).size(0, 24),
        terminal(&bench.id).size(80, 0),
        terminal(&bench.id).command([""]),
        terminal(&bench.id).command([""; 0]),
        terminal(&bench.id).max_message(0),
        terminal(&bench.id).timeout(Duration::ZERO),
    ] {
        let error = call.await.unwrap_err();
        assert!(error.is_invalid_input(), "{error}");
    }
    assert_eq!(bench.simulator.request_count("*", "/"), 0);

    let terminal = bench.terminal().await;
    let error = terminal.resize(0, 1).await.unwrap_err();
    assert!(error.is_invalid_input(), "{error}");
}
