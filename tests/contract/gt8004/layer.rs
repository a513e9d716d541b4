//! The middleware through the proxy: every setting of the layer shows in what is stored. Contract: §6.3 to §6.6.

use std::net::IpAddr;

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use quintet::gt8004::Protocol;
use quintet::gt8004::middleware::{LogLayer, Oversize, ProxyTrust};
use quintet::sim::gt8004::Row;
use serde_json::Value;
use tower_service::Service as _;

use super::stage::{Stage, drive};

/// A token whose subject is alice.
const TOKEN: &str = "Bearer x.eyJzdWIiOiJhbGljZSJ9.y";

/// Every setting.
pub(super) async fn drive_all(stage: &Stage) {
    protocols(stage).await;
    addresses(stage).await;
    customers(stage).await;
    bodies(stage).await;
    entries(stage).await;
}

fn layer(stage: &Stage) -> LogLayer {
    LogLayer::new(stage.logger.clone())
}

fn request(path: &str) -> http::request::Builder {
    Request::post(path)
        .header("x-forwarded-for", "198.51.100.7, 203.0.113.7")
        .header("authorization", TOKEN)
        .header("cookie", "session=canary")
}

/// Sends a request to an application that gives its body back, and everything to the service.
async fn pass(stage: &Stage, layer: LogLayer, request: Request<Body>) {
    let app = Router::new();
    let app = app.fallback(|body: Bytes| async { ([("content-type", "text/plain")], body) });
    let mut app = app.layer(layer).into_service::<Body>();
    let response = app.call(request).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    response.into_body().collect().await.unwrap();
    stage.logger.flush().await.unwrap();
}

/// The row of a request.
async fn row(stage: &Stage, layer: LogLayer, path: &str, body: &str) -> Row {
    let stored = stage.simulator.rows().len();
    let request = request(path).body(Body::from(body.to_owned())).unwrap();
    pass(stage, layer, request).await;
    assert_eq!(stage.simulator.rows().len(), stored + 1);
    stage.row()
}

async fn protocols(stage: &Stage) {
    let skill = r#"{"skill_id":"translate"}"#;
    let plain = row(stage, layer(stage), "/a2a/tasks", skill).await;
    let told = drive!(stage, LogLayer, protocol, layer(stage), Protocol::A2a);
    let agent = row(stage, told, "/a2a/tasks", skill).await;
    for (stored, tool, protocol) in [(plain, "tasks", "http"), (agent, "translate", "a2a")] {
        assert_eq!(stored.tool_name.as_deref(), Some(tool));
        assert_eq!(stored.protocol, protocol);
    }
}

async fn addresses(stage: &Stage) {
    let hops = ProxyTrust::Hops(1);
    let trusting = drive!(stage, LogLayer, proxy_trust, layer(stage), hops);
    let stored = row(stage, trusting, "/", "").await;
    assert_eq!(stored.ip_address.as_deref(), Some("203.0.113.7"));
    let peer: IpAddr = "192.0.2.1".parse().unwrap();
    let find = move |_: &http::Extensions| Some(peer);
    let told = drive!(stage, LogLayer, peer_address, layer(stage), find);
    let stored = row(stage, told, "/", "").await;
    assert_eq!(stored.ip_address.as_deref(), Some("192.0.2.1"));
}

/// Who asked, as the latest batch says it; the service does not store it.
fn customer(stage: &Stage) -> Value {
    stage.sent()["entries"][0]["customerId"].clone()
}

async fn customers(stage: &Stage) {
    row(stage, layer(stage), "/", "").await;
    assert_eq!(customer(stage), Value::Null);
    let of_token = drive!(stage, LogLayer, customer_from_token, layer(stage));
    row(stage, of_token.clone(), "/", "").await;
    assert_eq!(customer(stage), "alice");
    let find = |parts: &http::request::Parts| Some(parts.uri.path().to_owned());
    let found = drive!(stage, LogLayer, customer_id, of_token, find);
    row(stage, found, "/bob", "").await;
    assert_eq!(customer(stage), "/bob");
}

async fn bodies(stage: &Stage) {
    let secret = r#"{"password":"hunter2","q":"x"}"#;
    let masked = r#"{"password":"***","q":"x"}"#;
    let stored = row(stage, layer(stage), "/", secret).await;
    assert_eq!(stored.request_body.as_deref(), Some(masked));
    assert_eq!(stored.response_body.as_deref(), Some(masked));
    let open = drive!(stage, LogLayer, without_redaction, layer(stage));
    let stored = row(stage, open, "/", secret).await;
    assert_eq!(stored.request_body.as_deref(), Some(secret));
    let change = |text: &str| text.replace("\"x\"", "\"y\"");
    let changed = drive!(stage, LogLayer, sanitize, layer(stage), change);
    let stored = row(stage, changed, "/", secret).await;
    let expected = r#"{"password":"***","q":"y"}"#;
    assert_eq!(stored.request_body.as_deref(), Some(expected));
    let none = drive!(stage, LogLayer, without_bodies, layer(stage));
    let stored = row(stage, none, "/", secret).await;
    assert_eq!((stored.request_body, stored.response_body), (None, None));
    let large = "x".repeat(16_385);
    let stored = row(stage, layer(stage), "/", &large).await;
    assert_eq!(stored.request_body.unwrap().len(), 16_384);
    let oversize = Oversize::Drop;
    let dropped = drive!(stage, LogLayer, oversize, layer(stage), oversize);
    let stored = row(stage, dropped, "/", &large).await;
    assert_eq!(
        (stored.request_body, stored.request_body_size),
        (None, Some(16_385))
    );
}

async fn entries(stage: &Stage) {
    let paths = ["/quiet"];
    let picky = drive!(stage, LogLayer, exclude_paths, layer(stage), paths);
    let change = |entry: &mut quintet::gt8004::RequestLogEntry| {
        entry.city = Some("Seoul".to_owned());
    };
    let picky = drive!(stage, LogLayer, amend, picky, change);
    let stored = stage.simulator.rows().len();
    let quiet = request("/quiet").body(Body::empty()).unwrap();
    pass(stage, picky.clone(), quiet).await;
    assert_eq!(stage.simulator.rows().len(), stored);
    // Its own list stands in the place of the usual one.
    let stored = row(stage, picky, "/health", "").await;
    assert_eq!(stored.city.as_deref(), Some("Seoul"));
}

/// No credential of a request is in what goes out, neither as it was sent nor in any other place.
#[tokio::test]
async fn nothing_of_a_requests_credentials_is_sent() {
    let stage = Stage::start().await;
    let body = r#"{"authorization":"canary","api_key":"canary","text":"Bearer canary-0123"}"#;
    let request = request("/a?key=canary")
        .header("x-api-key", "canary")
        .header("proxy-authorization", "canary")
        .header("user-agent", "curl/8");
    let request = request.body(Body::from(body)).unwrap();
    pass(&stage, layer(&stage), request).await;
    let sent = stage.sent().to_string();
    assert!(
        !sent.contains("canary") && !sent.contains("alice"),
        "{sent}"
    );
    assert!(sent.contains("curl/8") && sent.contains("***"), "{sent}");
    assert_eq!(stage.row().path, "/a");
    stage.proxy.assert_clean();
}
