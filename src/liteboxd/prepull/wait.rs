//! Waiting for an image to be on all nodes.

use std::time::Duration;

use super::Prepulls;
use crate::error::Result;
use crate::liteboxd::{PrepullStatus, PrepullTask};
use crate::runtime::{Verdict, Watch};

/// A task that is to complete; made by [`Prepulls::wait_for_completion`].
#[derive(Debug)]
pub struct UntilPulled {
    prepulls: Prepulls,
    id: String,
}

impl UntilPulled {
    pub(super) fn new(prepulls: Prepulls, id: String) -> Self {
        Self { prepulls, id }
    }
}

impl Watch for UntilPulled {
    type State = PrepullTask;
    type Output = PrepullTask;

    async fn look(&self, left: Duration) -> Result<PrepullTask> {
        self.prepulls.look(&self.id, left).await
    }

    fn judge(&self, task: &PrepullTask) -> Verdict {
        match task.status {
            PrepullStatus::Completed => Verdict::Ready,
            PrepullStatus::Failed => Verdict::Failed(match task.error.as_deref() {
                Some(error) if !error.is_empty() => error.to_owned(),
                _ => "the server gives no reason".to_owned(),
            }),
            _ => Verdict::Pending,
        }
    }

    fn output(&self, task: PrepullTask) -> PrepullTask {
        task
    }

    fn subject(&self) -> String {
        format!("prepull task {} to complete", self.id)
    }

    fn describe(&self, task: &PrepullTask) -> String {
        match &task.progress {
            Some(progress) => format!(
                "{} on {} of {} nodes",
                task.status, progress.ready, progress.total
            ),
            None => task.status.to_string(),
        }
    }
}
