//! The edge runtime, at an address of its own.

use quintet::loopai::{EdgeClient, Refusal, RefusalKind};
use quintet::sim::Fault;
use quintet::sim::loopai::edge::Simulator;
use quintet::{ErrorKind, RetryPolicy};
use serde_json::json;

use crate::support::contract::{ContractProxy, Document};
use crate::support::stage::sent;

struct Stage {
    simulator: Simulator,
    _proxy: ContractProxy,
    edge: EdgeClient,
}

impl Stage {
    async fn start() -> Self {
        let simulator = Simulator::start().await.unwrap();
        let document = Document::load("loopai").of_server("edge runtime");
        let proxy = ContractProxy::start(document, &simulator.base_url()).await;
        let builder = EdgeClient::builder().base_url(proxy.url());
        let edge = builder.retry(RetryPolicy::never()).build().unwrap();
        Self {
            simulator,
            _proxy: proxy,
            edge,
        }
    }
}

#[tokio::test]
async fn a_program_is_executed_counted_and_told_of() {
    let Stage {
        simulator,
        edge,
        _proxy,
    } = Stage::start().await;
    let execution = edge
        .execute([("text", "Buy now! Free money")])
        .await
        .unwrap();
    assert_eq!(execution.output, "spam");
    let requests = simulator.requests();
    assert_eq!(
        sent(&requests[0]),
        json!({"input": {"text": "Buy now! Free money"}})
    );
    assert!(requests[0].headers().get("authorization").is_none());
    assert_eq!(edge.metrics().await.unwrap().executions_today, 1);
    let health = edge.health().await.unwrap();
    assert_eq!(health.status, "healthy");
    assert!(health.active_version.is_some());
}

#[tokio::test]
async fn a_program_that_failed_is_told_from_a_server_that_did() {
    let Stage {
        simulator,
        edge,
        _proxy,
    } = Stage::start().await;
    simulator.set_program_error(Some("no luck"));
    let error = edge.execute([("text", "x")]).await.unwrap_err();
    assert_eq!(
        (error.kind(), Refusal::of(&error).kind),
        (ErrorKind::Failed, RefusalKind::Execution)
    );
    let direct = EdgeClient::builder()
        .base_url(simulator.base_url())
        .retry(RetryPolicy::never());
    let direct = direct.build().unwrap();
    simulator.inject(Fault::status(500).body("text/html", "<html>proxy</html>"));
    let error = direct.execute([("text", "x")]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Server);
}
