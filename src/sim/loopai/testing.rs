//! A server without a socket, for the tests of its operations.

use bytes::Bytes;
use serde_json::{Value, json};

use super::backend::Cloud;
use super::lock;
pub(super) use super::seed::TASK;
use super::world::World;
use crate::sim::clock::Clock;
pub(super) use crate::sim::testing::{Answer, pass};
use crate::sim::testing::{answer, request};

const JSON: (&str, &str) = ("content-type", "application/json");

/// The server. Its clock is tokio's, which tests pause.
pub(super) struct Server(pub(super) Cloud);

impl Server {
    pub(super) fn new() -> Self {
        Self(Cloud::new(Clock::new(1.0)))
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], "").await
    }

    pub(super) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, &[JSON], body.to_string()).await
    }

    /// The same with a body that is no value.
    pub(super) async fn post_text(&self, path: &str, body: &str) -> Answer {
        self.send("POST", path, &[JSON], body.to_owned()).await
    }

    pub(super) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Answer {
        answer(&self.0, request(method, path, headers, body.into())).await
    }

    /// Executes a task.
    pub(super) async fn execute(&self, task: &str, input: Value) -> Answer {
        let body = json!({ "task_id": task, "input": input });
        self.post(&format!("/api/v1/tasks/{task}/execute"), &body)
            .await
    }

    /// Creates a task from examples of inputs and outputs; its id.
    pub(super) async fn create(&self, name: &str, examples: Value) -> String {
        let body = json!({
            "name": name,
            "description": "A task",
            "input_schema": {},
            "output_schema": {},
            "examples": examples,
            "sampling_rate": 0,
        });
        let created = self.post("/api/v1/tasks", &body).await.json();
        created["id"].as_str().unwrap_or_default().to_owned()
    }

    pub(super) fn with<T>(&self, work: impl FnOnce(&mut World) -> T) -> T {
        work(&mut lock(&self.0.shared))
    }
}

impl Answer {
    /// Status and code of an error.
    pub(super) fn code(&self) -> (u16, String) {
        let code = self.json()["code"].as_str().unwrap_or_default().to_owned();
        (self.status, code)
    }
}
