//! A GT8004 client in front of a simulator, held to the document.

use std::time::Duration;

use quintet::RetryPolicy;
use quintet::gt8004::{Client, LoggerBuilder};
use quintet::sim::gt8004::Simulator;
use quintet::sim::{Fault, Recorded};

use super::contract::Document;
use super::stage::{self, Simulated};

/// A client, the proxy that reads along, and the simulator. What does not conform to the document fails the test.
///
/// The client sends no request twice.
pub(crate) type Stage = stage::Stage<Simulator>;

impl Stage {
    pub(crate) async fn start() -> Self {
        Self::before(Simulator::start().await.unwrap()).await
    }

    /// A logger that repeats after a millisecond.
    pub(crate) fn logger(&self) -> LoggerBuilder {
        self.client.logger().retry_delay(Duration::from_millis(1))
    }
}

impl Simulated for Simulator {
    type Client = Client;

    fn document() -> Document {
        Document::load("gt8004")
    }

    fn root(&self) -> String {
        self.base_url()
    }

    fn client(&self, root: &str) -> Client {
        Client::builder()
            .base_url(root)
            .agent_id("agent-1")
            .token(self.token())
            .retry(RetryPolicy::never())
            .build()
            .unwrap()
    }

    fn inject(&self, fault: Fault) {
        self.inject(fault);
    }

    fn requests(&self) -> Vec<Recorded> {
        self.requests()
    }

    fn clear_requests(&self) {
        self.clear_requests();
    }
}
