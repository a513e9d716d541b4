//! `/system/`: the agent's own installation.

mod operation;
#[cfg(test)]
mod tests;

use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};

use super::backend::Shared;
use super::world::World;
use super::{body, lock, reply};
use crate::sim::door::Door;
use crate::sim::exchange::{Reply, Request};
use operation::Operation;
pub use operation::{Absence, SystemOutcome};

/// The images from the start, and those that an update takes when it is told none.
const TAG: &str = "2026.2.17";
const NEWEST: &str = "2026.2.18";

/// The installation.
#[derive(Debug)]
pub(super) struct System {
    api_tag: String,
    worker_tag: String,
    operation: Option<Operation>,
    pub(super) outcome: SystemOutcome,
    pub(super) absence: Absence,
    /// How long an operation works before the agent goes away, and how long it is away.
    pub(super) times: (Duration, Duration),
    door: Door,
}

impl System {
    pub(super) fn new(door: Door) -> Self {
        Self {
            api_tag: TAG.to_owned(),
            worker_tag: TAG.to_owned(),
            operation: None,
            outcome: SystemOutcome::default(),
            absence: Absence::default(),
            times: (Duration::from_secs(5), Duration::from_secs(10)),
            door,
        }
    }

    /// Lets everything happen that is due.
    fn settle(&mut self, now: Duration) {
        if let Some(done) = self.operation.take_if(|operation| operation.end <= now)
            && let Some((api, worker)) = done.tags
        {
            (self.api_tag, self.worker_tag) = (api, worker);
        }
    }

    /// What is said for the agent while it is away.
    pub(super) fn absent(&self, now: Duration) -> Option<StatusCode> {
        let operation = self.operation.as_ref()?;
        let is_away = operation.gone.is_some_and(|gone| gone <= now) && now < operation.end;
        match self.absence {
            Absence::Status(status) if is_away => {
                Some(StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY))
            }
            _ => None,
        }
    }
}

/// `GET /system/compose-config/`
pub(super) fn compose_config() -> Reply {
    reply::ok(&json!({
        "working_dir": "/opt/synapse",
        "config_files": ["docker-compose.yml", "docker-compose.gpu.yml"],
        "is_gpu_mode": true,
    }))
}

/// `GET /system/status/`
pub(super) fn status(world: &mut World) -> Reply {
    let now = world.clock.now();
    world.system.settle(now);
    let system = &world.system;
    let operation = system.operation.as_ref();
    let started = operation.map(|operation| {
        let started = world.clock.wall(operation.begun);
        started.format("%Y-%m-%dT%H:%M:%S%.6f").to_string()
    });
    reply::ok(&json!({
        "in_progress": operation.is_some(),
        "operation": operation.map(|operation| operation.name),
        "started_at": started,
        "api_tag": system.api_tag,
        "worker_tag": system.worker_tag,
    }))
}

/// `POST /system/update/`
pub(super) async fn update(shared: &Shared, request: &Request) -> Reply {
    let tags = match tags(request) {
        Ok(tags) => tags,
        Err(refusal) => return *refusal,
    };
    let pulled = Value::from("api Pulled\nworker Pulled\n");
    operation::run(shared, "update", Some(tags), Some(pulled)).await
}

/// `POST /system/restart/`
pub(super) async fn restart(shared: &Shared) -> Reply {
    operation::run(shared, "restart", None, None).await
}

/// The tags that a request names, or the newest ones.
fn tags(request: &Request) -> Result<(String, String), reply::Refusal> {
    let value = match request.body.is_empty() {
        true => Value::Null,
        false => body::json(request)?,
    };
    if value.is_null() {
        return Ok((NEWEST.to_owned(), NEWEST.to_owned()));
    }
    body::object(&value, |fields, issues| {
        let mut tag = |name| {
            let tag = fields.optional_text(name, issues);
            tag.unwrap_or(NEWEST).to_owned()
        };
        (tag("api_tag"), tag("worker_tag"))
    })
}

/// Whether nothing else is under way; begins if so.
fn begin(shared: &Shared, operation: impl FnOnce(&mut World, Duration) -> Operation) -> bool {
    let mut world = lock(shared);
    let now = world.clock.now();
    world.system.settle(now);
    if world.system.operation.is_some() {
        return false;
    }
    let operation = operation(&mut world, now);
    world.system.operation = Some(operation);
    true
}
