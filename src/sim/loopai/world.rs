//! What the server knows.

use tokio::sync::watch;

use super::auth::Credentials;
use super::batch::BatchExecutor;
use super::execute::{Faults, Synthesis};
use super::health::Health;
use super::limits::Limiter;
use super::reply::ProblemMedia;
use super::seed;
use super::stamps::{Stamps, Timestamps};
use super::tasks::Tasks;
use super::validation::Canaries;
use super::webhooks::{Event, Webhooks};
use crate::sim::clock::Clock;
use crate::sim::gauge::Gauge;
use crate::sim::random;
use std::time::Duration;

/// The whole state.
#[derive(Debug)]
pub(super) struct World {
    pub(super) stamps: Stamps,
    pub(super) credentials: Credentials,
    pub(super) limiter: Limiter,
    /// Whether the server runs as in Development: long replies, and details of what was thrown.
    pub(super) development: bool,
    pub(super) problem_media: ProblemMedia,
    /// The port to which unencrypted requests are sent away.
    pub(super) https_port: Option<u16>,
    pub(super) health: Health,
    pub(super) tasks: Tasks,
    pub(super) synthesis: Synthesis,
    pub(super) execution_faults: Faults,
    /// How long programs take.
    pub(super) latency: Duration,
    /// Executions under way, and requests for them.
    pub(super) executions: Gauge,
    pub(super) execute_requests: Gauge,
    pub(super) batch_executor: BatchExecutor,
    /// What batches throw as a whole.
    pub(super) batch_error: Option<String>,
    /// Whether items of a batch that run at once get into each other's way.
    pub(super) shared_context: bool,
    pub(super) canaries: Canaries,
    pub(super) webhooks: Webhooks,
    /// How many requests controllers had, and the id of the connection that all of them seem to come on.
    pub(super) calls: u64,
    pub(super) connection: String,
    /// Tells who waits that something has changed.
    pub(super) changes: watch::Sender<()>,
}

impl World {
    pub(super) fn new(clock: Clock) -> Self {
        Self {
            stamps: Stamps {
                clock,
                manner: Timestamps::default(),
            },
            credentials: Credentials::default(),
            limiter: Limiter::default(),
            development: false,
            problem_media: ProblemMedia::default(),
            https_port: None,
            health: Health::default(),
            tasks: seed::tasks(clock.now()),
            synthesis: Synthesis::default(),
            execution_faults: Faults::default(),
            latency: Duration::ZERO,
            executions: Gauge::default(),
            execute_requests: Gauge::default(),
            batch_executor: BatchExecutor::default(),
            batch_error: None,
            shared_context: false,
            canaries: Canaries::default(),
            webhooks: Webhooks::default(),
            calls: 0,
            connection: format!("0HN{}", random::hex(10).to_ascii_uppercase()),
            changes: watch::Sender::default(),
        }
    }

    /// Something happened that subscribers may want to know of.
    pub(super) fn happened(&mut self, event: &Event) {
        if self.webhooks.published {
            self.publish(event);
        }
    }

    /// Tells subscribers.
    pub(super) fn publish(&mut self, event: &Event) {
        let now = self.stamps.clock.now();
        self.webhooks.publish(event, &self.stamps.fresh(now));
    }
}
