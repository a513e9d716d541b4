//! Loopai's executions of many inputs, one by one and in chunks: every input gives one result, whatever happens.

mod chunks;
mod crash;
mod singles;

use std::time::Duration;

use quintet::RetryPolicy;
use quintet::loopai::{BatchItem, ExecuteMany, ManyResult};
use serde_json::{Value, json};

use crate::support::loopai::{Stage, TASK};

/// Inputs with the numbers from 0 as ids, and in their texts.
fn inputs(count: usize) -> impl Iterator<Item = BatchItem> + Send + 'static {
    let input = |number: usize| json!({ "text": format!("number {number}.") });
    BatchItem::numbered((0..count).map(input).collect::<Vec<_>>())
}

fn many(stage: &Stage, count: usize) -> ExecuteMany {
    stage.client.execute_many(TASK, inputs(count))
}

/// Tries again at once.
fn eager() -> RetryPolicy {
    RetryPolicy::default()
        .base_delay(Duration::ZERO)
        .max_retry_after(Duration::from_secs(3600))
}

fn ids(results: &[ManyResult]) -> Vec<&str> {
    results.iter().map(|result| &*result.id).collect()
}

/// The texts of the numbers from 0.
fn numbers(count: usize) -> Vec<String> {
    (0..count).map(|number| number.to_string()).collect()
}

/// What a request carried.
fn sent(request: &quintet::sim::Recorded) -> Value {
    serde_json::from_slice(request.body()).unwrap()
}
