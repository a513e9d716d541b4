//! The calls of the facade, by name, so that a table can hold them.

use quintet::loopai::{
    BatchItem, Canaries, Client, EdgeClient, Tasks, ValidateItem, Validation, WebhookEventType,
    Webhooks,
};
use quintet::{Call, Invoke, Result};
use serde_json::json;

use super::stage::{Clients, NOTHING, PROGRAM, Stage, TASK, drive};
use crate::support::contract::{Document, OperationSpec};

/// A call of the facade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Facade {
    CreateTask,
    GetTask,
    ListArtifacts,
    GetArtifact,
    Execute,
    Stream,
    BatchExecute,
    BatchValidate,
    Summary,
    Recommendations,
    Improve,
    Compare,
    StartCanary,
    ProgressCanary,
    RollbackCanary,
    GetCanary,
    Subscribe,
    ListWebhooks,
    DeleteWebhook,
    History,
    Health,
    DetailedHealth,
    Readiness,
    Liveness,
    ProbeHealth,
    Metrics,
    EdgeExecute,
    EdgeMetrics,
    EdgeHealth,
}

use Facade::{
    BatchExecute, BatchValidate, Compare, CreateTask, DeleteWebhook, DetailedHealth, EdgeExecute,
    EdgeHealth, EdgeMetrics, Execute, GetArtifact, GetCanary, GetTask, Health, History, Improve,
    ListArtifacts, ListWebhooks, Liveness, Metrics, ProbeHealth, ProgressCanary, Readiness,
    Recommendations, RollbackCanary, StartCanary, Stream, Subscribe, Summary,
};

impl Facade {
    #[rustfmt::skip]
    pub(super) const ALL: [Self; 29] = [
        CreateTask, GetTask, ListArtifacts, GetArtifact, Execute, Stream, BatchExecute, BatchValidate, Summary, Recommendations,
        Improve, Compare, StartCanary, ProgressCanary, RollbackCanary, GetCanary, Subscribe, ListWebhooks, DeleteWebhook,
        History, Health, DetailedHealth, Readiness, Liveness, ProbeHealth, Metrics, EdgeExecute, EdgeMetrics, EdgeHealth,
    ];

    /// The `operationId`.
    pub(super) fn operation(self) -> &'static str {
        match self {
            CreateTask => "create_task",
            GetTask => "get_task",
            ListArtifacts => "list_artifacts",
            GetArtifact => "get_artifact",
            Execute => "execute",
            Stream => "execute_stream",
            BatchExecute => "batch_execute",
            BatchValidate => "batch_validate",
            Summary => "get_validation_summary",
            Recommendations => "get_recommendations",
            Improve => "improve_program",
            Compare => "compare_programs",
            StartCanary => "start_canary",
            ProgressCanary => "progress_canary",
            RollbackCanary => "rollback_canary",
            GetCanary => "get_canary",
            Subscribe => "subscribe_webhook",
            ListWebhooks => "list_webhooks",
            DeleteWebhook => "delete_webhook",
            History => "get_webhook_history",
            Health => "get_health",
            DetailedHealth => "get_detailed_health",
            Readiness => "get_readiness",
            Liveness => "get_liveness",
            ProbeHealth => "probe_health",
            Metrics => "get_metrics",
            EdgeExecute => "edge_execute",
            EdgeMetrics => "edge_metrics",
            EdgeHealth => "edge_health",
        }
    }

    /// What the document says about it.
    pub(super) fn documented(self) -> OperationSpec {
        let operations = Document::load("loopai").operations().into_iter();
        let mut named = operations.filter(|spec| spec.id == self.operation());
        named.next().unwrap()
    }

    /// Whether it goes to the edge runtime.
    pub(super) fn is_edge(self) -> bool {
        matches!(self, EdgeExecute | EdgeMetrics | EdgeHealth)
    }

    /// Whether the call may be sent twice: what reads, what deletes, and what only compares what is given.
    pub(super) fn is_idempotent(self) -> bool {
        let method = self.documented().method;
        matches!(&*method, "GET" | "DELETE") || self == BatchValidate
    }

    /// What it is made for, when that does not matter: an id or a name that need not be there.
    pub(super) fn subject(self) -> &'static str {
        match self {
            CreateTask => "a-task",
            GetTask | ListArtifacts | GetArtifact | Execute | Stream | BatchExecute
            | BatchValidate | StartCanary | GetCanary => TASK,
            Summary | Recommendations | Improve | Compare => PROGRAM,
            EdgeExecute => "Buy now",
            _ => NOTHING,
        }
    }

    /// The path of the request for a subject.
    pub(super) fn target(self, subject: &str) -> String {
        let path = self.documented().path.replace("{version}", "2");
        match path.split_once('{') {
            Some((before, rest)) => {
                let (_, after) = rest.split_once('}').unwrap();
                format!("{before}{subject}{after}")
            }
            None => path,
        }
    }

    /// Makes the call for a subject.
    pub(super) async fn call(self, stage: &Stage, clients: &Clients, subject: &str) -> Result<()> {
        let client = &clients.cloud;
        match self {
            CreateTask | GetTask | ListArtifacts | GetArtifact => {
                self.tasks(stage, client, subject).await
            }
            Execute | Stream | BatchExecute | BatchValidate => {
                self.executions(stage, client, subject).await
            }
            Summary | Recommendations | Improve | Compare => {
                self.programs(stage, client, subject).await
            }
            StartCanary | ProgressCanary | RollbackCanary | GetCanary => {
                self.canaries(stage, client, subject).await
            }
            Subscribe | ListWebhooks | DeleteWebhook | History => {
                self.webhooks(stage, client, subject).await
            }
            EdgeExecute | EdgeMetrics | EdgeHealth => {
                self.edge(stage, &clients.edge, subject).await
            }
            _ => self.health(stage, client).await,
        }
    }

    async fn tasks(self, stage: &Stage, client: &Client, subject: &str) -> Result<()> {
        let all = drive!(stage, Client, tasks, client);
        match self {
            CreateTask => {
                let call = drive!(stage, Tasks, create, &all, subject);
                let call = call.description("Does it").input_schema(json!({}));
                done(stage, call.output_schema(json!({}))).await
            }
            GetTask => done(stage, drive!(stage, Tasks, get, &all, subject)).await,
            ListArtifacts => done(stage, drive!(stage, Tasks, artifacts, &all, subject)).await,
            _ => done(stage, drive!(stage, Tasks, artifact, &all, subject, 2)).await,
        }
    }

    async fn executions(self, stage: &Stage, client: &Client, task: &str) -> Result<()> {
        let input = json!({ "text": "Buy now" });
        match self {
            Execute => done(stage, drive!(stage, Client, execute, client, task, input)).await,
            Stream => {
                let items = [BatchItem::new("a", input)];
                let call = drive!(
                    stage,
                    Client,
                    experimental_execute_stream,
                    client,
                    task,
                    items
                );
                done(stage, call).await
            }
            BatchExecute => {
                let items = [BatchItem::new("a", input)];
                done(
                    stage,
                    drive!(stage, Client, batch_execute, client, task, items),
                )
                .await
            }
            _ => {
                let items = [ValidateItem::new("a", 1, 1)];
                done(
                    stage,
                    drive!(stage, Client, batch_validate, client, task, items),
                )
                .await
            }
        }
    }

    async fn programs(self, stage: &Stage, client: &Client, program: &str) -> Result<()> {
        let all = drive!(stage, Client, validation, client);
        match self {
            Summary => done(stage, drive!(stage, Validation, summary, &all, program)).await,
            Recommendations => {
                let call = drive!(stage, Validation, recommendations, &all, program);
                done(stage, call).await
            }
            Improve => done(stage, drive!(stage, Validation, improve, &all, program)).await,
            _ => {
                let call = drive!(stage, Validation, compare, &all, PROGRAM, program);
                done(stage, call).await
            }
        }
    }

    async fn canaries(self, stage: &Stage, client: &Client, id: &str) -> Result<()> {
        let all = drive!(stage, Client, canary, client);
        match self {
            StartCanary => {
                let call = drive!(stage, Canaries, start, &all, id, NOTHING);
                done(stage, call).await
            }
            ProgressCanary => done(stage, drive!(stage, Canaries, progress, &all, id)).await,
            RollbackCanary => {
                let call = drive!(stage, Canaries, rollback, &all, id, "too slow");
                done(stage, call).await
            }
            _ => done(stage, drive!(stage, Canaries, current, &all, id)).await,
        }
    }

    async fn webhooks(self, stage: &Stage, client: &Client, id: &str) -> Result<()> {
        let all = drive!(stage, Client, webhooks, client);
        match self {
            Subscribe => {
                let (url, events) = ("http://127.0.0.1:9/", [WebhookEventType::CanaryRollback]);
                done(stage, drive!(stage, Webhooks, subscribe, &all, url, events)).await
            }
            ListWebhooks => done(stage, drive!(stage, Webhooks, list, &all)).await,
            DeleteWebhook => done(stage, drive!(stage, Webhooks, delete, &all, id)).await,
            _ => done(stage, drive!(stage, Webhooks, history, &all, id)).await,
        }
    }

    async fn health(self, stage: &Stage, client: &Client) -> Result<()> {
        match self {
            Health => done(stage, drive!(stage, Client, health, client)).await,
            DetailedHealth => done(stage, drive!(stage, Client, detailed_health, client)).await,
            Readiness => done(stage, drive!(stage, Client, readiness, client)).await,
            Liveness => done(stage, drive!(stage, Client, liveness, client)).await,
            ProbeHealth => done(stage, drive!(stage, Client, probe_health, client)).await,
            _ => done(stage, drive!(stage, Client, metrics, client)).await,
        }
    }

    async fn edge(self, stage: &Stage, client: &EdgeClient, text: &str) -> Result<()> {
        match self {
            EdgeExecute => {
                let call = drive!(stage, EdgeClient, execute, client, [("text", text)]);
                done(stage, call).await
            }
            EdgeMetrics => done(stage, drive!(stage, EdgeClient, metrics, client)).await,
            _ => done(stage, drive!(stage, EdgeClient, health, client)).await,
        }
    }
}

async fn done<I: Invoke>(stage: &Stage, call: Call<I>) -> Result<()> {
    stage.settle(call).await.map(drop)
}
