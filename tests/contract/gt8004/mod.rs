//! GT8004: client, logger, document and simulator against one another.
//!
//! Every request goes client → contract proxy → simulator, and the proxy holds both sides to the unmodified document.

use std::time::Duration;

use quintet::ErrorKind;
use quintet::gt8004::{Protocol, RequestLogEntry};
use quintet::sim::Fault;

use crate::support::contract::Document;
use crate::support::gt8004::Stage;

fn entry() -> RequestLogEntry {
    RequestLogEntry::new("GET", "/api/search", 200, Duration::from_millis(5))
}

/// An entry with a value in every field, each of which the service could not store.
fn poisonous() -> RequestLogEntry {
    let long = "é\0".repeat(3000);
    let mut entry = entry()
        .with_request_id(&long)
        .with_customer_id(&long)
        .with_tool_name(&long)
        .with_error_type(&long)
        .with_x402(f64::INFINITY, &long)
        .with_x402_token("USDC-base-mainnet")
        .with_x402_payer(&long)
        .with_request_body(&long)
        .with_response_body(&long)
        .with_header(&long, "x".repeat(1 << 20))
        .with_ip_address(&long)
        .with_protocol(Protocol::Mcp);
    entry.method = "tools/call".to_owned();
    entry.path.clone_from(&long);
    entry.source.clone_from(&long);
    (entry.status_code, entry.response_ms) = (u16::MAX, f64::NAN);
    entry.request_body_size = Some(u64::MAX);
    for field in [
        &mut entry.user_agent,
        &mut entry.referer,
        &mut entry.content_type,
        &mut entry.accept_language,
        &mut entry.country,
        &mut entry.city,
    ] {
        *field = Some(long.clone());
    }
    entry
}

#[tokio::test]
async fn every_documented_reply_is_seen() {
    let stage = Stage::start().await;
    let client = &stage.client;
    client.verify_connection().await.unwrap();
    assert_eq!(client.ingest([entry(), poisonous()]).await.unwrap(), 2);
    assert_eq!(client.health().await.unwrap().status, "ok");
    assert_eq!(client.readiness().await.unwrap().status, "ready");
    for (status, kind) in [
        (400, ErrorKind::BadRequest),
        (401, ErrorKind::Unauthorized),
        (413, ErrorKind::Rejected),
        (429, ErrorKind::RateLimited),
        (500, ErrorKind::Server),
        (502, ErrorKind::Server),
        (503, ErrorKind::Unavailable),
        (504, ErrorKind::Server),
    ] {
        stage.simulator.inject(Fault::status(status));
        let error = client.ingest([entry()]).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (kind, 1), "{status}");
    }
    for status in [502, 503, 504] {
        stage.simulator.inject(Fault::status(status).times(2));
        assert!(client.health().await.is_err());
        assert!(client.readiness().await.is_err());
    }
    stage.proxy.assert_clean();
    let missing = stage
        .proxy
        .coverage()
        .missing(&Document::load("gt8004").expected());
    assert!(missing.is_empty(), "never seen: {missing:?}");
}

#[tokio::test]
async fn what_the_logger_sends_conforms_and_is_stored() {
    let stage = Stage::start().await;
    let logger = stage.logger().queue_bytes(64 << 20).start().unwrap();
    for number in 0..200 {
        logger.log(match number % 10 {
            0 => poisonous(),
            _ => entry().with_response_body("x".repeat(number * 10)),
        });
    }
    stage.simulator.inject(Fault::status(503).times(2));
    let ledger = logger.close(Duration::from_secs(30)).await;
    assert_eq!((ledger.delivered, ledger.clamped), (200, 20), "{ledger}");
    assert_eq!(stage.simulator.rows().len(), 200);
    assert_eq!(stage.simulator.lost_batches(), [""; 0]);
    stage.proxy.assert_clean();
}
