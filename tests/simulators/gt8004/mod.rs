//! The simulator of GT8004, asked with bytes.

mod clients;
mod columns;
mod contract;
mod faults;
mod numbers;
mod raw;
mod refusals;
mod storing;

use quintet::sim::gt8004::Simulator;
use serde_json::{Map, Value, json};

use raw::Answer;

/// The head of a batch that is let in, up to its length.
const GOOD: &str = "Authorization: Bearer quintet-sim\r\nContent-Type: application/json\r\n";

async fn start() -> Simulator {
    Simulator::start().await.unwrap()
}

/// An entry with this id, and these fields besides.
fn entry(id: &str, more: &[(&str, Value)]) -> Value {
    let mut entry = json!({ "requestId": id, "method": "GET", "path": "/p", "statusCode": 200, "responseMs": 5.0 });
    entry.as_object_mut().unwrap().extend(fields(more));
    entry
}

fn fields(fields: &[(&str, Value)]) -> Map<String, Value> {
    let owned = |(name, value): &(&str, Value)| ((*name).to_owned(), value.clone());
    fields.iter().map(owned).collect()
}

/// Sends a batch of these entries.
async fn ingest(simulator: &Simulator, entries: impl Into<Vec<Value>>) -> Answer {
    let batch = json!({ "entries": entries.into() });
    post(simulator, batch.to_string()).await
}

/// Sends a body with the right key.
async fn post(simulator: &Simulator, body: impl AsRef<[u8]>) -> Answer {
    post_as(simulator, GOOD, body).await
}

/// Sends a body with these header fields.
async fn post_as(simulator: &Simulator, headers: &str, body: impl AsRef<[u8]>) -> Answer {
    let body = body.as_ref();
    let head = format!(
        "POST /v1/ingest HTTP/1.1\r\n{headers}Content-Length: {}\r\n\r\n",
        body.len()
    );
    raw::ask(simulator, &[head.as_bytes(), body].concat()).await
}

/// Asks for something without a key and without a body.
async fn call(simulator: &Simulator, method: &str, path: &str) -> Answer {
    raw::ask(simulator, format!("{method} {path} HTTP/1.1\r\n\r\n")).await
}
