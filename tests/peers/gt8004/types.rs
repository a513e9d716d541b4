//! Entries and batches as they are sent: `test_types`. Contract: §1.1, §7 (60 to 73).

use std::time::Duration;

use quintet::gt8004::{Protocol, RequestLogEntry};
use serde_json::{Value, json};

use super::stage::{Stage, entry};

fn sent(entry: &RequestLogEntry) -> Value {
    serde_json::to_value(entry).unwrap()
}

#[test]
fn c60_single_word() {
    assert_eq!(sent(&entry("/"))["method"], "GET");
}

#[test]
fn c61_two_words() {
    assert_eq!(sent(&entry("/"))["statusCode"], 200);
}

#[test]
fn c62_three_words() {
    assert_eq!(
        sent(&entry("/").with_request_body("abc"))["requestBodySize"],
        3
    );
}

#[test]
fn c63_x402_fields() {
    let paid = entry("/").with_x402(0.5, "0xh").with_x402_token("USDC");
    let sent = sent(&paid.with_x402_payer("0xp"));
    let found =
        ["x402Amount", "x402TxHash", "x402Token", "x402Payer"].map(|name| sent[name].clone());
    assert_eq!(
        found,
        [json!(0.5), json!("0xh"), json!("USDC"), json!("0xp")]
    );
}

#[test]
fn c64_required_fields() {
    let entry = RequestLogEntry::new("GET", "/p", 200, Duration::from_millis(5));
    let mut sent = sent(&entry.with_request_id("r0"));
    sent["timestamp"].take();
    let expected = json!({
        "requestId": "r0", "method": "GET", "path": "/p", "statusCode": 200, "responseMs": 5.0, "source": "sdk",
        "timestamp": null,
    });
    assert_eq!(sent, expected);
}

#[test]
fn c65_protocol_mcp() {
    assert_eq!(
        sent(&entry("/").with_protocol(Protocol::Mcp))["protocol"],
        "mcp"
    );
}

#[test]
fn c66_protocol_a2a() {
    assert_eq!(
        sent(&entry("/").with_protocol(Protocol::A2a))["protocol"],
        "a2a"
    );
}

#[test]
fn c67_protocol_none() {
    assert_eq!(entry("/").protocol, None);
    assert_eq!(sent(&entry("/")).get("protocol"), None);
}

/// An entry's protocol is of a type that has no other values; a name that is read is refused.
#[test]
fn c68_invalid_protocol() {
    assert!("http".parse::<Protocol>().unwrap_err().is_invalid_input());
}

#[test]
fn c69_timestamp_auto_generated() {
    let before = std::time::SystemTime::now().into();
    let entry = entry("/");
    assert!(entry.timestamp >= before);
    assert!(sent(&entry)["timestamp"].as_str().unwrap().ends_with('Z'));
}

#[test]
fn c70_camel_case_serialization() {
    let sent = sent(&entry("/").with_tool_name("t"));
    for name in ["requestId", "statusCode", "responseMs", "toolName"] {
        assert!(sent.get(name).is_some(), "{name}");
    }
    assert!(
        sent.as_object()
            .unwrap()
            .keys()
            .all(|name| !name.contains('_'))
    );
}

#[test]
fn c71_what_is_not_set_is_absent() {
    let sent = sent(&entry("/"));
    for name in ["customerId", "toolName", "requestBody", "headers"] {
        assert_eq!(sent.get(name), None, "{name}");
    }
}

#[tokio::test]
async fn c72_batch_structure() {
    let stage = Stage::start().await;
    stage.logger.log(entry("/"));
    let row = stage.one_row().await;
    assert_eq!(row.agent_id, "agent-1");
    assert!(row.sdk_version.starts_with("rust-"), "{}", row.sdk_version);
}

#[tokio::test]
async fn c73_batch_serialization() {
    let stage = Stage::start().await;
    stage.logger.log(entry("/"));
    stage.rows().await;
    let sent = stage.sent().remove(0);
    for (peer, service) in [("agentId", "agent_id"), ("sdkVersion", "sdk_version")] {
        assert!(sent[peer].is_string(), "{peer}");
        assert_eq!(sent[peer], sent[service]);
    }
    assert_eq!(sent["entries"].as_array().unwrap().len(), 1);
}
