//! A Synapse client in front of a simulator, held to the document.

use quintet::sim::synapse::Simulator;
use quintet::sim::{Fault, Recorded};
use quintet::synapse::{Client, Synapse};
use quintet::{Builder, RetryPolicy};

use super::contract::Document;
use super::stage::{self, Simulated};

pub(crate) use super::error::said;

/// A client, the proxy that reads along, and the simulator. What does not conform to the document fails the test.
///
/// The client has the agent's token and nothing else, and sends no request twice.
pub(crate) type Stage = stage::Stage<Simulator>;

impl Stage {
    /// Simulated time runs 1000 times as fast as real time.
    pub(crate) async fn start() -> Self {
        let simulator = Simulator::builder().time_scale(1000.0).start().await;
        Self::before(simulator.unwrap()).await
    }

    /// A client with other settings: `stage.client_with(|builder| builder.tenant("tenant-1"))`.
    pub(crate) fn client_with(
        &self,
        set: impl FnOnce(Builder<Synapse>) -> Builder<Synapse>,
    ) -> Client {
        set(settings(&self.proxy.url(), self.simulator.token()))
            .build()
            .unwrap()
    }
}

impl Simulated for Simulator {
    type Client = Client;

    fn document() -> Document {
        Document::load("synapse")
    }

    fn root(&self) -> String {
        self.base_url()
    }

    fn client(&self, root: &str) -> Client {
        settings(root, self.token()).build().unwrap()
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

fn settings(root: &str, token: &str) -> Builder<Synapse> {
    Client::builder()
        .base_url(root)
        .token(token)
        .retry(RetryPolicy::default().max_attempts(1))
}
