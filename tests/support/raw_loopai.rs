//! Loopai clients of raw servers, and what such servers say.

use std::net::SocketAddr;
use std::time::Duration;

use quintet::loopai::{Client, Loopai};
use quintet::{Builder, RetryPolicy};
use serde_json::{Value, json};

use super::raw_server::{Script, Step, http, reply, send};
use super::resolver::{self, Places};

pub(crate) use super::loopai::TASK;

/// Something else that has an id: a program, a canary, a subscription, or a task that is not there.
pub(crate) const OTHER: &str = "0f8fad5b-d9cb-469f-a165-70867728950e";

/// The API key of these clients.
pub(crate) const KEY: &str = "key-0123";

/// The default number of attempts, without delay.
pub(crate) fn hasty() -> RetryPolicy {
    RetryPolicy::default()
        .max_attempts(4)
        .base_delay(Duration::ZERO)
        .max_delay(Duration::ZERO)
}

/// The settings of a client of a raw server, without a credential. Retries are without delay.
pub(crate) fn bare(url: &str) -> Builder<Loopai> {
    Client::builder()
        .base_url(url)
        .http_client(http())
        .retry(hasty())
}

/// The same with an API key.
pub(crate) fn builder(url: &str) -> Builder<Loopai> {
    bare(url).token(KEY)
}

/// The same, whose connections lead to these places in turn.
pub(crate) fn builder_to(places: impl IntoIterator<Item = SocketAddr>) -> Builder<Loopai> {
    let http = http().dns_resolver(Places::new(places));
    builder(resolver::URL).http_client(http)
}

pub(crate) fn client(url: &str) -> Client {
    builder(url).build().unwrap()
}

/// Reads a request and answers it with JSON; `lines` are the status and maybe more headers.
pub(crate) fn answers(lines: &str, json: &str) -> Script {
    let lines = format!("{lines}\ncontent-type: application/json; charset=utf-8");
    vec![Step::Request, send(reply(&lines, json))]
}

/// Answers 200 with this.
pub(crate) fn says(json: &Value) -> Script {
    answers("200 OK", &json.to_string())
}

/// A task as the server sends it.
pub(crate) fn task() -> Value {
    json!({
        "id": TASK, "name": "spam-classifier", "description": "Classify emails as spam or not",
        "input_schema": { "type": "object" }, "output_schema": { "type": "string" }, "examples": [],
        "accuracy_target": 0.9, "latency_target_ms": 10, "sampling_rate": 0.1, "total_versions": 0,
        "created_at": "2025-10-27T01:02:03.1234567Z", "updated_at": "2025-10-27T01:02:03.1234567Z",
    })
}

/// An execution as the server sends it.
pub(crate) fn execution() -> Value {
    json!({
        "execution_id": "e-1", "task_id": TASK, "program_id": OTHER, "version": 1, "status": "success",
        "output": "spam", "latency_ms": 42.5, "sampled_for_validation": false,
        "executed_at": "2025-10-27T01:02:03.1234567Z",
    })
}

/// A batch as the server sends it, with these results.
pub(crate) fn batch(results: &Value) -> Value {
    let all = results.as_array().unwrap();
    let good = all.iter().filter(|one| one["success"] == true).count();
    json!({
        "batch_id": "b-1", "task_id": TASK, "version": 0, "total_items": all.len(), "success_count": good,
        "failure_count": all.len() - good, "total_duration_ms": 120.5, "avg_latency_ms": 40.5, "results": results,
        "started_at": "2025-10-27T01:02:03Z", "completed_at": "2025-10-27T01:02:04Z",
    })
}
