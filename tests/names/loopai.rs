//! The methods and promises of the user's document of Loopai's client and of the published ones, in the document's order. Names
//! that end with `_async` have lost that, since nothing else is there; those that begin with `get_`, and those of tasks, have
//! lost what the methods are about, as is usual in Rust. Contract: §5.3, §6, §9.

use std::time::Duration;

use quintet::blocking::Blocking;
use quintet::loopai::{BatchItem, Client, Refusal, RefusalKind};
use quintet::sim::Fault;
use quintet::sim::loopai::{ExecutionFault, Simulator};
use quintet::{ErrorKind, RetryPolicy};
use serde_json::json;
use tokio::runtime::Runtime;

use crate::support::raw_loopai::{OTHER, TASK, bare};

async fn stage() -> (Simulator, Client) {
    let simulator = Simulator::start().await.unwrap();
    let builder = bare(&simulator.base_url()).token(simulator.token());
    (simulator, builder.build().unwrap())
}

/// `LoopaiClient(base_url, timeout=60.0, max_retries=3, retry_delay=1.0)`, of the published ones `api_key`; closed by leaving
/// its block.
#[tokio::test]
async fn clients() {
    let simulator = Simulator::start().await.unwrap();
    let retry = RetryPolicy::default()
        .max_attempts(4)
        .min_delay(Duration::from_secs(1))
        .max_delay(Duration::from_secs(10));
    let client = Client::builder()
        .base_url(simulator.base_url())
        .token(simulator.token())
        .timeout(Duration::from_secs(60))
        .retry(retry)
        .build()
        .unwrap();
    client.health().await.unwrap();
    let request = simulator.requests().remove(0);
    assert_eq!(
        request.headers()["authorization"],
        format!("Bearer {}", simulator.token())
    );
}

/// `create_task_async(name, description, input_schema, output_schema, examples, accuracy_target, latency_target_ms,
/// sampling_rate)` and `get_task_async(task_id)`.
#[tokio::test]
async fn tasks() {
    let (_simulator, client) = stage().await;
    let examples = [json!({ "input": { "text": "Buy now" }, "output": "spam" })];
    let created = client
        .tasks()
        .create("spam-detector")
        .description("Classify a text as spam or ham")
        .input_schema(json!({ "type": "object" }))
        .output_schema(json!({ "type": "string" }))
        .examples(examples)
        .accuracy_target(0.95)
        .latency_target(Duration::from_millis(50))
        .sampling_rate(0.1)
        .await
        .unwrap();
    let task = client.tasks().get(&created.id).await.unwrap();
    assert_eq!(
        (task.name, task.accuracy_target),
        ("spam-detector".to_owned(), 0.95)
    );
    assert_eq!((task.latency_target_ms, task.sampling_rate), (50, 0.1));
}

/// `execute_async(task_id, input, version, force_validation, timeout_ms)`.
#[tokio::test]
async fn execute() {
    let (_simulator, client) = stage().await;
    let executed = client
        .execute(TASK, json!({ "text": "Free money" }))
        .version(1)
        .force_validation()
        .execution_timeout(Duration::from_millis(5000))
        .await
        .unwrap();
    assert_eq!(executed.output_as::<String>().unwrap(), "spam");
    assert!(executed.latency_ms >= 0.0 && executed.sampled_for_validation);
    assert!(executed.execution_id.is_some() && executed.executed_at.is_some());
    assert_eq!((&*executed.task_id, executed.version), (TASK, Some(1)));
}

/// `batch_execute_async(task_id, inputs, max_concurrency, stop_on_first_error)` of inputs, and of `BatchExecuteItem`s with ids
/// (`batch_execute_advanced`).
#[tokio::test]
async fn batch_execute() {
    let (_simulator, client) = stage().await;
    let inputs = ["Free money", "See you tomorrow"].map(|text| json!({ "text": text }));
    let batch = client
        .batch_execute(TASK, BatchItem::numbered(inputs))
        .await;
    let batch = batch.unwrap();
    assert_eq!(
        (batch.total_items, batch.success_count, batch.failure_count),
        (2, 2, 0)
    );
    assert!(batch.avg_latency_ms >= 0.0 && batch.total_duration_ms >= 0.0);
    let item = BatchItem::new("email-001", json!({ "text": "x" })).force_validation();
    let call = client.batch_execute(TASK, [item]).concurrency(10);
    let batch = call.stop_on_first_error().await.unwrap();
    let result = batch.get("email-001").unwrap();
    assert!(result.is_success() && result.sampled_for_validation);
}

/// `get_health_async`.
#[tokio::test]
async fn health() {
    let (_simulator, client) = stage().await;
    let health = client.health().await.unwrap();
    assert_eq!(health.status, "healthy");
    assert!(health.version.is_some() && health.timestamp.is_some());
}

/// `ValidationError`, `ExecutionError`, `ConnectionError`, `TimeoutError` and `LoopaiError`, with `message` and `status_code`.
#[tokio::test]
async fn errors() {
    let (simulator, client) = stage().await;
    let error = client.tasks().create("").await.unwrap_err();
    assert_eq!(Refusal::of(&error).kind, RefusalKind::Validation);
    simulator.inject_execution(ExecutionFault::error("boom"));
    let call = client.execute(TASK, json!({ "text": "x" })).must_succeed();
    let error = call.await.unwrap_err();
    assert_eq!(Refusal::of(&error).kind, RefusalKind::Execution);
    assert!(error.message().contains("boom"), "{error}");
    let error = client.tasks().get(OTHER).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
    simulator.inject(Fault::delay(Duration::from_secs(3600)));
    let call = client.health().timeout(Duration::from_millis(50));
    assert!(call.await.unwrap_err().is_timeout());
    simulator.stop().await;
    let error = client.health().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
}

/// The synchronous client that the published ones lack is the same client.
#[test]
fn synchronous() {
    let runtime = Runtime::new().unwrap();
    let (_simulator, client) = runtime.block_on(stage());
    assert_eq!(client.health().blocking().unwrap().status, "healthy");
}
