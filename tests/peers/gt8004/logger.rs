//! The logger and its settings: `test_logger`. Contract: §1.4, §6.2, §7 (40 to 49).

use std::time::Duration;

use quintet::gt8004::Protocol::{self, A2a, Mcp};
use quintet::gt8004::{Client, Logger, Network};

use super::proxied::asked;
use super::stage::{HOUR, Stage, client, entry, pass_time};
use crate::support::frozen::Frozen;
use crate::support::raw_server::{RawServer, Step, reply, send};

/// The ids are seen where they are used: in what is sent.
#[tokio::test]
async fn c40_default_init() {
    let logger = Logger::new("agent-1", "key-1").unwrap();
    assert_eq!((logger.protocol(), logger.is_open()), (None, true));
    let url = "https://testnet.ingest.gt8004.xyz/v1/ingest";
    assert_eq!(Network::default().ingest_url(), url);
    let untold = Client::builder().agent_id("agent-1").token("key-1");
    assert_eq!(asked(untold).await, "testnet.ingest.gt8004.xyz:443");

    let accepted = reply("202 Accepted", r#"{"status":"accepted","entries":1}"#);
    let server = RawServer::start([vec![Step::Request, send(accepted)]]).await;
    let client = client(server.url(), "key-1");
    client.ingest([entry("/")]).await.unwrap();
    let received = server.received().remove(0);
    assert_eq!(received.header("authorization"), Some("Bearer key-1"));
    let sent: serde_json::Value = serde_json::from_slice(&received.body).unwrap();
    assert_eq!(
        (&sent["agentId"], &sent["agent_id"]),
        (&"agent-1".into(), &"agent-1".into())
    );
}

#[tokio::test]
async fn c41_mcp_protocol() {
    let stage = Stage::of(Some("mcp".parse().unwrap())).await;
    assert_eq!(stage.logger.protocol(), Some(Mcp));
}

#[tokio::test]
async fn c42_a2a_protocol() {
    let stage = Stage::of(Some("a2a".parse().unwrap())).await;
    assert_eq!(stage.logger.protocol(), Some(A2a));
}

#[test]
fn c43_invalid_protocol_is_an_error() {
    let error = "http".parse::<Protocol>().unwrap_err();
    assert!(error.is_invalid_input());
    assert!(
        error.message().starts_with("protocol must be one of"),
        "{error}"
    );
}

#[test]
fn c44_random_protocol_is_an_error() {
    for name in ["grpc", "", "MCP", "mcp "] {
        assert!(
            name.parse::<Protocol>().unwrap_err().is_invalid_input(),
            "{name:?}"
        );
    }
}

/// A URL without a path is the service's; every other is kept as it is.
#[tokio::test]
async fn c45_custom_ingest_url() {
    let accepted = reply("202 Accepted", r#"{"status":"accepted","entries":1}"#);
    let server = RawServer::start([vec![Step::Request, send(accepted)]]).await;
    for (given, expected) in [
        ("", "/v1/ingest"),
        ("/", "/v1/ingest"),
        ("/v1/ingest", "/v1/ingest"),
        ("/logs", "/logs"),
        ("/a/v2/Ingest", "/a/v2/Ingest"),
    ] {
        let client = client(&format!("{}{given}", server.url()), "k");
        assert_eq!(client.ingest([entry("/")]).await.unwrap(), 1, "{given}");
        assert_eq!(server.received().last().unwrap().target, expected);
        let logger = client.logger().start().unwrap();
        logger.verify_connection().await.unwrap();
        assert_eq!(server.received().last().unwrap().target, expected);
    }
}

#[tokio::test(start_paused = true)]
async fn c46_custom_batch_settings() {
    let _frozen = Frozen::new();
    let interval = Duration::from_secs(10);
    let stage = Stage::timed(|builder| builder.batch_size(100).flush_interval(interval)).await;
    for _ in 0..99 {
        stage.logger.log(entry("/"));
    }
    pass_time(interval - Duration::from_millis(1)).await;
    assert_eq!((stage.requests(), stage.logger.ledger().queued), (0, 99));
    pass_time(Duration::from_millis(2)).await;
    stage.settled(1).await;
    for _ in 0..100 {
        stage.logger.log(entry("/"));
    }
    stage.settled(2).await;
    let ledger = stage.logger.ledger();
    assert_eq!((ledger.batches, ledger.delivered), (2, 199));
}

#[tokio::test]
async fn c46_settings_that_cannot_work_are_refused() {
    let builder = || client("http://127.0.0.1:1", "k").logger();
    for bad in [
        builder().batch_size(0),
        builder().batch_bytes(0),
        builder().batch_bytes(51_201),
        builder().queue_entries(0),
        builder().queue_bytes(0),
        builder().max_attempts(0),
        builder().breaker(0, HOUR),
        builder().flush_interval(Duration::ZERO),
    ] {
        assert!(bad.start().unwrap_err().is_invalid_input());
    }
}

#[tokio::test]
async fn c47_log_sets_protocol() {
    let stage = Stage::of(Some(Mcp)).await;
    stage.logger.log(entry("/"));
    assert_eq!(stage.one_row().await.protocol, "mcp");
}

#[tokio::test]
async fn c48_log_preserves_existing_protocol() {
    let stage = Stage::of(Some(Mcp)).await;
    stage.logger.log(entry("/").with_protocol(A2a));
    assert_eq!(stage.one_row().await.protocol, "a2a");
}

/// An entry is given away, so that no caller's object can be changed; it comes out as it went in.
#[tokio::test]
async fn c49_log_adds_to_buffer() {
    let stage = Stage::start().await;
    let entry = entry("/same").with_request_id("same").with_tool_name("t");
    let expected = serde_json::to_value(&entry).unwrap();
    stage.logger.log(entry);
    let ledger = stage.logger.ledger();
    assert_eq!((ledger.accepted, ledger.queued, stage.posts()), (1, 1, 0));
    assert_eq!(stage.one_row().await.request_id, "same");
    assert_eq!(stage.sent()[0]["entries"], serde_json::json!([expected]));
}
