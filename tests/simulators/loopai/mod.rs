//! The simulator of Loopai.

mod contract;
mod edge;
mod executions;
mod operations;
mod webhooks;

use quintet::sim::loopai::Simulator;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use crate::support::raw_server;

const TASK: &str = "550e8400-e29b-41d4-a716-446655440000";
const OTHER: &str = "11111111-2222-3333-4444-555555555555";

/// What came back.
struct Answer {
    status: u16,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{:?}", self.text))
    }

    fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// Status and code of an error.
    fn code(&self) -> (u16, String) {
        (
            self.status,
            self.json()["code"].as_str().unwrap().to_owned(),
        )
    }
}

/// Somebody who asks servers.
struct Asker {
    root: String,
    http: reqwest::Client,
}

impl Asker {
    fn new(root: String) -> Self {
        // The crate's own clients install the TLS provider without which reqwest makes none.
        let client = quintet::liteboxd::Client::builder().base_url(&root);
        client.build().unwrap();
        let http = raw_server::http().build().unwrap();
        Self { root, http }
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let reply = request.send().await.unwrap();
        Answer {
            status: reply.status().as_u16(),
            headers: reply.headers().clone(),
            text: reply.text().await.unwrap(),
        }
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(self.http.get(format!("{}{path}", self.root)))
            .await
    }

    async fn post(&self, path: &str, body: &Value) -> Answer {
        let request = self.http.post(format!("{}{path}", self.root));
        self.send(request.json(body)).await
    }

    async fn execute(&self, task: &str, input: Value) -> Answer {
        let body = json!({ "task_id": task, "input": input });
        self.post(&format!("/api/v1/tasks/{task}/execute"), &body)
            .await
    }
}

async fn stage() -> (Simulator, Asker) {
    let simulator = Simulator::start().await.unwrap();
    let asker = Asker::new(simulator.base_url());
    (simulator, asker)
}

fn wish(name: &str, examples: &Value) -> Value {
    json!({
        "name": name,
        "description": "Does it",
        "input_schema": { "type": "number" },
        "output_schema": { "type": "number" },
        "examples": examples,
        "accuracy_target": 0.9,
        "latency_target_ms": 10,
        "sampling_rate": 0.1,
    })
}
