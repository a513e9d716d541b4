//! What the published clients send. Contract: §1.1.

use serde_json::json;

use super::raw::{self, Connection};
use super::{entry, ingest, post, post_as, start};

/// The body that the published Python client was seen to send.
const PYTHON: &str = concat!(
    r#"{"agentId":"agent-1","sdkVersion":"python-0.2.0","entries":[{"requestId":"r0","method":"GET","path":"/p","#,
    r#""statusCode":200,"responseMs":5.0,"source":"sdk","timestamp":"T"}]}"#
);

#[tokio::test]
async fn the_python_client_is_understood_but_for_its_envelope() {
    let simulator = start().await;
    let request = format!(
        "POST /v1/ingest HTTP/1.1\r\n\
         Authorization: Bearer quintet-sim\r\n\
         Content-Length: 172\r\n\
         Content-Type: application/json\r\n\r\n{PYTHON}"
    );
    assert_eq!(raw::ask(&simulator, &request).await.accepted(), 1);
    let row = &simulator.rows()[0];
    assert_eq!(
        (&row.request_id[..], &row.method[..], &row.path[..]),
        ("r0", "GET", "/p")
    );
    assert_eq!(
        (row.status_code, row.response_ms, &row.source[..]),
        (200, 5.0, "sdk")
    );
    // These names are unknown.
    assert_eq!(
        (&row.agent_id[..], &row.sdk_version[..], &row.batch_id[..]),
        ("", "", "")
    );

    let stranger = request.replace("quintet-sim", "key-1");
    let refused = raw::ask(&simulator, stranger).await.refusal();
    assert_eq!(refused, (401, "invalid api key".to_owned()));
    let recorded = simulator.requests();
    assert_eq!(recorded.len(), 2);
    assert_eq!(recorded[1].headers()["authorization"], "Bearer key-1");
    assert_eq!(recorded[1].body(), PYTHON.as_bytes());
}

#[tokio::test]
async fn the_typescript_client_is_understood() {
    let simulator = start().await;
    let body = json!({
        "agent_id": "agent-1", "sdk_version": "0.1.0", "batch_id": "6f2c1d3e-0a4b-4c5d-8e6f-7a8b9c0d1e2f",
        "entries": [entry("t", &[
            ("toolName", "unknown".into()),
            ("statusCode", 500.into()),
            ("responseMs", 12.into()),
            ("errorType", "HTTP_500".into()),
            ("customerId", "203.0.113.7".into()),
            ("ipAddress", "203.0.113.7".into()),
            ("headers", json!({ "user-agent": "node", "client-ip": "203.0.113.7", "accept-language": "*" })),
            ("protocol", "mcp".into()),
            ("timestamp", "2026-02-21T10:00:00.000Z".into()),
        ])],
    });
    let headers = "authorization: Bearer quintet-sim\r\ncontent-type: application/json\r\nuser-agent: node\r\n";
    let answer = post_as(&simulator, headers, body.to_string()).await;
    assert_eq!(answer.accepted(), 1);
    let row = &simulator.rows()[0];
    let envelope = (&row.agent_id[..], &row.sdk_version[..], &row.batch_id[..]);
    assert_eq!(
        envelope,
        ("agent-1", "0.1.0", "6f2c1d3e-0a4b-4c5d-8e6f-7a8b9c0d1e2f")
    );
    assert_eq!(
        (row.tool_name.as_deref(), row.error_type.as_deref()),
        (Some("unknown"), Some("HTTP_500"))
    );
    assert_eq!(
        (row.ip_address.as_deref(), &row.protocol[..]),
        (Some("203.0.113.7"), "mcp")
    );
    assert_eq!(row.headers.as_ref().unwrap()["client-ip"], "203.0.113.7");
    assert!(row.is_error());
}

#[tokio::test]
async fn both_spellings_of_the_envelope_may_come_together() {
    let simulator = start().await;
    let body = json!({
        "agent_id": "a", "agentId": "other", "sdk_version": "rust-0.1.0", "sdkVersion": "other", "batch_id": "b",
        "batchId": 5, "entries": [entry("r", &[])],
    });
    assert_eq!(post(&simulator, body.to_string()).await.accepted(), 1);
    let row = &simulator.rows()[0];
    assert_eq!(
        (&row.agent_id[..], &row.sdk_version[..], &row.batch_id[..]),
        ("a", "rust-0.1.0", "b")
    );
}

/// As the first version of the Python client sent them.
#[tokio::test]
async fn entries_in_snake_case_are_stored_empty() {
    let simulator = start().await;
    let snake = json!({
        "request_id": "r", "method": "GET", "path": "/p", "status_code": 500, "response_ms": 5.0, "tool_name": "t",
        "ip_address": "::1", "x402_amount": 0.5, "x402_tx_hash": "0x1", "request_body": "b",
    });
    assert_eq!(
        ingest(&simulator, [snake, json!({}), json!(null)])
            .await
            .accepted(),
        3
    );
    let rows = simulator.rows();
    assert_eq!(
        (
            &rows[0].request_id[..],
            &rows[0].method[..],
            &rows[0].path[..]
        ),
        ("", "GET", "/p")
    );
    assert_eq!((rows[0].status_code, rows[0].response_ms), (0, 0.0));
    assert_eq!((&rows[0].tool_name, &rows[0].ip_address), (&None, &None));
    assert_eq!((rows[0].x402_amount, &rows[0].request_body), (None, &None));
    for row in &rows[1..] {
        let texts = (
            &row.request_id[..],
            &row.method[..],
            &row.path[..],
            &row.source[..],
        );
        assert_eq!(texts, ("", "", "", "sdk"));
    }
    let numbers = simulator.numbers();
    assert_eq!(
        (
            numbers.requests,
            numbers.errors,
            numbers.customers,
            numbers.revenue
        ),
        (3, 0, 0, 0.0)
    );
    assert_eq!(simulator.stored()[""], 3);
}

/// Case does not count, underscores do. Of two values the last one counts.
#[tokio::test]
async fn names_are_read_in_any_case() {
    let simulator = start().await;
    let body = r#"{"Agent_ID":"a","SDK_VERSION":"v","entries":[
        {"REQUESTID":"r","requestid":"s","Method":"PUT","statuscode":404,"X402amount":1,"x402TXHASH":"0x1","TOOLNAME":"t"}
    ]}"#;
    assert_eq!(post(&simulator, body).await.accepted(), 1);
    let row = &simulator.rows()[0];
    assert_eq!(
        (&row.agent_id[..], &row.sdk_version[..], &row.request_id[..]),
        ("a", "v", "s")
    );
    assert_eq!(
        (&row.method[..], row.status_code, row.tool_name.as_deref()),
        ("PUT", 404, Some("t"))
    );
    assert_eq!(simulator.numbers().revenue, 1.0);
}

#[tokio::test]
async fn the_type_and_the_framing_of_a_body_do_not_matter() {
    let simulator = start().await;
    let plain = "Authorization: Bearer quintet-sim\r\nContent-Type: text/plain\r\n";
    assert_eq!(post_as(&simulator, plain, PYTHON).await.accepted(), 1);
    let none = "Authorization: Bearer quintet-sim\r\n";
    assert_eq!(post_as(&simulator, none, PYTHON).await.accepted(), 1);
    let (first, rest) = PYTHON.split_at(16);
    let chunked = format!(
        "POST /v1/ingest HTTP/1.1\r\n{none}Transfer-Encoding: chunked\r\n\r\n10\r\n{first}\r\n{:x}\r\n{rest}\r\n0\r\n\r\n",
        rest.len()
    );
    assert_eq!(raw::ask(&simulator, chunked).await.accepted(), 1);
    assert_eq!(simulator.stored()["r0"], 3);
    for recorded in simulator.requests() {
        assert_eq!(recorded.body(), PYTHON.as_bytes());
    }
}

#[tokio::test]
async fn a_connection_serves_one_request_after_the_other() {
    let simulator = start().await;
    let mut connection = Connection::open(&simulator).await;
    let batch = format!(
        "POST /v1/ingest HTTP/1.1\r\nAuthorization: Bearer quintet-sim\r\nContent-Length: 172\r\n\r\n{PYTHON}"
    );
    for _ in 0..3 {
        assert_eq!(connection.ask(&batch).await.accepted(), 1);
        let wrong = "GET /nothing HTTP/1.1\r\n\r\n";
        assert_eq!(connection.ask(wrong).await.status, 404);
    }
    assert_eq!(simulator.rows().len(), 3);
}
