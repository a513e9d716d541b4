//! Addresses, connections and headers: `test_base_client`, `test_async_base_client`, `test_async_client_retry_surface`,
//! `test_utils`. Contract: §1.1, §6 (5, 6, 7, 14).
//!
//! `exists` is a method of the published client's base that its agent client does not use; here a call that fails says
//! [`is_not_found`](quintet::Error::is_not_found).

use std::error::Error as _;

use quintet::ErrorKind;
use serde_json::json;

use crate::support::raw_server::RawServer;
use crate::support::raw_server::Step::{Close, Request};
use crate::support::raw_server::{reply, send};
use crate::support::raw_synapse::{TOKEN, answers, builder, builder_to, client};
use crate::support::resolver::Refused;

/// Slashes at the end do not matter, those of the path are exact, and a prefix stays.
#[tokio::test]
async fn c05_the_base_url_is_brought_into_one_form() {
    let server = RawServer::start([answers("200 OK", "[]")]).await;
    let url = server.url();
    for (base, target) in [
        (url.to_owned(), "/jobs/"),
        (format!("{url}/"), "/jobs/"),
        (format!("{url}///"), "/jobs/"),
        (format!(" {url} "), "/jobs/"),
        (url.replace("http:", "HTTP:"), "/jobs/"),
        (url.replace("http:", "ws:"), "/jobs/"),
        (format!("{url}/agents/7"), "/agents/7/jobs/"),
        (format!("{url}/agents/7/"), "/agents/7/jobs/"),
        (format!("{url}/a%20b/"), "/a%20b/jobs/"),
    ] {
        client(&base).jobs().list().await.unwrap();
        assert_eq!(server.received().pop().unwrap().target, target, "{base}");
    }
}

#[tokio::test]
async fn c05_connections_are_made_when_they_are_needed_and_used_again() {
    let server = RawServer::start([answers("200 OK", "[]")]).await;
    let first = client(server.url());
    let second = first.clone();
    assert_eq!(server.received().len(), 0);
    for _ in 0..3 {
        first.jobs().list().await.unwrap();
        second.jobs().list().await.unwrap();
    }
    drop((first, second));
    let received = server.finish().await;
    assert_eq!(received.len(), 6);
    assert!(received.iter().all(|one| one.connection == 1));
}

/// A client is not closed but dropped, whatever its clones do.
#[tokio::test]
async fn c06_a_client_ends_with_its_last_clone() {
    let server = RawServer::start([answers("200 OK", "[]")]).await;
    let clone = {
        let client = client(server.url());
        client.jobs().list().await.unwrap();
        client.clone()
    };
    clone.jobs().list().await.unwrap();
    drop(clone);
    // Returns once every connection is closed.
    assert_eq!(server.finish().await.len(), 2);
}

#[tokio::test]
async fn c05_headers_of_client_and_call_go_together() {
    let server = RawServer::start([answers("200 OK", "[]")]).await;
    let builder = builder(server.url())
        .user_token("user-1")
        .tenant("tenant-1");
    let client = builder.header("x-client", "1").build().unwrap();
    client.jobs().list().header("x-call", "2").await.unwrap();
    let sent = server.received().remove(0);
    for (name, value) in [
        ("authorization", TOKEN),
        ("synapse-user", "Token user-1"),
        ("synapse-tenant", "Token tenant-1"),
        ("x-client", "1"),
        ("x-call", "2"),
    ] {
        assert_eq!(sent.header(name), Some(value), "{name}");
    }
}

/// A header of the caller's takes the place of no credential, and none goes twice.
#[tokio::test]
async fn c05_credentials_are_not_headers_of_the_caller() {
    for (name, value) in [
        ("Authorization", TOKEN),
        ("SYNAPSE-User", "Token user-1"),
        ("SYNAPSE-Tenant", "Token tenant-1"),
    ] {
        let server = RawServer::start([answers("200 OK", "[]")]).await;
        let client = builder(server.url())
            .user_token("user-1")
            .tenant("tenant-1")
            .build();
        let call = client.unwrap().jobs().list().header(name, "Token canary");
        call.await.unwrap();
        let sent = server.received().remove(0);
        let values: Vec<_> = sent.headers.get_all(name).iter().collect();
        assert_eq!(values, [value], "{name}");
    }
}

#[tokio::test]
async fn c05_statuses_are_kinds() {
    for (status, kind) in [
        ("400 Bad Request", ErrorKind::BadRequest),
        ("401 Unauthorized", ErrorKind::Unauthorized),
        ("403 Forbidden", ErrorKind::Forbidden),
        ("404 Not Found", ErrorKind::NotFound),
        ("429 Too Many Requests", ErrorKind::RateLimited),
        ("500 Internal Server Error", ErrorKind::Server),
    ] {
        let server = RawServer::start([answers(status, r#"{"detail":"no"}"#)]).await;
        let error = client(server.url()).jobs().get("a").await.unwrap_err();
        assert_eq!(error.kind(), kind);
        assert_eq!(error.status().unwrap().as_str(), &status[..3]);
        assert_eq!(
            (error.message(), error.is_not_found()),
            ("no", kind == ErrorKind::NotFound)
        );
    }
}

/// Nobody listens, and nobody is found: both are told at once, and what failed before it was sent is tried again.
#[tokio::test]
async fn c07_a_server_that_is_not_there_is_an_error_of_its_own() {
    let refused = Refused::new();
    let unreachable = builder_to([refused.address()]).build().unwrap();
    for result in [
        unreachable.jobs().get("a").await.map(drop),
        unreachable.jobs().stop("a").await.map(drop),
    ] {
        let error = result.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::Connect, 3),
            "{error}"
        );
        assert_eq!(error.status(), None);
        assert!(
            error.is_retryable() && error.source().is_some(),
            "{error:?}"
        );
    }
    let server = RawServer::start([answers("200 OK", "{}")]).await;
    let found = builder_to([refused.address(), server.address()])
        .build()
        .unwrap();
    let reply = found.jobs().stop("a").response().await.unwrap();
    assert_eq!((reply.attempts(), server.received().len()), (2, 1));
}

/// What the published client tells as 503 or 500 has no status here, since none was received.
#[tokio::test]
async fn c07_a_reply_that_is_none_has_no_status() {
    for words in [
        "not HTTP at all\r\n\r\n",
        "HTTP/9.9 200 OK\r\n\r\n",
        "",
        "HTTP/1.1 ",
    ] {
        let server = RawServer::start([vec![Request, send(words), Close]]).await;
        let error = client(server.url()).jobs().list().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status()),
            (ErrorKind::Transport, None),
            "{words:?}: {error}"
        );
        assert_eq!(error.attempts(), 3, "{words:?}");
    }
    for (status, kind) in [
        ("503 Unavailable", ErrorKind::Unavailable),
        ("500 Oops", ErrorKind::Server),
    ] {
        let server = RawServer::start([answers(status, "{}")]).await;
        let error = client(server.url()).jobs().list().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status().unwrap().as_str()),
            (kind, &status[..3])
        );
    }
}

/// Where nothing is certain about a reply, everything is taken: an object, another JSON, a text, nothing.
#[tokio::test]
async fn c14_health_says_what_the_agent_says() {
    for (lines, body, said) in [
        (
            "200 OK\ncontent-type: application/json",
            r#"{"status":"ok"}"#,
            json!({ "status": "ok" }),
        ),
        (
            "200 OK\ncontent-type: application/json",
            "true",
            json!(true),
        ),
        ("200 OK\ncontent-type: application/json", "[1]", json!([1])),
        ("200 OK\ncontent-type: text/plain", "OK\n", json!("OK\n")),
        (
            "200 OK\ncontent-type: text/plain",
            r#"{"status":"ok"}"#,
            json!({ "status": "ok" }),
        ),
        ("200 OK\ncontent-type: text/html", "<html>", json!("<html>")),
        ("200 OK", "fine", json!("fine")),
        ("200 OK", "", json!(null)),
        ("204 No Content", "", json!(null)),
    ] {
        let server = RawServer::start([vec![Request, send(reply(lines, body))]]).await;
        let health = client(server.url()).health().response().await.unwrap();
        assert_eq!(*health.value(), said, "{lines} {body}");
        assert_eq!(health.status().as_str(), &lines[..3]);
        let sent = server.received().remove(0);
        assert_eq!((&*sent.method, &*sent.target), ("GET", "/health/"));
    }
}
