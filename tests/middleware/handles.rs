//! Entries that wait keep no logger alive.

use std::sync::{Arc, Weak};

use bytes::Bytes;
use http::Request;
use http_body_util::Empty;
use quintet::gt8004::Client;
use quintet::gt8004::middleware::LogLayer;
use tower_layer::Layer as _;
use tower_service::Service as _;

use super::stage::{HOUR, answers};

/// A logger that is dropped without `close` gives up what waits, whoever logged it.
#[tokio::test]
async fn who_drops_the_logger_and_the_layer_drops_what_waits() {
    let client = Client::builder()
        .base_url("http://127.0.0.1:9")
        .agent_id("a");
    let client = client.token("k").build().unwrap();
    let logger = client.logger().flush_interval(HOUR).start().unwrap();
    let held = Arc::new(());
    let watch: Weak<()> = Arc::downgrade(&held);
    let layer = LogLayer::new(logger.clone()).amend(move |_| drop(Arc::clone(&held)));
    let mut service = layer.layer(answers(Empty::<Bytes>::new()));
    let request = Request::get("/").body(Empty::<Bytes>::new()).unwrap();
    drop(service.call(request).await.unwrap());
    assert_eq!(logger.ledger().queued, 1);
    drop((service, layer, logger));
    assert!(watch.upgrade().is_none());
}
