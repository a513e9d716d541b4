//! An update or a restart.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::super::backend::Shared;
use super::super::world::World;
use super::super::{lock, reply};
use crate::sim::door::{Away, Closure};
use crate::sim::exchange::Reply;

/// What comes of updates and restarts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SystemOutcome {
    /// The reply comes at once and says `in_progress`. Then the agent goes away for a while, and comes back renewed. The
    /// default.
    #[default]
    Started,
    /// The same, but it comes back as it was.
    StartedInVain,
    /// The reply comes when all is done, and says `success`. The agent is never away.
    Succeeded,
    /// The reply comes at once and says `error` with this message. Nothing happens.
    Failed(String),
}

/// What the absence of the agent looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Absence {
    /// Connections are refused. The default.
    #[default]
    Refused,
    /// Connections are closed before any byte of a reply.
    Dropped,
    /// Something before the agent answers with this status, such as 502 or 503.
    Status(u16),
}

/// An operation under way.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) name: &'static str,
    pub(super) begun: Duration,
    /// From when on the agent is away.
    pub(super) gone: Option<Duration>,
    pub(super) end: Duration,
    /// The images that it leaves behind.
    pub(super) tags: Option<(String, String)>,
}

/// Does an operation as it is to end.
pub(super) async fn run(
    shared: &Shared,
    name: &'static str,
    tags: Option<(String, String)>,
    pulled: Option<Value>,
) -> Reply {
    let outcome = lock(shared).system.outcome.clone();
    let (is_away, tags) = match &outcome {
        SystemOutcome::Started => (true, tags),
        SystemOutcome::StartedInVain => (true, None),
        SystemOutcome::Succeeded => (false, tags),
        SystemOutcome::Failed(_) => (false, None),
    };
    let is_failed = matches!(outcome, SystemOutcome::Failed(_));
    let is_begun = super::begin(shared, |world, now| {
        let (work, away) = match is_failed {
            true => (Duration::ZERO, Duration::ZERO),
            false => world.system.times,
        };
        let gone = is_away.then(|| now + work);
        let end = now + work + if is_away { away } else { Duration::ZERO };
        if let Some(gone) = gone {
            go_away(world, gone - now, end - now);
        }
        Operation {
            name,
            begun: now,
            gone,
            end,
            tags,
        }
    });
    if !is_begun {
        return reply::error(StatusCode::CONFLICT, reply::BUSY);
    }
    if outcome == SystemOutcome::Succeeded {
        let (clock, work) = {
            let world = lock(shared);
            (world.clock, world.system.times.0)
        };
        clock.sleep(work).await;
    }
    result(&outcome, pulled)
}

/// Has the server close its connections, and its port, after `from` and until `until` in simulated time.
fn go_away(world: &World, from: Duration, until: Duration) {
    let now = Instant::now();
    world.system.door.close(Closure {
        from: now + world.clock.real(from),
        until: now + world.clock.real(until),
        away: match world.system.absence {
            Absence::Refused => Away::Refused,
            Absence::Dropped => Away::Dropped,
            Absence::Status(_) => Away::Served,
        },
    });
}

/// What is told of an operation; a restart fetches nothing.
fn result(outcome: &SystemOutcome, pulled: Option<Value>) -> Reply {
    let is_update = pulled.is_some();
    let (status, message, pulled, up) = match outcome {
        SystemOutcome::Started | SystemOutcome::StartedInVain => {
            ("in_progress", "The operation has begun", pulled, None)
        }
        SystemOutcome::Succeeded => (
            "success",
            "The operation is done",
            pulled,
            Some("Container api Started\n"),
        ),
        SystemOutcome::Failed(message) => (
            "error",
            message.as_str(),
            is_update.then(|| Value::from("manifest unknown\n")),
            None,
        ),
    };
    let mut told = json!({ "status": status, "message": message, "up_output": up });
    if let Some(pulled) = pulled {
        told["pull_output"] = pulled;
    }
    reply::ok(&told)
}
