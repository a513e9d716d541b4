//! GT8004 clients of simulators, of raw servers, and of a simulator that is held to the document.

use std::time::Duration;

use quintet::gt8004::{Client, Gt8004, RequestLogEntry};
use quintet::sim::gt8004::Simulator;
use quintet::sim::{Fault, Recorded};
use quintet::{Builder, RetryPolicy};

use super::contract::Document;
use super::raw_server::http;
use super::stage::{self, Simulated};

/// A client, the proxy that reads along, and the simulator. What does not conform to the document fails the test.
///
/// The client sends no request twice.
pub(crate) type Stage = stage::Stage<Simulator>;

impl Stage {
    pub(crate) async fn start() -> Self {
        Self::before(Simulator::start().await.unwrap()).await
    }
}

/// Longer than any test runs.
pub(crate) const HOUR: Duration = Duration::from_secs(3600);

/// Enough to close in.
pub(crate) const LIMIT: Duration = Duration::from_secs(60);

/// The settings of a client without a key.
pub(crate) fn bare(url: &str) -> Builder<Gt8004> {
    let builder = Client::builder().base_url(url).http_client(http());
    builder.agent_id("agent-1")
}

/// The same with a key.
pub(crate) fn builder(url: &str) -> Builder<Gt8004> {
    bare(url).token("key-0123")
}

pub(crate) fn entry(path: &str) -> RequestLogEntry {
    RequestLogEntry::new("GET", path, 200, Duration::from_millis(5))
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
        let builder = bare(root).token(self.token());
        builder.retry(RetryPolicy::never()).build().unwrap()
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
