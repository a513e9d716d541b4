//! The links themselves: used as they are, and only when they are links. Contract: §4.

use std::time::Duration;

use quintet::{ErrorKind, Upload};
use serde_json::json;

use super::{FILE, LINK, files, gateway, gives};
use crate::support::frozen::Frozen;
use crate::support::raw_gateway::answers;
use crate::support::raw_server::Step::Request;
use crate::support::raw_server::{RawServer, reply, send};

/// A signature covers every byte of path and query.
#[tokio::test(start_paused = true)]
async fn a_link_is_sent_as_it_is() {
    for link in [
        LINK,
        "/b/k?X-Amz-Credential=a%2Fb%2fc&X-Amz-Signature=AbC%3D%3d+/=&empty=&flag",
        "/b/a+b%20c/%E4%BD%A0/d%2Fe/(f)'!*~?sig=1&sig=2",
        "/b/..%2Fk//double/?sig=1",
        "/",
    ] {
        let _frozen = Frozen::new();
        let store = RawServer::start([gives("\"v1\"", "0123")]).await;
        let target = format!("{}{link}", store.url());
        let both = json!({ "presigned_url": target, "upload_url": target, "s3_url": FILE });
        let gateway = RawServer::start([answers("200 OK", &both.to_string())]).await;
        let files = files(&gateway);
        files.download(FILE).await.unwrap().bytes().await.unwrap();
        let upload = Upload::from("abc").named("a.txt");
        files.upload_input_file(upload).await.unwrap();
        drop(files);
        for (request, method) in store.finish().await.iter().zip(["GET", "PUT"]) {
            assert_eq!((&*request.method, &*request.target), (method, link));
        }
    }
}

/// The captured bytes: a form's encoding, the mode always, and an hour.
#[tokio::test(start_paused = true)]
async fn a_link_is_asked_for_as_the_published_client_does() {
    let _frozen = Frozen::new();
    let store = RawServer::start([gives("\"v1\"", "0123")]).await;
    let gateway = gateway(&store).await;
    let files = files(&gateway);
    files.presigned_url("s3://b/k é.txt").await.unwrap();
    let shorter = files
        .presigned_url(FILE)
        .expires_in(Duration::from_secs(60));
    let link = shorter.await.unwrap();
    assert_eq!(link.expose(), format!("{}{LINK}&n=2", store.url()));
    drop(files.download(FILE).await.unwrap());
    drop(files);
    let received = gateway.finish().await;
    let parts = |at: usize| {
        let (path, query) = received[at].target.split_once('?').unwrap();
        assert_eq!(
            (&*received[at].method, path),
            ("GET", "/internal/files/download")
        );
        let mut pairs: Vec<_> = query.split('&').collect();
        pairs.sort_unstable();
        pairs.join("&")
    };
    let name = "s3_url=s3%3A%2F%2Fb%2Fk+%C3%A9.txt";
    assert_eq!(parts(0), format!("expires_in=3600&mode=presigned&{name}"));
    let name = "s3_url=s3%3A%2F%2Fbucket%2Fa+b.txt";
    assert_eq!(parts(1), format!("expires_in=60&mode=presigned&{name}"));
    assert_eq!(parts(2), format!("expires_in=3600&mode=presigned&{name}"));
}

#[tokio::test(start_paused = true)]
async fn what_is_no_link_is_not_followed() {
    for link in [
        "",
        "/bucket/k?sig=1",
        "bucket/k",
        "s3://bucket/k",
        "file:///etc/passwd",
        "ftp://127.0.0.1/k",
        "http://",
    ] {
        let _frozen = Frozen::new();
        let both = json!({ "presigned_url": link, "upload_url": link, "s3_url": FILE });
        let gateway = RawServer::start([answers("200 OK", &both.to_string())]).await;
        let files = files(&gateway);
        let upload = Upload::from("abc").named("a.txt");
        let errors = [
            files.download(FILE).await.unwrap_err(),
            files.upload_input_file(upload).await.unwrap_err(),
        ];
        for error in errors {
            assert_eq!(error.kind(), ErrorKind::Decode, "{link}: {error}");
            assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
        }
        drop(files);
        assert_eq!(gateway.finish().await.len(), 2);
    }
}

/// Nothing is sent to any store.
#[tokio::test(start_paused = true)]
async fn a_reply_without_a_link_is_an_error() {
    for body in [
        "{}",
        r#"{"presigned_url":null,"upload_url":null}"#,
        r#"{"upload_url":"http://127.0.0.1:9/"}"#,
        "[]",
    ] {
        let _frozen = Frozen::new();
        let gateway = RawServer::start([answers("200 OK", body)]).await;
        let files = files(&gateway);
        let upload = Upload::from("abc").named("a.txt");
        for (error, operation) in [
            (files.download(FILE).await.unwrap_err(), "get_presigned_url"),
            (
                files.upload_input_file(upload).await.unwrap_err(),
                "generate_upload_url",
            ),
        ] {
            assert_eq!(
                (error.kind(), error.operation()),
                (ErrorKind::Decode, Some(operation))
            );
            assert_eq!(error.attempts(), 1);
        }
    }
}

/// What is refused by the gateway is the gateway's error, and the store hears nothing.
#[tokio::test(start_paused = true)]
async fn a_link_that_is_refused_is_an_error_of_the_gateway() {
    let _frozen = Frozen::new();
    let body = r#"{"detail":{"error_code":"MISSING_AGENT_CONTEXT","message":"No agent"}}"#;
    let lines = "400 Bad Request\ncontent-type: application/json";
    let gateway = RawServer::start([vec![Request, send(reply(lines, body))]]).await;
    let files = files(&gateway);
    let error = files.download(FILE).await.unwrap_err();
    assert_eq!(
        (error.operation(), error.code()),
        (Some("get_presigned_url"), Some("MISSING_AGENT_CONTEXT"))
    );
    let upload = Upload::from("abc").named("a.txt");
    let error = files.upload_input_file(upload).await.unwrap_err();
    assert_eq!(
        (error.operation(), error.code()),
        (Some("generate_upload_url"), Some("MISSING_AGENT_CONTEXT"))
    );
}
