//! Lists of records, the reconciler and the server's health, against the simulator.

mod claims;
mod health;
mod history;
mod metadata;
mod reconciliation;

use std::time::Duration;

use quintet::RetryPolicy;
use quintet::liteboxd::{Client, Sandboxes};
use quintet::sim::liteboxd::Simulator;

/// A simulator in which nothing happens by itself, and a client that tries twice.
struct Bench {
    simulator: Simulator,
    client: Client,
    sandboxes: Sandboxes,
}

impl Bench {
    async fn start() -> Self {
        let simulator = Simulator::builder().time_scale(0.001).start();
        let simulator = simulator.await.unwrap();
        let retry = RetryPolicy::default()
            .max_attempts(2)
            .base_delay(Duration::ZERO);
        let client = Client::builder()
            .base_url(simulator.base_url())
            .token(simulator.token())
            .retry(retry)
            .build()
            .unwrap();
        Self {
            simulator,
            sandboxes: client.sandboxes(),
            client,
        }
    }

    /// So many new sandboxes whose data outlives their pods, in the order of their creation.
    async fn persistent(&self, count: usize) -> Vec<String> {
        let mut ids = Vec::new();
        for _ in 0..count {
            let call = self.sandboxes.create("persistent-workspace");
            ids.push(call.never_expires().await.unwrap().id);
        }
        self.simulator.clear_requests();
        ids
    }

    /// How many requests the server has received.
    fn sent(&self) -> usize {
        self.simulator.request_count("*", "/")
    }

    /// The paths and queries of all requests.
    fn targets(&self) -> Vec<String> {
        let requests = self.simulator.requests().into_iter();
        requests.map(|one| one.path().to_owned()).collect()
    }
}
