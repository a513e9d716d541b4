//! `GET /sandboxes/pvcs`

use http::StatusCode;
use serde_json::{Value, json};

use super::lifecycle::Lifecycle;
use super::query::{self, Page};
use super::reply;
use super::sandbox::Sandbox;
use super::templates::Persistence;
use super::world::World;
use crate::sim::exchange::{Reply, Request};

/// Lists the volumes of persistent sandboxes.
pub(super) fn list(world: &mut World, request: &Request) -> Reply {
    world.advance();
    let state = query::text(request, "state");
    if !matches!(
        state.as_deref(),
        None | Some("bound" | "orphan_pvc" | "dangling_metadata")
    ) {
        let text = "invalid state, expected one of [bound, orphan_pvc, dangling_metadata]";
        return reply::error(StatusCode::BAD_REQUEST, text);
    }
    let sandbox_id = query::text(request, "sandbox_id");
    let storage_class = query::text(request, "storage_class");
    let is = |wanted: &Option<String>, value: &str| {
        wanted.as_deref().is_none_or(|wanted| wanted == value)
    };
    let mut found: Vec<_> = world
        .sandboxes
        .values()
        .filter_map(|sandbox| Some((sandbox, sandbox.persistence.as_ref()?)))
        .filter(|(sandbox, persistence)| {
            !sandbox.is_deleted() || persistence.reclaim_policy == "Retain"
        })
        .filter(|(sandbox, persistence)| {
            is(&sandbox_id, &sandbox.id)
                && is(&storage_class, &persistence.storage_class_name)
                && is(&state, state_of(sandbox))
        })
        .collect();
    found.sort_unstable_by(|(a, _), (b, _)| a.id.cmp(&b.id));
    let page = Page::of(request);
    let total = found.len();
    let items: Vec<Value> = page
        .cut(found)
        .into_iter()
        .map(|(sandbox, volume)| item(sandbox, volume))
        .collect();
    let body =
        json!({ "items": items, "total": total, "page": page.number, "page_size": page.size });
    reply::json(StatusCode::OK, &body)
}

fn state_of(sandbox: &Sandbox) -> &'static str {
    match sandbox.lifecycle {
        Lifecycle::Terminating => "deleting",
        _ => "bound",
    }
}

fn item(sandbox: &Sandbox, volume: &Persistence) -> Value {
    let mut item = json!({
        "pvcName": format!("sandbox-data-{}", sandbox.id),
        "namespace": "liteboxd-sandbox",
        "state": state_of(sandbox),
        "source": "db",
        "storageClassName": volume.storage_class_name,
        "requestedSize": volume.size,
        "sandboxId": sandbox.id,
        "sandboxLifecycleStatus": sandbox.lifecycle.as_str(),
        "reclaimPolicy": volume.reclaim_policy,
    });
    let removed = sandbox
        .deletion
        .as_ref()
        .is_some_and(|deletion| deletion.phase == "verifying");
    if !removed || volume.reclaim_policy == "Retain" {
        item["source"] = json!("db+k8s");
        item["phase"] = json!("Bound");
        item["pvName"] = json!(format!("pvc-{}", sandbox.id));
    }
    item
}
