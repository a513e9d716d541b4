//! `/v1/prefabs`: what can be called.

use chrono::{DateTime, TimeDelta, Utc};
use http::StatusCode;
use serde_json::{Value, json};

use super::prefabs::{self, PREFABS, Prefab};
use super::reply;
use super::world::World;
use crate::sim::exchange::{Reply, Request};

/// `GET /v1/prefabs`
pub(super) fn list(world: &World, request: &Request) -> Reply {
    let status = request.query("status").filter(|status| !status.is_empty());
    if let Some(status) = &status
        && !["deployed", "failed"].contains(&status.as_str())
    {
        // The server means to answer with 400, and fails in doing so.
        return reply::crashed();
    }
    let start = world.clock.wall(std::time::Duration::ZERO);
    let listed: Vec<Value> = PREFABS
        .into_iter()
        .filter(|prefab| {
            status
                .as_deref()
                .is_none_or(|status| status == deployment_status(prefab))
        })
        .map(|prefab| view(prefab, start))
        .collect();
    reply::ok(&listed.into())
}

/// `GET /v1/prefabs/{prefab_id}/{version}/spec`
pub(super) fn spec(id: &str, version: &str) -> Reply {
    match prefabs::find(id, version) {
        None => not_found(id, version),
        Some(prefab) => reply::ok(&json!({
            "id": prefab.id,
            "version": prefab.version,
            "name": prefab.name,
            "description": prefab.description,
            "functions": prefab.functions_json(),
        })),
    }
}

/// There is no such prefab, or not in this version.
pub(super) fn not_found(id: &str, version: &str) -> Reply {
    let text = format!("Prefab {id}@{version} not found");
    reply::error(StatusCode::NOT_FOUND, text)
}

fn deployment_status(prefab: &Prefab) -> &'static str {
    match prefab.deployment_error {
        None => "deployed",
        Some(_) => "failed",
    }
}

fn view(prefab: &Prefab, start: DateTime<Utc>) -> Value {
    let updated = start - TimeDelta::hours(prefab.hours_old);
    let updated = updated.format("%Y-%m-%dT%H:%M:%S%.6f").to_string();
    let mut secrets: Vec<Value> = Vec::new();
    for secret in prefab
        .functions
        .iter()
        .flat_map(|function| function.secrets)
    {
        let secret = secret.to_json();
        if !secrets.contains(&secret) {
            secrets.push(secret);
        }
    }
    let deployed = prefab.deployment_error.is_none();
    let host = format!("http://{}.prefabs.svc.cluster.local", prefab.id);
    let mut view = json!({
        "id": prefab.id,
        "version": prefab.version,
        "name": prefab.name,
        "description": prefab.description,
        "tags": prefab.tags,
        "deployment_status": deployment_status(prefab),
        "knative_service_url": deployed.then_some(host),
        "functions": prefab.functions_json(),
        "deployed_at": deployed.then(|| updated.clone()),
        "updated_at": updated,
        "author": "quintet",
        "requires_secrets": !secrets.is_empty(),
        "secrets": secrets,
    });
    if let Some(error) = prefab.deployment_error {
        view["deployment_error"] = error.into();
    }
    view
}

#[cfg(test)]
mod tests;
