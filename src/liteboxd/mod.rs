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
//! | waiting until pulled | every 5 s, for 1800 s |
//! | exporting all templates | 300 s for all requests together |
//! | a new [`TemplateSpec`] | `500m`, `512Mi`, an hour to live, 300 s to start |
//!
//! # Where the methods are
//! | in the design of LiteBoxd's SDK | here |
//! |---|---|
//! | `Client(base_url, timeout, auth_token, headers, http_client)` | [`Client::builder`], [`Client::from_env`] |
//! | `client.sandbox` | [`Client::sandboxes`]: `create`, `list`, `get`, `delete`, `execute`, `get_logs`, `upload_file`, `download_file`, `wait_for_ready` |
//! | `client.template` | [`Client::templates`]: `create`, `list`, `get`, `update`, `delete`, `list_versions`, `get_version`, `rollback`, `export_yaml` |
//! | `client.prepull` | [`Client::prepulls`]: `create`, `create_for_template`, `list`, `get`, `delete`, `wait_for_completion` |
//! | `client.import_export` | [`Client::import_export`]: `import_templates`, `export_all` |
//! | the synchronous client | `blocking` of the feature `blocking`, for every call |
//! | `close` | dropping the last clone of the client |
//!
//! # Where the server surprises
//! - A missing sandbox or template is a 500 in most replies; [`Error::is_not_found`](crate::Error::is_not_found) knows
//!   them all, and [`Error::status`](crate::Error::status) still says 500.
//! - A command that was cut off by its time limit is no error: see [`ExecResult::timed_out`].
//! - Deleting goes on after the reply: see [`Sandboxes::wait_until_deleted`].
//! - There is no route to read one prepull task, and exporting all templates stops after 20; [`Prepulls::get`] and
//!   [`ImportExport::export_all`] make up for that.
//! - An import whose templates fail is no error: see [`ImportResult::failures`].
//! - Whether a sandbox expires is told by its `ttl`, not by `expires_at`: see [`Sandbox::expires`].

mod accounts;
mod check;
mod client;
mod health;
mod import_export;
mod page;
mod ports;
mod prepull;
mod reconciliation;
mod sandboxes;
mod templates;
#[cfg(feature = "websocket")]
mod terminal;

pub use crate::generated::liteboxd::types::{
    ApiKey, AuthMethod, CreatedApiKey, DeletionPhase, DesiredState, DriftType, ExecAction,
    ExecResult, FileSpec, Health, HealthStatus, Identity, ImportAction, ImportItem,
    LifecycleStatus, LogsResult, NetworkSpec, PersistenceSpec, PrepullProgress, PrepullStatus,
    PrepullTask, PvcMapping, PvcMappingPage, PvcSource, PvcState, ReadinessProbe, ReclaimPolicy,
    ReconcileAction, ReconcileItem, ReconcileReport, ReconcileRun, ReconcileRunStatus,
    ReconcileTrigger, Resources, RollbackResult, RuntimeKind, Sandbox, SandboxDeletion,
    SandboxMetadataPage, SandboxPersistence, SandboxStatus, StatusChange, StatusHistory,
    StatusSource, Template, TemplateList, TemplateSpec, TemplateVersion,
};
pub use accounts::{
    Accounts, ChangePassword, CreateKey, CreateKeyByLogin, DeleteKey, GetIdentity, ListKeys, Login,
    Logout, Session,
};
pub use client::{Client, LiteBoxd};
pub use health::{GetHealth, GetReadiness, Readiness};
pub use import_export::{
    ExportTemplates, ImportExport, ImportResult, ImportStrategy, ImportTemplates,
};
pub use ports::{Forward, Port, PortReply};
pub use prepull::{
    CreatePrepull, DeletePrepull, GetPrepull, ListPrepulls, PrepullTemplate, Prepulls, UntilPulled,
};
pub use reconciliation::{GetReconcileRun, ListReconcileRuns, Reconcile, Reconciliation};
pub use sandboxes::{
    Create, Delete, DownloadFile, Execute, Get, History, List, Logs, Metadata, Pvcs, Restart,
    Sandboxes, Start, Stop, UntilDeleted, UntilReady, UploadFile,
};
pub use templates::{
    CreateTemplate, DeleteTemplate, ExportTemplate, GetTemplate, GetTemplateVersion,
    ListTemplateVersions, ListTemplates, RollbackTemplate, Templates, UpdateTemplate,
};

#[cfg(feature = "websocket")]
pub use ports::OpenSocket;
#[cfg(feature = "websocket")]
pub use terminal::{OpenTerminal, Terminal, TerminalInput};

use page::{limit, page_after, page_number, page_size};
