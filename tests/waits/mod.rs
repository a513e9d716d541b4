//! Waits of the facade, against the simulator: which state ends them, and how.

mod deleted;
mod ready;
mod synapse;

use std::time::Duration;

use quintet::liteboxd::{Client, Sandboxes, UntilReady};
use quintet::sim::liteboxd::Simulator;
use quintet::{RetryPolicy, Wait};

const PERSISTENT: &str = "persistent-workspace";
const PLAIN: &str = "python-data-science";

/// A simulator, in which a second takes so little that no wait is felt, and its client, which never retries by itself:
/// what a wait outlives, it outlives by looking again.
struct Bench {
    simulator: Simulator,
    sandboxes: Sandboxes,
}

impl Bench {
    async fn start() -> Self {
        Self::at(1_000.0).await
    }

    /// One whose time is real, for what must not happen by itself during a test.
    async fn slow() -> Self {
        Self::at(1.0).await
    }

    async fn at(time_scale: f64) -> Self {
        let simulator = Simulator::builder()
            .time_scale(time_scale)
            .start()
            .await
            .unwrap();
        let sandboxes = client(&simulator, simulator.token());
        Self {
            simulator,
            sandboxes,
        }
    }

    async fn create(&self, template: &str) -> String {
        self.sandboxes
            .create(template)
            .never_expires()
            .await
            .unwrap()
            .id
    }

    /// A sandbox that runs.
    async fn running(&self, template: &str) -> String {
        let id = self.create(template).await;
        self.ready(&id).await.unwrap();
        id
    }

    /// A sandbox that stays pending.
    async fn stalled(&self) -> String {
        self.simulator.stall_startup();
        self.create(PLAIN).await
    }

    fn ready(&self, id: &str) -> Wait<UntilReady> {
        self.sandboxes
            .wait_for_ready(id)
            .interval(Duration::from_millis(1))
    }

    /// How often a sandbox was looked at.
    fn looks(&self, id: &str) -> usize {
        let path = format!("/api/v1/sandboxes/{id}");
        let requests = self.simulator.requests();
        requests
            .iter()
            .filter(|one| one.method() == "GET" && one.path() == path)
            .count()
    }
}

fn client(simulator: &Simulator, token: &str) -> Sandboxes {
    let client = Client::builder()
        .base_url(simulator.base_url())
        .token(token)
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    client.sandboxes()
}
