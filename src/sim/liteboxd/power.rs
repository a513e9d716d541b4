//! Delete, stop, start and restart.

use std::time::Duration;

use http::StatusCode;
use serde_json::json;

use super::lifecycle::Lifecycle;
use super::sandbox::{Expiry, Sandbox};
use super::world::World;
use super::{reply, view};
use crate::sim::exchange::Reply;

/// Why a sandbox cannot be stopped, started or restarted.
enum Refusal {
    NotFound,
    NotPersistent(&'static str),
    Conflict(&'static str),
}

impl Refusal {
    fn reply(&self) -> Reply {
        match self {
            Self::NotFound => reply::error(StatusCode::NOT_FOUND, "sandbox not found"),
            Self::NotPersistent(verb) => {
                let text =
                    format!("sandbox {verb} is only supported for persistence-enabled sandboxes");
                reply::error(StatusCode::BAD_REQUEST, &text)
            }
            Self::Conflict(text) => reply::error(StatusCode::CONFLICT, text),
        }
    }
}

/// `DELETE /sandboxes/{id}`
pub(super) fn delete(world: &mut World, id: &str) -> Reply {
    let now = world.advance();
    if let Some(sandbox) = world.sandboxes.get_mut(id) {
        sandbox.begin_deletion(now, "api", "delete requested");
    }
    match world.sandboxes.get(id) {
        Some(sandbox) => reply::json(StatusCode::ACCEPTED, &view::sandbox(world, sandbox)),
        None => reply::error(StatusCode::INTERNAL_SERVER_ERROR, "sandbox not found"),
    }
}

/// `POST /sandboxes/{id}/restart`
pub(super) fn restart(world: &mut World, id: &str) -> Reply {
    act(world, id, "restart", Sandbox::restart)
}

/// `POST /sandboxes/{id}/stop`
pub(super) fn stop(world: &mut World, id: &str) -> Reply {
    act(world, id, "stop", Sandbox::stop)
}

/// `POST /sandboxes/{id}/start`
pub(super) fn start(world: &mut World, id: &str) -> Reply {
    act(world, id, "start", Sandbox::start)
}

type Action = fn(&mut Sandbox, Duration) -> Result<(), Refusal>;

fn act(world: &mut World, id: &str, verb: &'static str, action: Action) -> Reply {
    let now = world.advance();
    let done = match world.live(id) {
        None => Err(Refusal::NotFound),
        Some(sandbox) if !sandbox.is_persistent() => Err(Refusal::NotPersistent(verb)),
        Some(sandbox) => action(sandbox, now),
    };
    match done {
        Ok(()) => reply::json(
            StatusCode::OK,
            &json!({ "message": format!("{verb} requested") }),
        ),
        Err(refusal) => refusal.reply(),
    }
}

impl Sandbox {
    fn restart(&mut self, now: Duration) -> Result<(), Refusal> {
        match self.lifecycle {
            Lifecycle::Stopped => return Err(Refusal::Conflict("sandbox is stopped")),
            _ if self.is_unwanted() => {
                return Err(Refusal::Conflict("sandbox is terminating or deleted"));
            }
            _ => {}
        }
        self.plan_pod(now);
        self.reason.clear();
        self.transition(now, "api", Lifecycle::Pending, "restart requested");
        Ok(())
    }

    fn stop(&mut self, now: Duration) -> Result<(), Refusal> {
        match self.lifecycle {
            _ if self.is_unwanted() => return Err(Refusal::NotFound),
            Lifecycle::Stopped => return Err(Refusal::Conflict("sandbox is already stopped")),
            _ => {}
        }
        self.events.clear();
        self.pod = None;
        self.observed = None;
        self.stopped = Some(now);
        self.reason.clear();
        self.transition(now, "api", Lifecycle::Stopped, "stop requested");
        Ok(())
    }

    fn start(&mut self, now: Duration) -> Result<(), Refusal> {
        match self.lifecycle {
            _ if self.is_unwanted() => return Err(Refusal::NotFound),
            Lifecycle::Stopped => {}
            _ => return Err(Refusal::Conflict("sandbox is not stopped")),
        }
        let paused = self
            .stopped
            .take()
            .map_or(Duration::ZERO, |stopped| now.saturating_sub(stopped));
        self.expires = match self.expires {
            Expiry::At(at) => Expiry::At(at + paused),
            Expiry::Never | Expiry::Overflowed => Expiry::Overflowed,
        };
        self.plan_pod(now);
        self.transition(now, "api", Lifecycle::Pending, "start requested");
        Ok(())
    }
}
