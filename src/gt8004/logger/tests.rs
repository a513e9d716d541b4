//! The logger against the simulator, over sockets.

use std::time::Duration;

use super::{Logger, LoggerBuilder};
use crate::gt8004::{Client, DropCause, Protocol, RequestLogEntry};
use crate::sim::Fault;
use crate::sim::gt8004::Simulator;

fn client(simulator: &Simulator, url: &str) -> Client {
    let builder = Client::builder().base_url(url).agent_id("agent-1");
    builder.token(simulator.token()).build().unwrap()
}

async fn stage(set: impl FnOnce(LoggerBuilder) -> LoggerBuilder) -> (Simulator, Logger) {
    let simulator = Simulator::start().await.unwrap();
    let builder = client(&simulator, &simulator.ingest_url()).logger();
    let builder = builder.retry_delay(Duration::from_millis(1));
    let logger = set(builder).start().unwrap();
    (simulator, logger)
}

fn entry(path: &str) -> RequestLogEntry {
    RequestLogEntry::new("GET", path, 200, Duration::from_millis(5))
}

const LIMIT: Duration = Duration::from_secs(20);

#[tokio::test]
async fn entries_arrive() {
    let (simulator, logger) = stage(|builder| builder.protocol(Protocol::Mcp)).await;
    for number in 0..120 {
        logger.log(entry(&format!("/{number}")));
    }
    logger.log(entry("/a2a").with_protocol(Protocol::A2a));
    logger.flush().await.unwrap();
    let rows = simulator.rows();
    let paths: Vec<_> = rows.iter().map(|row| row.path.clone()).collect();
    assert_eq!((paths.len(), paths[119].as_str()), (121, "/119"));
    assert_eq!(
        (rows[0].protocol.as_str(), rows[120].protocol.as_str()),
        ("mcp", "a2a")
    );
    assert_eq!(
        (rows[0].agent_id.as_str(), rows[0].sdk_version.as_str()),
        ("agent-1", "rust-0.1.0")
    );
    let ledger = logger.close(LIMIT).await;
    assert_eq!((ledger.delivered, ledger.batches), (121, 3));
    assert!(simulator.lost_batches().is_empty());
}

#[tokio::test]
async fn verifying_tells_the_truth() {
    let (simulator, logger) = stage(|builder| builder).await;
    logger.verify_connection().await.unwrap();
    assert_eq!((simulator.pings(), logger.ledger().accepted), (1, 0));
    simulator.set_revoked(true);
    let error = logger.verify_connection().await.unwrap_err();
    assert!(
        error.is_auth() && error.message() == "invalid api key",
        "{error}"
    );
    simulator.stop().await;
    let error = logger.verify_connection().await.unwrap_err();
    assert_eq!(error.kind(), crate::ErrorKind::Connect);
}

#[tokio::test]
async fn batches_stay_below_what_the_service_takes() {
    let (simulator, logger) = stage(|builder| builder.batch_size(100)).await;
    for _ in 0..50 {
        logger.log(entry("/large").with_response_body("x".repeat(2000)));
    }
    // Escaped, it is six times as long.
    logger.log(entry("/escaped").with_response_body("\u{1}".repeat(16_384)));
    let ledger = logger.close(LIMIT).await;
    assert_eq!(
        (ledger.delivered, ledger.stripped, ledger.split),
        (51, 1, 0)
    );
    assert_eq!(
        simulator.rows().last().unwrap().response_body_size,
        Some(16_384)
    );
    let largest = simulator
        .requests()
        .iter()
        .map(|request| request.body().len())
        .max();
    assert!(
        largest <= Some(51_200) && largest > Some(45_000),
        "{largest:?}"
    );
}

#[tokio::test]
async fn a_smaller_limit_takes_batches_apart() {
    let (simulator, logger) = stage(|builder| builder).await;
    simulator.set_body_limit(2_000);
    for _ in 0..20 {
        logger.log(entry("/small"));
    }
    logger.log(entry("/large").with_request_body("x".repeat(3_000)));
    logger.log(entry(&"/x".repeat(1_500)));
    let ledger = logger.close(LIMIT).await;
    assert_eq!(
        (ledger.delivered, ledger.dropped(DropCause::TooLarge)),
        (21, 1)
    );
    assert_eq!(simulator.rows().len(), 21);
}

#[tokio::test]
async fn what_would_poison_a_batch_is_clamped() {
    let (simulator, logger) = stage(|builder| builder).await;
    let mut bad = entry("/\0")
        .with_x402_token("USDC-base-mainnet")
        .with_header("a", "\0".repeat(1 << 20));
    (bad.method, bad.response_ms) = ("tools/call".to_owned(), f64::NAN);
    logger.log(bad);
    logger.log(entry("/good"));
    let ledger = logger.close(LIMIT).await;
    assert_eq!((ledger.delivered, ledger.clamped), (2, 1));
    assert!(simulator.lost_batches().is_empty());
    assert_eq!(simulator.rows()[0].method, "CALL");
}

#[tokio::test]
async fn failures_pass_or_are_counted() {
    let (simulator, logger) = stage(|builder| builder.batch_size(1)).await;
    for fault in [
        Fault::status(503).header("retry-after", "0"),
        Fault::reset(),
        Fault::status(429),
    ] {
        simulator.inject(fault);
        logger.log(entry("/passing"));
        logger.flush().await.unwrap();
    }
    for status in [403, 404, 307] {
        simulator.inject(Fault::status(status));
        logger.log(entry("/refused"));
        assert!(logger.flush().await.is_err(), "{status}");
    }
    simulator.inject(Fault::status(400));
    logger.log(entry("/malformed"));
    assert!(logger.flush().await.is_err());
    let ledger = logger.close(LIMIT).await;
    assert_eq!(
        (ledger.delivered, ledger.dropped(DropCause::Rejected)),
        (3, 4)
    );
    assert_eq!(simulator.rows().len(), 3);
}

#[tokio::test]
async fn the_same_batch_keeps_its_id_when_it_is_sent_again() {
    let (simulator, logger) = stage(|builder| builder).await;
    simulator.inject(Fault::reset_after_handling());
    logger.log(entry("/twice"));
    let ledger = logger.close(LIMIT).await;
    assert_eq!((ledger.delivered, ledger.requests), (1, 2));
    let rows = simulator.rows();
    assert_eq!((rows.len(), &rows[0].batch_id), (2, &rows[1].batch_id));
    assert_eq!(simulator.stored()[&rows[0].request_id], 2);
}

#[tokio::test]
async fn a_revoked_key_loses_nothing_until_the_end() {
    let (simulator, logger) = stage(|builder| builder).await;
    simulator.set_revoked(true);
    logger.log(entry("/kept"));
    assert!(logger.flush().await.unwrap_err().is_auth());
    let error = logger.flush().await.unwrap_err();
    assert!(
        error.message().contains("the credential was refused"),
        "{error}"
    );
    assert_eq!(
        (logger.ledger().queued, simulator.request_count("POST", "/")),
        (1, 1)
    );
    let ledger = logger.close(LIMIT).await;
    assert_eq!(ledger.dropped(DropCause::Unauthorized), 1);
    assert_eq!(simulator.request_count("POST", "/"), 2);
}

#[tokio::test]
async fn another_path_is_taken_as_it_is() {
    let simulator = Simulator::start().await.unwrap();
    let url = format!("{}/logs/here", simulator.base_url());
    let client = client(&simulator, &url);
    simulator.inject(Fault::status(202).body("text/plain", "thanks"));
    assert_eq!(client.ingest([entry("/"), entry("/")]).await.unwrap(), 2);
    assert_eq!(simulator.requests()[0].path(), "/logs/here");
    assert_eq!(client.health().await.unwrap().status, "ok");
}

#[tokio::test]
async fn one_batch_by_hand() {
    let simulator = Simulator::start().await.unwrap();
    let client = client(&simulator, &simulator.base_url());
    assert_eq!(client.ingest([entry("/a"), entry("/b")]).await.unwrap(), 2);
    assert!(client.ingest([]).await.unwrap_err().is_invalid_input());
    let large = entry("/").with_request_body("x".repeat(51_200));
    let error = client.ingest([large]).await.unwrap_err();
    assert!(
        error.is_invalid_input() && error.message().contains("51200"),
        "{error}"
    );
    assert_eq!(client.readiness().await.unwrap().status, "ready");
    assert_eq!(simulator.rows().len(), 2);
}
