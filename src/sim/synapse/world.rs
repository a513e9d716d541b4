//! What the agent knows.

use tokio::sync::watch;

use super::auth::Credentials;
use super::cluster::Cluster;
use super::containers::Containers;
use super::jobs::Jobs;
use super::plugins::Plugins;
use super::resources::{Policy, Usage};
use super::seed;
use super::system::System;
use super::tail::Tails;
use super::{DeleteReply, LogReply};
use crate::sim::clock::Clock;
use crate::sim::door::Door;

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
    pub(super) cluster: Cluster,
    pub(super) usage: Usage,
    pub(super) policy: Policy,
    pub(super) plugins: Plugins,
    pub(super) containers: Containers,
    pub(super) system: System,
    pub(super) delete_reply: DeleteReply,
    /// The root of URLs that lead to other pages; `None` is the host of the request.
    pub(super) page_root: Option<String>,
    /// Tells who waits that a lever or a request has changed something.
    pub(super) changes: watch::Sender<()>,
}

impl World {
    pub(super) fn new(clock: Clock, door: Door) -> Self {
        let now = clock.now();
        Self {
            clock,
            credentials: Credentials::default(),
            ray_down: false,
            jobs: seed::jobs(now),
            log_reply: LogReply::default(),
            tails: Tails::default(),
            cluster: Cluster::seeded(now),
            usage: Usage::default(),
            policy: Policy::default(),
            plugins: Plugins::seeded(),
            containers: Containers::seeded(),
            system: System::new(door),
            delete_reply: DeleteReply::default(),
            page_root: None,
            changes: watch::Sender::default(),
        }
    }
}
