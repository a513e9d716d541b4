//! `GET /sandboxes/{id}/logs`

use http::StatusCode;
use serde_json::{Value, json};

use super::reply;
use super::sandbox::{PodPhase, Sandbox};
use super::world::World;
use crate::sim::exchange::Reply;

/// The lines that the server asks for.
const TAIL: usize = 100;

/// What the main process has printed, and what the cluster says. An unknown sandbox has neither, which is no error.
pub(super) fn get(world: &mut World, id: &str) -> Reply {
    world.advance();
    let sandbox = world.live(id);
    let logs = sandbox.as_deref().map_or_else(String::new, lines);
    let events = sandbox.as_deref().map_or(Value::Null, events);
    reply::json(StatusCode::OK, &json!({ "logs": logs, "events": events }))
}

/// The output of the container; a new pod starts anew.
fn lines(sandbox: &Sandbox) -> String {
    let Some(pod) = sandbox
        .pod
        .as_ref()
        .filter(|pod| pod.phase != PodPhase::Pending)
    else {
        return String::new();
    };
    let mut lines = vec![
        format!(
            "[sandbox] {} starting on sandbox-{}",
            sandbox.image, sandbox.id
        ),
        format!(
            "[sandbox] {} environment variables from template {}",
            sandbox.env.len(),
            sandbox.template
        ),
        "[sandbox] ready".to_owned(),
    ];
    match pod.phase {
        PodPhase::Failed => {
            lines.pop();
            lines.push(format!("[sandbox] fatal: {}", sandbox.reason));
        }
        PodPhase::Succeeded => lines.push("[sandbox] main process exited with 0".to_owned()),
        PodPhase::Pending | PodPhase::Running => {}
    }
    let skipped = lines.len().saturating_sub(TAIL);
    lines[skipped..]
        .iter()
        .map(|line| format!("{line}\n"))
        .collect()
}

/// The events of the cluster: null for a sandbox without storage that has none.
fn events(sandbox: &Sandbox) -> Value {
    let kind = if sandbox.is_persistent() { "[Pod]" } else { "" };
    let mut events = Vec::new();
    let running = sandbox
        .pod
        .as_ref()
        .is_some_and(|pod| pod.phase != PodPhase::Pending);
    if running {
        if sandbox.is_persistent() {
            events.push("[PVC][Normal] ProvisioningSucceeded: Volume is ready".to_owned());
            events.push("[Deployment][Normal] ScalingReplicaSet: Scaled up to 1".to_owned());
        }
        events.push(format!(
            "{kind}[Normal] Scheduled: Assigned sandbox-{} to node-1",
            sandbox.id
        ));
        events.push(format!(
            "{kind}[Normal] Pulled: Image \"{}\" is on the node",
            sandbox.image
        ));
        events.push(format!("{kind}[Normal] Started: Started container main"));
    }
    if sandbox
        .pod
        .as_ref()
        .is_some_and(|pod| pod.phase == PodPhase::Failed)
    {
        events.push(format!("{kind}[Warning] Failed: {}", sandbox.reason));
    }
    match events.is_empty() && !sandbox.is_persistent() {
        true => Value::Null,
        false => json!(events),
    }
}
