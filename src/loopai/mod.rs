//! Loopai: programs that are generated from examples, and their execution, one by one and in batches.
//!
//! ```no_run
//! # async fn f() -> quintet::Result<()> {
//! use quintet::loopai::Client;
//! use serde_json::json;
//!
//! let client = Client::from_env()?;
//! let task = client
//!     .tasks()
//!     .create("spam-detector")
//!     .description("Classify a text as spam or ham")
//!     .input_schema(json!({"type": "object", "properties": {"text": {"type": "string"}}}))
//!     .output_schema(json!({"type": "string", "enum": ["spam", "ham"]}))
//!     .await?;
//! let execution = client.execute(&task.id, json!({"text": "Buy now"})).await?.into_result()?;
//! println!("{:?}", execution.output);
//! # Ok(()) }
//! ```
//!
//! # Credentials
//! The server knows none. [`token`](crate::Builder::token) is for what stands before it, and goes as a bearer token to the
//! origin of the base URL and nowhere else.
//!
//! # Defaults
//! | what | default |
//! |---|---|
//! | base URL | [`DEFAULT_URL`]; none for an edge runtime |
//! | making a connection | 10 s |
//! | time of a call | 60 s, repetitions included; of an execution 180 s, of a batch that and what its items may take; of an improvement 120 s; of a call to an edge runtime 30 s |
//! | repetitions | three, of what can be repeated safely, with 1 to 10 s in between, or as long as the server asks |
//! | inputs of [`Client::execute_many`] at a time | 10, in the order of the inputs |
//!
//! # What is repeated
//! | what happened | reads, [`Client::batch_validate`], [`Webhooks::delete`] | everything else |
//! |---|---|---|
//! | no connection was made | yes | yes |
//! | 429, 503 | yes | yes: the contract says that nothing was done |
//! | 408, 500, 502, 504, a connection that broke, a time that passed | yes | no: it may have been done |
//!
//! [`retry_everything`](crate::Builder::retry_everything) does away with the difference, as other clients do.
//!
//! # Where the methods are
//! | in the user's document, and in other clients | here |
//! |---|---|
//! | `LoopaiClient(base_url, api_key, timeout, max_retries)` | [`Client::builder`], [`Client::from_env`] |
//! | `create_task`, `get_task` | [`Client::tasks`]: `create`, `get`; also `artifacts`, `artifact` |
//! | `execute` | [`Client::execute`] |
//! | `batch_execute` | [`Client::batch_execute`] with [`BatchItem::numbered`] |
//! | `batch_execute_advanced`, `BatchExecuteItem` | [`Client::batch_execute`], [`BatchItem`] |
//! | `get_health` | [`Client::health`]; also `detailed_health`, `readiness`, `liveness`, `probe_health` |
//! | batch validation, streaming execution, request batching, of which the document says "next" | [`Client::batch_validate`], [`Client::execute_many`] |
//! | `LoopaiError` | [`Error`](crate::Error), and what is known besides: [`Refusal::of`] |
//! | `ValidationError`, `ExecutionError` | [`RefusalKind`]: `Validation`, `Execution` |
//! | `ConnectionError`, `TimeoutError` | [`ErrorKind`](crate::ErrorKind): `Connect` and `Transport`, `Timeout` |
//! | `close`, context managers | dropping the last clone of the client |
//! | names that end in `_async`; the synchronous client | every call is async; `blocking` of the feature `blocking` |
//!
//! # Where the server surprises
//! - A program that fails is a 200; see [`Execution::into_result`]. A task that does not exist is a 500 when it is executed, and
//!   a failure of each item in a batch.
//! - Names are in snake_case. Replies in camelCase, which other clients expect, are read too, but what is in inputs, outputs,
//!   schemas and examples is never touched.
//! - Times come with and without an offset: [`Timestamp`](crate::Timestamp).
//! - Nothing lists tasks or finds one by its name, so a creation whose reply was lost leaves a task of unknown id.
//! - Items of a batch that run at the same time can fail for it: see [`concurrency`](crate::Call::concurrency).
//! - Published servers answer 500 where they mean to answer 429. (Contract §5.2.)
//! - Webhooks are never delivered by published servers; [`WebhookVerifier`] is ready when they are.

mod canary;
mod check;
mod client;
mod edge;
mod execution;
mod health;
mod many;
mod payload;
mod refusal;
mod stream;
mod tasks;
mod validation;
mod webhooks;
mod wire;

pub use crate::generated::loopai::types::{
    ArtifactStatus, BatchValidation, Canary, CanaryAction, CanaryEvent, CanaryStage, CanaryStatus,
    Comparison, ComparisonRecommendation, ComparisonStatistics, ComplexityMetrics, ComponentHealth,
    Confidence, Delivery, DetailedHealth, EdgeExecution, EdgeHealth, EdgeMetrics, ExecutionStatus,
    Health, Improvement, Liveness, ProgramArtifact, ProgramMetrics, Readiness, Recommendations,
    Subscription, SynthesisStrategy, Task, ValidationResult, ValidationStatistics,
    ValidationSummary, WebhookEventType,
};
pub use canary::{Canaries, GetCanary, ProgressCanary, RollbackCanary, StartCanary};
pub use client::{Client, DEFAULT_URL, Loopai};
pub use edge::{CheckEdgeHealth, Edge, EdgeClient, EdgeExecute, GetEdgeMetrics};
pub use execution::{
    BatchExecute, BatchExecution, BatchItem, BatchResult, BatchValidate, Execute, Execution,
    ValidateItem,
};
pub use health::{
    CheckHealth, GetDetailedHealth, GetLiveness, GetMetrics, GetReadiness, HealthProbe, ProbeHealth,
};
pub use many::{ExecuteMany, ManyResult, ManyResults};
pub use refusal::{ProgramFailure, Refusal, RefusalKind};
pub use stream::{ExecuteStream, StreamedResult, StreamedResults};
pub use tasks::{CreateTask, GetArtifact, GetTask, ListArtifacts, Tasks};
pub use validation::{
    ComparePrograms, GetRecommendations, GetValidationSummary, ImproveProgram, Validation,
};
pub use webhooks::{
    DeleteWebhook, GetWebhookHistory, ListWebhooks, SubscribeWebhook, WebhookEvent,
    WebhookVerifier, Webhooks,
};
