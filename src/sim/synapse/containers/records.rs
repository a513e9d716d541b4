//! The agent's records of containers.

use serde_json::{Map, Value, json};

use super::super::world::World;
use super::super::{body, page, reply};
use super::create::Plan;
use super::docker::Docker;
use crate::sim::exchange::{Reply, Request};
use crate::sim::fastapi::body::Issue;

/// A record.
#[derive(Clone, Debug)]
pub(super) struct Record {
    id: i64,
    status: String,
    name: String,
    image: String,
    docker: String,
    /// All that the request had.
    fields: Map<String, Value>,
}

impl Record {
    pub(super) fn new(id: i64, plan: &Plan, docker: &Docker) -> Self {
        Self {
            id,
            status: "running".to_owned(),
            name: plan.name(),
            image: plan.image(),
            docker: docker.id.clone(),
            fields: plan.fields.clone(),
        }
    }

    fn endpoint(&self) -> String {
        format!("http://localhost:{}", 7860 + self.id)
    }

    /// What a build gives.
    pub(super) fn result(&self) -> Value {
        json!({
            "id": self.id,
            "status": self.status,
            "name": self.name,
            "image": self.image,
            "endpoint": self.endpoint(),
            "restarted": false,
        })
    }

    fn row(&self) -> Value {
        let mut row = self.fields.clone();
        row.entry("kind").or_insert_with(|| "plugin_runtime".into());
        row.insert("id".to_owned(), self.id.into());
        row.insert("status".to_owned(), self.status.as_str().into());
        row.insert("name".to_owned(), self.name.as_str().into());
        row.insert("image".to_owned(), self.image.as_str().into());
        row.insert("endpoint".to_owned(), self.endpoint().into());
        row.insert("container_id".to_owned(), self.docker.as_str().into());
        row.into()
    }
}

/// `GET /containers/`
pub(in super::super) fn list(world: &mut World, request: &Request) -> Reply {
    world.containers.settle(world.clock.now());
    let status = request.query("status");
    let records = world.containers.records.iter();
    let records = records.filter(|one| status.as_ref().is_none_or(|status| one.status == *status));
    let rows = records.map(Record::row).collect();
    page::page(request, world.page_root.as_deref(), rows)
}

/// `GET /containers/{id}`
pub(in super::super) fn get(world: &mut World, id: &str) -> Reply {
    match find(world, id) {
        Ok(place) => reply::ok(&world.containers.records[place].row()),
        Err(refusal) => *refusal,
    }
}

/// `PATCH /containers/{id}`
pub(in super::super) fn update(world: &mut World, id: &str, request: &Request) -> Reply {
    let status = body::json(request).and_then(|value| {
        body::object(&value, |fields, issues| {
            fields.optional_text("status", issues).map(str::to_owned)
        })
    });
    let found = status.and_then(|status| Ok((find(world, id)?, status)));
    match found {
        Err(refusal) => *refusal,
        Ok((place, status)) => {
            let record = &mut world.containers.records[place];
            record.status = status.unwrap_or_else(|| record.status.clone());
            reply::ok(&record.row())
        }
    }
}

/// `DELETE /containers/{id}`
pub(in super::super) fn delete(world: &mut World, id: &str) -> Reply {
    match find(world, id) {
        Err(refusal) => *refusal,
        Ok(place) => {
            let record = world.containers.records.remove(place);
            world
                .containers
                .docker
                .retain(|one| one.id != record.docker);
            world.delete_reply.reply()
        }
    }
}

/// Where a record is.
fn find(world: &mut World, id: &str) -> Result<usize, reply::Refusal> {
    world.containers.settle(world.clock.now());
    let Ok(number) = id.parse::<i64>() else {
        let text = "Input should be a valid integer, unable to parse string as an integer";
        let place = vec!["path".into(), "id".into()];
        let issues = vec![Issue::new(place, text, "int_parsing")];
        return Err(reply::invalid(issues, &json!({ "id": id })).into());
    };
    let place = world
        .containers
        .records
        .iter()
        .position(|one| one.id == number);
    place.ok_or_else(|| reply::not_found("Container", id).into())
}
