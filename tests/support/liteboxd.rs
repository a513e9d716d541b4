//! A LiteBoxd client in front of a simulator, held to the document.

use quintet::RetryPolicy;
use quintet::liteboxd::Client;
use quintet::sim::liteboxd::Simulator;
use quintet::sim::{Fault, Recorded};

use super::contract::Document;
use super::stage::{self, Simulated};

pub(crate) use super::stage::sent;

/// A client, the proxy that reads along, and the simulator. What does not conform to the document fails the test.
pub(crate) type Stage = stage::Stage<Simulator>;

impl Stage {
    /// Simulated time runs 1000 times as fast as real time.
    pub(crate) async fn start() -> Self {
        let simulator = Simulator::builder().time_scale(1000.0).start().await;
        Self::before(simulator.unwrap()).await
    }

    /// A client with another token.
    pub(crate) fn client_with(&self, token: &str) -> Client {
        client(&self.proxy.url(), token)
    }
}

/// A document of LiteBoxd's, for the simulator's one port, behind which both the API and the gateway are.
pub(crate) fn on_one_port(document: &Document) -> Document {
    document.and_server("gateway")
}

/// The simulator's port, on which the paths of the document begin.
pub(crate) fn root(simulator: &Simulator) -> String {
    let url = simulator.base_url();
    url.strip_suffix("/api/v1").unwrap().to_owned()
}

impl Simulated for Simulator {
    type Client = Client;

    fn document() -> Document {
        on_one_port(&Document::load("liteboxd"))
    }

    fn root(&self) -> String {
        root(self)
    }

    fn client(&self, root: &str) -> Client {
        client(root, self.token())
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

fn client(root: &str, token: &str) -> Client {
    Client::builder()
        .base_url(format!("{root}/api/v1"))
        .token(token)
        .retry(RetryPolicy::default().max_attempts(1))
        .build()
        .unwrap()
}
