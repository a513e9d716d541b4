//! LiteBoxd: sandboxes on Kubernetes.
//!
//! ```no_run
//! # async fn f() -> quintet::Result<()> {
//! use quintet::liteboxd::Client;
//!
//! let client = Client::builder().base_url("http://localhost:8080/api/v1").token("lbxk_0123").build()?;
//! let sandboxes = client.sandboxes();
//!
//! let created = sandboxes.create("python-data-science").await?;
//! let sandbox = sandboxes.wait_for_ready(&created.id).await?;
//! let result = sandboxes.execute(&sandbox.id, ["python", "-c", "print(6 * 7)"]).await?;
//! assert_eq!(result.stdout, "42\n");
//!
//! sandboxes.delete(&sandbox.id).await?;
//! sandboxes.wait_until_deleted(&sandbox.id).await?;
//! # Ok(()) }
//! ```
//!
//! # Defaults
//! | what | default |
//! |---|---|
//! | base URL | `http://localhost:8080/api/v1` |
//! | time of a call | 30 s; of a command, its own limit (30 s) and 10 s more; none for uploads and downloads |
//! | waiting until ready | every 2 s, for 300 s |
//! | waiting until deleted | every 2 s, for 120 s |
//!
//! # Where the server surprises
//! - A missing sandbox or template is a 500 in most replies; [`Error::is_not_found`](crate::Error::is_not_found) knows
//!   them all, and [`Error::status`](crate::Error::status) still says 500.
//! - A command that was cut off by its time limit is no error: see [`ExecResult::timed_out`].
//! - Deleting goes on after the reply: see [`Sandboxes::wait_until_deleted`].
//! - Whether a sandbox expires is told by its `ttl`, not by `expires_at`: see [`Sandbox::expires`].

mod accounts;
mod client;
mod health;
mod page;
mod reconciliation;
mod sandboxes;

pub use crate::generated::liteboxd::types::{
    ApiKey, AuthMethod, CreatedApiKey, DeletionPhase, DesiredState, DriftType, ExecResult, Health,
    HealthStatus, Identity, LifecycleStatus, LogsResult, PvcMapping, PvcMappingPage, PvcSource,
    PvcState, ReclaimPolicy, ReconcileAction, ReconcileItem, ReconcileReport, ReconcileRun,
    ReconcileRunStatus, ReconcileTrigger, RuntimeKind, Sandbox, SandboxDeletion,
    SandboxMetadataPage, SandboxPersistence, SandboxStatus, StatusChange, StatusHistory,
    StatusSource,
};
pub use accounts::{
    Accounts, ChangePassword, CreateKey, CreateKeyByLogin, DeleteKey, GetIdentity, ListKeys, Login,
    Logout, Session,
};
pub use client::{Client, LiteBoxd};
pub use health::{GetHealth, GetReadiness, Readiness};
pub use reconciliation::{GetReconcileRun, ListReconcileRuns, Reconcile, Reconciliation};
pub use sandboxes::{
    Create, Delete, DownloadFile, Execute, Get, History, List, Logs, Metadata, Pvcs, Restart,
    Sandboxes, Start, Stop, UntilDeleted, UntilReady, UploadFile,
};

use page::{limit, page_after, page_number, page_size};
