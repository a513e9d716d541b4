//! The logger and its settings: `test_logger`. Contract: §1.4, §6.2, §7 (40 to 49).

use quintet::gt8004::Protocol::{self, A2a, Mcp};
use quintet::gt8004::{Client, Logger, Network};

use super::stage::{HOUR, LIMIT, Stage, client, entry};

#[test]
fn c40_default_init() {
    let logger = Logger::new("agent-1", "key-1").unwrap();
    assert_eq!(logger.protocol(), None);
    assert_eq!(
        Network::default().ingest_url(),
        "https://testnet.ingest.gt8004.xyz/v1/ingest"
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

#[tokio::test]
async fn c45_custom_ingest_url() {
    let stage = Stage::start().await;
    for url in [stage.simulator.ingest_url(), stage.simulator.base_url()] {
        let client = client(&url, stage.simulator.token());
        assert_eq!(client.ingest([entry("/")]).await.unwrap(), 1);
    }
    let requests = stage.simulator.requests();
    assert!(
        requests
            .iter()
            .all(|request| request.path() == "/v1/ingest")
    );
    let builder = Client::builder().network(Network::Mainnet).agent_id("a");
    let over = builder.token(stage.simulator.token());
    let over = over.base_url(stage.simulator.ingest_url()).build().unwrap();
    assert_eq!(over.ingest([entry("/")]).await.unwrap(), 1);
}

/// What they do is in `c52_` and `c53_`; here, that those which cannot work are refused.
#[tokio::test]
async fn c46_custom_batch_settings() {
    let stage = Stage::with(|builder| builder.batch_size(100)).await;
    for _ in 0..100 {
        stage.logger.log(entry("/"));
    }
    assert_eq!(stage.logger.close(LIMIT).await.batches, 1);
    let builder = || client("http://127.0.0.1:1", "k").logger();
    for bad in [
        builder().batch_size(0),
        builder().batch_bytes(0),
        builder().batch_bytes(51_201),
        builder().queue_entries(0),
        builder().max_attempts(0),
        builder().breaker(0, HOUR),
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

#[tokio::test]
async fn c49_log_adds_to_buffer() {
    let stage = Stage::start().await;
    stage.logger.log(entry("/").with_request_id("same"));
    let ledger = stage.logger.ledger();
    assert_eq!((ledger.accepted, ledger.queued, stage.posts()), (1, 1, 0));
    assert_eq!(stage.one_row().await.request_id, "same");
}
