//! What is sent: sizes, columns, names, secrets. Contract: §8 (2, 8, 16, 17, 19).

use quintet::gt8004::{DropCause, Network, Protocol};
use quintet::sim::Fault;

use crate::peers::gt8004::stage::{HOUR, LIMIT, Stage, entry, pass, post};

/// Fifty entries of 2 KB, which the published client sends as one batch of 107,795 bytes, for ever.
#[tokio::test]
async fn w02_no_batch_is_larger_than_the_service_takes() {
    let stage = Stage::start().await;
    for _ in 0..50 {
        stage
            .logger
            .log(entry("/").with_response_body("x".repeat(2000)));
    }
    let escaped = entry("/").with_request_body("\u{1}".repeat(16_384));
    stage
        .logger
        .log(escaped.with_response_body("\u{1}".repeat(16_384)));
    let ledger = stage.logger.close(LIMIT).await;
    assert_eq!(
        (
            ledger.delivered,
            ledger.stripped,
            stage.simulator.rows().len()
        ),
        (51, 1, 51)
    );
    let requests = stage.simulator.requests();
    assert!(
        requests
            .iter()
            .all(|request| request.body().len() <= 51_200)
    );
    assert_eq!(ledger.requests, ledger.batches);
}

/// And it does not keep others from being sent.
#[tokio::test]
async fn w08_what_is_refused_for_good_is_not_sent_again() {
    let rejected = [400, 403, 404, 302, 307].map(|status| (status, DropCause::Rejected));
    for (status, cause) in rejected.into_iter().chain([(413, DropCause::TooLarge)]) {
        let stage = Stage::start().await;
        stage.simulator.inject(Fault::status(status));
        stage.logger.log(entry("/bad"));
        stage.logger.flush().await.unwrap_err();
        stage.logger.log(entry("/good"));
        let rows = stage.rows().await;
        assert_eq!((rows.len(), rows[0].path.as_str()), (1, "/good"));
        let ledger = stage.logger.close(LIMIT).await;
        assert_eq!((stage.posts(), ledger.dropped(cause)), (2, 1), "{status}");
    }
}

#[tokio::test]
async fn w08_a_refused_key_stops_everything() {
    let stage = Stage::with(|builder| builder.credential_pause(HOUR)).await;
    stage.simulator.set_revoked(true);
    for _ in 0..200 {
        stage.logger.log(entry("/"));
    }
    for _ in 0..5 {
        stage.logger.flush().await.unwrap_err();
    }
    assert_eq!((stage.posts(), stage.logger.ledger().queued), (1, 200));
}

#[tokio::test]
async fn w08_a_number_that_is_none_does_not_block_others() {
    let stage = Stage::start().await;
    for bad in [f64::NAN, f64::INFINITY, -1.0] {
        let mut entry = entry("/");
        entry.response_ms = bad;
        stage.logger.log(entry);
    }
    stage.logger.log(entry("/good"));
    let rows = stage.rows().await;
    assert_eq!((rows.len(), stage.logger.ledger().clamped), (4, 3));
}

#[tokio::test]
async fn w16_the_service_reads_the_envelope() {
    let stage = Stage::with(|builder| builder.batch_size(2)).await;
    for _ in 0..4 {
        stage.logger.log(entry("/"));
    }
    let rows = stage.rows().await;
    for row in &rows {
        let version = concat!("rust-", env!("CARGO_PKG_VERSION"));
        assert_eq!(
            (row.agent_id.as_str(), row.sdk_version.as_str()),
            ("agent-1", version)
        );
        assert!(
            uuid::Uuid::parse_str(&row.batch_id).is_ok(),
            "{}",
            row.batch_id
        );
    }
    let ids: Vec<_> = rows.iter().map(|row| row.batch_id.as_str()).collect();
    assert!(
        ids[0] == ids[1] && ids[1] != ids[2] && ids[2] == ids[3],
        "{ids:?}"
    );
}

#[tokio::test]
async fn w17_nothing_overflows_a_column() {
    let stage = Stage::of(Some(Protocol::Mcp)).await;
    let mut call = entry("/mcp").with_x402_token("USDC-base-mainnet");
    call.method = "tools/call".to_owned();
    stage.logger.log(
        call.with_request_body("\0abc")
            .with_tool_name("x".repeat(200)),
    );
    stage.logger.log(entry("/good"));
    let rows = stage.rows().await;
    assert_eq!(
        (rows[0].method.as_str(), rows[0].x402_token.as_deref()),
        ("CALL", Some("USDC"))
    );
    assert_eq!(
        (rows[0].request_body.as_deref(), rows[1].path.as_str()),
        (Some("abc"), "/good")
    );
    assert_eq!(rows[0].tool_name.as_deref(), Some(&*"x".repeat(128)));
    assert_eq!(stage.logger.ledger().clamped, 1);
}

#[tokio::test]
async fn w19_secrets_in_bodies_are_not_stored() {
    let stage = Stage::start().await;
    let body = r#"{"user":"u","password":"canary-1","token":"canary-2"}"#;
    let (_, reply) = pass(stage.layer(), post("/login", body)).await;
    assert_eq!(reply, body);
    stage.rows().await;
    let sent = stage.sent().remove(0).to_string();
    assert!(
        sent.contains("password") && !sent.contains("canary"),
        "{sent}"
    );
}

/// Nothing goes out in the clear unless a URL says so.
#[test]
fn w19_the_networks_are_encrypted() {
    for network in [Network::Testnet, Network::Mainnet] {
        assert!(network.ingest_url().starts_with("https://"));
    }
}
