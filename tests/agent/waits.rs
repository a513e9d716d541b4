//! Waits for jobs, builds and results.

use std::time::Duration;

use quintet::synapse::{Deferred, JobStatus};
use quintet::{End, ErrorKind};
use serde_json::{Value, json};

use super::{client, json as answer, lines};
use crate::support::raw_server::{RawServer, Script};

const SOON: Duration = Duration::from_millis(1);

fn ok(body: &str) -> Script {
    answer("200 OK", body)
}

fn gone() -> Script {
    answer("404 Not Found", r#"{"detail":"Job j does not exist"}"#)
}

#[tokio::test]
async fn a_job_is_waited_for_until_it_is_over() {
    let running = r#"{"submission_id":"j","status":"RUNNING"}"#;
    let stopped = r#"{"submission_id":"j","status":"STOPPED","message":"by somebody"}"#;
    let scripts = || [ok(running), ok(r#"{"status":"PAUSED"}"#), ok(stopped)];
    let server = RawServer::start(scripts()).await;
    let error = client(&server)
        .jobs()
        .wait("j")
        .interval(SOON)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Failed);
    let message = "waited for job j to succeed, but it is STOPPED: by somebody";
    assert_eq!(error.message(), message);
    assert_eq!(lines(&server), ["GET /jobs/j/"; 3]);

    let server = RawServer::start(scripts()).await;
    let end = client(&server)
        .jobs()
        .wait("j")
        .interval(SOON)
        .end()
        .await
        .unwrap();
    let End::Failed { last, reason } = end else {
        panic!("{end:?}");
    };
    assert_eq!(
        (last.status, &*reason),
        (Some(JobStatus::Stopped), "by somebody")
    );

    let server = RawServer::start(scripts()).await;
    let over = client(&server)
        .jobs()
        .wait_until_over("j")
        .interval(SOON)
        .await;
    assert_eq!(over.unwrap().status, Some(JobStatus::Stopped));

    let server = RawServer::start([ok(running), gone()]).await;
    let error = client(&server)
        .jobs()
        .wait("j")
        .interval(SOON)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Gone);
    let server = RawServer::start([gone()]).await;
    let error = client(&server)
        .jobs()
        .wait("j")
        .interval(SOON)
        .await
        .unwrap_err();
    assert!(error.is_not_found());
}

#[tokio::test]
async fn a_build_is_waited_for_until_it_is_completed() {
    let building = r#"{"status":"building"}"#;
    let done = r#"{"status":"completed","result":{"id":3,"endpoint":"http://x"},"error":null}"#;
    let server = RawServer::start([ok(building), ok(done)]).await;
    let build = client(&server)
        .builds()
        .wait("b-1")
        .interval(SOON)
        .await
        .unwrap();
    assert_eq!(build.result.unwrap().endpoint.as_deref(), Some("http://x"));
    let failed = r#"{"status":"failed","result":null,"error":"no image"}"#;
    let server = RawServer::start([ok(building), ok(failed)]).await;
    let error = client(&server)
        .builds()
        .wait("b-1")
        .interval(SOON)
        .await
        .unwrap_err();
    assert_eq!(
        error.message(),
        "waited for build b-1 to complete, but it is failed: no image"
    );
}

#[tokio::test]
async fn a_deferred_result_is_asked_for_by_its_ticket() {
    let pending = r#"{"__synapse_deferred__":true,"status":"pending","ticket":"t1-123"}"#;
    let busy = answer("503 Service Unavailable", r#"{"detail":"busy"}"#);
    let server = RawServer::start([ok(pending), ok(pending), busy, ok("[0.1,0.9]")]).await;
    let plugins = client(&server).plugins();
    let reply = plugins
        .run("d@1", "inference")
        .param("model", 12)
        .await
        .unwrap();
    let ticket = Deferred::of(&reply).unwrap().ticket.unwrap();
    let wait = plugins.wait_for_result("d@1", 12, ticket).interval(SOON);
    assert_eq!(wait.await.unwrap(), json!([0.1, 0.9]));
    // Each look is one request; none is repeated by itself.
    assert_eq!(lines(&server), ["POST /plugin_releases/d@1/run/"; 4]);
    let expected = json!({
        "action": "inference",
        "params": {"model": 12, "method": "post", "json": {"__synapse_poll__": "t1-123"}}
    });
    for request in &server.received()[1..] {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        assert_eq!(body, expected);
    }
}

#[tokio::test]
async fn a_result_that_never_comes_has_its_reason() {
    for (status, kind, words) in [
        ("failed", ErrorKind::Failed, "it is failed: out of memory"),
        ("not_found", ErrorKind::Gone, "it is gone"),
    ] {
        let said = format!(
            r#"{{"__synapse_deferred__":true,"status":"{status}","ticket":"t","error":"out of memory"}}"#
        );
        let server = RawServer::start([ok(&said)]).await;
        let wait = client(&server).plugins().wait_for_result("d@1", "m", "t");
        let error = wait.interval(SOON).await.unwrap_err();
        assert_eq!(error.kind(), kind);
        assert!(error.message().contains(words), "{error}");
    }
}
