//! Faults that pass, and replies that mean something else than their status says.

use std::time::Duration;

use quintet::ErrorKind;

use super::play::{Call, at_once, client};
use super::row::{ID, VALID, ok};
use crate::support::frozen::{Frozen, pass_until};
use crate::support::raw_server::Step::{Request, Reset};
use crate::support::raw_server::{self, RawServer, Script, reply, send};
use crate::support::resolver::Refused;

fn answer(reply: bytes::Bytes) -> Script {
    vec![Request, send(reply)]
}

fn unavailable() -> Script {
    answer(reply("503 Service Unavailable\nx-which: first", ""))
}

#[tokio::test(start_paused = true)]
async fn a_response_tells_how_it_was_come_by() {
    let _frozen = Frozen::new();
    let last = reply("200 OK\nx-which: last", VALID);
    let server = RawServer::start([unavailable(), vec![Request, Reset], answer(last)]).await;
    let response = client(server.url())
        .sandboxes()
        .get(ID)
        .response()
        .await
        .unwrap();
    assert_eq!((response.attempts(), response.status().as_u16()), (3, 200));
    assert_eq!(response.request_id(), Some("req-7"));
    assert_eq!(response.headers()["x-which"], "last");
    assert_eq!(response.into_value().id, ID);
    let received = server.finish().await;
    assert!(
        received
            .iter()
            .all(|request| request.target == "/api/v1/sandboxes/a1b2c3d4")
    );
    assert_eq!(received.len(), 3);
}

#[tokio::test(start_paused = true)]
async fn the_last_failure_is_the_one_that_is_told() {
    let _frozen = Frozen::new();
    let server = RawServer::start([unavailable(), answer(reply("404 Not Found", ""))]).await;
    let error = client(server.url()).sandboxes().get(ID).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::NotFound, 2));
    assert!(!error.is_exhausted(), "there was no reason to go on");
}

#[tokio::test(start_paused = true)]
async fn a_command_whose_connection_was_refused_is_sent_once_it_is_accepted() {
    let _frozen = Frozen::new();
    let server = RawServer::start([answer(ok(VALID))]).await;
    let refused = Refused::new();
    let places = [refused.address(), refused.address(), server.address()];
    let client = raw_server::builder_to(places)
        .retry(at_once())
        .build()
        .unwrap();
    assert_eq!(Call::Post.make(&client).await.unwrap(), 3);
    drop(client);
    assert_eq!(server.finish().await.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_command_that_a_draining_server_turned_away_is_sent_again() {
    let _frozen = Frozen::new();
    let draining = reply(
        "503 Service Unavailable",
        r#"{"error":"service is draining"}"#,
    );
    let server = RawServer::start([answer(draining), answer(ok(VALID))]).await;
    assert_eq!(Call::Post.make(&client(server.url())).await.unwrap(), 2);
    let received = server.finish().await;
    assert_eq!(received.len(), 2);
    assert_eq!(received[0].body, received[1].body);
    assert!(!received[0].body.is_empty());
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_waited_for() {
    let _frozen = Frozen::new();
    let wait = Duration::from_secs(3);
    let limited = reply("429 Too Many Requests\nretry-after: 3", "");
    let server = RawServer::start([answer(limited), answer(ok(VALID))]).await;
    let client = client(server.url());
    let call = client.sandboxes().get(ID).response();
    let response = pass_until(call, 2 * wait).await.unwrap();
    assert_eq!(response.attempts(), 2);
    assert!(response.elapsed() >= wait, "{:?}", response.elapsed());
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_told() {
    let _frozen = Frozen::new();
    let hour = "date: Sun, 06 Nov 1994 08:49:37 GMT\nretry-after: Sun, 06 Nov 1994 09:49:37 GMT";
    for (line, told) in [
        ("retry-after: 0", Some(0)),
        ("retry-after: 3600", Some(3600)),
        (hour, Some(3600)),
        ("retry-after: soon", None),
    ] {
        let limited = reply(&format!("429 Too Many Requests\n{line}"), "");
        let server = RawServer::start([answer(limited)]).await;
        let error = client(server.url()).sandboxes().get(ID).await.unwrap_err();
        assert_eq!(error.retry_after(), told.map(Duration::from_secs), "{line}");
        assert!(
            error.is_retryable() && error.is_exhausted(),
            "{line}: {error}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_sandbox_that_cannot_be_deleted_because_it_is_not_there_is_not_found() {
    let _frozen = Frozen::new();
    let server = RawServer::start([answer(reply(
        "500 Oops",
        r#"{"error":"sandbox not found"}"#,
    ))])
    .await;
    let client = client(server.url());
    let error = client.sandboxes().delete(ID).await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.status().unwrap().as_u16(), 500);
    assert_eq!(
        (error.message(), error.attempts()),
        ("sandbox not found", 1)
    );
    drop(client);
    assert_eq!(server.finish().await.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn deleting_gives_what_the_server_sends_of_the_record() {
    let _frozen = Frozen::new();
    for (sent, given) in [
        (reply("202 Accepted", VALID), true),
        (raw_server::head("204 No Content").into(), false),
    ] {
        let server = RawServer::start([answer(sent)]).await;
        let record = client(server.url()).sandboxes().delete(ID).await.unwrap();
        assert_eq!(record.is_some(), given);
    }
}
