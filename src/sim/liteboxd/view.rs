//! A sandbox as JSON.

use serde_json::{Map, Value, json};

use super::sandbox::{Deletion, Expiry, Sandbox};
use super::world::World;

/// The sandbox as lists, the metadata list and delete show it.
pub(super) fn sandbox(world: &World, sandbox: &Sandbox) -> Value {
    Value::Object(fields(world, sandbox))
}

/// The same with the access token: only create and get show it.
pub(super) fn with_token(world: &World, sandbox: &Sandbox) -> Value {
    let mut fields = fields(world, sandbox);
    fields.insert("accessToken".to_owned(), json!(sandbox.token));
    Value::Object(fields)
}

fn fields(world: &World, sandbox: &Sandbox) -> Map<String, Value> {
    let mut fields = required(world, sandbox);
    let observed = sandbox.observed.as_ref();
    let optional = [
        ("env", (!sandbox.env.is_empty()).then(|| json!(sandbox.env))),
        (
            "status_reason",
            (!sandbox.reason.is_empty()).then(|| json!(sandbox.reason)),
        ),
        ("pod_phase", observed.map(|pod| json!(pod.phase.as_str()))),
        (
            "pod_ip",
            observed
                .filter(|pod| !pod.ip.is_empty())
                .map(|pod| json!(pod.ip)),
        ),
        (
            "last_seen_at",
            sandbox.last_seen.map(|at| json!(world.timestamp(at))),
        ),
        (
            "deleted_at",
            sandbox.deleted.map(|at| json!(world.timestamp(at))),
        ),
        ("persistence", persistence(sandbox)),
        (
            "deletion",
            sandbox
                .deletion
                .as_ref()
                .map(|value| deletion(world, value)),
        ),
    ];
    fields.extend(
        optional
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?))),
    );
    fields
}

fn required(world: &World, sandbox: &Sandbox) -> Map<String, Value> {
    let expires_at = match sandbox.expires {
        Expiry::At(at) => world.timestamp(at),
        Expiry::Never => "9999-12-31T23:59:59Z".to_owned(),
        Expiry::Overflowed => "0001-01-01T00:00:00Z".to_owned(),
    };
    let value = json!({
        "id": sandbox.id,
        "image": sandbox.image,
        "cpu": sandbox.cpu,
        "memory": sandbox.memory,
        "ttl": sandbox.ttl,
        "status": sandbox.lifecycle.status(),
        "template": sandbox.template,
        "templateVersion": sandbox.template_version,
        "desired_state": if sandbox.is_unwanted() { "deleted" } else { "active" },
        "lifecycle_status": sandbox.lifecycle.as_str(),
        "created_at": world.timestamp(sandbox.created),
        "updated_at": world.timestamp(sandbox.updated),
        "expires_at": expires_at,
        "runtimeKind": if sandbox.is_persistent() { "deployment" } else { "pod" },
        "runtimeName": format!("sandbox-{}", sandbox.id),
        "accessUrl": format!("{}/api/v1/sandbox/{}", world.root, sandbox.id),
    });
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

fn persistence(sandbox: &Sandbox) -> Option<Value> {
    let persistence = sandbox.persistence.as_ref()?;
    Some(json!({
        "enabled": true,
        "mode": persistence.mode,
        "size": persistence.size,
        "storageClassName": persistence.storage_class_name,
        "reclaimPolicy": persistence.reclaim_policy,
        "volumeClaimName": format!("sandbox-data-{}", sandbox.id),
    }))
}

fn deletion(world: &World, deletion: &Deletion) -> Value {
    let mut value =
        json!({ "phase": deletion.phase, "startedAt": world.timestamp(deletion.started) });
    if let Some(at) = deletion.last_attempt {
        value["lastAttemptAt"] = json!(world.timestamp(at));
        value["attempts"] = json!(deletion.attempts);
    }
    if let Some(at) = deletion.next_retry {
        value["nextRetryAt"] = json!(world.timestamp(at));
    }
    value
}
