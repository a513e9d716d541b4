//! A job as JSON: Ray's own row, with all its keys.

use std::time::Duration;

use serde_json::{Value, json};

use super::record::Record;
use super::spec::JobStatus;
use crate::sim::clock::Clock;

/// The node that all drivers are on.
const ADDRESS: &str = "10.0.0.2";

/// The row of a job.
pub(super) fn row(record: &Record, clock: &Clock, now: Duration) -> Value {
    let spec = &record.spec;
    let status = record.status(now);
    let at = |at: Duration| clock.wall(at).timestamp_millis();
    let driver = (status != JobStatus::Pending)
        .then(|| json!({ "id": record.job_id, "node_ip_address": ADDRESS, "pid": "4711" }));
    let is_failed = status == JobStatus::Failed;
    json!({
        "type": if spec.is_driver { "DRIVER" } else { "SUBMISSION" },
        "job_id": (status != JobStatus::Pending).then_some(&record.job_id),
        "submission_id": (!spec.is_driver).then_some(&spec.id),
        "driver_info": driver,
        "status": status.name(),
        "entrypoint": spec.entrypoint,
        "message": message(record, status),
        "error_type": is_failed.then_some("JOB_ENTRYPOINT_COMMAND_ERROR"),
        "start_time": record.start.filter(|start| *start <= now).map(at),
        "end_time": record.end.as_ref().map(|end| at(end.at)),
        "metadata": spec.metadata,
        "runtime_env": if spec.env_vars.is_empty() { json!({}) } else { json!({ "env_vars": spec.env_vars }) },
        "driver_agent_http_address": driver.as_ref().map(|_| format!("http://{ADDRESS}:52365")),
        "driver_node_id": driver.as_ref().map(|_| super::super::NODE),
        "driver_exit_code": match status {
            JobStatus::Succeeded => Some(0),
            JobStatus::Failed => Some(1),
            _ => None,
        },
    })
}

fn message(record: &Record, status: JobStatus) -> String {
    let default = match status {
        JobStatus::Pending => "Job has not started yet. It may be waiting for resources.",
        JobStatus::Running => "Job is currently running.",
        JobStatus::Stopped => "Job was intentionally stopped.",
        JobStatus::Succeeded => "Job finished successfully.",
        JobStatus::Failed => "Job entrypoint command failed with exit code 1",
    };
    let told = record.spec.message.as_deref().filter(|_| status.is_final());
    told.unwrap_or(default).to_owned()
}
