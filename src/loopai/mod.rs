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

mod canary;
mod check;
mod client;
mod edge;
mod execution;
mod health;
mod many;
mod payload;
mod refusal;
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
pub use tasks::{CreateTask, GetArtifact, GetTask, ListArtifacts, Tasks};
pub use validation::{
    ComparePrograms, GetRecommendations, GetValidationSummary, ImproveProgram, Validation,
};
pub use webhooks::{
    DeleteWebhook, GetWebhookHistory, ListWebhooks, SubscribeWebhook, WebhookEvent,
    WebhookVerifier, Webhooks,
};
