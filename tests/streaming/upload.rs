//! What the server receives of an upload, and how long it may take.

use std::convert::Infallible;

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use quintet::{ErrorKind, Upload};
use tokio::sync::mpsc;
use tokio::time::advance;

use super::{ID, IDLE, alongside, sandboxes};
use crate::support::frozen::{Frozen, pass_until};
use crate::support::raw_request::Received;
use crate::support::raw_server::Step::{Amount, Head, Request, Silence, Tell, Until, Wait};
use crate::support::raw_server::{RawServer, Script, given, head, reply, send, signal};

const PATH: &str = "/workspace/a b.txt";

fn accepted() -> bytes::Bytes {
    reply("200 OK", r#"{"message":"file uploaded successfully"}"#)
}

/// The form that an upload of `content` must be, whatever its boundary.
fn check_form(request: &Received, content: &[u8]) {
    assert_eq!(request.method, "POST");
    assert_eq!(request.target, "/api/v1/sandboxes/a1b2c3d4/files");
    assert!(request.whole);
    let types: Vec<_> = request.headers.get_all("content-type").iter().collect();
    assert_eq!(types.len(), 1, "{types:?}");
    let media = request.header("content-type").unwrap();
    let boundary = media
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    let before = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"path\"\r\n\r\n{PATH}\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file\"\r\n\r\n"
    );
    let after = format!("\r\n--{boundary}--\r\n");
    let form = [before.as_bytes(), content, after.as_bytes()].concat();
    assert!(
        request.body == form,
        "{}",
        String::from_utf8_lossy(&request.body)
    );
}

/// Uploads to a server that accepts it, and gives the one request.
async fn upload(content: impl Into<Upload>) -> Received {
    let server = RawServer::start([vec![Request, send(accepted())]]).await;
    let sandboxes = sandboxes(server.url());
    let response = sandboxes
        .upload(ID, PATH, content)
        .response()
        .await
        .unwrap();
    assert_eq!(
        (response.attempts(), response.request_id()),
        (1, Some("req-7"))
    );
    drop(sandboxes);
    let mut received = server.finish().await;
    assert_eq!(received.len(), 1);
    received.remove(0)
}

#[tokio::test(start_paused = true)]
async fn bytes_are_sent_with_their_length() {
    let _frozen = Frozen::new();
    let content: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    for content in [&b""[..], b"\r\n--", &content] {
        let request = upload(content.to_vec()).await;
        check_form(&request, content);
        let length = request.body.len().to_string();
        assert_eq!(request.header("content-length"), Some(length.as_str()));
        assert_eq!(request.header("transfer-encoding"), None);
    }
}

#[tokio::test(start_paused = true)]
async fn a_file_is_sent_as_it_is() {
    let _frozen = Frozen::new();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.bin");
    let content: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    std::fs::write(&path, &content).unwrap();
    let request = upload(Upload::file(&path).await.unwrap()).await;
    check_form(&request, &content);
}

#[tokio::test(start_paused = true)]
async fn a_stream_is_sent_in_chunks() {
    let _frozen = Frozen::new();
    let pieces = ["one", "", " two", " three"].map(|piece| Ok::<_, Infallible>(Bytes::from(piece)));
    let request = upload(Upload::stream(stream::iter(pieces))).await;
    check_form(&request, b"one two three");
    assert_eq!(request.header("transfer-encoding"), Some("chunked"));
    assert_eq!(request.header("content-length"), None);
}

#[tokio::test(start_paused = true)]
async fn a_file_that_is_not_there_is_told_before_anything_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let error = Upload::file(folder.path().join("missing"))
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::File, 0));
    assert!(error.message().contains("missing"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_fails_fails_the_upload_with_its_own_error() {
    let _frozen = Frozen::new();
    let server = RawServer::start([vec![Request, send(accepted())]]).await;
    let sandboxes = sandboxes(server.url());
    let pieces = [Ok(Bytes::from("one")), Err("the disk is on fire")];
    let content = Upload::stream(stream::iter(pieces));
    let error = sandboxes.upload(ID, PATH, content).await.unwrap_err();
    let chain = crate::faults::sources(&error);
    assert!(
        chain.iter().any(|text| text == "the disk is on fire"),
        "{chain:?}"
    );
    assert_eq!(
        (error.kind(), error.attempts(), error.operation()),
        (ErrorKind::File, 1, Some("upload_file"))
    );
    drop(sandboxes);
    let received = server.finish().await;
    assert!(
        received.iter().all(|request| !request.whole),
        "half a file must not look whole"
    );
}

/// A stream that the test feeds.
fn fed() -> (mpsc::Sender<&'static str>, Upload) {
    let (feed, pieces) = mpsc::channel(1);
    let pieces = stream::unfold(pieces, |mut pieces| async {
        Some((pieces.recv().await?, pieces))
    });
    let content = Upload::stream(pieces.map(|piece: &str| Ok::<_, Infallible>(Bytes::from(piece))));
    (feed, content)
}

#[tokio::test(start_paused = true)]
async fn a_slow_upload_lives_as_long_as_it_moves() {
    const PIECES: [&str; 4] = ["first", "second", "third", "fourth"];
    let _frozen = Frozen::new();
    let arrived = signal();
    let mut script: Script = vec![Head];
    for piece in PIECES {
        script.extend([Until(piece), Tell(arrived.clone())]);
    }
    script.extend([Request, send(accepted())]);
    let server = RawServer::start([script]).await;
    let (feed, content) = fed();
    let sandboxes = sandboxes(server.url());
    let call = sandboxes.upload(ID, PATH, content).response();
    let feeding = async move {
        for piece in PIECES {
            feed.send(piece).await.unwrap();
            given(&arrived).await;
            advance(IDLE * 4 / 5).await;
        }
    };
    let response = alongside(call, feeding).await.unwrap();
    assert!(response.elapsed() >= IDLE * 3, "{:?}", response.elapsed());
    drop(sandboxes);
    check_form(&server.finish().await[0], PIECES.concat().as_bytes());
}

#[tokio::test(start_paused = true)]
async fn an_upload_that_stands_still_is_ended() {
    let _frozen = Frozen::new();
    let (arrived, closed) = (signal(), signal());
    let script = vec![
        Until("first"),
        Tell(arrived.clone()),
        Silence,
        Tell(closed.clone()),
    ];
    let server = RawServer::start([script]).await;
    let (feed, content) = fed();
    let sandboxes = sandboxes(server.url());
    let started = tokio::time::Instant::now();
    // The feed stays open and gives nothing more.
    let feeding = async {
        feed.send("first").await.unwrap();
        given(&arrived).await;
    };
    let call = alongside(sandboxes.upload(ID, PATH, content).into_future(), feeding);
    // The limit counts from the last progress, which is noticed once in each limit.
    let error = pass_until(call, IDLE * 3).await.unwrap_err();
    assert!(error.is_timeout() && !error.is_retryable(), "{error}");
    assert_eq!(
        (error.attempts(), error.operation()),
        (1, Some("upload_file"))
    );
    assert!(started.elapsed() >= IDLE);
    given(&closed).await;
    assert_eq!(server.received().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_upload_that_gets_no_reply_is_ended() {
    let _frozen = Frozen::new();
    let server = RawServer::start([vec![Request, Silence]]).await;
    let sandboxes = sandboxes(server.url());
    let call = sandboxes.upload(ID, PATH, "content").into_future();
    let error = pass_until(call, IDLE * 3).await.unwrap_err();
    assert!(error.is_timeout() && !error.is_retryable(), "{error}");
    drop(sandboxes);
    assert_eq!(server.finish().await.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn bytes_may_be_slow_too_as_long_as_they_move() {
    // More than the sockets hold, so that the upload goes on as long as the server reads.
    const QUARTER: usize = 4 * 1024 * 1024;
    let _frozen = Frozen::new();
    let arrived = signal();
    let go = signal();
    let mut script: Script = Vec::new();
    for part in 1..4 {
        script.extend([
            Amount(part * QUARTER),
            Tell(arrived.clone()),
            Wait(go.clone()),
        ]);
    }
    script.extend([Request, send(accepted())]);
    let server = RawServer::start([script]).await;
    let content = vec![b'x'; 4 * QUARTER];
    let sandboxes = sandboxes(server.url());
    let call = sandboxes.upload(ID, PATH, content.clone()).response();
    let reading = async {
        for _ in 1..4 {
            given(&arrived).await;
            advance(IDLE * 4 / 5).await;
            go.notify_one();
        }
    };
    let response = alongside(call, reading).await.unwrap();
    assert!(response.elapsed() > IDLE, "{:?}", response.elapsed());
    drop(sandboxes);
    check_form(&server.finish().await[0], &content);
}

#[tokio::test(start_paused = true)]
async fn a_reply_that_stops_keeps_its_head() {
    let _frozen = Frozen::new();
    let stops = head("200 OK\ncontent-length: 99") + "{";
    let server = RawServer::start([vec![Request, send(stops), Silence]]).await;
    let sandboxes = sandboxes(server.url());
    let call = sandboxes.upload(ID, PATH, "content").into_future();
    let error = pass_until(call, IDLE * 3).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    assert_eq!(error.request_id(), Some("req-7"));
}

#[tokio::test(start_paused = true)]
async fn a_refusal_ends_an_upload_that_is_under_way() {
    let _frozen = Frozen::new();
    let refusal = reply("401 Unauthorized", r#"{"error":"who are you"}"#);
    let server = RawServer::start([vec![Until("first"), send(refusal), Silence]]).await;
    let (feed, content) = fed();
    feed.send("first").await.unwrap();
    let error = sandboxes(server.url())
        .upload(ID, PATH, content)
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.message()),
        (ErrorKind::Unauthorized, "who are you")
    );
}

#[tokio::test(start_paused = true)]
async fn the_servers_time_limit_is_explained() {
    let _frozen = Frozen::new();
    let server = RawServer::start([vec![
        Request,
        send(reply("400 Bad Request", r#"{"error":"path is required"}"#)),
    ]])
    .await;
    let error = sandboxes(server.url())
        .upload(ID, PATH, "content")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadRequest);
    assert!(error.message().contains("10 s"), "{error}");
}
