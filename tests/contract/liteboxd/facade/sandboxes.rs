//! The calls of the facade, by name, so that a table can hold them.

use quintet::liteboxd::{Client, Sandboxes};
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
}

use Facade::{
    Create, Delete, Download, Execute, Get, List, Logs, Metadata, Restart, Start, Stop, Upload,
};

impl Facade {
    pub(super) const ALL: [Self; 12] = [
        Create, List, Metadata, Get, Delete, Execute, Logs, Upload, Download, Restart, Stop, Start,
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
        }
    }
}

async fn done<I: Invoke>(stage: &Stage, call: Call<I>) -> Result<()> {
    stage.settle(call).await.map(drop)
}
