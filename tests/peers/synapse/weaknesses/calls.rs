//! Calls: what they are sent to, how often, and what becomes of the reply. Contract: §7 (14, 18, 22, 24, 25, 28).

use std::time::Duration;

use quintet::ErrorKind;
use quintet::synapse::Protocol;
use serde_json::json;

use crate::support::raw_server::Step::{Close, Request};
use crate::support::raw_server::{RawServer, reply, send};
use crate::support::raw_synapse::{answers, builder, client};

#[tokio::test]
async fn w18_no_id_changes_the_path() {
    let server = RawServer::start([answers("200 OK", "{}")]).await;
    let client = client(server.url());
    let jobs = client.jobs();
    for id in ["", ".", "..", "../nodes", "a/b", "a\\b", "a\n", "a\0b"] {
        for error in [
            jobs.get(id).await.unwrap_err(),
            jobs.logs(id).await.unwrap_err(),
            jobs.stop(id).await.unwrap_err(),
        ] {
            assert!(error.is_invalid_input(), "{id:?}: {error}");
        }
    }
    assert_eq!(server.received().len(), 0);
    // What is no path but an id stays one.
    for (id, target) in [
        ("a?b=1#f", "/jobs/a%3Fb=1%23f/"),
        ("my.job", "/jobs/my.job/"),
        ("a b", "/jobs/a%20b/"),
        ("é", "/jobs/%C3%A9/"),
        ("a%2Fb", "/jobs/a%252Fb/"),
    ] {
        jobs.get(id).await.unwrap();
        assert_eq!(server.received().pop().unwrap().target, target);
    }
}

#[tokio::test]
async fn w18_nor_does_any_other_name() {
    let server = RawServer::start([answers("200 OK", "{}")]).await;
    let client = client(server.url());
    let (plugins, docker) = (client.plugins(), client.docker());
    let (nodes, tasks) = (client.nodes(), client.tasks());
    let (serve, builds) = (client.serve(), client.builds());
    for name in ["", ".", "..", "../jobs", "a/b", "a\\b", "a\n"] {
        for error in [
            plugins.get(name).await.unwrap_err(),
            plugins.delete(name).await.unwrap_err(),
            plugins.run(name, "train").await.unwrap_err(),
            docker.get(name).await.unwrap_err(),
            docker.delete(name).await.unwrap_err(),
            docker.stop(name).await.unwrap_err(),
            docker.start(name).await.unwrap_err(),
            nodes.get(name).await.unwrap_err(),
            tasks.get(name).await.unwrap_err(),
            serve.get(name).await.unwrap_err(),
            serve.delete(name).await.unwrap_err(),
            builds.get(name).await.unwrap_err(),
        ] {
            assert!(error.is_invalid_input(), "{name:?}: {error}");
        }
    }
    assert_eq!(server.received().len(), 0);
    plugins.run("a?b@1#c", "train").await.unwrap();
    let target = server.received().remove(0).target;
    assert_eq!(target, "/plugin_releases/a%3Fb@1%23c/run/");
}

#[tokio::test]
async fn w22_nobody_waits_for_a_server_that_is_not_there() {
    let refused = crate::support::resolver::Refused::new();
    let builder = crate::support::raw_synapse::builder_to([refused.address()]);
    let client = builder
        .retry(quintet::RetryPolicy::default())
        .build()
        .unwrap();
    let error = client
        .jobs()
        .get("a")
        .timeout(Duration::from_secs(10))
        .await
        .unwrap_err();
    // Four attempts with the delays of the default: 0.2, 0.4 and 0.8 s at most.
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 4));
    assert!(
        error.elapsed() < Duration::from_secs(10),
        "{:?}",
        error.elapsed()
    );
}

#[tokio::test]
async fn w24_a_redirect_is_no_success() {
    for status in [301, 302, 303, 304, 307, 308] {
        let lines = format!("{status} Elsewhere\nlocation: http://127.0.0.1:9/elsewhere");
        let server = RawServer::start([vec![Request, send(reply(&lines, ""))]]).await;
        let error = client(server.url()).jobs().stop("a").await.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts()),
            (ErrorKind::Redirect, 1),
            "{status}: {error}"
        );
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert_eq!(server.received().len(), 1);
    }
}

/// A missing slash is corrected by the agent itself; a reading call follows, with its credentials, to the same agent.
#[tokio::test]
async fn w24_a_slash_is_followed() {
    let to = vec![Request, send(reply("307 X\nlocation: /prefix/jobs/", ""))];
    let server = RawServer::start([to, answers("200 OK", "[]")]).await;
    let client = builder(server.url())
        .user_token("user-1")
        .tenant("tenant-1")
        .build()
        .unwrap();
    client.jobs().list().await.unwrap();
    let received = server.received();
    assert_eq!(received[1].target, "/prefix/jobs/");
    for name in ["authorization", "synapse-user", "synapse-tenant"] {
        assert_eq!(received[1].header(name), received[0].header(name), "{name}");
    }
}

/// To another origin nothing of the three goes along.
#[tokio::test]
async fn w25_no_credential_follows_to_another_server() {
    let other = RawServer::start([answers("200 OK", "[]")]).await;
    let lines = format!("302 X\nlocation: {}/jobs/", other.url());
    let server = RawServer::start([vec![Request, send(reply(&lines, ""))]]).await;
    let client = builder(server.url())
        .user_token("user-1")
        .tenant("tenant-1")
        .build()
        .unwrap();
    client.jobs().list().await.ok();
    for request in other.received() {
        for name in ["authorization", "synapse-user", "synapse-tenant"] {
            assert_eq!(request.header(name), None, "{name}");
        }
    }
    assert_eq!(server.received().len(), 1);
}

/// Nor over a page of a list that is said to be there, nor over a WebSocket, whatever the scheme.
#[tokio::test]
async fn w25_nothing_else_leads_to_another_server() {
    let other = RawServer::start([answers("200 OK", "[]")]).await;
    let page =
        json!({ "next": format!("{}/containers/?page=2", other.url()), "results": [{ "id": 1 }] });
    let server = RawServer::start([answers("200 OK", &page.to_string())]).await;
    let all = client(server.url()).containers().list().all().await;
    assert_eq!(all.unwrap_err().kind(), ErrorKind::Redirect);
    for scheme in ["http:", "ws:"] {
        let other = other.url().replace("http:", scheme);
        let lines = format!("302 X\nlocation: {other}/jobs/job/logs/");
        let server = RawServer::start([vec![Request, send(reply(&lines, ""))]]).await;
        for protocol in [Protocol::Auto, Protocol::WebSocket] {
            let tail = client(server.url()).jobs().tail("job").protocol(protocol);
            assert_eq!(tail.await.unwrap_err().kind(), ErrorKind::Redirect);
        }
        assert_eq!(server.received().len(), 2);
    }
    assert!(other.received().is_empty());
}

/// The log is text, whatever it looks like.
#[tokio::test]
async fn w28_a_log_is_text() {
    let text = "content-type: text/plain; charset=utf-8";
    let json = "content-type: application/json";
    for (media, body, log) in [
        (text, "123", "123"),
        (text, r#"{"a":1}"#, r#"{"a":1}"#),
        (text, "null", "null"),
        (text, "\"x\\n\"", "\"x\\n\""),
        (text, "", ""),
        (text, "에포크 1\n", "에포크 1\n"),
        ("content-type: text/plain", "에포크 1\n", "에포크 1\n"),
        ("content-type: application/octet-stream", "a\n", "a\n"),
        (json, "\"x\\n\"", "x\n"),
        (json, "\"\"", ""),
    ] {
        let answer = send(reply(&format!("200 OK\n{media}"), body));
        let server = RawServer::start([vec![Request, answer]]).await;
        let read = client(server.url()).jobs().logs("a").await.unwrap();
        assert_eq!(read, log, "{media} {body}");
    }
    for body in ["123", "null", "{\"logs\":\"x\"}"] {
        let server = RawServer::start([answers("200 OK", body)]).await;
        let error = client(server.url()).jobs().logs("a").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}: {error}");
        assert_eq!(&**error.body().unwrap(), body.as_bytes());
    }
}

/// Whatever comes is an error of this crate, and none of a library below.
#[tokio::test]
async fn w14_every_failure_is_an_error_of_one_kind() {
    for (words, kind) in [
        (
            reply("200 OK\ncontent-type: application/json", [0xff, 0xfe]),
            ErrorKind::Decode,
        ),
        (
            reply("200 OK\ncontent-type: application/json", "[1]"),
            ErrorKind::Decode,
        ),
        (
            reply(
                "200 OK\ncontent-type: application/json",
                r#"[{"status":7}]"#,
            ),
            ErrorKind::Decode,
        ),
        ("\0\0\0".into(), ErrorKind::Transport),
    ] {
        let server = RawServer::start([vec![Request, send(words), Close]]).await;
        let error = client(server.url()).jobs().list().await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
    }
    // Objects with nothing in them, and with more than is known, are rows all the same.
    let rows = r#"[{},{"status":"MOVING","more":{"x":[1]},"type":"X"}]"#;
    let server = RawServer::start([answers("200 OK", rows)]).await;
    let jobs = client(server.url()).jobs().list().await.unwrap();
    assert_eq!(jobs.len(), 2);
    assert_eq!(jobs[1].status.as_ref().unwrap().to_string(), "MOVING");
    assert_eq!(jobs[1].extra["more"], json!({ "x": [1] }));
}
