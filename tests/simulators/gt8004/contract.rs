//! Every documented reply, and none that is not as documented.

use quintet::sim::Fault;
use serde_json::json;

use super::{entry, start};
use crate::support::contract::{ContractProxy, Document, Side};
use crate::support::raw_server;

#[tokio::test]
async fn every_documented_reply_can_be_had() {
    let simulator = start().await;
    let document = Document::load("gt8004");
    let proxy = ContractProxy::start(document, &simulator.base_url()).await;
    // The crate's own clients install the TLS provider without which reqwest makes none.
    let client = quintet::gt8004::Client::builder().base_url(simulator.base_url());
    client
        .agent_id("agent-1")
        .token("quintet-sim")
        .build()
        .unwrap();
    let http = raw_server::http().build().unwrap();
    let send = async |key: &str, body: String| {
        let request = http
            .post(format!("{}/v1/ingest", proxy.url()))
            .bearer_auth(key);
        let request = request
            .header("content-type", "application/json")
            .body(body);
        let reply = request.send().await.unwrap();
        let status = reply.status().as_u16();
        reply.bytes().await.unwrap();
        status
    };
    let get = async |path: &str| {
        let reply = http
            .get(format!("{}{path}", proxy.url()))
            .send()
            .await
            .unwrap();
        let status = reply.status().as_u16();
        reply.bytes().await.unwrap();
        status
    };
    let good = json!({ "agent_id": "a", "entries": [entry("r", &[("protocol", "mcp".into())])] })
        .to_string();
    assert_eq!(send("quintet-sim", good.clone()).await, 202);
    assert_eq!(send("other", good.clone()).await, 401);
    assert_eq!(send("quintet-sim", "{}".to_owned()).await, 400);
    assert_eq!(send("quintet-sim", " ".repeat(51_201)).await, 413);
    for status in [429, 500, 502, 503, 504] {
        simulator.inject(Fault::status(status));
        assert_eq!(send("quintet-sim", good.clone()).await, status);
    }
    for path in ["/healthz", "/readyz"] {
        assert_eq!(get(path).await, 200);
        for status in [502, 503, 504] {
            simulator.inject(Fault::status(status));
            assert_eq!(get(path).await, status);
        }
    }
    simulator.set_not_ready(true);
    assert_eq!(get("/readyz").await, 503);

    let missing = proxy
        .coverage()
        .missing(&Document::load("gt8004").expected());
    assert!(missing.is_empty(), "{missing:?}");
    let violations = proxy.violations().into_iter();
    // Some requests were wrong on purpose.
    let wrong = violations.filter(|one| one.side == Side::Reply);
    let wrong: Vec<String> = wrong.map(|one| one.to_string()).collect();
    assert_eq!(wrong, [""; 0]);
}
