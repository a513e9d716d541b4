//! The service as its contract says.

use bytes::Bytes;
use serde_json::{Value, json};

use super::{Keep, Simulator};
use crate::sim::Fault;
use crate::sim::exchange::Backend as _;
use crate::sim::testing::request;

const GOOD: (&str, &str) = ("authorization", "Bearer quintet-sim");

fn entry(id: &str) -> Value {
    json!({ "requestId": id, "method": "GET", "path": "/p", "statusCode": 200, "responseMs": 5.0, "source": "sdk" })
}

async fn send(simulator: &Simulator, headers: &[(&str, &str)], body: String) -> (u16, String) {
    let request = request("POST", "/v1/ingest", headers, Bytes::from(body));
    let reply = simulator.served.backend.handle(request).await.unwrap();
    let status = reply.status().as_u16();
    let body = axum::body::to_bytes(reply.into_body(), usize::MAX).await;
    (status, String::from_utf8_lossy(&body.unwrap()).into_owned())
}

async fn ingest(simulator: &Simulator, entries: Value) -> (u16, String) {
    let batch = json!({ "agent_id": "a", "sdk_version": "v", "batch_id": "b", "entries": entries });
    send(simulator, &[GOOD], batch.to_string()).await
}

#[tokio::test]
async fn what_is_accepted_is_stored() {
    let simulator = Simulator::start().await.unwrap();
    let mut paid = entry("r2");
    paid["statusCode"] = 402.into();
    paid["x402Amount"] = 0.5.into();
    paid["x402TxHash"] = "0x1".into();
    paid["ipAddress"] = "::1".into();
    paid["toolName"] = "search".into();
    paid["protocol"] = "smtp".into();
    let mut failed = entry("r3");
    failed["statusCode"] = 500.into();
    failed["responseMs"] = 10.into();
    let (status, body) = ingest(&simulator, json!([entry("r1"), paid, failed])).await;
    assert_eq!(status, 202);
    assert_eq!(
        serde_json::from_str::<Value>(&body).unwrap(),
        json!({"status": "accepted", "entries": 3})
    );
    let rows = simulator.rows();
    assert_eq!(
        (
            rows.len(),
            rows[0].batch_id.as_str(),
            rows[1].protocol.as_str()
        ),
        (3, "b", "http")
    );
    let numbers = simulator.numbers();
    assert_eq!(
        (numbers.requests, numbers.errors, numbers.customers),
        (3, 1, 1)
    );
    assert_eq!(
        (numbers.revenue, numbers.tools["search"].requests),
        (0.5, 1)
    );
    assert!((numbers.average_response_ms - 20.0 / 3.0).abs() < 1e-6);
    ingest(&simulator, json!([entry("r1")])).await;
    assert_eq!(simulator.stored()["r1"], 2);
}

#[tokio::test]
async fn a_ping_is_no_row() {
    let simulator = Simulator::start().await.unwrap();
    let mut ping = entry("startup-ping");
    ping["source"] = "sdk_ping".into();
    assert_eq!(ingest(&simulator, json!([ping])).await.0, 202);
    assert_eq!((simulator.pings(), simulator.rows().len()), (1, 0));
}

#[tokio::test]
async fn only_the_key_opens() {
    let simulator = Simulator::start().await.unwrap();
    let batch = json!({ "entries": [entry("r")] }).to_string();
    for (headers, expected) in [
        (&[][..], "missing authorization header"),
        (
            &[("authorization", "quintet-sim")],
            "invalid authorization format",
        ),
        (
            &[("authorization", "Basic quintet-sim")],
            "invalid authorization format",
        ),
        (&[("authorization", "Bearer other")], "invalid api key"),
    ] {
        let (status, body) = send(&simulator, headers, batch.clone()).await;
        assert_eq!((status, body.contains(expected)), (401, true), "{body}");
    }
    let any_case = [("authorization", "bEARER quintet-sim")];
    assert_eq!(send(&simulator, &any_case, batch.clone()).await.0, 202);
    simulator.set_revoked(true);
    assert_eq!(send(&simulator, &any_case, batch).await.0, 401);
}

#[tokio::test]
async fn one_wrong_type_spoils_a_batch() {
    let simulator = Simulator::start().await.unwrap();
    for (field, value) in [
        ("statusCode", json!(200.0)),
        ("statusCode", json!("200")),
        ("responseMs", json!("5")),
        ("toolName", json!(5)),
        ("timestamp", json!(5)),
    ] {
        let mut bad = entry("r");
        bad[field] = value;
        let (status, body) = ingest(&simulator, json!([entry("r"), bad])).await;
        assert_eq!(
            (status, body.contains("invalid batch format")),
            (400, true),
            "{field}"
        );
    }
    for batch in ["", "[]", "{}", r#"{"entries":[]}"#, r#"{"entries":null}"#] {
        assert_eq!(
            send(&simulator, &[GOOD], batch.to_owned()).await.0,
            400,
            "{batch}"
        );
    }
    assert_eq!(simulator.batches(), 0);
}

#[tokio::test]
async fn names_of_another_spelling_are_empty() {
    let simulator = Simulator::start().await.unwrap();
    let batch = json!({ "agentId": "a", "sdkVersion": "v", "entries": [{ "request_id": "r", "status_code": 200, "path": null }] });
    assert_eq!(send(&simulator, &[GOOD], batch.to_string()).await.0, 202);
    let row = &simulator.rows()[0];
    assert_eq!(
        (
            row.request_id.as_str(),
            row.status_code,
            row.agent_id.as_str()
        ),
        ("", 0, "")
    );
}

#[tokio::test]
async fn one_row_that_does_not_fit_loses_the_batch_without_a_word() {
    let simulator = Simulator::start().await.unwrap();
    let cases = [
        ("method", json!("tools/call")),
        ("x402Token", json!("USDC-base-mainnet")),
        ("requestBody", json!("\0abc")),
        ("headers", json!({ "a": "\0" })),
        ("toolName", json!("é".repeat(129))),
        ("statusCode", json!(40_000)),
        ("x402Amount", json!(1e12)),
    ];
    for (field, value) in cases.clone() {
        let mut bad = entry("r");
        bad[field] = value;
        assert_eq!(ingest(&simulator, json!([entry("r"), bad])).await.0, 202);
    }
    assert_eq!(
        (simulator.lost_batches().len(), simulator.rows().len()),
        (cases.len(), 0)
    );
    let mut fits = entry("r");
    fits["toolName"] = "é".repeat(128).into();
    ingest(&simulator, json!([fits])).await;
    assert_eq!(simulator.rows().len(), 1);
    simulator.lose_batches(1);
    assert_eq!(ingest(&simulator, json!([entry("r")])).await.0, 202);
    assert_eq!(
        (simulator.lost_batches().len(), simulator.rows().len()),
        (cases.len() + 1, 1)
    );
}

#[tokio::test]
async fn a_body_has_its_limit() {
    let simulator = Simulator::start().await.unwrap();
    let mut large = entry("r");
    let rest =
        51_200 - json!({ "entries": [large] }).to_string().len() - r#","requestBody":"""#.len();
    large["requestBody"] = "x".repeat(rest).into();
    let batch = json!({ "entries": [large] }).to_string();
    assert_eq!(batch.len(), 51_200);
    assert_eq!(send(&simulator, &[GOOD], batch.clone()).await.0, 202);
    let (status, body) = send(&simulator, &[GOOD], batch + " ").await;
    assert_eq!(
        (status, body.contains("request body too large")),
        (413, true)
    );
    simulator.set_body_limit(10);
    assert_eq!(ingest(&simulator, json!([entry("r")])).await.0, 413);
}

#[tokio::test]
async fn other_routes_and_health() {
    let simulator = Simulator::builder()
        .keep(Keep::Numbers)
        .start()
        .await
        .unwrap();
    let status = async |method: &str, path: &str| {
        let request = request(method, path, &[], Bytes::new());
        simulator
            .served
            .backend
            .handle(request)
            .await
            .unwrap()
            .status()
            .as_u16()
    };
    assert_eq!(status("GET", "/healthz").await, 200);
    assert_eq!(status("GET", "/readyz").await, 200);
    assert_eq!(status("OPTIONS", "/v1/ingest").await, 204);
    assert_eq!(status("GET", "/v1/ingest").await, 404);
    simulator.set_not_ready(true);
    assert_eq!(status("GET", "/readyz").await, 503);
    ingest(&simulator, json!([entry("r")])).await;
    assert_eq!(
        (simulator.numbers().requests, simulator.rows().len()),
        (1, 0)
    );
    simulator.inject(Fault::status(503));
    assert_eq!(simulator.request_count("*", "/"), 0);
}
