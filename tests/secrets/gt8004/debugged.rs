//! `Debug` of everything of GT8004 that holds or has touched a secret.

use axum::Router;
use quintet::gt8004::middleware::LogLayer;
use quintet::gt8004::{Client, Logger};
use quintet::sim::Fault;
use quintet::sim::gt8004::Simulator;
use tower_layer::Layer as _;

use super::{KEY, client, private};
use crate::secrets::{CALL_HEADER, CLIENT_HEADER, assert_debug_hides};
use crate::support::gt8004::{HOUR, bare};

const URL: &str = "http://127.0.0.1:9";

#[test]
fn builders_and_clients_hide_it() {
    for builder in [
        Client::builder().agent_id("a").token(KEY),
        bare(URL).token(format!("{KEY} {KEY}")),
        bare(URL).token(format!("{KEY}\n")),
        bare(&format!("http://u:{KEY}@127.0.0.1/")).token(KEY),
        bare(&format!("{URL}/?key={KEY}")).token(KEY),
    ] {
        assert_debug_hides!(builder);
        assert_debug_hides!(builder.header("x-secret", CLIENT_HEADER).build());
    }
    assert_debug_hides!(Logger::new("a", KEY), Logger::new("", KEY));
    assert_debug_hides!(Logger::new("a", format!("{KEY} {KEY}")));
    let client = client(URL);
    assert_debug_hides!(
        client,
        client.logger(),
        client.logger().batch_size(0).start(),
        client.health().header("x-call-secret", CALL_HEADER),
        client.ingest([private()]),
        client.verify_connection(),
    );
}

/// An entry shows what it is about, and not who it was nor what was said.
#[tokio::test]
async fn entries_and_who_holds_them_hide_it() {
    let shown = format!("{:?}", private());
    assert!(shown.contains("/login") && shown.contains("200"), "{shown}");
    let simulator = Simulator::start().await.unwrap();
    let logger = client(&simulator.base_url()).logger();
    let logger = logger.flush_interval(HOUR).start().unwrap();
    logger.log(private());
    let layer = LogLayer::new(logger.clone()).customer_from_token();
    let service = layer.layer(Router::<()>::new());
    assert_debug_hides!(private(), logger, layer, service.clone(), logger.ledger());
    assert_debug_hides!(logger.flush().await, logger.ledger().to_string());
    assert_debug_hides!(simulator);
}

#[tokio::test]
async fn replies_hide_it() {
    let simulator = Simulator::start().await.unwrap();
    let client = client(&simulator.base_url());
    for secret in [KEY, CLIENT_HEADER, CALL_HEADER] {
        let told = Fault::status(200).body("application/json", r#"{"status":"ok"}"#);
        simulator.inject(told.header("x-echo", secret).times(2));
        let call = client.health().header("x-call-secret", CALL_HEADER);
        assert_debug_hides!(call.response().await.unwrap());
        let call = client.ingest([private()]).header("x-call", CALL_HEADER);
        assert_debug_hides!(call.response().await.unwrap());
    }
}
