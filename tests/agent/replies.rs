//! What is an answer: the agent's replies are fixed nowhere, and what was done must not look as if it was not.

use quintet::ErrorKind;
use quintet::synapse::Refusal;
use serde_json::{Value, json};

use super::{always, client, json as reply_json};
use crate::support::raw_server::{RawServer, Step, reply, send};

#[tokio::test]
async fn any_success_with_the_right_body_is_one() {
    for status in ["200 OK", "201 Created", "202 Accepted"] {
        let server = always(status, r#"{"id":7,"status":"STOPPING","build_id":"b-1"}"#).await;
        let client = client(&server);
        let stopped = client.jobs().stop("j").response().await.unwrap();
        assert!(status.starts_with(stopped.status().as_str()));
        assert_eq!(stopped.value().status.as_deref(), Some("STOPPING"));
        let created = client.plugins().create("d", "1").await.unwrap();
        assert_eq!(created.lookup().as_deref(), Some("7"));
        let build = client.containers().create("d@1").await.unwrap();
        assert_eq!(build.build_id.as_deref(), Some("b-1"));
    }
    for status in ["201 Created", "202 Accepted"] {
        let server = always(
            status,
            r#"{"status":"success","gatekeeping_enabled":false}"#,
        )
        .await;
        let client = client(&server);
        let policy = client.resources().update_policy().await.unwrap();
        assert!(!policy.gatekeeping_enabled());
        assert!(client.system().restart().await.is_ok());
        assert!(client.system().update().await.is_ok());
        // What is read has the status of the document.
        let error = client.resources().policy().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
    }
    let server = always("201 Created", "[1]").await;
    let error = client(&server).jobs().stop("j").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.status().unwrap().as_u16(), 201);
    assert_eq!(error.body().unwrap(), "[1]");
}

#[tokio::test]
async fn what_was_done_may_say_nothing() {
    for (status, body) in [
        ("204 No Content", ""),
        ("200 OK", ""),
        ("202 Accepted", "null"),
    ] {
        let server = RawServer::start([vec![Step::Request, send(reply(status, body))]]).await;
        let client = client(&server);
        let stopped = client.jobs().stop("j").response().await.unwrap();
        assert!(status.starts_with(stopped.status().as_str()));
        assert_eq!(
            (&stopped.value().status, stopped.value().extra.len()),
            (&None, 0)
        );
        assert!(client.docker().stop("4f5e").await.unwrap().id.is_none());
        assert!(client.containers().update(3).await.unwrap().id.is_none());
        let run = client.plugins().run("d@1", "train").await.unwrap();
        assert_eq!(run, Value::Null);
        // What is read must be there.
        let error = client.jobs().get("j").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
    }
}

#[tokio::test]
async fn what_is_deleted_is_gone_whatever_the_agent_says() {
    for (status, body) in [
        ("204 No Content", ""),
        ("200 OK", ""),
        ("200 OK", "gone"),
        ("200 OK", r#"{"detail":"deleted"}"#),
        ("202 Accepted", "later"),
    ] {
        let server = RawServer::start([vec![Step::Request, send(reply(status, body))]]).await;
        let client = client(&server);
        let deleted = client.containers().delete(3).response().await.unwrap();
        assert!(status.starts_with(deleted.status().as_str()));
        client.docker().delete("4f5e").await.unwrap();
        client.plugins().delete("d@1").await.unwrap();
        client.serve().delete("d@1").await.unwrap();
        assert_eq!(server.received().len(), 4);
    }
    // The first attempt did it, and its reply was lost.
    let lost = vec![Step::Request, Step::Reset];
    let gone = reply_json("404 Not Found", r#"{"detail":"no such container"}"#);
    let server = RawServer::start([lost, gone]).await;
    client(&server).containers().delete(3).await.unwrap();
    let error = client(&server).containers().delete(3).await.unwrap_err();
    assert!(error.is_not_found());
}

#[tokio::test]
async fn runs_and_health_may_answer_anything() {
    for (body, value) in [
        (r#"{"job_id":"j"}"#, json!({"job_id": "j"})),
        ("[0.1]", json!([0.1])),
        ("\"queued\"", json!("queued")),
        ("queued", json!("queued")),
        ("", Value::Null),
        ("null", Value::Null),
    ] {
        let server = always("200 OK", body).await;
        let client = client(&server);
        assert_eq!(
            client.plugins().run("d@1", "a").await.unwrap(),
            value,
            "{body}"
        );
        assert_eq!(
            client.plugins().run_debug("a").await.unwrap(),
            value,
            "{body}"
        );
        assert_eq!(client.health().await.unwrap(), value, "{body}");
    }
}

#[tokio::test]
async fn a_log_is_a_text() {
    for (media, body, log) in [
        ("text/plain; charset=utf-8", "한\n1\n", "한\n1\n"),
        ("text/plain", "123", "123"),
        ("text/plain", r#"{"a":1}"#, r#"{"a":1}"#),
        ("text/plain", "null", "null"),
        ("text/plain", "", ""),
        ("application/octet-stream", "\"x\"", "\"x\""),
        ("application/json", r#""x\n""#, "x\n"),
        ("application/json", r#""""#, ""),
    ] {
        let head = format!("200 OK\ncontent-type: {media}");
        let server = RawServer::start([vec![Step::Request, send(reply(&head, body))]]).await;
        assert_eq!(
            client(&server).jobs().logs("j").await.unwrap(),
            log,
            "{media}"
        );
    }
    let server = always("200 OK", r#"{"logs":"x"}"#).await;
    let error = client(&server).jobs().logs("j").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.body().unwrap(), r#"{"logs":"x"}"#);
}

#[tokio::test]
async fn a_lack_of_gpus_is_told_apart() {
    let said = r#"{"error_type":"gpu_unavailable","message":"All GPUs are busy","max_utilization":97.0,"threshold":90.0}"#;
    let server = always("503 Service Unavailable", said).await;
    let error = client(&server)
        .plugins()
        .run("d@1", "train")
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Unavailable, Some("gpu_unavailable"))
    );
    assert_eq!(
        (error.message(), error.attempts()),
        ("All GPUs are busy", 1)
    );
    assert!(!error.is_retryable());
    let Some(Refusal::GpuUnavailable {
        max_utilization,
        threshold,
        ..
    }) = Refusal::of(&error)
    else {
        panic!("{error:?}");
    };
    assert_eq!((max_utilization, threshold), (Some(97.0), Some(90.0)));
}

#[tokio::test]
async fn errors_keep_status_and_detail() {
    for (status, body, kind, message) in [
        (
            "400 Bad Request",
            r#"{"detail":"over"}"#,
            ErrorKind::BadRequest,
            "over",
        ),
        (
            "401 Unauthorized",
            r#"{"detail":"bad"}"#,
            ErrorKind::Unauthorized,
            "bad",
        ),
        (
            "403 Forbidden",
            r#"{"detail":"no"}"#,
            ErrorKind::Forbidden,
            "no",
        ),
        (
            "404 Not Found",
            r#"{"detail":"none"}"#,
            ErrorKind::NotFound,
            "none",
        ),
        (
            "409 Conflict",
            r#"{"detail":"busy"}"#,
            ErrorKind::Conflict,
            "busy",
        ),
        (
            "422 Unprocessable Content",
            r#"{"detail":[{"loc":["body","x"],"msg":"bad","type":"t"}]}"#,
            ErrorKind::BadRequest,
            "body.x: bad",
        ),
        ("429 Too Many Requests", "{}", ErrorKind::RateLimited, "{}"),
        (
            "500 Internal Server Error",
            "Internal Server Error",
            ErrorKind::Server,
            "Internal Server Error",
        ),
    ] {
        let server = always(status, body).await;
        let error = client(&server).jobs().stop("j").await.unwrap_err();
        assert_eq!((error.kind(), error.message()), (kind, message));
        assert!(status.starts_with(error.status().unwrap().as_str()));
        assert_eq!(error.operation(), Some("stop_job"));
    }
}

#[tokio::test]
async fn a_limit_of_another_type_is_no_policy() {
    let server = always("200 OK", r#"{"max_concurrent_jobs":"three"}"#).await;
    let resources = client(&server).resources();
    let error = resources.policy().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.message().contains("max_concurrent_jobs"), "{error}");
    assert_eq!(error.body().unwrap(), r#"{"max_concurrent_jobs":"three"}"#);
}
