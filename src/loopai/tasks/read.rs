//! Reading tasks and their programs.

use serde_json::{Map, Value, json};

use super::super::check;
use super::super::wire::{self, Leniency};
use crate::error::Result;
use crate::generated::loopai::Client as Raw;
use crate::loopai::{ProgramArtifact, Task};
use crate::runtime::{Exchange, Invoke};

/// Other servers and clients know less of a task.
pub(super) const TASK: Leniency = Leniency {
    nested: &[],
    complete: complete_task,
};

const ARTIFACT: Leniency = Leniency {
    nested: &["complexity_metrics"],
    complete: |_| (),
};

fn complete_task(task: &mut Map<String, Value>) {
    let created = task.get("created_at").cloned();
    for (name, value) in [
        ("examples", Some(json!([]))),
        ("total_versions", Some(json!(0))),
        ("updated_at", created),
    ] {
        if let Some(value) = value {
            task.entry(name).or_insert(value);
        }
    }
}

/// Reads a task; made by [`Tasks::get`](super::Tasks::get).
#[derive(Debug, Clone)]
pub struct GetTask {
    pub(super) id: String,
}

impl Invoke for GetTask {
    type Output = Task;
    const OPERATION: &'static str = "get_task";

    async fn invoke(self, exchange: Exchange) -> Result<Task> {
        let id = check::id("task id", &self.id)?;
        let task = Raw::of(&exchange).get_task(id).await;
        wire::lenient(&exchange, task, TASK)
    }
}

/// Lists the programs of a task; made by [`Tasks::artifacts`](super::Tasks::artifacts).
#[derive(Debug, Clone)]
pub struct ListArtifacts {
    pub(super) id: String,
}

impl Invoke for ListArtifacts {
    type Output = Vec<ProgramArtifact>;
    const OPERATION: &'static str = "list_artifacts";

    async fn invoke(self, exchange: Exchange) -> Result<Vec<ProgramArtifact>> {
        let id = check::id("task id", &self.id)?;
        let artifacts = Raw::of(&exchange).list_artifacts(id).await;
        wire::lenient(&exchange, artifacts, ARTIFACT)
    }
}

/// Reads a program; made by [`Tasks::artifact`](super::Tasks::artifact).
#[derive(Debug, Clone)]
pub struct GetArtifact {
    pub(super) id: String,
    pub(super) version: u32,
}

impl Invoke for GetArtifact {
    type Output = ProgramArtifact;
    const OPERATION: &'static str = "get_artifact";

    async fn invoke(self, exchange: Exchange) -> Result<ProgramArtifact> {
        let id = check::id("task id", &self.id)?;
        let version = check::version(self.version)?;
        let artifact = Raw::of(&exchange).get_artifact(id, version).await;
        wire::lenient(&exchange, artifact, ARTIFACT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_as_other_clients_expect_it_is_read() {
        let value = json!({
            "id": "t", "name": "n", "description": "d", "inputSchema": {"aB": 1}, "outputSchema": {},
            "accuracyTarget": 0.9, "latencyTargetMs": 10, "samplingRate": 0.1, "createdAt": "2025-10-27T01:02:03",
        });
        let task: Task = serde_json::from_value(wire::read(value, TASK)).unwrap();
        assert_eq!((task.accuracy_target, task.total_versions), (0.9, 0));
        assert_eq!(task.input_schema, json!({"aB": 1}));
        assert_eq!(task.updated_at, task.created_at);
    }
}
