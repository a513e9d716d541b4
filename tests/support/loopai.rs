//! A Loopai client in front of a simulator, held to the document.

use quintet::RetryPolicy;
use quintet::loopai::Client;
use quintet::sim::loopai::Simulator;
use quintet::sim::{Fault, Recorded};

use super::contract::Document;
use super::stage::{self, Simulated};

/// The task that every simulator has from the start.
pub(crate) const TASK: &str = "550e8400-e29b-41d4-a716-446655440000";

/// A client, the proxy that reads along, and the simulator. What does not conform to the document fails the test.
///
/// The client sends no request twice.
pub(crate) type Stage = stage::Stage<Simulator>;

impl Stage {
    /// Simulated time runs so fast that nobody waits for a program.
    pub(crate) async fn start() -> Self {
        let simulator = Simulator::builder().time_scale(1000.0).start().await;
        Self::before(simulator.unwrap()).await
    }
}

impl Simulated for Simulator {
    type Client = Client;

    fn document() -> Document {
        Document::load("loopai")
    }

    fn root(&self) -> String {
        self.base_url()
    }

    fn client(&self, root: &str) -> Client {
        let builder = Client::builder().base_url(root).token(self.token());
        let once = RetryPolicy::default().max_attempts(1);
        builder.retry(once).build().unwrap()
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
