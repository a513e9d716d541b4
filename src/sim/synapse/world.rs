//! What the agent knows.

use tokio::sync::watch;

use super::LogReply;
use super::auth::Credentials;
use super::jobs::Jobs;
use super::seed;
use super::tail::Tails;
use crate::sim::clock::Clock;

/// The whole state.
#[derive(Debug)]
pub(super) struct World {
    pub(super) clock: Clock,
    pub(super) credentials: Credentials,
    /// Whether the cluster does not answer.
    pub(super) ray_down: bool,
    pub(super) jobs: Jobs,
    pub(super) log_reply: LogReply,
    pub(super) tails: Tails,
    /// Tells who waits that a lever or a request has changed something.
    pub(super) changes: watch::Sender<()>,
}

impl World {
    pub(super) fn new(clock: Clock) -> Self {
        let now = clock.now();
        Self {
            clock,
            credentials: Credentials::default(),
            ray_down: false,
            jobs: seed::jobs(now),
            log_reply: LogReply::default(),
            tails: Tails::default(),
            changes: watch::Sender::default(),
        }
    }
}
