//! The ports of sandboxes, through the gateway.

mod cut;
mod errors;
mod replies;
mod sockets;
mod trust;

use std::time::Duration;

use quintet::RetryPolicy;
use quintet::liteboxd::{Client, Port, Sandbox};
use quintet::sim::liteboxd::Simulator;

/// Where the simulator's application answers HTTP, and where it echoes a WebSocket.
const HTTP: u16 = 44772;
const ECHO: u16 = 8765;

/// The API key, which must never reach a gateway, and a header of the client, which must not either.
const API_KEY: &str = "quintet-sim";
const OWN_HEADER: &str = "x-tenant";

/// A simulator with a sandbox that runs.
struct Bench {
    simulator: Simulator,
    client: Client,
    sandbox: Sandbox,
}

impl Bench {
    async fn start() -> Self {
        Self::at_scale(1_000.0).await
    }

    async fn at_scale(scale: f64) -> Self {
        let simulator = Simulator::builder().time_scale(scale);
        let simulator = simulator.start().await.unwrap();
        let client = Client::builder()
            .base_url(simulator.base_url())
            .http_client(reqwest::Client::builder().no_proxy().tls_certs_only([]))
            .token(API_KEY)
            .header(OWN_HEADER, "canary")
            .retry(RetryPolicy::default().base_delay(Duration::ZERO))
            .build()
            .unwrap();
        let created = client.sandboxes().create("python-data-science").await;
        let sandbox = created.unwrap();
        simulator.recover(&sandbox.id);
        simulator.clear_requests();
        Self {
            simulator,
            client,
            sandbox,
        }
    }

    fn port(&self, port: u16) -> Port {
        self.client.sandboxes().port(&self.sandbox, port).unwrap()
    }

    /// How many requests the gateway has received.
    fn passed(&self) -> usize {
        self.simulator.request_count("*", "/api/v1/sandbox/")
    }

    /// Forgets them, and says how many there were.
    fn take_passed(&self) -> usize {
        let passed = self.passed();
        self.simulator.clear_requests();
        passed
    }
}

/// The sandbox with other fields.
fn altered(sandbox: &Sandbox, change: impl FnOnce(&mut Sandbox)) -> Sandbox {
    let mut sandbox = sandbox.clone();
    change(&mut sandbox);
    sandbox
}
