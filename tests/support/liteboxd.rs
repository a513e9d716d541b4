//! A LiteBoxd client in front of a simulator, held to the document.

use quintet::RetryPolicy;
use quintet::liteboxd::Client;
use quintet::sim::liteboxd::Simulator;
use quintet::sim::{Fault, Recorded};
use serde_json::Value;

use super::contract::{ContractProxy, Document};

/// A client, the proxy that reads along, and the simulator. What does not conform to the document fails the test.
pub(crate) struct Stage {
    pub(crate) client: Client,
    pub(crate) proxy: ContractProxy,
    pub(crate) simulator: Simulator,
}

impl Stage {
    /// Simulated time runs 1000 times as fast as real time.
    pub(crate) async fn start() -> Self {
        let simulator = Simulator::builder().time_scale(1000.0).start().await;
        let simulator = simulator.unwrap();
        let root = simulator.base_url().replace("/api/v1", "");
        let proxy = ContractProxy::start(Document::load("liteboxd"), &root).await;
        let client = client(&proxy.url(), simulator.token());
        Self {
            client,
            proxy,
            simulator,
        }
    }

    /// A client with another token.
    pub(crate) fn client_with(&self, token: &str) -> Client {
        client(&self.proxy.url(), token)
    }

    /// Answers the next request with this, which need not conform to anything, and leaves the proxy out.
    pub(crate) fn canned(&self, status: u16, body: &Value) -> Client {
        self.canned_text(status, "application/json; charset=utf-8", &body.to_string())
    }

    /// As [`canned`](Self::canned), of another type.
    pub(crate) fn canned_text(&self, status: u16, media: &str, body: &str) -> Client {
        self.simulator
            .inject(Fault::status(status).body(media, body));
        client(
            &self.simulator.base_url().replace("/api/v1", ""),
            self.simulator.token(),
        )
    }

    /// The only request since the last look.
    pub(crate) fn request(&self) -> Recorded {
        let mut requests = self.simulator.requests();
        self.simulator.clear_requests();
        assert_eq!(requests.len(), 1, "{requests:#?}");
        requests.remove(0)
    }

    /// Whether a whole reply of this operation and status has passed.
    #[track_caller]
    pub(crate) fn assert_covered(&self, operation: &str, status: &str) {
        let covered = self.proxy.coverage().contains(operation, status);
        assert!(covered, "no reply of {operation} with {status}");
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

/// The JSON that a request carried.
pub(crate) fn sent(request: &Recorded) -> Value {
    serde_json::from_slice(request.body()).unwrap()
}
