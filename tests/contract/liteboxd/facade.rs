//! The calls of the facade, by name, so that a table can hold them.

use quintet::liteboxd::{Accounts, Client, Reconciliation, Sandboxes};
use quintet::{Call, Invoke, Result};

use super::stage::{Stage, drive};

/// A call of the facade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Facade {
    Create,
    List,
    Metadata,
    Get,
    Delete,
    Execute,
    Logs,
    Upload,
    Download,
    Restart,
    Stop,
    Start,
    Pvcs,
    History,
    Reconcile,
    Runs,
    Run,
    Health,
    Readiness,
    Login,
    Me,
    Logout,
    ChangePassword,
    CreateKey,
    ListKeys,
    DeleteKey,
}

use Facade::{
    ChangePassword, Create, CreateKey, Delete, DeleteKey, Download, Execute, Get, Health, History,
    List, ListKeys, Login, Logout, Logs, Me, Metadata, Pvcs, Readiness, Reconcile, Restart, Run,
    Runs, Start, Stop, Upload,
};

impl Facade {
    pub(super) const ALL: [Self; 26] = [
        Create,
        List,
        Metadata,
        Get,
        Delete,
        Execute,
        Logs,
        Upload,
        Download,
        Restart,
        Stop,
        Start,
        Pvcs,
        History,
        Reconcile,
        Runs,
        Run,
        Health,
        Readiness,
        Login,
        Me,
        Logout,
        ChangePassword,
        CreateKey,
        ListKeys,
        DeleteKey,
    ];

    /// The `operationId`, the method and whether the call may be repeated, as the document says.
    pub(super) fn operation(self) -> (&'static str, &'static str, bool) {
        match self {
            Create => ("create_sandbox", "POST", false),
            List => ("list_sandboxes", "GET", true),
            Metadata => ("list_sandbox_metadata", "GET", true),
            Get => ("get_sandbox", "GET", true),
            Delete => ("delete_sandbox", "DELETE", true),
            Execute => ("execute_command", "POST", false),
            Logs => ("get_sandbox_logs", "GET", true),
            Upload => ("upload_file", "POST", false),
            Download => ("download_file", "GET", true),
            Restart => ("restart_sandbox", "POST", false),
            Stop => ("stop_sandbox", "POST", false),
            Start => ("start_sandbox", "POST", false),
            Pvcs => ("list_sandbox_pvcs", "GET", true),
            History => ("list_status_history", "GET", true),
            Reconcile => ("reconcile_sandboxes", "POST", false),
            Runs => ("list_reconcile_runs", "GET", true),
            Run => ("get_reconcile_run", "GET", true),
            Health => ("get_health", "GET", true),
            Readiness => ("get_readiness", "GET", true),
            Login => ("login", "POST", false),
            Me => ("get_identity", "GET", true),
            Logout => ("logout", "POST", false),
            ChangePassword => ("change_password", "POST", false),
            CreateKey => ("create_api_key", "POST", false),
            ListKeys => ("list_api_keys", "GET", true),
            DeleteKey => ("delete_api_key", "DELETE", true),
        }
    }

    /// Whether only a session may make the call.
    pub(super) fn needs_session(self) -> bool {
        matches!(
            self,
            Logout | ChangePassword | CreateKey | ListKeys | DeleteKey
        )
    }

    /// Makes the call for a sandbox, a run or a key with that id, or creates a sandbox from a template of that name, or
    /// says that this is the password.
    pub(super) async fn call(self, stage: &Stage, client: &Client, id: &str) -> Result<()> {
        match self {
            Reconcile | Runs | Run | Health | Readiness => self.oversee(stage, client, id).await,
            Login | Me | Logout | ChangePassword | CreateKey | ListKeys | DeleteKey => {
                self.administer(stage, client, id).await
            }
            _ => self.use_sandboxes(stage, client, id).await,
        }
    }

    async fn oversee(self, stage: &Stage, client: &Client, id: &str) -> Result<()> {
        let all = drive!(stage, Client, reconciliation, client);
        match self {
            Reconcile => done(stage, drive!(stage, Reconciliation, run, &all)).await,
            Runs => done(stage, drive!(stage, Reconciliation, runs, &all)).await,
            Run => done(stage, drive!(stage, Reconciliation, get, &all, id)).await,
            Health => done(stage, drive!(stage, Client, health, client)).await,
            _ => done(stage, drive!(stage, Client, readiness, client)).await,
        }
    }

    async fn administer(self, stage: &Stage, client: &Client, id: &str) -> Result<()> {
        let all = drive!(stage, Client, accounts, client);
        match self {
            Login => done(stage, drive!(stage, Accounts, login, &all, "admin", id)).await,
            Me => done(stage, drive!(stage, Accounts, me, &all)).await,
            Logout => done(stage, drive!(stage, Accounts, logout, &all)).await,
            ChangePassword => {
                let new = "correct horse battery";
                done(
                    stage,
                    drive!(stage, Accounts, change_password, &all, id, new),
                )
                .await
            }
            CreateKey => done(stage, drive!(stage, Accounts, create_key, &all, "ci")).await,
            ListKeys => done(stage, drive!(stage, Accounts, list_keys, &all)).await,
            _ => done(stage, drive!(stage, Accounts, delete_key, &all, id)).await,
        }
    }

    async fn use_sandboxes(self, stage: &Stage, client: &Client, id: &str) -> Result<()> {
        let all = client.sandboxes();
        match self {
            Create => done(stage, drive!(stage, Sandboxes, create, &all, id)).await,
            List => done(stage, drive!(stage, Sandboxes, list, &all)).await,
            Metadata => done(stage, drive!(stage, Sandboxes, metadata, &all)).await,
            Get => done(stage, drive!(stage, Sandboxes, get, &all, id)).await,
            Delete => done(stage, drive!(stage, Sandboxes, delete, &all, id)).await,
            Execute => {
                let command = ["true"];
                done(stage, drive!(stage, Sandboxes, execute, &all, id, command)).await
            }
            Logs => done(stage, drive!(stage, Sandboxes, logs, &all, id)).await,
            Upload => {
                let content = "x = 1";
                let call = drive!(stage, Sandboxes, upload, &all, id, "/tmp/x", content);
                done(stage, call).await
            }
            Download => {
                let call = drive!(stage, Sandboxes, download, &all, id, "/etc/hostname");
                done(stage, call).await
            }
            Restart => done(stage, drive!(stage, Sandboxes, restart, &all, id)).await,
            Stop => done(stage, drive!(stage, Sandboxes, stop, &all, id)).await,
            Start => done(stage, drive!(stage, Sandboxes, start, &all, id)).await,
            Pvcs => done(stage, drive!(stage, Sandboxes, pvcs, &all)).await,
            _ => done(stage, drive!(stage, Sandboxes, history, &all, id)).await,
        }
    }
}

async fn done<I: Invoke>(stage: &Stage, call: Call<I>) -> Result<()> {
    stage.settle(call).await.map(drop)
}
