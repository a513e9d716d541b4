//! Successes that are no stream of events. Contract: §3.

use quintet::ErrorKind;
use quintet::gateway::{StreamEnd, StreamEventKind};

use super::{Told, read, run, told_by};
use crate::support::frozen::Frozen;
use crate::support::raw_gateway::{answers, builder};
use crate::support::raw_server::Step::{Close, Request};
use crate::support::raw_server::{RawServer, Script, head, reply, send};

const RESULT: &str = r#"{"job_id":"j","status":"COMPLETED","results":[{"status":"SUCCESS","output":{"status":"SUCCESS",
    "output":{"success":true,"message":"done"},"files":{}},"error":null}]}"#;

fn typed(media: &str, body: &str) -> Script {
    let lines = format!("200 OK\ncontent-type: {media}");
    vec![Request, send(reply(&lines, body))]
}

#[tokio::test(start_paused = true)]
async fn the_result_of_a_function_that_does_not_stream_is_an_event() {
    use futures_util::StreamExt;

    for media in [
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON",
    ] {
        let _frozen = Frozen::new();
        let server = RawServer::start([typed(media, RESULT)]).await;
        let response = run(&server).response().await.unwrap();
        assert_eq!(response.request_id(), Some("req-7"));
        let mut stream = response.into_value();
        let event = stream.next().await.unwrap().unwrap();
        assert_eq!(event.kind, StreamEventKind::Result);
        let result = event.result().unwrap();
        assert_eq!(result.job_id.as_deref(), Some("j"));
        assert!(result.is_success() && result.business_success());
        assert_eq!(event.data["output"]["message"], "done");
        assert!(stream.next().await.is_none());
        assert_eq!(stream.end(), Some(StreamEnd::Result));
        assert_eq!(server.received().len(), 1);
    }
}

/// As with a run that does not stream: what fails in the function is a result.
#[tokio::test(start_paused = true)]
async fn a_result_that_failed_is_an_event_too() {
    let body = r#"{"job_id":"j","status":"PARTIAL_SUCCESS","results":[{"status":"FAILED","output":null,
        "error":{"message":"boom","type":"ValueError"}}]}"#;
    let told = told_by(answers("200 OK", body)).await;
    assert_eq!(told.events, ["result null"]);
    assert_eq!(told.end, Some(StreamEnd::Result));
}

async fn refused(script: Script) -> quintet::Error {
    let _frozen = Frozen::new();
    let server = RawServer::start([script]).await;
    let client = builder(server.url()).max_body(1024).build().unwrap();
    let error = client.run_stream("p", "1", "f").await.unwrap_err();
    assert_eq!(
        (error.operation(), error.attempts()),
        (Some("run_stream"), 1)
    );
    assert_eq!(error.request_id(), Some("req-7"));
    drop(client);
    assert_eq!(server.finish().await.len(), 1);
    error
}

#[tokio::test(start_paused = true)]
async fn json_that_is_no_result_is_an_error_with_its_body() {
    for body in [
        r#"{"ok":true}"#,
        r#"{"job_id":"j","status":"COMPLETED","results":[]}"#,
        "[]",
        "{",
        "",
    ] {
        let error = refused(typed("application/json", body)).await;
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}: {error}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
        assert_eq!(error.body().unwrap(), body);
    }
}

#[tokio::test(start_paused = true)]
async fn a_page_for_people_is_an_error() {
    for media in ["text/html", "text/html; charset=utf-8", "TEXT/HTML"] {
        let error = refused(typed(media, "<html>Sign in</html>")).await;
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert!(error.message().contains("base URL"), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_success_of_another_kind_is_an_error() {
    for lines in ["204 No Content", "202 Accepted", "206 Partial Content"] {
        let script = vec![Request, send(reply(lines, "")), Close];
        let error = refused(script).await;
        assert_eq!(error.kind(), ErrorKind::Decode, "{lines}: {error}");
    }
    let error = refused(vec![Request, send(reply("304 Not Modified", "")), Close]).await;
    assert_eq!(error.kind(), ErrorKind::Redirect, "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_result_that_is_cut_or_too_large_is_an_error() {
    let cut = head("200 OK\ncontent-type: application/json\ncontent-length: 999") + "{";
    let error = refused(vec![Request, send(cut), Close]).await;
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    let large = format!("{}{RESULT}", " ".repeat(1024));
    let error = refused(typed("application/json", &large)).await;
    assert_eq!(error.kind(), ErrorKind::TooLarge, "{error}");
}

/// The published client never looks at the type of a stream, so servers may leave it out.
#[tokio::test(start_paused = true)]
async fn a_stream_of_any_other_type_is_read() {
    for lines in [
        "200 OK",
        "200 OK\ncontent-type: text/plain",
        "200 OK\ncontent-type: application/octet-stream",
    ] {
        let bytes = head(lines) + "data: {\"type\":\"done\"}\n\n";
        let told: Told = told_by(vec![Request, send(bytes), Close]).await;
        assert_eq!(told.events, ["done null"], "{lines}");
        assert_eq!(told.end, Some(StreamEnd::Done));
    }
}

/// What is no stream at all is at least no success.
#[tokio::test(start_paused = true)]
async fn what_holds_no_event_is_unfinished() {
    let bytes = head("200 OK\ncontent-type: text/plain") + "Sign in first.\n";
    let told = told_by(vec![Request, send(bytes), Close]).await;
    assert!(told.events.is_empty() && told.error.is_none());
    assert_eq!(told.end, Some(StreamEnd::Unfinished));
}

#[tokio::test(start_paused = true)]
async fn a_client_is_used_again_after_a_stream() {
    let _frozen = Frozen::new();
    let done = "data: {\"type\":\"done\"}\n\n";
    let lines = format!(
        "200 OK\ncontent-type: text/event-stream\ncontent-length: {}",
        done.len()
    );
    let script = vec![Request, send(head(&lines) + done)];
    let server = RawServer::start([script]).await;
    let client = builder(server.url()).build().unwrap();
    for _ in 0..3 {
        let stream = client.run_stream("p", "1", "f").await.unwrap();
        assert_eq!(read(stream).await.end, Some(StreamEnd::Done));
    }
    drop(client);
    let received = server.finish().await;
    assert_eq!(received.len(), 3);
    assert!(
        received.iter().all(|one| one.connection == 1),
        "one connection for all"
    );
}

/// The other way round: a run that gets a stream did run, so its events are not lost.
#[tokio::test(start_paused = true)]
async fn a_stream_in_the_place_of_a_result_is_an_error_that_keeps_it() {
    let bytes = "data: {\"type\":\"content\",\"data\":\"He\"}\n\ndata: {\"type\":\"done\"}\n\n";
    for media in ["text/event-stream", "Text/Event-Stream; charset=utf-8"] {
        let _frozen = Frozen::new();
        let server = RawServer::start([typed(media, bytes)]).await;
        let client = builder(server.url()).build().unwrap();
        let error = client.run("p", "1", "f").await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Decode, 1));
        assert!(error.message().contains("`run_stream`"), "{error}");
        assert_eq!(error.body().unwrap(), bytes);
    }
}
