//! Replies that are handed over while they arrive.

use futures_util::StreamExt;
use quintet::{Download, Error, ErrorKind};
use tokio::time::advance;

use super::{ID, IDLE, MAX_BODY, TIMEOUT, sandboxes};
use crate::support::frozen::{Frozen, pass_until};
use crate::support::raw_server::Step::{Close, Request, Reset, Silence, Tell, Wait};
use crate::support::raw_server::{RawServer, Script, given, head, reply, send, signal};

/// A head that announces nine bytes.
fn nine() -> String {
    head("200 OK\ncontent-type: application/octet-stream\ncontent-length: 9")
}

async fn download(server: &RawServer) -> Result<Download, Error> {
    sandboxes(server.url())
        .download(ID, "/workspace/a b.txt")
        .await
}

/// What a download that broke must say.
fn check_broken(error: &Error, kind: ErrorKind) {
    assert_eq!(
        (error.kind(), error.operation()),
        (kind, Some("download_file")),
        "{error}"
    );
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    assert_eq!(error.request_id(), Some("req-7"));
    assert_eq!(error.headers().unwrap()["x-marker"], "kept");
}

#[tokio::test(start_paused = true)]
async fn the_head_is_there_before_the_body() {
    let _frozen = Frozen::new();
    let go = signal();
    let server = RawServer::start([vec![
        Request,
        send(nine()),
        Wait(go.clone()),
        send("some text"),
    ]])
    .await;
    let response = sandboxes(server.url())
        .download(ID, "/workspace/a b.txt")
        .response()
        .await
        .unwrap();
    assert_eq!((response.status().as_u16(), response.attempts()), (200, 1));
    assert_eq!(response.request_id(), Some("req-7"));
    let download = response.into_value();
    assert_eq!(download.content_length(), Some(9));
    assert_eq!(download.request_id(), Some("req-7"));
    assert_eq!(download.headers()["x-marker"], "kept");
    go.notify_one();
    assert_eq!(download.bytes().await.unwrap(), "some text");
    let received = server.received();
    assert_eq!(
        received[0].target,
        "/api/v1/sandboxes/a1b2c3d4/files?path=%2Fworkspace%2Fa+b.txt"
    );
}

#[tokio::test(start_paused = true)]
async fn each_piece_is_seen_before_the_next_is_sent() {
    let _frozen = Frozen::new();
    let go = signal();
    let server = RawServer::start([vec![
        Request,
        send(nine() + "one"),
        Wait(go.clone()),
        send("two"),
        Wait(go.clone()),
        send("six"),
    ]])
    .await;
    let mut download = download(&server).await.unwrap();
    for piece in ["one", "two", "six"] {
        assert_eq!(download.next().await.unwrap().unwrap(), piece);
        go.notify_one();
    }
    assert!(download.next().await.is_none());
    assert!(download.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_body_that_is_cut_gives_what_came_then_an_error_then_nothing() {
    let chunked = || head("200 OK\ntransfer-encoding: chunked");
    let go = signal();
    let scripts: [Script; 4] = [
        vec![Request, send(nine() + "some"), Close],
        vec![Request, send(nine() + "some"), Wait(go.clone()), Reset],
        vec![Request, send(chunked() + "4\r\nsome\r\n"), Close],
        vec![
            Request,
            send(chunked() + "4\r\nsome\r\n"),
            Wait(go.clone()),
            send("zz\r\n"),
            Close,
        ],
    ];
    for script in scripts {
        let _frozen = Frozen::new();
        let server = RawServer::start([script]).await;
        let mut download = download(&server).await.unwrap();
        assert_eq!(download.next().await.unwrap().unwrap(), "some");
        go.notify_one();
        let error = download.next().await.unwrap().unwrap_err();
        check_broken(&error, ErrorKind::Transport);
        assert!(download.next().await.is_none(), "fused");
        assert!(download.next().await.is_none(), "fused");
        assert_eq!(
            server.received().len(),
            1,
            "what was handed over is not fetched again"
        );
        let _ = tokio::time::timeout(std::time::Duration::ZERO, go.notified()).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_download_that_stands_still_is_ended() {
    let _frozen = Frozen::new();
    let closed = signal();
    let server = RawServer::start([vec![
        Request,
        send(nine() + "some"),
        Silence,
        Tell(closed.clone()),
    ]])
    .await;
    let mut download = download(&server).await.unwrap();
    assert_eq!(download.next().await.unwrap().unwrap(), "some");
    let next = tokio::join!(download.next(), advance(IDLE)).0;
    check_broken(&next.unwrap().unwrap_err(), ErrorKind::Timeout);
    assert!(download.next().await.is_none());
    // The connection is not kept for a download that is over.
    given(&closed).await;
}

#[tokio::test(start_paused = true)]
async fn a_download_that_gets_no_reply_is_ended() {
    let _frozen = Frozen::new();
    let server = RawServer::start([vec![Request, Silence]]).await;
    let error = pass_until(download(&server), IDLE * 4).await.unwrap_err();
    assert!(error.is_timeout() && error.is_retryable(), "{error}");
    assert_eq!(
        (error.attempts(), error.operation()),
        (3, Some("download_file"))
    );
}

#[tokio::test(start_paused = true)]
async fn a_slow_download_lives_as_long_as_it_moves() {
    let _frozen = Frozen::new();
    let go = signal();
    let mut script = vec![Request, send(nine())];
    for piece in ["one", "two", "six"] {
        script.extend([Wait(go.clone()), send(piece)]);
    }
    let server = RawServer::start([script]).await;
    let started = tokio::time::Instant::now();
    let mut download = download(&server).await.unwrap();
    for piece in ["one", "two", "six"] {
        let slowly = async {
            advance(IDLE * 4 / 5).await;
            go.notify_one();
        };
        assert_eq!(
            tokio::join!(download.next(), slowly).0.unwrap().unwrap(),
            piece
        );
    }
    assert!(download.next().await.is_none());
    assert!(started.elapsed() > IDLE && started.elapsed() > TIMEOUT);
}

#[tokio::test(start_paused = true)]
async fn a_reader_may_take_its_time() {
    let _frozen = Frozen::new();
    let server = RawServer::start([vec![Request, send(nine() + "some text")]]).await;
    let mut download = download(&server).await.unwrap();
    advance(IDLE * 10).await;
    assert_eq!(download.next().await.unwrap().unwrap(), "some text");
    advance(IDLE * 10).await;
    assert!(download.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn dropping_a_download_closes_its_connection() {
    let _frozen = Frozen::new();
    let closed = signal();
    let server = RawServer::start([vec![
        Request,
        send(nine() + "some"),
        Silence,
        Tell(closed.clone()),
    ]])
    .await;
    let sandboxes = sandboxes(server.url());
    let mut download = sandboxes.download(ID, "/x").await.unwrap();
    assert_eq!(download.next().await.unwrap().unwrap(), "some");
    drop(download);
    // While the client lives on.
    given(&closed).await;
}

#[tokio::test(start_paused = true)]
async fn what_is_read_into_memory_is_limited() {
    for (size, fits) in [(MAX_BODY, true), (MAX_BODY + 1, false)] {
        for framing in [
            format!("content-length: {size}"),
            "connection: close".to_owned(),
        ] {
            let _frozen = Frozen::new();
            let body = "x".repeat(size);
            let script = vec![
                Request,
                send(head(&format!("200 OK\n{framing}")) + &body),
                Close,
            ];
            let server = RawServer::start([script]).await;
            match download(&server).await.unwrap().bytes().await {
                Ok(bytes) => assert!(fits && bytes == body),
                Err(error) => {
                    assert!(!fits, "{error}");
                    check_broken(&error, ErrorKind::TooLarge);
                }
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_fails_before_the_body_is_tried_again() {
    let _frozen = Frozen::new();
    let unavailable = vec![Request, send(reply("503 Service Unavailable", ""))];
    let server = RawServer::start([
        vec![Request, Reset],
        unavailable,
        vec![Request, send(nine() + "some text")],
    ])
    .await;
    let response = sandboxes(server.url())
        .download(ID, "/x")
        .response()
        .await
        .unwrap();
    assert_eq!(response.attempts(), 3);
    assert_eq!(response.into_value().bytes().await.unwrap(), "some text");
}

#[tokio::test(start_paused = true)]
async fn a_file_that_is_not_there_is_not_found() {
    let _frozen = Frozen::new();
    let text = r#"{"error":"failed to download: file not found in tar archive"}"#;
    let server = RawServer::start([vec![Request, send(reply("500 Oops", text))]]).await;
    let error = download(&server).await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(
        (error.status().unwrap().as_u16(), error.attempts()),
        (500, 1)
    );
}
