//! The captured bytes of the published client: the same requests, but for what the HTTP library says of itself.
//! Contract: §1.1, §1.2, §4. Those of the two steps of an input file are in `objects/upload.rs`, that of a link in
//! `objects/link.rs`.

use std::time::Duration;

use quintet::Upload;
use quintet::gateway::Client;
use serde_json::{Value, json};

use crate::support::raw_gateway::{answers, bare, client};
use crate::support::raw_request::Received;
use crate::support::raw_server::RawServer;

/// The request that a call makes; every reply says all that any call wants.
async fn captured(call: impl AsyncFnOnce(Client)) -> Received {
    let mut received = all_captured(bare("http://unused").token("it-1"), call).await;
    assert_eq!(received.len(), 1);
    received.remove(0)
}

async fn all_captured(
    builder: quintet::Builder<quintet::gateway::Gateway>,
    call: impl AsyncFnOnce(Client),
) -> Vec<Received> {
    let reply = json!({
        "job_id": "j", "status": "COMPLETED", "results": [{ "status": "SUCCESS" }],
        "internal_token": "it-1", "success": true, "s3_url": "s3://b/k", "filename": "a b.txt", "size": 3,
        "files": [], "deleted_count": 2,
    });
    let server = RawServer::start([answers("200 OK", &reply.to_string())]).await;
    let client = builder.base_url(server.url()).build().unwrap();
    call(client).await;
    server.finish().await
}

#[tokio::test]
async fn a_run() {
    let request = captured(async |client| {
        let call = client.run("p", "1", "f").file("video", "s3://b/input.mp4");
        call.await.unwrap();
    })
    .await;
    assert_eq!(
        (&*request.method, &*request.target),
        ("POST", "/v1/internal/run")
    );
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("x-internal-token"), Some("it-1"));
    assert_eq!(request.header("content-length"), Some("129"));
    check_body(
        &request,
        r#"{"calls":[{"prefab_id":"p","version":"1","function_name":"f","inputs":{"parameters":{},"files":{"video":["s3://b/input.mp4"]}}}]}"#,
    );
}

/// `files` is left out when there are none, and characters are not escaped.
#[tokio::test]
async fn a_run_without_files() {
    let request = captured(async |client| {
        client
            .run("p", "1", "f")
            .parameter("q", "né 你好")
            .await
            .unwrap();
    })
    .await;
    check_body(
        &request,
        r#"{"calls":[{"prefab_id":"p","version":"1","function_name":"f","inputs":{"parameters":{"q":"né 你好"}}}]}"#,
    );
}

/// The same JSON, as compact; the order of names is no matter of JSON.
#[track_caller]
fn check_body(request: &Received, captured: &str) {
    let value = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).unwrap();
    assert_eq!(value(&request.body), value(captured.as_bytes()));
    assert_eq!(request.body.len(), captured.len());
}

#[tokio::test]
async fn the_exchange_of_an_api_key() {
    let received = all_captured(bare("http://unused").api_key("sk-1"), async |client| {
        client.run("p", "1", "f").await.unwrap();
    })
    .await;
    let [exchange, run] = &received[..] else {
        panic!("{received:#?}");
    };
    assert_eq!(
        (&*exchange.method, &*exchange.target),
        ("POST", "/v1/auth/convert_to_internal_token")
    );
    assert_eq!(exchange.header("authorization"), Some("Bearer sk-1"));
    assert_eq!(exchange.header("content-length"), Some("0"));
    assert_eq!(exchange.header("content-type"), None);
    assert_eq!(exchange.header("x-internal-token"), None);
    assert_eq!(run.header("x-internal-token"), Some("it-1"));
    assert_eq!(run.header("authorization"), None);
}

/// The headers of the two legacy credentials, whose runs go elsewhere.
#[tokio::test]
async fn legacy_runs() {
    for (builder, name, value) in [
        (
            bare("http://unused").legacy_jwt("ey.J.w"),
            "authorization",
            "Bearer ey.J.w",
        ),
        (
            bare("http://unused").legacy_jwt("Bearer ey.J.w"),
            "authorization",
            "Bearer ey.J.w",
        ),
        (
            bare("http://unused").legacy_api_key("key-1"),
            "x-api-key",
            "key-1",
        ),
    ] {
        let received = all_captured(builder, async |client| {
            client.run("p", "1", "f").await.unwrap();
        })
        .await;
        assert_eq!(
            (&*received[0].method, &*received[0].target),
            ("POST", "/v1/run")
        );
        assert_eq!(received[0].header(name), Some(value));
        assert_eq!(received[0].header("x-internal-token"), None);
    }
}

/// The parts of a form, as they are: heads and contents.
fn parts(request: &Received) -> Vec<String> {
    let media = request.header("content-type").unwrap();
    let boundary = media
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    assert_eq!(boundary.len(), 32);
    assert!(
        boundary.bytes().all(|byte| byte.is_ascii_hexdigit()),
        "{boundary}"
    );
    let length = request.body.len().to_string();
    assert_eq!(
        request.header("content-length"),
        Some(&*length),
        "known before"
    );
    let body = String::from_utf8(request.body.clone()).unwrap();
    let body = body.strip_prefix(&format!("--{boundary}\r\n")).unwrap();
    let body = body
        .strip_suffix(&format!("\r\n--{boundary}--\r\n"))
        .unwrap();
    let between = format!("\r\n--{boundary}\r\n");
    let parts = body.split(&between);
    parts.map(str::to_owned).collect()
}

#[tokio::test]
async fn an_upload() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a b.txt");
    std::fs::write(&path, "abc").unwrap();
    let request = captured(async |client| {
        let upload = Upload::file(&path).await.unwrap();
        let stored = client.files().upload_file(upload).await.unwrap();
        assert_eq!((&*stored.s3_url, stored.size), ("s3://b/k", Some(3)));
    })
    .await;
    assert_eq!(
        (&*request.method, &*request.target),
        ("POST", "/internal/files/upload")
    );
    let file = "Content-Disposition: form-data; name=\"file\"; filename=\"a b.txt\"\r\nContent-Type: text/plain\r\n\r\nabc";
    assert_eq!(parts(&request), [file]);
}

/// A name as it is, but for quotes, and the type of what nobody knows.
#[tokio::test]
async fn an_upload_with_an_odd_name() {
    let request = captured(async |client| {
        let upload = Upload::from("abc").named("né \"1\".unknown");
        client.files().upload_file(upload).await.unwrap();
    })
    .await;
    let file = "Content-Disposition: form-data; name=\"file\"; filename=\"né %221%22.unknown\"\r\n\
                Content-Type: application/octet-stream\r\n\r\nabc";
    assert_eq!(parts(&request), [file]);
}

#[tokio::test]
async fn a_temporary_upload() {
    let file = "Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nabc";
    let field = |name: &str, value: &str| {
        format!("Content-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}")
    };
    let upload = || Upload::from("abc").named("a.txt");
    let request = captured(async |client| {
        client.files().upload_temp_file(upload()).await.unwrap();
    })
    .await;
    assert_eq!(
        (&*request.method, &*request.target),
        ("POST", "/internal/files/upload_temp")
    );
    // The time to live is always there, in seconds, and the session only if there is one; the file is last.
    assert_eq!(parts(&request), [field("ttl", "86400"), file.to_owned()]);
    let request = captured(async |client| {
        let call = client.files().upload_temp_file(upload());
        call.ttl(Duration::from_secs(600))
            .session("s-1")
            .await
            .unwrap();
    })
    .await;
    assert_eq!(
        parts(&request),
        [
            field("ttl", "600"),
            field("session_id", "s-1"),
            file.to_owned()
        ]
    );
}

#[tokio::test]
async fn lists_and_cleaning_up() {
    let client = |client: Client| client.files();
    let request = captured(async |one| drop(client(one).list_files().await.unwrap())).await;
    assert_eq!(
        (&*request.method, &*request.target),
        ("GET", "/internal/files/list?limit=100")
    );
    let request = captured(async |one| {
        let call = client(one)
            .list_temp_files()
            .session("s-1")
            .limit(5)
            .after("t/1");
        call.await.unwrap();
    })
    .await;
    let (path, query) = request.target.split_once('?').unwrap();
    let mut pairs: Vec<_> = query.split('&').collect();
    pairs.sort_unstable();
    assert_eq!(path, "/internal/files/list_temp");
    assert_eq!(
        pairs,
        ["continuation_token=t%2F1", "limit=5", "session_id=s-1"]
    );
    let request = captured(async |one| {
        assert_eq!(client(one).cleanup_temp_files("s-1").await.unwrap(), 2);
    })
    .await;
    assert_eq!(
        (&*request.method, &*request.target),
        ("DELETE", "/internal/files/cleanup_temp?session_id=s-1")
    );
}

/// A slash at the end of the base URL makes no difference, and a path before the routes stays.
#[tokio::test]
async fn base_urls() {
    let reply = json!({ "job_id": "j", "status": "COMPLETED", "results": [] }).to_string();
    let server = RawServer::start([answers("200 OK", &reply)]).await;
    for (suffix, path) in [
        ("", "/v1/internal/run"),
        ("/", "/v1/internal/run"),
        ("/gw/", "/gw/v1/internal/run"),
    ] {
        let none: [quintet::gateway::PrefabCall; 0] = [];
        let client = client(&format!("{}{suffix}", server.url()));
        client.run_batch(none).await.unwrap();
        assert_eq!(server.received().last().unwrap().target, path);
    }
}

/// Whether a function streams is the server's to know: the requests are the same.
#[tokio::test]
async fn a_run_that_streams() {
    let plain = captured(async |client| {
        client.run("p", "1", "f").parameter("n", 1).await.unwrap();
    })
    .await;
    let streaming = captured(async |client| {
        drop(
            client
                .run_stream("p", "1", "f")
                .parameter("n", 1)
                .await
                .unwrap(),
        );
    })
    .await;
    assert_eq!(
        (&plain.method, &plain.target, &plain.body),
        (&streaming.method, &streaming.target, &streaming.body)
    );
    let of = |request: &Received, name: &str| request.header(name).map(str::to_owned);
    for name in ["content-type", "content-length", "x-internal-token"] {
        assert_eq!(of(&plain, name), of(&streaming, name), "{name}");
    }
    let body: Value = serde_json::from_slice(&plain.body).unwrap();
    assert_eq!(body["calls"].as_array().map(Vec::len), Some(1));
}
