//! Tasks and their programs, read.

use http::StatusCode;

use super::super::call::Call;
use super::super::health::NO_DATABASE;
use super::super::reply::{self, Refusal};
use super::super::stamps::Origin;
use super::super::world::World;
use crate::sim::exchange::Reply;

/// `GET /api/v1/tasks/{task_id}`
pub(in super::super) fn get(
    world: &mut World,
    call: &Call<'_>,
    id: &str,
) -> Result<Reply, Refusal> {
    let id = call.guid("taskId", id)?;
    if world.health.database_down {
        let text = "Failed to retrieve task";
        return Err(call
            .thrown("TASK_RETRIEVAL_ERROR", text, NO_DATABASE)
            .into());
    }
    let development = world.development;
    let text = world.tasks.cached(&id, call.now, development, |task| {
        let view = task.view(call.stamps, Origin::Database);
        serde_json::to_string(&view).unwrap_or_default()
    });
    match text {
        Some(text) => Ok(reply::json_text(StatusCode::OK, text)),
        None => {
            let text = format!("Task with ID {id} not found");
            Err(call
                .error(StatusCode::NOT_FOUND, "TASK_NOT_FOUND", &text)
                .into())
        }
    }
}

/// `GET /api/v1/tasks/{task_id}/artifacts`
pub(in super::super) fn artifacts(
    world: &World,
    call: &Call<'_>,
    id: &str,
) -> Result<Reply, Refusal> {
    let id = call.guid("taskId", id)?;
    refuse_without_database(world, call)?;
    let task = world.tasks.get(&id);
    let artifacts = task.map_or(&[][..], |task| &task.artifacts);
    let views = artifacts
        .iter()
        .map(|artifact| artifact.view(&id, call.stamps));
    Ok(reply::ok(&views.collect::<Vec<_>>()))
}

/// `GET /api/v1/tasks/{task_id}/artifacts/{version}`
pub(in super::super) fn artifact(
    world: &World,
    call: &Call<'_>,
    id: &str,
    version: &str,
) -> Result<Reply, Refusal> {
    let id = call.guid("taskId", id)?;
    let version = call.int("version", version)?;
    refuse_without_database(world, call)?;
    match world.tasks.get(&id).and_then(|task| task.version(version)) {
        Some(artifact) => Ok(reply::ok(&artifact.view(&id, call.stamps))),
        None => {
            let text = format!("Artifact version {version} not found for task {id}");
            let refusal = call.error(StatusCode::NOT_FOUND, "ARTIFACT_NOT_FOUND", &text);
            Err(refusal.into())
        }
    }
}

fn refuse_without_database(world: &World, call: &Call<'_>) -> Result<(), Refusal> {
    match world.health.database_down {
        false => Ok(()),
        true => {
            let text = "Failed to retrieve artifacts";
            Err(call
                .thrown("ARTIFACT_RETRIEVAL_ERROR", text, NO_DATABASE)
                .into())
        }
    }
}
