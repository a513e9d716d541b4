//! The calls for sandboxes.

use quintet::Result;
use quintet::liteboxd::{Client, Sandboxes};

use super::super::stage::{Stage, drive};
use super::done;

/// A call for sandboxes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum SandboxCall {
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
}

use SandboxCall::{
    Create, Delete, Download, Execute, Get, History, List, Logs, Metadata, Pvcs, Restart, Start,
    Stop, Upload,
};

impl SandboxCall {
    pub(super) const ALL: [Self; 14] = [
        Create, List, Metadata, Get, Delete, Execute, Logs, Upload, Download, Restart, Stop, Start,
        Pvcs, History,
    ];

    pub(super) fn operation(self) -> &'static str {
        match self {
            Create => "create_sandbox",
            List => "list_sandboxes",
            Metadata => "list_sandbox_metadata",
            Get => "get_sandbox",
            Delete => "delete_sandbox",
            Execute => "execute_command",
            Logs => "get_sandbox_logs",
            Upload => "upload_file",
            Download => "download_file",
            Restart => "restart_sandbox",
            Stop => "stop_sandbox",
            Start => "start_sandbox",
            Pvcs => "list_sandbox_pvcs",
            History => "list_status_history",
        }
    }

    /// Makes the call for a sandbox, or creates one from a template of that name.
    pub(super) async fn call(self, stage: &Stage, client: &Client, id: &str) -> Result<()> {
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
            History => done(stage, drive!(stage, Sandboxes, history, &all, id)).await,
        }
    }
}
