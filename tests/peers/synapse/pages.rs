//! Lists in pages, and plugin files: `test_base_client`, `test_client_connection_reset`. Contract: §1.4, §1.5, §6 (5, 12).

use futures_util::StreamExt as _;
use quintet::{ErrorKind, Upload};
use serde_json::{Value, json};

use crate::support::raw_server::Step::{Close, Request, Reset};
use crate::support::raw_server::{RawServer, Script, send};
use crate::support::raw_synapse::{answers, client};

fn page(next: &Value, ids: &[i64]) -> Script {
    let results: Vec<_> = ids.iter().map(|id| json!({ "id": id })).collect();
    let page = json!({ "count": 9, "next": next, "previous": null, "results": results });
    answers("200 OK", &page.to_string())
}

fn targets(server: &RawServer) -> Vec<String> {
    let received = server.received().into_iter();
    received.map(|request| request.target).collect()
}

#[tokio::test]
async fn c05_pages_are_followed() {
    let (next, last) = (json!("/containers/?page=2&page_size=100"), Value::Null);
    let server = RawServer::start([page(&next, &[1, 2]), page(&last, &[3])]).await;
    let all = client(server.url()).containers().list().all().await;
    let ids: Vec<_> = all.unwrap().iter().filter_map(|one| one.id).collect();
    assert_eq!(ids, [1, 2, 3]);
    assert_eq!(
        targets(&server),
        [
            "/containers/?page_size=100",
            "/containers/?page=2&page_size=100"
        ]
    );
    let server = RawServer::start([page(&Value::Null, &[])]).await;
    let list = client(server.url()).containers().list().page_size(7);
    assert!(list.all().await.unwrap().is_empty());
    assert_eq!(targets(&server), ["/containers/?page_size=7"]);
}

/// Where the published client wants a sink for failures to keep what came before, the items are there before the error.
#[tokio::test]
async fn c05_a_page_that_fails_is_told_after_those_before() {
    let scripts = || {
        let failed = answers("500 Oops", r#"{"detail":"boom"}"#);
        [page(&json!("?page=2"), &[1, 2]), failed]
    };
    let server = RawServer::start(scripts()).await;
    let error = client(server.url()).containers().list().all().await;
    assert_eq!(error.unwrap_err().message(), "boom");
    let server = RawServer::start(scripts()).await;
    let items = client(server.url()).containers().list().items();
    let items: Vec<_> = items.collect().await;
    let [Ok(first), Ok(second), Err(error)] = &items[..] else {
        panic!("{items:?}");
    };
    assert_eq!((first.id, second.id), (Some(1), Some(2)));
    assert_eq!(error.kind(), ErrorKind::Server);
}

/// A connection that breaks between two pages costs that page another request over a new one, and nothing else.
#[tokio::test]
async fn c12_a_page_is_asked_for_again_over_a_new_connection() {
    let begun = send("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{");
    for breaks in [
        vec![Request, Reset],
        vec![Request, Close],
        vec![Request, begun, Reset],
    ] {
        let (second, third) = (json!("?page=2"), json!("?page=3"));
        let server = RawServer::start([
            page(&second, &[1, 2]),
            breaks.clone(),
            breaks,
            page(&third, &[3]),
            page(&Value::Null, &[4]),
        ])
        .await;
        let all = client(server.url()).containers().list().all().await;
        let ids: Vec<_> = all.unwrap().iter().filter_map(|one| one.id).collect();
        assert_eq!(ids, [1, 2, 3, 4]);
        let received = server.received();
        let connections: Vec<_> = received.iter().map(|request| request.connection).collect();
        assert_eq!(connections, [1, 1, 2, 3, 3]);
        assert_eq!(received[1].target, received[3].target);
    }
}

/// A path or what is in memory; a text that looks like a path is not taken for one.
#[tokio::test]
async fn c05_a_file_is_uploaded_from_a_path_or_from_memory() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plugin.zip");
    std::fs::write(&path, "PK-1").unwrap();
    let build = r#"{"build_id":"b-1"}"#;
    let server = RawServer::start([answers("200 OK", build)]).await;
    let containers = client(server.url()).containers();
    for (upload, name, content) in [
        (Upload::file(&path).await.unwrap(), "plugin.zip", "PK-1"),
        (
            Upload::from("/etc/hostname").named("a.zip"),
            "a.zip",
            "/etc/hostname",
        ),
    ] {
        containers.create_from_file(upload).await.unwrap();
        let sent = server.received().pop().unwrap();
        let body = String::from_utf8(sent.body).unwrap();
        let part = format!("name=\"file\"; filename=\"{name}\"\r\n\r\n{content}\r\n");
        assert!(body.contains(&part), "{body}");
    }
    let missing = Upload::file(folder.path().join("none.zip")).await;
    assert_eq!(missing.unwrap_err().kind(), ErrorKind::File);
}
