//! What the store refuses, and what is tried again. Contract: §8 (4).

use quintet::{Error, ErrorKind, RetryPolicy, Upload};

use super::{FILE, files, gateway, gives, signs_upload, xml};
use crate::support::frozen::Frozen;
use crate::support::raw_server::Step::{Request, Reset};
use crate::support::raw_server::{RawServer, Script, reply, send};

const EXPIRED: &str = "Request has expired &amp; is over";

/// Rows of what stores say: status, code, message as sent and as read, kind.
const ROWS: &[(&str, &str, &str, &str, ErrorKind)] = &[
    (
        "403 Forbidden",
        "AccessDenied",
        EXPIRED,
        "Request has expired & is over",
        ErrorKind::Forbidden,
    ),
    (
        "403 Forbidden",
        "SignatureDoesNotMatch",
        "No match",
        "No match",
        ErrorKind::Forbidden,
    ),
    (
        "404 Not Found",
        "NoSuchKey",
        "No such key",
        "No such key",
        ErrorKind::NotFound,
    ),
    (
        "400 Bad Request",
        "InvalidArgument",
        "Bad",
        "Bad",
        ErrorKind::BadRequest,
    ),
    (
        "411 Length Required",
        "MissingContentLength",
        "How long?",
        "How long?",
        ErrorKind::Rejected,
    ),
    (
        "412 Precondition Failed",
        "PreconditionFailed",
        "Changed",
        "Changed",
        ErrorKind::Rejected,
    ),
    (
        "501 Not Implemented",
        "NotImplemented",
        "No chunks",
        "No chunks",
        ErrorKind::Server,
    ),
];

#[track_caller]
fn check(error: &Error, operation: &str, status: &str, code: &str, message: &str, kind: ErrorKind) {
    assert_eq!(
        (error.kind(), error.operation()),
        (kind, Some(operation)),
        "{error}"
    );
    assert_eq!((error.code(), error.message()), (Some(code), message));
    let received = error.status().unwrap().as_u16().to_string();
    assert!(status.starts_with(&received), "{error}");
    // The reply whole, for whoever needs what else is in it.
    let body = String::from_utf8_lossy(error.body().unwrap());
    assert!(body.contains(&format!("<Code>{code}</Code>")), "{body}");
    assert_eq!(error.headers().unwrap()["x-marker"], "kept");
    assert_eq!(error.request_id(), Some("req-7"));
}

#[tokio::test(start_paused = true)]
async fn what_the_store_says_is_read() {
    for &(status, code, sent, message, kind) in ROWS {
        let _frozen = Frozen::new();
        let store = RawServer::start([xml(status, code, sent)]).await;
        let gateway = gateway(&store).await;
        let error = files(&gateway).download(FILE).await.unwrap_err();
        check(&error, "get_object", status, code, message, kind);
        let gateway = RawServer::start([signs_upload(&store)]).await;
        let upload = Upload::from("abc").named("a.txt");
        let error = files(&gateway).upload_input_file(upload).await.unwrap_err();
        check(&error, "put_object", status, code, message, kind);
        assert_eq!(store.finish().await.len(), 2, "{code}: not tried again");
    }
}

/// A refusal without a body, and one of a proxy in between.
#[tokio::test(start_paused = true)]
async fn what_is_no_xml_is_read_too() {
    for (body, message) in [
        ("", "Forbidden"),
        ("<html>no</html>", "Forbidden (an HTML page)"),
        ("no", "no"),
    ] {
        let _frozen = Frozen::new();
        let store = RawServer::start([vec![Request, send(reply("403 Forbidden", body))]]).await;
        let gateway = gateway(&store).await;
        let error = files(&gateway).download(FILE).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.message()),
            (ErrorKind::Forbidden, message)
        );
    }
}

/// How a store asks for patience.
fn busy() -> Script {
    xml(
        "503 Slow Down\nretry-after: 0",
        "SlowDown",
        "Please reduce your request rate",
    )
}

#[tokio::test(start_paused = true)]
async fn reading_is_tried_again() {
    let passing: [Script; 4] = [
        busy(),
        xml("500 Oops", "InternalError", "We failed"),
        xml("503 Unavailable", "ServiceUnavailable", "Later"),
        vec![Request, Reset],
    ];
    for failure in passing {
        let _frozen = Frozen::new();
        let store = RawServer::start([failure, gives("\"v1\"", "0123")]).await;
        let gateway = gateway(&store).await;
        let files = files(&gateway);
        let response = files.download(FILE).response().await.unwrap();
        // The link, and two requests to the store.
        assert_eq!((response.status().as_u16(), response.attempts()), (200, 3));
        assert_eq!(response.into_value().bytes().await.unwrap(), "0123");
        drop(files);
        let received = store.finish().await;
        assert_eq!(received[0].target, received[1].target);
    }
}

#[tokio::test(start_paused = true)]
async fn a_store_that_stays_busy_is_told() {
    let _frozen = Frozen::new();
    let store = RawServer::start([busy()]).await;
    let gateway = gateway(&store).await;
    let files = files(&gateway);
    let error = files.download(FILE).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Unavailable, Some("SlowDown"))
    );
    assert!(error.is_retryable() && error.is_exhausted(), "{error}");
    let once = files.download(FILE).retry(RetryPolicy::never());
    assert_eq!(once.await.unwrap_err().code(), Some("SlowDown"));
    drop(files);
    assert_eq!(store.finish().await.len(), 3 + 1);
}

/// The same bytes under the same name: it does no harm, as far as they are still there.
#[tokio::test(start_paused = true)]
async fn writing_is_tried_again_where_it_can_be() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    std::fs::write(&path, "abc").unwrap();
    for failure in [busy(), vec![Request, Reset]] {
        for from_disk in [false, true] {
            let _frozen = Frozen::new();
            let stored = vec![Request, send(reply("200 OK", ""))];
            let store = RawServer::start([failure.clone(), stored]).await;
            let gateway = RawServer::start([signs_upload(&store)]).await;
            let files = files(&gateway);
            let upload = if from_disk {
                Upload::file(&path).await.unwrap()
            } else {
                Upload::from("abc").named("a.txt")
            };
            let outcome = files.upload_input_file(upload).response().await;
            drop(files);
            let received = store.finish().await;
            if from_disk {
                // It is read while it is sent, so it is gone.
                let error = outcome.map(drop).unwrap_err();
                assert_eq!(error.operation(), Some("put_object"));
                assert_eq!(received.len(), 1);
            } else {
                assert_eq!(outcome.unwrap().attempts(), 3);
                assert_eq!(
                    (&received[0].body, &received[0].target),
                    (&received[1].body, &received[1].target)
                );
                assert_eq!(received[1].body, b"abc");
            }
            assert_eq!(gateway.finish().await.len(), 1, "one link for all attempts");
        }
    }
}

/// Stores differ in how they say that it is done.
#[tokio::test(start_paused = true)]
async fn any_success_is_one() {
    for status in ["200 OK", "201 Created", "204 No Content"] {
        let _frozen = Frozen::new();
        let store = RawServer::start([vec![Request, send(reply(status, ""))]]).await;
        let gateway = RawServer::start([signs_upload(&store)]).await;
        let upload = Upload::from("abc").named("a.txt");
        assert_eq!(
            files(&gateway).upload_input_file(upload).await.unwrap(),
            FILE
        );
    }
}

/// A part that nobody asked for would be taken for the whole, and nothing for an empty file.
#[tokio::test(start_paused = true)]
async fn a_part_is_not_the_whole() {
    let part = "206 Partial Content\netag: \"v1\"\ncontent-range: bytes 0-3/10";
    for (lines, body) in [(part, "0123"), ("204 No Content", ""), ("202 Accepted", "")] {
        let _frozen = Frozen::new();
        let store = RawServer::start([vec![Request, send(reply(lines, body))]]).await;
        let gateway = gateway(&store).await;
        let error = files(&gateway).download(FILE).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::Decode, Some("get_object"))
        );
        assert_eq!(error.request_id(), Some("req-7"), "{error}");
    }
}
