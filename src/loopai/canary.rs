//! Rolling programs out in stages. Contract: §1.5.

use std::sync::Arc;

use super::check;
use super::wire::{self, Leniency};
use crate::error::Result;
use crate::generated::loopai::Client as Raw;
use crate::generated::loopai::types::RollbackCanaryRequest;
use crate::loopai::Canary;
use crate::runtime::{Call, Exchange, Invoke, Transport};

/// Rolling programs out in stages; made by [`Client::canary`](super::Client::canary).
///
/// ```no_run
/// # async fn f(client: quintet::loopai::Client, task: &str, program: &str) -> quintet::Result<()> {
/// use quintet::loopai::CanaryStatus;
///
/// let mut canary = client.canary().start(task, program).await?;
/// while canary.status == CanaryStatus::InProgress {
///     canary = client.canary().progress(&canary.id).await?;
///     println!("{} has {} of 1", canary.current_stage, canary.current_percentage);
/// }
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct Canaries {
    transport: Arc<Transport>,
}

impl Canaries {
    pub(super) fn new(transport: &Arc<Transport>) -> Self {
        let transport = Arc::clone(transport);
        Self { transport }
    }

    /// Begins to roll a program out. (Contract §1.5.)
    ///
    /// Each success is another canary, so it is sent once: again only when no connection was made, or when the server
    /// answered 429 or 503.
    ///
    /// # Errors
    /// [`BadRequest`](crate::ErrorKind::BadRequest) when it cannot begin.
    pub fn start(
        &self,
        task_id: impl Into<String>,
        new_program_id: impl Into<String>,
    ) -> Call<StartCanary> {
        let start = StartCanary {
            task: task_id.into(),
            program: new_program_id.into(),
        };
        Call::new(&self.transport, start)
    }

    /// Takes a canary to its next stage. (Contract §1.5.)
    ///
    /// The canary that comes back may have been paused or rolled back instead; a paused one cannot be taken any further. Each
    /// success is a stage, so it is sent once, as [`start`](Self::start).
    ///
    /// # Errors
    /// [`BadRequest`](crate::ErrorKind::BadRequest) when it is paused, over or unknown.
    pub fn progress(&self, canary_id: impl Into<String>) -> Call<ProgressCanary> {
        let id = canary_id.into();
        Call::new(&self.transport, ProgressCanary { id })
    }

    /// Rolls a canary back: the program that was there before serves everything again. (Contract §1.5.)
    ///
    /// It is sent once, as [`start`](Self::start).
    ///
    /// # Errors
    /// [`BadRequest`](crate::ErrorKind::BadRequest) when it is unknown.
    pub fn rollback(
        &self,
        canary_id: impl Into<String>,
        reason: impl Into<String>,
    ) -> Call<RollbackCanary> {
        let rollback = RollbackCanary {
            id: canary_id.into(),
            reason: reason.into(),
        };
        Call::new(&self.transport, rollback)
    }

    /// Reads the canary of a task, if there is one. A server that failed says that there is none. (Contract §1.5.)
    ///
    /// # Errors
    /// As every call.
    pub fn current(&self, task_id: impl Into<String>) -> Call<GetCanary> {
        let task = task_id.into();
        Call::new(&self.transport, GetCanary { task })
    }
}

const CANARY: Leniency = Leniency {
    nested: &["history"],
    complete: |_| (),
};

/// Begins to roll a program out; made by [`Canaries::start`].
#[derive(Debug, Clone)]
pub struct StartCanary {
    task: String,
    program: String,
}

impl Invoke for StartCanary {
    type Output = Canary;
    const OPERATION: &'static str = "start_canary";

    async fn invoke(self, exchange: Exchange) -> Result<Canary> {
        let task = check::id("task id", &self.task)?;
        let program = check::id("program id", &self.program)?;
        let body = wire::start_canary(task, program);
        let canary = Raw::of(&exchange).start_canary(&body).await;
        wire::lenient(&exchange, canary, CANARY)
    }
}

/// Takes a canary to its next stage; made by [`Canaries::progress`].
#[derive(Debug, Clone)]
pub struct ProgressCanary {
    id: String,
}

impl Invoke for ProgressCanary {
    type Output = Canary;
    const OPERATION: &'static str = "progress_canary";

    async fn invoke(self, exchange: Exchange) -> Result<Canary> {
        let id = check::id("canary id", &self.id)?;
        let canary = Raw::of(&exchange).progress_canary(id).await;
        wire::lenient(&exchange, canary, CANARY)
    }
}

/// Rolls a canary back; made by [`Canaries::rollback`].
#[derive(Debug, Clone)]
pub struct RollbackCanary {
    id: String,
    reason: String,
}

impl Invoke for RollbackCanary {
    type Output = Canary;
    const OPERATION: &'static str = "rollback_canary";

    async fn invoke(self, exchange: Exchange) -> Result<Canary> {
        let id = check::id("canary id", &self.id)?;
        let reason = self.reason;
        let body = RollbackCanaryRequest { reason };
        let canary = Raw::of(&exchange).rollback_canary(id, &body).await;
        wire::lenient(&exchange, canary, CANARY)
    }
}

/// Reads the canary of a task; made by [`Canaries::current`].
#[derive(Debug, Clone)]
pub struct GetCanary {
    task: String,
}

impl Invoke for GetCanary {
    type Output = Option<Canary>;
    const OPERATION: &'static str = "get_canary";

    async fn invoke(self, exchange: Exchange) -> Result<Option<Canary>> {
        let task = check::id("task id", &self.task)?;
        let canary = Raw::of(&exchange).get_canary(task).await;
        match exchange.optional(canary) {
            Ok(canary) => Ok(canary),
            Err(error) => wire::lenient(&exchange, Err(error), CANARY).map(Some),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::loopai::{CanaryAction, CanaryStage, CanaryStatus};

    #[test]
    fn a_canary_is_read_in_both_spellings() {
        let value = json!({
            "id": "c", "taskId": "t", "newProgramId": "n", "currentProgramId": "o",
            "currentStage": "Stage2_25Percent", "currentPercentage": 0.25, "status": "Sleeping",
            "history": [{"stage": "NotStarted", "percentage": 0, "action": "rolled_back", "timestamp": "2025-10-27T01:02:03"}],
            "startedAt": "2025-10-27T01:02:03",
        });
        let canary: Canary = serde_json::from_value(wire::read(value, CANARY)).unwrap();
        assert_eq!(canary.current_stage.to_string(), "Stage2_25Percent");
        assert_eq!(canary.status, CanaryStatus::Other("Sleeping".to_owned()));
        assert_eq!(canary.history[0].stage, CanaryStage::NotStarted);
        assert_eq!(canary.history[0].action, CanaryAction::RolledBack);
    }
}
