//! When an upload may be sent again.

use std::convert::Infallible;

use bytes::Bytes;
use futures_util::stream;
use quintet::{ErrorKind, Upload};

use super::{ID, sandboxes, settings};
use crate::support::frozen::Frozen;
use crate::support::raw_server::Step::{Head, Request, Reset};
use crate::support::raw_server::{RawServer, Script, builder_to, reply, send};
use crate::support::resolver::Refused;

const PATH: &str = "/workspace/x";

fn streamed() -> Upload {
    Upload::stream(stream::iter([Ok::<_, Infallible>(Bytes::from("content"))]))
}

fn accepted() -> Script {
    vec![Request, send(reply("200 OK", r#"{"message":"ok"}"#))]
}

fn draining() -> Script {
    vec![
        Request,
        send(reply(
            "503 Service Unavailable",
            r#"{"error":"service is draining"}"#,
        )),
    ]
}

#[tokio::test(start_paused = true)]
async fn an_upload_that_may_have_arrived_is_sent_once() {
    let failure = vec![Request, send(reply("500 Oops", ""))];
    for (script, kind) in [
        (failure, ErrorKind::Server),
        (vec![Request, Reset], ErrorKind::Transport),
        (vec![Head, Reset], ErrorKind::Transport),
    ] {
        for content in ["content".into(), streamed()] {
            let _frozen = Frozen::new();
            let server = RawServer::start([script.clone()]).await;
            let sandboxes = sandboxes(server.url());
            let error = sandboxes.upload(ID, PATH, content).await.unwrap_err();
            assert_eq!((error.kind(), error.attempts()), (kind, 1));
            assert!(!error.is_retryable() && !error.is_exhausted());
            drop(sandboxes);
            assert_eq!(server.finish().await.len(), 1);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn bytes_that_were_not_sent_are_sent_again() {
    let _frozen = Frozen::new();
    let server = RawServer::start([accepted()]).await;
    let refused = Refused::new();
    let sandboxes = settings(builder_to([
        refused.address(),
        refused.address(),
        server.address(),
    ]));
    let response = sandboxes
        .upload(ID, PATH, "content")
        .response()
        .await
        .unwrap();
    assert_eq!(response.attempts(), 3);
    drop(sandboxes);
    let received = server.finish().await;
    assert_eq!(received.len(), 1);
    assert!(String::from_utf8_lossy(&received[0].body).contains("\r\n\r\ncontent\r\n"));
}

#[tokio::test(start_paused = true)]
async fn bytes_that_a_draining_server_turned_away_are_sent_again() {
    let _frozen = Frozen::new();
    let server = RawServer::start([draining(), accepted()]).await;
    let response = sandboxes(server.url())
        .upload(ID, PATH, "content")
        .response()
        .await
        .unwrap();
    assert_eq!(response.attempts(), 2);
    let received = server.finish().await;
    assert_eq!(received[0].body, received[1].body);
}

#[tokio::test(start_paused = true)]
async fn bytes_are_sent_again_when_the_caller_says_that_it_does_no_harm() {
    let _frozen = Frozen::new();
    let server = RawServer::start([vec![Request, Reset], accepted()]).await;
    let call = sandboxes(server.url())
        .upload(ID, PATH, "content")
        .assume_idempotent();
    assert_eq!(call.response().await.unwrap().attempts(), 2);
    let received = server.finish().await;
    assert_eq!(received[0].body, received[1].body);
}

#[tokio::test(start_paused = true)]
async fn a_stream_is_read_once_so_it_is_sent_once() {
    let _frozen = Frozen::new();
    for script in [draining(), vec![Request, Reset]] {
        let server = RawServer::start([script, accepted()]).await;
        let call = sandboxes(server.url())
            .upload(ID, PATH, streamed())
            .assume_idempotent();
        let error = call.await.unwrap_err();
        assert_eq!(error.attempts(), 1, "{error}");
        assert_eq!(server.finish().await.len(), 1);
    }
    let refused = Refused::new();
    let error = settings(builder_to([refused.address()]))
        .upload(ID, PATH, streamed())
        .await
        .unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 1));
}
