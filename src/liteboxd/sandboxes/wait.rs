//! Waiting for a sandbox to be ready, or to be gone.

use std::time::Duration;

use super::Sandboxes;
use crate::error::Result;
use crate::liteboxd::{LifecycleStatus, Sandbox, SandboxStatus};
use crate::runtime::{Verdict, Watch};

/// A sandbox that is to run; made by [`Sandboxes::wait_for_ready`].
#[derive(Debug)]
pub struct UntilReady {
    sandboxes: Sandboxes,
    id: String,
}

impl UntilReady {
    pub(super) fn new(sandboxes: Sandboxes, id: String) -> Self {
        Self { sandboxes, id }
    }
}

impl Watch for UntilReady {
    type State = Sandbox;
    type Output = Sandbox;

    async fn look(&self, left: Duration) -> Result<Sandbox> {
        self.sandboxes.look(&self.id, left).await
    }

    fn judge(&self, sandbox: &Sandbox) -> Verdict {
        let lifecycle = sandbox.lifecycle_status.as_ref();
        if matches!(
            lifecycle,
            Some(LifecycleStatus::Lost | LifecycleStatus::Deleted)
        ) {
            return Verdict::Failed(reason(sandbox));
        }
        match sandbox.status {
            SandboxStatus::Running => Verdict::Ready,
            // None of these becomes running within a wait: a failed one may be revived only by a later reconciliation.
            SandboxStatus::Failed
            | SandboxStatus::Succeeded
            | SandboxStatus::Stopped
            | SandboxStatus::Terminating => Verdict::Failed(reason(sandbox)),
            _ => Verdict::Pending,
        }
    }

    fn output(&self, sandbox: Sandbox) -> Sandbox {
        sandbox
    }

    fn subject(&self) -> String {
        format!("sandbox {} to be ready", self.id)
    }

    fn describe(&self, sandbox: &Sandbox) -> String {
        describe(sandbox)
    }
}

/// A sandbox that is to be gone; made by [`Sandboxes::wait_until_deleted`].
#[derive(Debug)]
pub struct UntilDeleted {
    sandboxes: Sandboxes,
    id: String,
}

impl UntilDeleted {
    pub(super) fn new(sandboxes: Sandboxes, id: String) -> Self {
        Self { sandboxes, id }
    }
}

impl Watch for UntilDeleted {
    type State = Option<Sandbox>;
    type Output = ();

    async fn look(&self, left: Duration) -> Result<Option<Sandbox>> {
        match self.sandboxes.look(&self.id, left).await {
            Ok(sandbox) => Ok(Some(sandbox)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn judge(&self, sandbox: &Option<Sandbox>) -> Verdict {
        match sandbox {
            None => Verdict::Ready,
            Some(sandbox) if sandbox.lifecycle_status == Some(LifecycleStatus::Deleted) => {
                Verdict::Ready
            }
            Some(_) => Verdict::Pending,
        }
    }

    fn output(&self, _: Option<Sandbox>) {}

    fn subject(&self) -> String {
        format!("sandbox {} to be deleted", self.id)
    }

    fn describe(&self, sandbox: &Option<Sandbox>) -> String {
        sandbox.as_ref().map_or_else(|| "gone".to_owned(), describe)
    }
}

fn reason(sandbox: &Sandbox) -> String {
    match sandbox.status_reason.as_deref() {
        Some(reason) if !reason.is_empty() => reason.to_owned(),
        _ => "the server gives no reason".to_owned(),
    }
}

fn describe(sandbox: &Sandbox) -> String {
    match &sandbox.lifecycle_status {
        Some(lifecycle) => format!("{} ({lifecycle})", sandbox.status),
        None => sandbox.status.to_string(),
    }
}
