//! A simulator with its client.

use quintet::gateway::Client;
use quintet::sim::gateway::Simulator;

use crate::support::raw_gateway::bare;

/// The prefab of the simulator whose functions end in every way.
pub(super) const KIT: (&str, &str) = ("test-kit", "1.0.0");

pub(super) struct Stage {
    pub(super) simulator: Simulator,
    pub(super) client: Client,
}

impl Stage {
    /// With the internal token.
    pub(super) async fn start() -> Self {
        let simulator = Simulator::start().await.unwrap();
        let builder = bare(&simulator.base_url()).token(simulator.token());
        let client = builder.build().unwrap();
        Self { simulator, client }
    }

    /// With the API key, in another client of the same simulator.
    pub(super) fn third_party(&self) -> Client {
        let builder = bare(&self.simulator.base_url());
        builder.api_key(self.simulator.api_key()).build().unwrap()
    }

    /// With another internal token.
    pub(super) fn client_with(&self, token: &str) -> Client {
        bare(&self.simulator.base_url())
            .token(token)
            .build()
            .unwrap()
    }
}
