//! The operations on prepull tasks. There is none for a single task.

use http::StatusCode;
use serde_json::{Value, json};

use super::super::templates::operations::not_found;
use super::super::world::World;
use super::super::{json as body, query, reply};
use super::Refusal;
use super::task::Task;
use crate::sim::exchange::{Reply, Request};

/// `POST /images/prepull`
pub(in super::super) fn create(world: &mut World, request: &Request) -> Reply {
    world.advance();
    let read = body::body(request, "CreatePrepullRequest").and_then(|body| {
        let image = body.text("image")?;
        // Read, so that a wrong type is refused, and ignored.
        body.int("timeout")?;
        match image.as_str() {
            "" => Err(body.missing("Image")),
            _ => Ok(image),
        }
    });
    match read {
        Ok(image) => start(world, &image, None),
        Err(text) => reply::invalid_request(&text),
    }
}

/// `POST /templates/{name}/prepull`
pub(in super::super) fn for_template(world: &mut World, name: &str) -> Reply {
    world.advance();
    let Some(template) = world.templates.get(name) else {
        return not_found(name);
    };
    let image = template.spec().image.clone();
    start(world, &image, Some(name))
}

fn start(world: &mut World, image: &str, template: Option<&str>) -> Reply {
    let now = world.advance();
    let started = world.prepulls.create(now, image, template);
    match (started, world.prepulls.tasks.last()) {
        (Ok(()), Some(task)) => {
            let mut task = view(world, task);
            if let Some(fields) = task.as_object_mut() {
                // Written to the store only.
                fields.remove("completedAt");
            }
            reply::json(StatusCode::ACCEPTED, &task)
        }
        (Err(Refusal::InProgress(text)), _) => {
            reply::coded_error(StatusCode::CONFLICT, "PREPULL_IN_PROGRESS", &text)
        }
        (Err(Refusal::Invalid(text)), _) => reply::invalid_request(text),
        (Ok(()), None) => reply::panicked(),
    }
}

/// `GET /images/prepull`
pub(in super::super) fn list(world: &mut World, request: &Request) -> Reply {
    let now = world.advance();
    let image = query::text(request, "image");
    let status = query::text(request, "status");
    let is = |wanted: &Option<String>, value: &str| {
        wanted.as_deref().is_none_or(|wanted| wanted == value)
    };
    let admits = |task: &Task| is(&image, &task.image) && is(&status, task.known.status.as_str());
    // Found by what the server knew, and shown as it is now: a search for `pulling` may show what has just been completed.
    let mut found = Vec::new();
    for (at, task) in world.prepulls.tasks.iter_mut().enumerate() {
        if admits(task) {
            task.look(now);
            found.push(at);
        }
    }
    let items: Vec<Value> = found
        .into_iter()
        .rev()
        .filter_map(|at| world.prepulls.tasks.get(at))
        .map(|task| view(world, task))
        .collect();
    reply::json(StatusCode::OK, &json!({ "items": items }))
}

/// `DELETE /images/prepull/{id}`
pub(in super::super) fn delete(world: &mut World, id: &str) -> Reply {
    world.advance();
    let tasks = &mut world.prepulls.tasks;
    match tasks.iter().position(|task| task.id == id) {
        Some(at) => {
            tasks.remove(at);
            reply::no_content()
        }
        None => reply::coded_error(
            StatusCode::NOT_FOUND,
            "PREPULL_NOT_FOUND",
            &format!("Prepull task '{id}' not found"),
        ),
    }
}

fn view(world: &World, task: &Task) -> Value {
    let known = &task.known;
    let mut value = json!({
        "id": task.id,
        "image": task.image,
        "status": known.status.as_str(),
        "progress": { "ready": known.ready, "total": known.total },
        "startedAt": world.local_timestamp(task.started),
    });
    if let Some(template) = &task.template {
        value["template"] = json!(template);
    }
    if !known.error.is_empty() {
        value["error"] = json!(known.error);
    }
    if let Some(at) = known.completed {
        value["completedAt"] = json!(world.local_timestamp(at));
    }
    value
}
