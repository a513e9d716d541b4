//! A single execution as a request.

use serde::Serialize;
use serde_json::Value;

use super::super::aspnet::guid;
use super::super::aspnet::payload::Payload;
use super::super::backend::Shared;
use super::super::call::Call;
use super::super::lock;
use super::super::number::Double;
use super::super::reply::{self, Refusal};
use super::run::{self, Job};
use crate::sim::exchange::Reply;
use http::StatusCode;

/// What a program has when nobody says how much, in milliseconds.
const TIMEOUT: i32 = 5000;

struct Wanted {
    task: String,
    input: Payload,
    version: Option<i32>,
    forced: bool,
    timeout_ms: Option<i32>,
}

/// An execution as JSON.
#[derive(Debug, Serialize)]
struct View<'a> {
    execution_id: &'a str,
    task_id: &'a str,
    program_id: &'a str,
    version: i32,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_message: Option<&'a str>,
    latency_ms: Double,
    sampled_for_validation: bool,
    executed_at: String,
}

/// `POST /api/v1/tasks/{task_id}/execute`
pub(in super::super) async fn execute(
    shared: &Shared,
    call: &Call<'_>,
    id: &str,
) -> Result<Reply, Refusal> {
    let id = call.guid("taskId", id)?;
    let wanted = read(call)?;
    let failures = failures(&wanted);
    if !failures.is_empty() {
        return Err(call.invalid(&failures).into());
    }
    if wanted.task != id {
        let text = "Task ID in URL does not match task ID in request body";
        let refusal = call.error(StatusCode::BAD_REQUEST, "TASK_ID_MISMATCH", text);
        return Err(refusal.into());
    }
    let job = Job {
        task: &id,
        version: wanted.version,
        input: &wanted.input,
        timeout_ms: wanted.timeout_ms.unwrap_or(TIMEOUT),
        forced: wanted.forced,
    };
    let requests = lock(shared).execute_requests.clone();
    let _running = requests.enter();
    match run::run(shared, job).await {
        Err(exception) => {
            let text = "Failed to execute program";
            Err(call.thrown("EXECUTION_ERROR", text, &exception).into())
        }
        Ok(run) => Ok(reply::ok(&View {
            execution_id: &run.id,
            task_id: &id,
            program_id: &run.program,
            version: run.version,
            status: match run.result {
                Ok(_) => "success",
                Err(_) => "error",
            },
            output: run.result.as_ref().ok().filter(|output| !output.is_null()),
            error_message: run.result.as_ref().err().map(String::as_str),
            latency_ms: Double::rounded(run.latency),
            sampled_for_validation: run.sampled,
            executed_at: call.stamps.fresh(run.at),
        })),
    }
}

fn read(call: &Call<'_>) -> Result<Wanted, Refusal> {
    call.read("ExecuteRequest", |form| Wanted {
        task: form.guid("task_id"),
        input: form.any("input"),
        version: form.optional_int("version"),
        forced: form.flag("force_validation"),
        timeout_ms: form.optional_int("timeout_ms"),
    })
}

fn failures(wanted: &Wanted) -> Vec<(&'static str, String)> {
    let mut failures = Vec::new();
    if wanted.task == guid::EMPTY {
        failures.push(("TaskId", "Task ID is required".to_owned()));
    }
    if wanted.version.is_some_and(|version| version <= 0) {
        failures.push(("Version", "Version must be greater than 0".to_owned()));
    }
    let timeout = wanted.timeout_ms.unwrap_or(TIMEOUT);
    if !(1..=60_000).contains(&timeout) {
        let text = "Timeout must be between 1 and 60000 milliseconds";
        failures.push(("TimeoutMs", text.to_owned()));
    }
    failures
}
