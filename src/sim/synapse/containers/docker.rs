//! `/containers/docker/`: containers by Docker's own id.

use serde_json::{Map, Value};

use super::super::world::World;
use super::super::{body, reply};
use crate::sim::exchange::{Reply, Request};
use crate::sim::fastapi::body::{Fields, Issue, map};
use crate::sim::fastapi::values;
use crate::sim::random;

/// A container.
#[derive(Clone, Debug)]
pub(in super::super) struct Docker {
    pub(super) id: String,
    name: String,
    status: &'static str,
    /// All that the request had.
    fields: Map<String, Value>,
}

impl Docker {
    pub(super) fn new(name: &str, status: &'static str) -> Self {
        Self {
            id: random::hex(12),
            name: name.to_owned(),
            status,
            fields: Map::new(),
        }
    }

    fn row(&self) -> Value {
        let mut row = self.fields.clone();
        row.insert("id".to_owned(), self.id.as_str().into());
        row.insert("name".to_owned(), self.name.as_str().into());
        row.insert("status".to_owned(), self.status.into());
        row.into()
    }
}

/// `GET /containers/docker/`
pub(in super::super) fn list(world: &mut World) -> Reply {
    world.containers.settle(world.clock.now());
    let rows: Vec<Value> = world.containers.docker.iter().map(Docker::row).collect();
    reply::ok(&rows.into())
}

/// `POST /containers/docker/`
pub(in super::super) fn create(world: &mut World, request: &Request) -> Reply {
    let checked = body::json(request).and_then(|value| {
        let release = body::object(&value, check)?;
        Ok((release, value.as_object().cloned().unwrap_or_default()))
    });
    match checked {
        Err(refusal) => *refusal,
        Ok((release, fields)) => {
            let mut container = Docker::new(&release.replace('@', "-"), "running");
            container.fields = fields;
            let reply = reply::ok(&container.row());
            world.containers.docker.push(container);
            reply
        }
    }
}

/// The name of the release.
fn check(fields: &Fields<'_>, issues: &mut Vec<Issue>) -> String {
    for name in ["params", "metadata"] {
        if let Some(value) = fields.optional(name) {
            map(value, fields.place(name), issues);
        }
    }
    if let Some(envs) = fields.optional("envs") {
        values::text_map(envs, &fields.place("envs"), issues);
    }
    if let Some(labels) = fields.optional("labels") {
        values::texts(labels, &fields.place("labels"), issues);
    }
    let release = fields.text("plugin_release", issues);
    release.unwrap_or_default().to_owned()
}

/// `GET /containers/docker/{id}`
pub(in super::super) fn get(world: &mut World, id: &str) -> Reply {
    change(world, id, |_| {})
}

/// `POST /containers/docker/{id}/stop/`
pub(in super::super) fn stop(world: &mut World, id: &str) -> Reply {
    change(world, id, |container| container.status = "exited")
}

/// `POST /containers/docker/{id}/start/`
pub(in super::super) fn start(world: &mut World, id: &str) -> Reply {
    change(world, id, |container| container.status = "running")
}

fn change(world: &mut World, id: &str, change: impl FnOnce(&mut Docker)) -> Reply {
    world.containers.settle(world.clock.now());
    let container = world.containers.docker.iter_mut().find(|one| one.id == id);
    match container {
        None => reply::not_found("Docker container", id),
        Some(container) => {
            change(container);
            reply::ok(&container.row())
        }
    }
}

/// `DELETE /containers/docker/{id}`
pub(in super::super) fn delete(world: &mut World, id: &str) -> Reply {
    world.containers.settle(world.clock.now());
    let containers = &mut world.containers.docker;
    let Some(place) = containers.iter().position(|one| one.id == id) else {
        return reply::not_found("Docker container", id);
    };
    containers.remove(place);
    world.delete_reply.reply()
}
