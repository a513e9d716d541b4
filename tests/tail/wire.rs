//! What goes over the wire, byte by byte: requests, handshakes, and messages as the contract shows them.

use futures_util::StreamExt as _;
use quintet::synapse::{Client, Protocol, TailOutcome};
use quintet::{ErrorKind, RetryPolicy};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use super::{Read, jobs, jobs_of};
use crate::support::raw_server::{RawServer, Step, head, send};
use crate::support::websocket_peer::{BINARY, CLOSE, Guest, Peer, TEXT};

/// The lines after an agent has sent these messages and said that the log is complete.
async fn after(messages: &[&str]) -> Vec<String> {
    let peer = Peer::start().await;
    let jobs = jobs_of(&peer);
    let tail = jobs.tail("job").protocol(Protocol::WebSocket);
    let (tail, mut guest) = tokio::join!(tail.into_future(), peer.open());
    for message in messages {
        guest.text(message).await;
    }
    guest.text(r#"{"type":"complete","message":"bye"}"#).await;
    Read::all(&mut tail.unwrap()).await.complete()
}

#[tokio::test]
async fn messages_of_the_contract_are_read() {
    let lines = after(&[
        r#"{"type":"log","message":"line 1"}"#,
        r#"{"type":"stdout","message":"line 2"}"#,
        r#"{"message":"line 3"}"#,
        r#"{"type":"log","data":"x"}"#,
        "plain text",
        "42",
        "\"str\"",
        "null",
        "[1]",
        "",
        r#"{"type":"log","message":""}"#,
    ])
    .await;
    let right = [
        "line 1",
        "line 2",
        "line 3",
        r#"{"type":"log","data":"x"}"#,
        "plain text",
        "42",
        "\"str\"",
        "null",
        "[1]",
        "",
    ];
    assert_eq!(lines, right);
    assert_eq!(
        after(&[r#"{"message":"a\nb\n"}"#, r#"{"message":"c"}"#]).await,
        ["a", "b", "c"]
    );
    assert_eq!(after(&["line 1", "line 2"]).await, ["line 1", "line 2"]);
}

#[tokio::test]
async fn characters_may_be_cut_between_messages() {
    let peer = Peer::start().await;
    let jobs = jobs_of(&peer);
    let tail = jobs.tail("job").protocol(Protocol::WebSocket);
    let (tail, mut guest) = tokio::join!(tail.into_future(), peer.open());
    for piece in "가🦀\né\n".as_bytes().chunks(2) {
        guest.frame(true, BINARY, piece).await;
    }
    guest.text(r#"{"type":"complete"}"#).await;
    let lines = Read::all(&mut tail.unwrap()).await.complete();
    assert_eq!(lines, ["가🦀", "é"]);
}

#[tokio::test]
async fn the_handshake_is_that_of_the_contract() {
    let peer = Peer::start().await;
    let client = Client::builder()
        .base_url(format!("{}/agent/", peer.url()))
        .token("0123456789abcdef")
        .user_token("u")
        .tenant("t")
        .build();
    let tail = client
        .unwrap()
        .jobs()
        .tail("raysubmit_abc")
        .protocol(Protocol::WebSocket);
    let (tail, guest) = tokio::join!(tail.into_future(), peer.open());
    drop(tail.unwrap());
    assert_eq!(guest.target, "/agent/jobs/raysubmit_abc/logs/");
    for (name, value) in [
        ("upgrade", "websocket"),
        ("connection", "Upgrade"),
        ("sec-websocket-version", "13"),
        ("authorization", "0123456789abcdef"),
        ("synapse-user", "Token u"),
        ("synapse-tenant", "Token t"),
    ] {
        assert_eq!(guest.headers[name], value, "{name}");
    }
    for name in [
        "sec-websocket-protocol",
        "sec-websocket-extensions",
        "origin",
    ] {
        assert!(!guest.headers.contains_key(name), "{name}");
    }
}

#[tokio::test]
async fn the_request_is_that_of_the_contract() {
    let body = "line 1\nline 2";
    let head = head(&format!(
        "200 OK\ncontent-type: text/plain\ncontent-length: {}",
        body.len()
    ));
    let log = vec![Step::Request, send(head), send(body)];
    let server = RawServer::start([log]).await;
    let jobs = jobs(server.url(), "0123456789abcdef");
    let tail = jobs
        .tail("raysubmit_abc")
        .protocol(Protocol::Http)
        .header("x-more", "1");
    let mut tail = tail.reconnects(0).await.unwrap();
    let read = Read::all(&mut tail).await;
    assert_eq!(read.lines, ["line 1"]);
    // Nothing says that this was all.
    assert_eq!(
        (read.outcome, tail.unfinished().as_deref()),
        (TailOutcome::Lost, Some("line 2"))
    );
    // The server ends when nobody keeps a connection.
    drop((tail, jobs));
    let received = server.finish().await;
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].target, "/jobs/raysubmit_abc/logs/stream/");
    assert_eq!(received[0].headers["authorization"], "0123456789abcdef");
    assert_eq!(received[0].headers["x-more"], "1");
}

/// The lines of a body over HTTP, after which the job is said to be over.
async fn body(content_type: &str, body: &str) -> Vec<String> {
    let reply = head(&format!(
        "200 OK\n{content_type}content-length: {}",
        body.len()
    ));
    let log = vec![Step::Request, send(reply + body)];
    let job = r#"{"status":"SUCCEEDED"}"#;
    let over = head(&format!(
        "200 OK\ncontent-type: application/json\ncontent-length: {}",
        job.len()
    ));
    let over = vec![Step::Request, send(over + job)];
    let server = RawServer::start([log.clone(), over, log]).await;
    let jobs = jobs(server.url(), "canary");
    let mut tail = jobs.tail("job").protocol(Protocol::Http).await.unwrap();
    Read::all(&mut tail).await.complete()
}

#[tokio::test]
async fn bodies_of_any_kind_are_read() {
    for (kind, text, right) in [
        ("text/plain; charset=utf-8", "a\nb", vec!["a", "b"]),
        ("text/plain", "가나다\n", vec!["가나다"]),
        ("application/octet-stream", "a\n\nb\n", vec!["a", "", "b"]),
        ("", "a\n", vec!["a"]),
        ("", "", vec![]),
        (
            "application/x-ndjson",
            "{\"message\":\"a\\nb\\n\"}\n42\n\nplain\n",
            vec!["a", "b", "42", "plain"],
        ),
        (
            "text/plain",
            "{\"type\":\"log\",\"message\":\"a\"}\n{\"type\":\"complete\"}\n",
            vec!["a"],
        ),
        (
            "text/plain",
            "{\"type\":\"complete\",\"epoch\":3}\nb\n",
            vec!["{\"type\":\"complete\",\"epoch\":3}", "b"],
        ),
        (
            "text/event-stream",
            "data:{\"message\":\"a\"}\r\n\r\n: x\r\n\r\ndata: {\"message\":\"b\"}\r\n\r\n",
            vec!["a", "b"],
        ),
        (
            "text/event-stream",
            "event: log\nid: 1\nretry: 5\ndata: a\ndata: b\n\ndata: 42\n\n",
            vec!["a", "b", "42"],
        ),
        ("text/event-stream", "a\nb\n", vec!["a", "b"]),
        ("text/plain", "data: {\"message\":\"a\"}\n\n", vec!["a"]),
        ("text/plain", "data: a\nb\n", vec!["data: a", "b"]),
    ] {
        let kind = if kind.is_empty() {
            String::new()
        } else {
            format!("content-type: {kind}\n")
        };
        assert_eq!(body(&kind, text).await, right, "{kind:?} {text:?}");
    }
}

#[tokio::test]
async fn a_web_page_is_no_log() {
    let page = "<html>log in</html>";
    let reply = head(&format!(
        "200 OK\ncontent-type: text/html\ncontent-length: {}",
        page.len()
    ));
    let server = RawServer::start([vec![Step::Request, send(reply + page)]]).await;
    let jobs = jobs(server.url(), "canary");
    let error = jobs.tail("job").protocol(Protocol::Http).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(error.operation(), Some("stream_tail_job_logs"));
    assert!(error.message().contains("web page"), "{error}");
}

/// The error of a handshake that the agent answers in this way.
async fn answered(answer: impl AsyncFnOnce(&mut Guest)) -> quintet::Error {
    let peer = Peer::start().await;
    let jobs = jobs_of(&peer);
    let tail = jobs
        .tail("job")
        .protocol(Protocol::WebSocket)
        .retry(RetryPolicy::never());
    let act = async {
        let mut guest = peer.accept().await;
        answer(&mut guest).await;
        guest
    };
    let (tail, _guest) = tokio::join!(tail.into_future(), act);
    let error = tail.unwrap_err();
    assert_eq!(error.operation(), Some("websocket_tail_job_logs"));
    error
}

#[tokio::test]
async fn only_a_right_answer_opens_a_websocket() {
    let error = answered(async |guest| guest.answer("bm90IHRoZSByaWdodCBrZXk=", "").await).await;
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.message().contains("Sec-WebSocket-Accept"), "{error}");
    for more in [
        "sec-websocket-extensions: permessage-deflate\r\n",
        "sec-websocket-protocol: chat\r\n",
    ] {
        let error = answered(async |guest| {
            let accept = derive_accept_key(guest.headers["sec-websocket-key"].as_bytes());
            guest.answer(&accept, more).await;
        })
        .await;
        assert_eq!(error.kind(), ErrorKind::Decode, "{more}");
    }
}

#[tokio::test]
async fn what_is_no_websocket_is_told() {
    let peer = Peer::start().await;
    let jobs = jobs_of(&peer);
    for (frame, kind) in [
        ((TEXT, &b"\xff\xfe"[..]), ErrorKind::Decode),
        ((3, b""), ErrorKind::Decode),
        // A close frame with half of a code.
        ((CLOSE, b"\x03"), ErrorKind::Decode),
    ] {
        let tail = jobs.tail("job").protocol(Protocol::WebSocket);
        let (tail, mut guest) = tokio::join!(tail.into_future(), peer.open());
        guest.text("line 1\n").await;
        guest.frame(true, frame.0, frame.1).await;
        let mut tail = tail.unwrap();
        let (lines, error) = Read::all(&mut tail).await.failed(TailOutcome::Lost);
        assert_eq!((lines.len(), error.kind()), (1, kind), "{frame:?}: {error}");
    }
}

#[tokio::test]
async fn a_line_comes_as_soon_as_it_is_there() {
    let peer = Peer::start().await;
    let jobs = jobs_of(&peer);
    let tail = jobs.tail("job").protocol(Protocol::WebSocket);
    let (tail, mut guest) = tokio::join!(tail.into_future(), peer.open());
    let mut tail = tail.unwrap();
    for number in 0..3 {
        guest
            .text(&format!(r#"{{"message":"line {number}\n"}}"#))
            .await;
        assert_eq!(
            tail.next().await.unwrap().unwrap(),
            format!("line {number}")
        );
    }
    assert_eq!(tail.outcome(), None);
    // A message that may be a piece comes a while later.
    let tail = jobs.tail("job").protocol(Protocol::WebSocket);
    let (tail, mut guest) = tokio::join!(tail.into_future(), peer.open());
    let mut tail = tail.unwrap();
    guest.text(r#"{"type":"log","message":"line 1"}"#).await;
    assert_eq!(tail.next_line().await.unwrap().unwrap(), "line 1");
    guest.text(r#"{"type":"log","message":"line 2"}"#).await;
    assert_eq!(tail.next_line().await.unwrap().unwrap(), "line 2");
}
