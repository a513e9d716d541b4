//! `/templates`

use http::StatusCode;
use serde_json::{Value, json};

use super::super::json::{self, Object};
use super::super::lists::like;
use super::super::query::{self, Page};
use super::super::reply;
use super::super::world::World;
use super::{CreateTemplate, Refusal, Template, UpdateTemplate, view};
use crate::sim::exchange::{Reply, Request};

/// `POST /templates`
pub(in super::super) fn create(world: &mut World, request: &Request) -> Reply {
    let now = world.advance();
    let wanted = match json::body(request, "CreateTemplateRequest").and_then(read_new) {
        Ok(wanted) => wanted,
        Err(text) => return reply::invalid_request(&text),
    };
    let (auto_prepull, untagged) = (wanted.auto_prepull, wanted.tags.is_none());
    let created = world.templates.create(now, wanted);
    let (name, image) = match created {
        Ok(template) => (template.name.clone(), template.spec().image.clone()),
        Err(refusal) => return refuse(refusal, ""),
    };
    if auto_prepull {
        // Done in the background, where nobody sees a failure.
        let _ = world.prepulls.create(now, &image, Some(&name));
    }
    let mut reply = match world.templates.get(&name) {
        Some(template) => view::template(world, template),
        None => return not_found(&name),
    };
    if untagged {
        // The reply is made of the request and not of what is stored.
        reply["tags"] = Value::Null;
    }
    reply::json(StatusCode::CREATED, &reply)
}

fn read_new(body: Object) -> Result<CreateTemplate, String> {
    let missing = body.missing("Name");
    let wanted: CreateTemplate = body.shaped(&CreateTemplate::SHAPE)?;
    if wanted.name.is_empty() {
        return Err(missing);
    }
    Ok(wanted)
}

/// `GET /templates`
pub(in super::super) fn list(world: &mut World, request: &Request) -> Reply {
    world.advance();
    let tag = query::text(request, "tag").map(|tag| format!("%\"{tag}\"%"));
    let search = query::text(request, "search").map(|part| format!("%{part}%"));
    let admits = |template: &&Template| {
        // The store compares with the text of the JSON list of tags.
        let tags = || json!(template.tags).to_string();
        let texts = [
            &template.name,
            &template.display_name,
            &template.description,
        ];
        tag.as_ref().is_none_or(|tag| like(tag, &tags()))
            && search
                .as_ref()
                .is_none_or(|part| texts.iter().any(|text| like(part, text)))
    };
    let page = Page::of_templates(request);
    let found: Vec<_> = world.templates.newest_first().filter(admits).collect();
    let total = found.len();
    let items: Vec<Value> = page
        .cut(found)
        .into_iter()
        .map(|template| view::template(world, template))
        .collect();
    let body =
        json!({ "items": items, "total": total, "page": page.number, "pageSize": page.size });
    reply::json(StatusCode::OK, &body)
}

/// `GET /templates/{name}`
pub(in super::super) fn get(world: &mut World, name: &str) -> Reply {
    world.advance();
    match world.templates.get(name) {
        Some(template) => reply::json(StatusCode::OK, &view::template(world, template)),
        None => not_found(name),
    }
}

/// `PUT /templates/{name}`
pub(in super::super) fn update(world: &mut World, name: &str, request: &Request) -> Reply {
    let now = world.advance();
    let wanted: Result<UpdateTemplate, _> = json::body(request, "UpdateTemplateRequest")
        .and_then(|body| body.shaped(&UpdateTemplate::SHAPE));
    let updated = wanted
        .map_err(Refusal::Invalid)
        .and_then(|wanted| world.templates.update(now, name, wanted).map(|_| ()));
    match updated {
        Ok(()) => get(world, name),
        Err(refusal) => refuse(refusal, name),
    }
}

/// `DELETE /templates/{name}`
pub(in super::super) fn delete(world: &mut World, name: &str) -> Reply {
    world.advance();
    match world.templates.remove(name) {
        true => reply::no_content(),
        false => not_found(name),
    }
}

/// `GET /templates/{name}/versions`
pub(in super::super) fn versions(world: &mut World, name: &str) -> Reply {
    world.advance();
    let Some(template) = world.templates.get(name) else {
        return not_found(name);
    };
    let items: Vec<Value> = template
        .versions()
        .rev()
        .map(|(number, version)| view::version(world, template, number, version))
        .collect();
    reply::json(
        StatusCode::OK,
        &json!({ "total": items.len(), "items": items }),
    )
}

/// `GET /templates/{name}/versions/{version}`
pub(in super::super) fn version(world: &mut World, name: &str, number: &str) -> Reply {
    world.advance();
    let Ok(wanted) = number.parse::<i64>() else {
        return reply::invalid_request("Invalid version number");
    };
    let found = world
        .templates
        .get(name)
        .and_then(|template| Some((template, template.version(wanted)?)));
    match found {
        Some((template, (number, version))) => reply::json(
            StatusCode::OK,
            &view::version(world, template, number, version),
        ),
        None => reply::coded_error(
            StatusCode::NOT_FOUND,
            "VERSION_NOT_FOUND",
            &format!("Version {number} not found for template '{name}'"),
        ),
    }
}

/// `POST /templates/{name}/rollback`
pub(in super::super) fn rollback(world: &mut World, name: &str, request: &Request) -> Reply {
    let now = world.advance();
    let read = json::body(request, "RollbackRequest").and_then(|body| {
        let target = body.int("targetVersion")?.unwrap_or(0);
        let changelog = body.text("changelog")?;
        match target {
            0 => Err(body.missing("TargetVersion")),
            1.. => Ok((target, changelog)),
            _ => Err("target version must be at least 1".to_owned()),
        }
    });
    let (target, changelog) = match read {
        Ok(read) => read,
        Err(text) => return reply::invalid_request(&text),
    };
    let updated_at = world.local_timestamp(now);
    match world.templates.roll_back(now, name, target, changelog) {
        Ok(template) => {
            let latest = template.latest_version();
            let body = json!({
                "id": template.id,
                "name": template.name,
                "latestVersion": latest,
                "rolledBackFrom": latest - 1,
                "rolledBackTo": target,
                "updatedAt": updated_at,
            });
            reply::json(StatusCode::OK, &body)
        }
        Err(text) => reply::coded_error(StatusCode::NOT_FOUND, "TEMPLATE_NOT_FOUND", &text),
    }
}

/// The reply for a template that does not exist.
pub(in super::super) fn not_found(name: &str) -> Reply {
    reply::coded_error(
        StatusCode::NOT_FOUND,
        "TEMPLATE_NOT_FOUND",
        &format!("Template '{name}' not found"),
    )
}

fn refuse(refusal: Refusal, name: &str) -> Reply {
    match refusal {
        Refusal::Invalid(text) => reply::invalid_request(&text),
        Refusal::Exists(text) => reply::coded_error(StatusCode::CONFLICT, "TEMPLATE_EXISTS", &text),
        Refusal::NotFound => not_found(name),
    }
}
