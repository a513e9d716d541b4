//! `/builds/{build_id}/`: what becomes of a container that is being made.

use std::time::Duration;

use serde_json::{Value, json};

use super::super::reply;
use super::super::world::World;
use super::create::Plan;
use crate::sim::exchange::Reply;

/// How long a build waits, and how long it takes then.
const WAIT: Duration = Duration::from_secs(2);
const WORK: Duration = Duration::from_secs(8);

/// What becomes of a build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum BuildOutcome {
    /// The container is there and runs. The default.
    #[default]
    Completed,
    /// It fails, and so says why.
    Failed(String),
    /// Somebody cancels it.
    Cancelled,
    /// It goes on for ever.
    Endless,
}

/// A build.
#[derive(Clone, Debug)]
pub(super) struct Build {
    pub(super) id: String,
    pub(super) begun: Duration,
    pub(super) outcome: BuildOutcome,
    pub(super) plan: Plan,
    /// The container, once it is made.
    pub(super) result: Option<Value>,
}

impl Build {
    /// Whether it is through, and its container is not made yet.
    pub(super) fn is_to_complete(&self, now: Duration) -> bool {
        let is_through = now >= self.begun + WAIT + WORK;
        is_through && self.outcome == BuildOutcome::Completed && self.result.is_none()
    }

    fn view(&self, now: Duration) -> Value {
        let spent = now.saturating_sub(self.begun);
        let (status, error) = match &self.outcome {
            _ if spent < WAIT => ("pending", None),
            _ if spent < WAIT + WORK => ("building", None),
            BuildOutcome::Completed => ("completed", None),
            BuildOutcome::Failed(error) => ("failed", Some(error)),
            BuildOutcome::Cancelled => ("cancelled", None),
            BuildOutcome::Endless => ("building", None),
        };
        json!({ "status": status, "result": self.result, "error": error })
    }
}

/// `GET /builds/{build_id}/`
pub(in super::super) fn get(world: &mut World, id: &str) -> Reply {
    let now = world.clock.now();
    world.containers.settle(now);
    match world.containers.builds.iter().find(|build| build.id == id) {
        Some(build) => reply::ok(&build.view(now)),
        None => reply::not_found("Build", id),
    }
}
