//! Input files on their way to the store. Contract: §4, §8 (5).

use std::convert::Infallible;

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use quintet::Upload;
use serde_json::{Value, json};

use super::{FILE, LINK, files, signs_upload};
use crate::support::frozen::Frozen;
use crate::support::raw_request::Received;
use crate::support::raw_server::Step::{Request, Tell, Until};
use crate::support::raw_server::{RawServer, given, reply, send, signal};

/// Uploads, and gives the requests to the gateway and to the store.
async fn uploaded(upload: impl Into<Upload>) -> (Received, Received) {
    let _frozen = Frozen::new();
    let store = RawServer::start([vec![Request, send(reply("200 OK", ""))]]).await;
    let gateway = RawServer::start([signs_upload(&store)]).await;
    let files = files(&gateway);
    let response = files.upload_input_file(upload).response().await.unwrap();
    assert_eq!((response.value().as_str(), response.attempts()), (FILE, 2));
    drop(files);
    let (mut asked, mut put) = (gateway.finish().await, store.finish().await);
    assert_eq!((asked.len(), put.len()), (1, 1));
    (asked.remove(0), put.remove(0))
}

fn announced(request: &Received) -> Value {
    assert_eq!(
        (&*request.method, &*request.target),
        ("POST", "/internal/files/generate_upload_url")
    );
    assert_eq!(request.header("content-type"), Some("application/json"));
    serde_json::from_slice(&request.body).unwrap()
}

#[track_caller]
fn check_put(request: &Received, content: &[u8], content_type: Option<&str>) {
    assert_eq!((&*request.method, &*request.target), ("PUT", LINK));
    let length = content.len().to_string();
    assert_eq!(request.header("content-length"), Some(&*length));
    assert_eq!(request.header("transfer-encoding"), None);
    assert_eq!(request.header("content-type"), content_type);
    assert!(request.whole && request.body == content);
}

/// The captured bytes.
#[tokio::test(start_paused = true)]
async fn a_type_that_is_not_given_is_announced_as_null_and_not_sent() {
    let (asked, put) = uploaded(Upload::from("abc").named("a b.txt")).await;
    assert_eq!(
        announced(&asked),
        json!({ "filename": "a b.txt", "content_type": null })
    );
    check_put(&put, b"abc", None);
}

#[tokio::test(start_paused = true)]
async fn a_type_that_is_given_is_the_same_in_both() {
    for media in [
        "text/plain",
        "text/csv; charset=utf-8",
        "application/vnd.x+json",
    ] {
        let (asked, put) = uploaded(Upload::from("abc").named("x").media_type(media)).await;
        assert_eq!(
            announced(&asked),
            json!({ "filename": "x", "content_type": media })
        );
        check_put(&put, b"abc", Some(media));
    }
}

#[tokio::test(start_paused = true)]
async fn a_file_of_this_machine_has_its_name_and_length() {
    let folder = tempfile::tempdir().unwrap();
    let large: Vec<u8> = (0..=255).cycle().take(3_000_000).collect();
    for (name, content) in [
        ("a b.mp4", &large[..]),
        ("empty", b""),
        ("é\"%.txt", b"abc"),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        let (asked, put) = uploaded(Upload::file(&path).await.unwrap()).await;
        // The folder is nobody's business, and no type is guessed.
        assert_eq!(
            announced(&asked),
            json!({ "filename": name, "content_type": null })
        );
        check_put(&put, content, None);
    }
}

#[tokio::test(start_paused = true)]
async fn streams_and_readers_of_known_length_are_no_chunks_either() {
    let pieces = ["one", "", " two"].map(|piece| Ok::<_, Infallible>(Bytes::from(piece)));
    let stream = Upload::stream(stream::iter(pieces))
        .named("x")
        .with_length(7);
    check_put(&uploaded(stream).await.1, b"one two", None);
    let reader = Upload::reader(&b"one two"[..]).named("x").with_length(7);
    check_put(&uploaded(reader).await.1, b"one two", None);
}

/// The store has the first piece before there is a second one, so that no more is in memory than is on its way.
#[tokio::test(start_paused = true)]
async fn an_upload_is_sent_while_it_is_read() {
    let _frozen = Frozen::new();
    let arrived = signal();
    let script = vec![
        Until("first"),
        Tell(arrived.clone()),
        Request,
        send(reply("200 OK", "")),
    ];
    let store = RawServer::start([script]).await;
    let gateway = RawServer::start([signs_upload(&store)]).await;
    let pieces = stream::once(async { "first" }).chain(stream::once(async move {
        given(&arrived).await;
        "second"
    }));
    let pieces = pieces.map(|piece| Ok::<_, Infallible>(Bytes::from(piece)));
    let upload = Upload::stream(pieces).named("x").with_length(11);
    let files = files(&gateway);
    files.upload_input_file(upload).await.unwrap();
    drop(files);
    assert_eq!(store.finish().await[0].body, b"firstsecond");
}

/// The gateway is asked first: without a link nothing of the file is read.
#[tokio::test(start_paused = true)]
async fn what_is_not_permitted_is_not_read() {
    let _frozen = Frozen::new();
    let lines = "403 Forbidden\ncontent-type: application/json";
    let gateway = RawServer::start([vec![Request, send(reply(lines, r#"{"detail":"no"}"#))]]).await;
    let touched = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let seen = std::sync::Arc::clone(&touched);
    let pieces = stream::once(async move {
        seen.store(true, std::sync::atomic::Ordering::SeqCst);
        Ok::<_, Infallible>(Bytes::from("abc"))
    });
    let upload = Upload::stream(pieces).named("x").with_length(3);
    let error = files(&gateway).upload_input_file(upload).await.unwrap_err();
    assert_eq!(error.operation(), Some("generate_upload_url"));
    assert!(!touched.load(std::sync::atomic::Ordering::SeqCst));
}

#[tokio::test(start_paused = true)]
async fn what_lacks_a_name_or_a_length_is_refused_before_anything_is_sent() {
    let _frozen = Frozen::new();
    let gateway = RawServer::start([vec![Request]]).await;
    let files = files(&gateway);
    let stream = || Upload::reader(&b"abc"[..]);
    for (upload, right) in [
        (Upload::from("abc"), "`named`"),
        (Upload::from("abc").named(""), "name"),
        (Upload::from("abc").named("a/b"), "without folders"),
        (stream().named("x"), "`with_length`"),
        (stream().with_length(3), "`named`"),
        (
            Upload::from("abc").named("x").media_type("text"),
            "`text/plain`",
        ),
        (
            Upload::from("abc").named("x").with_length(4),
            "leave its length out",
        ),
    ] {
        let error = files.upload_input_file(upload).await.unwrap_err();
        assert!(error.is_invalid_input() && error.attempts() == 0, "{error}");
        assert!(error.message().contains(right), "{error}");
    }
    drop(files);
    assert!(gateway.finish().await.is_empty());
}
