use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use serde_json::{Value, json};

use super::*;
use crate::error::{Error, ErrorKind, Result};
use crate::gateway::Refusal;
use crate::runtime::{CallOptions, Invoke};

/// A server that gives these replies, one per connection, then refusals, and keeps what was sent.
struct Server {
    url: String,
    received: Receiver<(String, Vec<u8>)>,
}

impl Server {
    fn new(replies: Vec<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (sender, received) = channel();
        thread::spawn(move || {
            let surplus = std::iter::repeat_with(|| reply(500, "text/plain", "one too many"));
            for (reply, connection) in replies.into_iter().chain(surplus).zip(listener.incoming()) {
                let mut connection = connection.unwrap();
                sender.send(read(&mut connection)).ok();
                connection.write_all(reply.as_bytes()).ok();
            }
        });
        Self { url, received }
    }

    fn client(&self) -> Client {
        Client::builder()
            .base_url(&*self.url)
            .token("it-1")
            .build()
            .unwrap()
    }

    /// Head and body of each request that was answered.
    fn requests(&self) -> Vec<(String, Vec<u8>)> {
        self.received.try_iter().collect()
    }
}

fn read(connection: &mut TcpStream) -> (String, Vec<u8>) {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    let end = loop {
        let count = connection.read(&mut chunk).unwrap();
        assert!(count > 0, "the request broke off");
        bytes.extend(&chunk[..count]);
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let head = String::from_utf8(bytes[..end].to_vec())
        .unwrap()
        .to_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length.unwrap().parse().unwrap();
    while bytes.len() < end + length {
        let count = connection.read(&mut chunk).unwrap();
        assert!(count > 0, "the request broke off");
        bytes.extend(&chunk[..count]);
    }
    (head, bytes[end..].to_vec())
}

fn reply(status: u16, media: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status} X\r\ncontent-type: {media}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
}

fn json_reply(status: u16, body: &Value) -> String {
    reply(status, "application/json", &body.to_string())
}

fn completed(results: &Value) -> String {
    json_reply(
        200,
        &json!({"job_id": "j", "status": "COMPLETED", "results": results}),
    )
}

/// What comes of one run that is answered so.
async fn run(reply: String) -> Result<RunResult> {
    let server = Server::new(vec![reply]);
    let outcome = server.client().run("weather", "1.2.0", "current").await;
    let sent = server.requests().len();
    assert_eq!(sent, 1, "a run is sent once");
    outcome
}

async fn refused(status: u16, body: &Value) -> Error {
    run(json_reply(status, body)).await.unwrap_err()
}

#[tokio::test]
async fn the_request_is_the_one_that_was_captured() {
    let server = Server::new(vec![completed(&json!([{"status": "SUCCESS"}]))]);
    let call = server
        .client()
        .run("p", "1", "f")
        .file("video", "s3://b/input.mp4");
    let result = call.await.unwrap();
    assert_eq!(
        (result.job_id.as_deref(), result.is_success()),
        (Some("j"), true)
    );
    let (head, body) = server.requests().remove(0);
    assert!(
        head.starts_with("post /v1/internal/run http/1.1\r\n"),
        "{head}"
    );
    for line in [
        "content-type: application/json",
        "x-internal-token: it-1",
        "content-length: 129",
    ] {
        assert!(head.lines().any(|header| header == line), "{line}: {head}");
    }
    let captured = r#"{"calls":[{"prefab_id":"p","version":"1","function_name":"f","inputs":{"parameters":{},"files":{"video":["s3://b/input.mp4"]}}}]}"#;
    // The same but for the order of the fields, which means nothing.
    assert_eq!(body.len(), captured.len());
    let captured: Value = serde_json::from_str(captured).unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&body).unwrap(), captured);
}

#[tokio::test]
async fn legacy_credentials_run_elsewhere_in_the_same_form() {
    let one = completed(&json!([{"status": "SUCCESS"}]));
    let server = Server::new(vec![one.clone(), one]);
    let key = Client::builder()
        .base_url(&*server.url)
        .legacy_api_key("k-1")
        .build()
        .unwrap();
    let jwt = Client::builder()
        .base_url(&*server.url)
        .legacy_jwt("Bearer t-1")
        .build()
        .unwrap();
    key.prefab("p", "1")
        .call("f")
        .parameter("city", "Bonn")
        .await
        .unwrap();
    jwt.run_batch([PrefabCall::new("p", "1", "f").parameter("city", "Bonn")])
        .await
        .unwrap();
    for (head, body) in server.requests() {
        assert!(head.starts_with("post /v1/run http/1.1\r\n"), "{head}");
        let inputs = &serde_json::from_slice::<Value>(&body).unwrap()["calls"][0]["inputs"];
        assert_eq!(inputs, &json!({"parameters": {"city": "Bonn"}}));
    }
}

#[tokio::test]
async fn a_failed_call_is_a_result_unless_it_must_succeed() {
    let failed =
        completed(&json!([{"status": "FAILED", "error": {"message": "boom", "type": "E"}}]));
    let result = run(failed.clone()).await.unwrap();
    assert_eq!(result.error_message(), Some("boom"));
    let server = Server::new(vec![failed]);
    let strict = server.client().run("p", "1", "f").must_succeed();
    let error = strict.await.unwrap_err();
    assert_eq!(
        (error.kind(), error.code(), error.attempts()),
        (ErrorKind::Failed, Some("E"), 1)
    );
    assert!(error.body().is_some_and(|body| body.starts_with(b"{")));
}

#[tokio::test]
async fn an_unknown_status_is_a_result() {
    let result = run(completed(
        &json!([{"status": "QUEUED", "output": {"a": 1}}]),
    ))
    .await
    .unwrap();
    assert_eq!(result.status, Some(CallStatus::Other("QUEUED".to_owned())));
    assert!(!result.is_success());
    assert_eq!(result.get("a"), Some(&json!(1)));
}

#[tokio::test]
async fn a_reply_that_is_none_is_told_and_kept() {
    let cases = [
        completed(&json!([])),
        completed(&json!([{"status": "SUCCESS"}, {"status": "FAILED"}])),
        json_reply(200, &json!({"job_id": "j", "status": "COMPLETED"})),
        reply(200, "text/html", "<html>"),
        reply(200, "application/json", ""),
    ];
    for (index, case) in cases.into_iter().enumerate() {
        let body = case.split_once("\r\n\r\n").unwrap().1.to_owned();
        let error = run(case).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert_eq!(error.body().unwrap(), body.as_bytes(), "{error}");
        assert_eq!(
            error.message().contains("results, not 1"),
            index < 2,
            "{error}"
        );
        assert!(!error.is_retryable());
    }
}

#[tokio::test]
async fn a_function_that_streams_is_told() {
    let events = "data: {\"type\": \"content\", \"data\": \"He\"}\n\n";
    for media in ["text/event-stream", "Text/Event-Stream; charset=utf-8"] {
        let error = run(reply(200, media, events)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(
            error
                .message()
                .contains("did run, but streams what it gives; call it with `run_stream`"),
            "{error}"
        );
        assert_eq!(error.body().unwrap(), events.as_bytes());
    }
    let refusal = run(reply(500, "text/event-stream", events))
        .await
        .unwrap_err();
    assert!(!refusal.message().contains("run_stream"), "{refusal}");
}

#[tokio::test]
async fn a_404_names_the_prefab() {
    let told = refused(404, &json!({"detail": "Prefab weather@1.2.0 not found"})).await;
    assert_eq!(told.message(), "Prefab weather@1.2.0 not found");
    let untold = refused(
        404,
        &json!({"detail": "Function current not found in prefab weather"}),
    )
    .await;
    let expected =
        "Function current not found in prefab weather (function current of weather@1.2.0)";
    assert_eq!(untold.message(), expected);
    assert!(untold.is_not_found() && untold.body().is_some());
}

#[tokio::test]
async fn refusals_say_all_they_know() {
    let detail = json!({
        "error_code": "MISSING_SECRET", "message": "Missing required secret",
        "prefab_id": "weather", "secret_name": "KEY", "instructions": "store it"
    });
    let error = refused(400, &json!({"detail": detail})).await;
    assert_eq!(error.kind(), ErrorKind::BadRequest);
    assert_eq!(error.code(), Some("MISSING_SECRET"));
    let expected =
        "Missing required secret: a secret is not stored, name KEY, prefab weather: store it";
    assert_eq!(error.message(), expected);
    assert!(matches!(
        Refusal::of(&error),
        Some(Refusal::MissingSecret { .. })
    ));
    let echo = r#"{"detail": {"error_code": "MISSING_SECRET", "message": "m", "secret_name": "\u0069t-1"}}"#;
    let error = run(reply(400, "application/json", echo)).await.unwrap_err();
    assert!(
        error
            .message()
            .starts_with("m: a secret is not stored, name "),
        "{error}"
    );
    assert!(!error.message().contains("it-1"), "{error}");
    let error = refused(429, &json!({"detail": {"message": "m", "limit": 1}})).await;
    assert!(matches!(
        Refusal::of(&error),
        Some(Refusal::QuotaExceeded { limit: Some(1), .. })
    ));
    let error = refused(503, &json!({"detail": "m"})).await;
    assert_eq!(
        (error.kind(), error.is_retryable()),
        (ErrorKind::Unavailable, false)
    );
}

#[tokio::test]
async fn a_batch_keeps_its_order_and_its_failures() {
    let results = json!([
        {"status": "SUCCESS", "output": {"output": 1}},
        {"status": "FAILED", "error": {"message": "boom"}},
        {"status": "SUCCESS", "output": {"output": 3}}
    ]);
    let body = json!({"job_id": "j", "status": "PARTIAL_SUCCESS", "results": results});
    let server = Server::new(vec![json_reply(200, &body)]);
    let calls = (1..4).map(|n| PrefabCall::new("p", "1", "f").parameter("n", n));
    let batch = server.client().run_batch(calls).await.unwrap();
    assert_eq!(batch.status, Some(RunStatus::PartialSuccess));
    assert!(!batch.all_success());
    let failed: Vec<_> = batch
        .failed()
        .map(|(index, result)| (index, result.error_message()))
        .collect();
    assert_eq!(failed, [(1, Some("boom"))]);
    assert!(
        batch
            .results
            .iter()
            .all(|result| result.job_id.as_deref() == Some("j"))
    );
    let (_, body) = server.requests().remove(0);
    let body: Value = serde_json::from_slice(&body).unwrap();
    let sent: Vec<_> = (0..3)
        .map(|n| body["calls"][n]["inputs"]["parameters"]["n"].clone())
        .collect();
    assert_eq!(sent, [1, 2, 3]);
}

#[tokio::test]
async fn no_calls_are_sent_as_such() {
    let server = Server::new(vec![completed(&json!([]))]);
    let batch = server.client().run_batch([]).await.unwrap();
    assert!(batch.all_success() && batch.results.is_empty());
    assert_eq!(server.requests()[0].1, b"{\"calls\":[]}");
}

#[tokio::test]
async fn a_404_of_a_batch_counts_its_calls() {
    let server = Server::new(vec![json_reply(404, &json!({"detail": "Not Found"}))]);
    let calls = [
        PrefabCall::new("p", "1", "f"),
        PrefabCall::new("q", "1", "f"),
    ];
    let error = server.client().run_batch(calls).await.unwrap_err();
    assert_eq!(error.message(), "Not Found (one of 2 calls)");
}

#[tokio::test]
async fn bad_calls_are_refused_before_anything_is_sent() {
    let server = Server::new(Vec::new());
    let client = server.client();
    let good = || PrefabCall::new("p", "1", "f");
    let bad = [good(), good().file("video", "/tmp/a.mp4")];
    let one = client.run("p", "1", "").await.unwrap_err();
    let several = client.run_batch(bad.clone()).await.unwrap_err();
    let mut many = client
        .run_many(bad.into_iter().skip(1))
        .results()
        .await
        .unwrap();
    let many = many.remove(0).unwrap_err();
    for error in [&one, &several, &many] {
        assert!(
            error.is_invalid_input() && error.operation() == Some("run"),
            "{error}"
        );
        assert_eq!(error.attempts(), 0);
    }
    assert!(
        several
            .message()
            .starts_with("calls[1]: file \"video\": \"/tmp/a.mp4\""),
        "{several}"
    );
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn many_calls_have_a_request_each() {
    let failed = completed(&json!([{"status": "FAILED"}]));
    let good = completed(&json!([{"status": "SUCCESS"}]));
    let refused = json_reply(404, &json!({"detail": "no"}));
    let server = Server::new(vec![failed, refused, good]);
    let calls = (0..3).map(|n| PrefabCall::new("p", "1", "f").parameter("n", n));
    let batch = server.client().run_many(calls).concurrency(1);
    let results = batch.results().await.unwrap();
    assert!(results[0].as_ref().is_ok_and(|result| !result.is_success()));
    assert!(results[1].as_ref().is_err_and(Error::is_not_found));
    assert!(results[2].as_ref().is_ok_and(RunResult::is_success));
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn a_stream_of_calls_stops_at_an_error() {
    let good = completed(&json!([{"status": "SUCCESS"}]));
    let server = Server::new(vec![good, json_reply(503, &json!({"detail": "no"}))]);
    let calls = stream::iter(0..5).map(|_| PrefabCall::new("p", "1", "f"));
    let batch = server
        .client()
        .run_many_from(calls)
        .concurrency(1)
        .stop_on_error();
    let results = batch.results().await.unwrap();
    assert_eq!(results.len(), 2);
    assert!(results[0].is_ok() && results[1].is_err());
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn a_run_has_its_own_time_unless_told() {
    let client = Client::builder().token("it-1");
    let limit = |client: &Client, set| {
        let mut options = CallOptions {
            timeout: set,
            ..CallOptions::default()
        };
        let call = client.run("p", "1", "f");
        call.parameters.adjust(&mut options);
        let batch = client.run_batch([]);
        let mut same = CallOptions {
            timeout: set,
            ..CallOptions::default()
        };
        batch.parameters.adjust(&mut same);
        assert_eq!(options.timeout, same.timeout);
        options.timeout.unwrap()
    };
    let (second, minutes) = (Duration::from_secs(1), Duration::from_secs(1200));
    let default = client.build().unwrap();
    assert_eq!(limit(&default, None), minutes);
    assert_eq!(limit(&default, Some(second)), second);
    let patient = Client::builder()
        .token("it-1")
        .run_timeout(2 * minutes)
        .build()
        .unwrap();
    assert_eq!(limit(&patient, None), 2 * minutes);
}
