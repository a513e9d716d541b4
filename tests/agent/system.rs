//! Updates and restarts: nothing but the agent's own word that it is well is a success.

use std::time::Duration;

use quintet::synapse::{Client, System, SystemResultStatus};
use quintet::{Error, ErrorKind, Wait, synapse::UntilSettled};

use super::{client, json, lines};
use crate::support::raw_server::{RawServer, Script, Step};

const IDLE: &str = r#"{"in_progress":false,"operation":null,"api_tag":"1","worker_tag":"2"}"#;
const BUSY: &str = r#"{"in_progress":true,"operation":"restart"}"#;
const BEGUN: &str = r#"{"status":"in_progress","message":"restarting"}"#;

fn ok(body: &str) -> Script {
    json("200 OK", body)
}

fn lost() -> Script {
    vec![Step::Request, Step::Reset]
}

/// A wait that looks all the time, each look for itself.
fn quick(system: &System) -> Wait<UntilSettled> {
    system.wait().interval(Duration::from_millis(1))
}

/// A server that does this, and a client that does not look twice by itself.
async fn agent(scripts: impl IntoIterator<Item = Script>) -> (RawServer, System) {
    let server = RawServer::start(scripts).await;
    let builder = super::builder(&server).retry(quintet::RetryPolicy::never());
    let client: Client = builder.build().unwrap();
    (server, client.system())
}

#[tokio::test]
async fn a_result_that_is_an_error_is_one() {
    let said = r#"{"status":"error","message":"manifest unknown","pull_output":"x"}"#;
    let (server, system) = agent([ok(said)]).await;
    let error = system.update().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.message()),
        (ErrorKind::Failed, "manifest unknown")
    );
    assert_eq!(error.status().unwrap().as_u16(), 200);
    assert_eq!(error.body().unwrap(), said);
    let error = system.restart().and_wait(quick(&system)).await.unwrap_err();
    assert_eq!(
        (error.kind(), server.received().len()),
        (ErrorKind::Failed, 2)
    );
    let (_server, system) = agent([ok(BEGUN)]).await;
    let begun = system.restart().await.unwrap();
    assert_eq!(begun.status, SystemResultStatus::InProgress);
}

#[tokio::test]
async fn a_refusal_is_not_waited_for() {
    for status in [
        "401 Unauthorized",
        "404 Not Found",
        "409 Conflict",
        "500 Internal Server Error",
        "503 Service Unavailable",
    ] {
        let refused = json(status, r#"{"detail":"no"}"#);
        let (server, system) = agent([refused, ok(IDLE)]).await;
        let error = system.update().and_wait(quick(&system)).await.unwrap_err();
        assert!(status.starts_with(error.status().unwrap().as_str()));
        assert_eq!(lines(&server), ["POST /system/update/"], "{status}");
    }
}

#[tokio::test]
async fn an_agent_that_is_away_is_waited_for() {
    let (server, system) = agent([
        ok(BEGUN),
        ok(BUSY),
        lost(),
        json("503 Service Unavailable", "<html></html>"),
        json("502 Bad Gateway", ""),
        ok(IDLE),
        json("503 Service Unavailable", ""),
        ok(IDLE),
        ok("{}"),
    ])
    .await;
    let status = system.restart().and_wait(quick(&system)).await.unwrap();
    assert_eq!(status.api_tag.as_deref(), Some("1"));
    let mut expected = vec!["POST /system/restart/"];
    expected.extend(["GET /system/status/"; 5]);
    expected.extend(["GET /health/", "GET /system/status/", "GET /health/"]);
    assert_eq!(lines(&server), expected);
}

#[tokio::test]
async fn a_token_that_is_refused_ends_the_wait() {
    let refused = json("401 Unauthorized", r#"{"detail":"Invalid agent token"}"#);
    let (_server, system) = agent([ok(BEGUN), ok(BUSY), ok(IDLE), refused]).await;
    let error = system.restart().and_wait(quick(&system)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
}

#[tokio::test]
async fn an_agent_that_stays_away_is_a_timeout() {
    let (_server, system) = agent([lost()]).await;
    let wait = quick(&system).timeout(Duration::from_millis(50));
    let error = wait.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let source = std::error::Error::source(&error).unwrap();
    let source: &Error = source.downcast_ref().unwrap();
    assert_eq!(source.kind(), ErrorKind::Transport);
}

#[tokio::test]
async fn an_order_without_an_answer_needs_a_sign() {
    // Seen to be busy.
    let (_server, system) = agent([lost(), ok(BUSY), ok(IDLE), ok("{}")]).await;
    system.restart().and_wait(quick(&system)).await.unwrap();
    // Seen to run what was wanted.
    let (_server, system) = agent([lost(), ok(IDLE), ok("{}")]).await;
    let update = system.update().api_tag("1").worker_tag("2");
    update.and_wait(quick(&system)).await.unwrap();
    // Nothing to be seen: what became of the order is not known.
    for tag in [None, Some("9")] {
        let (server, system) = agent([lost(), ok(IDLE), ok("{}")]).await;
        let update = match tag {
            Some(tag) => system.update().api_tag(tag),
            None => system.update(),
        };
        let error = update.and_wait(quick(&system)).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::Transport, Some("update_system"))
        );
        assert_eq!(server.received().len(), 3);
    }
}

#[tokio::test]
async fn an_agent_that_fails_or_is_busy_gives_no_sign() {
    for status in ["429 Too Many Requests", "500 Internal Server Error"] {
        let failed = json(status, r#"{"detail":"no"}"#);
        let (_server, system) = agent([lost(), failed, ok(IDLE), ok("{}")]).await;
        let error = system.restart().and_wait(quick(&system)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "{status}");
    }
}

#[tokio::test]
async fn a_status_that_nobody_knows_is_no_success() {
    let said = ok(r#"{"status":"failed","message":"no space left"}"#);
    let (_server, system) = agent([said.clone(), ok(IDLE), ok("{}")]).await;
    let error = system.restart().and_wait(quick(&system)).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Failed, Some("restart_system"))
    );
    assert!(error.message().contains("\"failed\""), "{error}");
    // Seen to happen nevertheless.
    let (_server, system) = agent([said, ok(BUSY), ok(IDLE), ok("{}")]).await;
    system.restart().and_wait(quick(&system)).await.unwrap();
}

#[tokio::test]
async fn nothing_is_ordered_that_could_not_be_waited_for() {
    let (server, system) = agent([ok(BEGUN)]).await;
    for wait in [
        system.wait().interval(Duration::ZERO),
        system.wait().timeout(Duration::ZERO),
    ] {
        let error = system.restart().and_wait(wait).await.unwrap_err();
        assert!(error.is_invalid_input(), "{error}");
    }
    assert_eq!(server.received().len(), 0);
}

#[tokio::test]
async fn an_order_has_more_time_than_a_call() {
    let server = RawServer::start([vec![Step::Request, Step::Silence]]).await;
    let short = super::builder(&server).timeout(Duration::from_millis(1));
    let system = short.build().unwrap().system();
    // The client's own limit would be over long before.
    let order = system.restart().timeout(Duration::from_millis(200));
    let error = order.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.message().contains("200ms"), "{error}");
    drop(client(&server));
}
