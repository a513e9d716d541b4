//! What an error says. Contract: §5, §8 (11 to 16).

use std::time::Duration;

use quintet::ErrorKind;
use quintet::loopai::{Refusal, RefusalKind};
use quintet::sim::loopai::{LimitReply, RateLimits};
use serde_json::json;

use super::super::stage::{Stage, said};
use crate::support::raw_loopai::{TASK, answers, builder, client};
use crate::support::raw_server::Step::{Request, Silence};
use crate::support::raw_server::{RawServer, reply, send};
use crate::support::resolver::Refused;

#[tokio::test]
async fn w11_a_page_of_a_proxy_is_an_error_with_its_status() {
    let page = "<html>\n<head><title>502 Bad Gateway</title></head>\n</html>";
    for (media, body) in [
        ("text/html", page),
        ("text/plain", "upstream connect error"),
        ("application/json", "<html>"),
        ("application/json", ""),
    ] {
        let lines = format!("502 Bad Gateway\ncontent-type: {media}");
        let server = RawServer::start([vec![Request, send(reply(&lines, body))]]).await;
        let error = client(server.url()).tasks().get(TASK).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status().unwrap().as_u16()),
            (ErrorKind::Server, 502)
        );
        assert_eq!(error.body().unwrap(), body);
        assert!(!error.to_string().contains('\n'), "{error}");
        assert_eq!(Refusal::of(&error).kind, RefusalKind::Server);
    }
}

/// The faults of fields, in each form that they have.
#[tokio::test]
async fn w12_what_is_wrong_with_fields_is_kept() {
    let faults = json!({
        "code": "VALIDATION_ERROR", "message": "Request validation failed",
        "details": [{ "property_name": "TaskId", "error_message": "Task ID is required" }],
    });
    let problem = json!({
        "type": "https://tools.ietf.org/html/rfc9110#section-15.5.1", "title": "One or more validation errors occurred.",
        "status": 400, "errors": { "request": ["The request field is required."], "$.task_id": ["a", "b"] },
        "traceId": "00-1-2-00",
    });
    let mocked = json!({ "message": "Validation failed", "errors": { "text": ["Required"] } });
    let detail = json!({ "detail": [{ "type": "missing", "loc": ["body", "input", 0], "msg": "Field required" }] });
    for (body, status, message, fields) in [
        (
            faults,
            "400 X",
            "Request validation failed",
            json!({ "TaskId": ["Task ID is required"] }),
        ),
        (
            problem,
            "400 X",
            "One or more validation errors occurred",
            json!({ "request": ["The request field is required."], "$.task_id": ["a", "b"] }),
        ),
        (
            mocked,
            "400 X",
            "Validation failed",
            json!({ "text": ["Required"] }),
        ),
        (
            detail,
            "422 X",
            "Field required",
            json!({ "body.input.0": ["Field required"] }),
        ),
    ] {
        for media in ["application/json", "application/problem+json"] {
            let lines = format!("{status}\ncontent-type: {media}");
            let script = vec![Request, send(reply(&lines, body.to_string()))];
            let server = RawServer::start([script]).await;
            let error = client(server.url()).execute(TASK, 1).await.unwrap_err();
            let refusal = Refusal::of(&error);
            assert_eq!(serde_json::to_value(&refusal.fields).unwrap(), fields);
            assert_eq!(
                (refusal.kind, error.kind()),
                (RefusalKind::Validation, ErrorKind::BadRequest)
            );
            assert!(error.message().contains(message), "{error}");
            assert!(!error.message().contains('{'), "{error}");
        }
    }
}

#[tokio::test]
async fn w13_nothing_that_the_server_says_is_dropped() {
    let told = json!({
        "code": "TASK_RETRIEVAL_ERROR", "message": "Failed", "details": "the database is gone",
        "trace_id": "0HN7:00000002", "timestamp": "2025-10-27T01:02:03.1234567Z",
    });
    let server = RawServer::start([answers("500 X", &told.to_string())]).await;
    let error = client(server.url()).tasks().get(TASK).await.unwrap_err();
    assert_eq!(
        (error.code(), error.message()),
        (Some("TASK_RETRIEVAL_ERROR"), "Failed: the database is gone")
    );
    assert_eq!(error.headers().unwrap()["x-marker"], "kept");
    assert_eq!(error.request_id(), Some("req-7"));
    assert_eq!(error.body().unwrap(), told.to_string().as_bytes());
    assert_eq!(error.operation(), Some("get_task"));
    let refusal = Refusal::of(&error);
    assert_eq!(refusal.code.as_deref(), Some("TASK_RETRIEVAL_ERROR"));
    assert_eq!(refusal.trace_id.as_deref(), Some("0HN7:00000002"));
    assert_eq!(refusal.details, Some(json!("the database is gone")));
    assert_eq!(
        refusal.timestamp,
        Some("2025-10-27T01:02:03.1234567Z".parse().unwrap())
    );
}

#[tokio::test]
async fn w14_only_an_execution_fails_as_an_execution() {
    for (code, kind, refused) in [
        ("EXECUTION_ERROR", ErrorKind::Failed, RefusalKind::Execution),
        ("INTERNAL_ERROR", ErrorKind::Server, RefusalKind::Server),
    ] {
        let body = json!({ "code": code, "message": "no" }).to_string();
        let server = RawServer::start([answers("500 X", &body)]).await;
        let error = client(server.url()).execute(TASK, 1).await.unwrap_err();
        assert_eq!((error.kind(), Refusal::of(&error).kind), (kind, refused));
    }
    let body = r#"{"code":"TASK_CREATION_ERROR","message":"Failed to create task"}"#;
    let server = RawServer::start([answers("500 X", body)]).await;
    let call = client(server.url()).tasks().create("t").description("d");
    let call = call.input_schema(json!({})).output_schema(json!({}));
    let error = call.await.unwrap_err();
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Server, Some("TASK_CREATION_ERROR"))
    );
    // Names that are taken are conflicts, and limits are limits, also where the server makes a mistake in saying so.
    let stage = Stage::start().await;
    let error = stage.wish("spam-classifier").await.unwrap_err();
    assert_eq!(said(&error), (409, Some("TASK_ALREADY_EXISTS")));
    assert!(error.is_conflict() && Refusal::of(&error).kind == RefusalKind::Conflict);
    let limits = RateLimits::default().executions_per_minute(0);
    stage.simulator.set_rate_limits(Some(limits));
    stage.simulator.set_limit_reply(LimitReply::InternalError);
    let error = stage.client.execute(TASK, json!({ "text": "x" })).await;
    let error = error.unwrap_err();
    assert_eq!(said(&error), (500, Some("INTERNAL_ERROR")));
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Server, 1));
}

/// A server that does not answer is not one that is not there.
#[tokio::test]
async fn w15_a_timeout_is_no_failed_connection() {
    let server = RawServer::start([vec![Request, Silence]]).await;
    let client = client(server.url());
    let call = client.execute(TASK, 1).timeout(Duration::from_millis(50));
    let error = call.await.unwrap_err();
    assert!(error.is_timeout() && error.kind() == ErrorKind::Timeout);
    assert!(!error.to_string().contains("connect"), "{error}");
    assert_eq!(Refusal::of(&error).kind, RefusalKind::Transport);
    let refused = Refused::new();
    let url = format!("http://{}", refused.address());
    let error = builder(&url).build().unwrap().health().await.unwrap_err();
    assert!(!error.is_timeout() && error.kind() == ErrorKind::Connect);
}

/// The status is said once, and what the server says once.
#[tokio::test]
async fn w16_nothing_is_said_twice() {
    for (status, number, body, words) in [
        (
            "405 Method Not Allowed\nallow: GET",
            "405",
            "",
            "Method Not Allowed",
        ),
        ("404 Not Found", "404", "", "Not Found"),
        (
            "409 Conflict",
            "409",
            r#"{"message":"the name is taken"}"#,
            "the name is taken",
        ),
    ] {
        let server = RawServer::start([answers(status, body)]).await;
        let error = client(server.url()).execute(TASK, 1).await.unwrap_err();
        let text = error.to_string();
        assert_eq!(text.matches(number).count(), 1, "{text}");
        assert!(text.matches(words).count() <= 1, "{text}");
        assert!(
            text.contains("execute") && !text.contains("Unknown error"),
            "{text}"
        );
        if !body.is_empty() {
            assert!(text.contains(words), "{text}");
        }
    }
}
