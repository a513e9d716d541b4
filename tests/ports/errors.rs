//! What the gateway says by itself is an error, and so is what cannot be meant.

use quintet::liteboxd::Client;
use quintet::sim::Fault;
use quintet::{Error, ErrorKind};

use super::{Bench, ECHO, HTTP, altered};
use crate::support::raw_server::{RawServer, Step, builder, reply};

const FLAT: &str = "application/json; charset=utf-8";

#[tokio::test]
async fn an_outdated_token_is_told() {
    let bench = Bench::start().await;
    let sandbox = altered(&bench.sandbox, |sandbox| {
        sandbox.access_token = Some("outdated-canary".into());
    });
    let port = bench.client.sandboxes().port(&sandbox, HTTP).unwrap();
    for (call, operation) in [
        (port.get("/ping"), "proxy_get"),
        (port.post("/ping"), "proxy_post"),
        (port.put("/ping"), "proxy_put"),
        (port.patch("/ping"), "proxy_patch"),
        (port.delete("/ping"), "proxy_delete"),
    ] {
        let error = call.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unauthorized);
        assert_eq!(error.status().unwrap(), 401);
        assert_eq!(error.message(), "invalid access token");
        assert_eq!(error.operation(), Some(operation));
        assert!(!format!("{error:?} {error}").contains("canary"));
    }
    assert_eq!(bench.passed(), 5);
    let error = port.websocket("/").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert!(!format!("{port:?}").contains("canary"));
}

#[tokio::test]
async fn a_sandbox_that_is_going_is_not_found() {
    let bench = Bench::start().await;
    let port = bench.port(HTTP);
    bench
        .client
        .sandboxes()
        .delete(&bench.sandbox.id)
        .await
        .unwrap();
    let error = port.get("/ping").await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert_eq!(error.message(), "sandbox not found");
}

#[tokio::test]
async fn a_port_on_which_nothing_listens_is_tried_again_where_that_is_safe() {
    let bench = Bench::start().await;
    let port = bench.port(1);
    for (call, requests) in [
        (port.get("/"), 4),
        (port.delete("/"), 4),
        (port.post("/"), 1),
        (port.put("/"), 1),
    ] {
        let error = call.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Server);
        assert_eq!(error.status().unwrap(), 502);
        assert_eq!(
            error.message(),
            "nothing answers on this port of the sandbox"
        );
        assert_eq!(bench.take_passed(), requests);
    }
    let error = port.websocket("/").await.unwrap_err();
    assert_eq!(error.status().unwrap(), 502);
    assert!(error.message().contains("backend websocket"), "{error}");
    assert_eq!(bench.passed(), 1);
}

#[tokio::test]
async fn a_draining_gateway_has_done_nothing() {
    let bench = Bench::start().await;
    let port = bench.port(HTTP);
    bench.simulator.inject(Fault::status(503));
    let reply = port.post("/echo").body("x").response().await.unwrap();
    assert_eq!((reply.attempts(), bench.take_passed()), (2, 2));
    bench.simulator.inject(Fault::status(503));
    let socket = bench.port(ECHO).websocket("/").response().await.unwrap();
    assert_eq!(socket.attempts(), 2);
}

#[tokio::test]
async fn a_broken_connection_is_tried_again_where_that_is_safe() {
    let bench = Bench::start().await;
    let port = bench.port(HTTP);
    for (call, requests) in [(port.get("/ping"), 2), (port.post("/echo"), 1)] {
        bench.simulator.inject(Fault::reset());
        let outcome = call.await;
        assert_eq!(outcome.is_ok(), requests == 2);
        assert_eq!(bench.take_passed(), requests);
    }
}

/// What a call to a gateway ends with that answers so.
async fn answered(bench: &Bench, lines: &str, body: &str) -> Result<u16, Error> {
    let server = RawServer::start([vec![Step::Request, Step::Send(reply(lines, body))]]).await;
    let client = builder(&bench.simulator.base_url()).gateway_url(server.url());
    let port = client
        .build()
        .unwrap()
        .sandboxes()
        .port(&bench.sandbox, HTTP);
    let outcome = port.unwrap().post("/x").await;
    outcome.map(|reply| reply.status().as_u16())
}

#[tokio::test]
async fn only_the_words_of_the_gateway_are_its_own() {
    let bench = Bench::start().await;
    let json = format!("content-type: {FLAT}");
    for (status, media, body) in [
        ("400 x", &*json, r#"{"error":"invalid port number"}"#),
        ("401 x", &json, r#"{"error":"missing access token"}"#),
        ("404 x", &json, r#"{"error":"sandbox not found"}"#),
        ("404 x", "content-type: text/plain", "404 page not found"),
        ("502 x", "x-other: y", ""),
    ] {
        let error = answered(&bench, &format!("{status}\n{media}"), body)
            .await
            .unwrap_err();
        assert_eq!(error.status().unwrap().as_str(), &status[..3]);
        assert_eq!(error.body().unwrap(), body);
        assert_eq!(error.request_id(), Some("req-7"));
    }
    for (status, media, body) in [
        (400, &*json, r#"{"error":"sandbox not found"}"#),
        (404, &json, r#"{"error":"no such file"}"#),
        (
            404,
            "content-type: text/plain; charset=utf-8",
            "404 page not found\n",
        ),
        (502, "content-type: text/html", ""),
        (500, "x-other: y", ""),
    ] {
        let answered = answered(&bench, &format!("{status} x\n{media}"), body).await;
        assert_eq!(answered.unwrap(), status, "{body}");
    }
}

#[tokio::test]
async fn a_server_that_is_no_gateway_is_told_with_what_to_do() {
    let bench = Bench::start().await;
    let lines = "404 Not Found\ncontent-type: text/plain";
    let error = answered(&bench, lines, "404 page not found")
        .await
        .unwrap_err();
    assert!(
        error.is_not_found() && error.message().contains("gateway_url"),
        "{error}"
    );
}

#[tokio::test]
async fn a_sandbox_without_token_or_address_is_refused_before_any_io() {
    let bench = Bench::start().await;
    let sandboxes = bench.client.sandboxes();
    let listed = sandboxes.list().await.unwrap();
    let error = sandboxes.port(&listed[0], HTTP).unwrap_err();
    assert!(
        error.is_invalid_input() && error.message().contains("`get`"),
        "{error}"
    );
    let read = sandboxes.get(&listed[0].id).await.unwrap();
    sandboxes.port(&read, HTTP).unwrap();
    bench.simulator.clear_requests();

    for url in [
        None,
        Some("http://x/api/v1/sandbox/other"),
        Some("x"),
        Some(""),
    ] {
        let sandbox = altered(&bench.sandbox, |sandbox| {
            sandbox.access_url = url.map(str::to_owned);
        });
        let error = sandboxes.port(&sandbox, HTTP).unwrap_err();
        assert!(
            error.is_invalid_input() && error.message().contains("gateway_url"),
            "{error}"
        );
    }
    assert!(
        sandboxes
            .port(&bench.sandbox, 0)
            .unwrap_err()
            .is_invalid_input()
    );
    assert_eq!(bench.simulator.request_count("*", "/"), 0);
}

#[tokio::test]
async fn paths_that_lead_elsewhere_are_refused_before_any_io() {
    let bench = Bench::start().await;
    let port = bench.port(HTTP);
    for bad in [
        "",
        "ping",
        "/../../../sandboxes",
        "/a/%2e%2E/b",
        "/ping?x=1",
        "/a#b",
        "/a\\b",
        "/a\nb",
    ] {
        let error = port.get(bad).await.unwrap_err();
        assert!(error.is_invalid_input(), "{bad:?}: {error}");
        let error = port.websocket(bad).await.unwrap_err();
        assert!(error.is_invalid_input(), "{bad:?}: {error}");
    }
    let unserialisable = std::collections::BTreeMap::from([(vec![1], 2)]);
    let error = port.post("/echo").json(&unserialisable).await.unwrap_err();
    assert!(error.is_invalid_input(), "{error}");
    assert_eq!(error.operation(), Some("proxy_post"));
    let error = port.websocket("/").protocol("a\nb").await.unwrap_err();
    assert!(error.is_invalid_input(), "{error}");
    assert_eq!(bench.simulator.request_count("*", "/"), 0);
}

#[test]
fn a_gateway_must_be_a_base_url() {
    let client = Client::builder().gateway_url("gateway:8081");
    assert!(client.build().unwrap_err().is_invalid_input());
    for good in ["http://localhost:8081", "https://boxes.example/api/v1/"] {
        Client::builder().gateway_url(good).build().unwrap();
    }
}
