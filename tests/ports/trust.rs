//! Who gets to see which credential.

use quintet::sim::liteboxd::Simulator;
use serde_json::Value;

use super::{API_KEY, Bench, ECHO, HTTP, OWN_HEADER};

/// Panics when a request to the gateway holds what belongs to the API.
fn assert_no_api_key(simulator: &Simulator, token: &str) {
    let requests = simulator.requests();
    let passed = requests
        .iter()
        .filter(|request| request.path().starts_with("/api/v1/sandbox/"));
    let mut count = 0;
    for request in passed {
        count += 1;
        let headers = request.headers();
        assert_eq!(headers["x-access-token"], token);
        assert!(!headers.contains_key(OWN_HEADER), "{headers:?}");
        let whole = format!("{} {headers:?} {:?}", request.path(), request.body());
        assert!(!headers.contains_key("authorization"), "{whole}");
        assert!(!whole.contains(API_KEY), "{whole}");
    }
    assert!(count > 0, "no request");
}

#[tokio::test]
async fn the_gateway_never_sees_the_api_key() {
    let bench = Bench::start().await;
    let port = bench.port(HTTP);
    for call in [
        port.get("/echo"),
        port.post("/echo").json(&1),
        port.put("/echo"),
        port.patch("/echo"),
        port.delete("/echo"),
    ] {
        let seen: Value = call.await.unwrap().json().await.unwrap();
        let headers = seen["headers"].as_object().unwrap();
        assert!(!headers.contains_key("authorization"), "{headers:?}");
        assert!(!headers.contains_key("x-access-token"), "{headers:?}");
    }
    let socket = bench.port(ECHO).websocket("/").await.unwrap();
    socket.close().await.unwrap();
    // Retries carry the same.
    bench.port(1).get("/").await.unwrap_err();
    let token = bench.sandbox.access_token.as_ref().unwrap().expose();
    assert_no_api_key(&bench.simulator, token);
}

#[tokio::test]
async fn a_header_of_the_call_goes_to_the_application() {
    let bench = Bench::start().await;
    let call = bench.port(HTTP).get("/echo");
    let call = call
        .header("authorization", "Basic mine")
        .header("x-access-token", "other");
    let seen: Value = call.await.unwrap().json().await.unwrap();
    assert_eq!(seen["headers"]["authorization"], "Basic mine");
}

#[tokio::test]
async fn another_gateway_gets_the_same_and_no_more() {
    let bench = Bench::start().await;
    let other = Simulator::start().await.unwrap();
    let client = quintet::liteboxd::Client::builder()
        .base_url(bench.simulator.base_url())
        .gateway_url(other.base_url())
        .token(API_KEY)
        .header(OWN_HEADER, "canary")
        .build()
        .unwrap();
    let port = client.sandboxes().port(&bench.sandbox, HTTP).unwrap();
    let error = port.get("/ping").await.unwrap_err();
    assert_eq!(error.message(), "sandbox not found");
    port.websocket("/").await.unwrap_err();
    let token = bench.sandbox.access_token.as_ref().unwrap().expose();
    assert_no_api_key(&other, token);
    assert_eq!(bench.passed(), 0);
}
