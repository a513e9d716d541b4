//! Updating and restarting the agent: orders that it may not survive long enough to answer. Contract: §1.6.

use std::time::Duration;

use super::UntilSettled;
use crate::error::{Error, ErrorKind, Result};
use crate::generated::synapse::Client as Raw;
use crate::generated::synapse::types::UpdateSystemRequest;
use crate::runtime::{Call, CallOptions, Exchange, Invoke, Wait};
use crate::synapse::check::filled;
use crate::synapse::{SystemResult, SystemResultStatus, SystemStatus};

/// Updates the agent; made by [`System::update`](super::System::update).
#[derive(Debug, Clone)]
pub struct UpdateSystem {
    tags: UpdateSystemRequest,
    time: Duration,
}

impl UpdateSystem {
    pub(super) fn new(time: Duration) -> Self {
        let tags = UpdateSystemRequest::default();
        Self { tags, time }
    }

    /// What is sent: nothing rather than no tags.
    fn body(&self) -> Result<Option<&UpdateSystemRequest>> {
        let UpdateSystemRequest {
            api_tag,
            worker_tag,
        } = &self.tags;
        for (name, tag) in [("api tag", api_tag), ("worker tag", worker_tag)] {
            tag.as_deref().map(|tag| filled(name, tag)).transpose()?;
        }
        let any = api_tag.is_some() || worker_tag.is_some();
        Ok(any.then_some(&self.tags))
    }

    /// Whether the agent runs what it was to be updated to; never, when that was left to the agent.
    fn is_done(&self, status: &SystemStatus) -> bool {
        let UpdateSystemRequest {
            api_tag,
            worker_tag,
        } = &self.tags;
        let runs = |wanted: &Option<String>, tag| wanted.is_none() || wanted == tag;
        let any = api_tag.is_some() || worker_tag.is_some();
        any && runs(api_tag, &status.api_tag) && runs(worker_tag, &status.worker_tag)
    }
}

impl Call<UpdateSystem> {
    /// The tag of the image that answers requests. Default: the agent's choice.
    pub fn api_tag(mut self, tag: impl Into<String>) -> Self {
        self.parameters.tags.api_tag = Some(tag.into());
        self
    }

    /// The tag of the image that works. Default: the agent's choice.
    pub fn worker_tag(mut self, tag: impl Into<String>) -> Self {
        self.parameters.tags.worker_tag = Some(tag.into());
        self
    }

    /// Updates the agent, waits until it is back, and gives what it runs then. Sent once.
    ///
    /// An agent that says that it did not succeed is an error, and is not waited for. One that is gone before it answers, or
    /// answers with a status that this version does not know, is waited for. Then the update counts as done if the agent runs the tags that were set, or if it was seen to be away or
    /// busy; if there was no sign of it, what became of the request is the error. (Contract §1.6.)
    ///
    /// # Errors
    /// Those of the update and of the wait. Nothing is sent when the wait could not be begun.
    pub async fn and_wait(self, wait: Wait<UntilSettled>) -> Result<SystemStatus> {
        let update = self.parameters.clone();
        settle(self, wait, |status| update.is_done(status)).await
    }
}

impl Invoke for UpdateSystem {
    type Output = SystemResult;
    const OPERATION: &'static str = "update_system";

    fn adjust(&self, options: &mut CallOptions) {
        options.timeout.get_or_insert(self.time);
    }

    async fn invoke(self, exchange: Exchange) -> Result<SystemResult> {
        let body = self.body()?;
        exchange.keep_reply();
        let updated = Raw::of(&exchange).update_system(body).await;
        succeeded(&exchange, exchange.any_success(updated)?)
    }
}

/// Restarts the agent; made by [`System::restart`](super::System::restart).
#[derive(Debug, Clone)]
pub struct RestartSystem {
    time: Duration,
}

impl RestartSystem {
    pub(super) fn new(time: Duration) -> Self {
        Self { time }
    }
}

impl Call<RestartSystem> {
    /// Restarts the agent and waits until it is back. Sent once.
    ///
    /// ```no_run
    /// # async fn f(client: quintet::synapse::Client) -> quintet::Result<()> {
    /// let system = client.system();
    /// system.restart().and_wait(system.wait()).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// An agent that says that it did not succeed is an error, and is not waited for. One that is gone before it answers, or
    /// answers with a status that this version does not know, is waited for. Then the restart counts as done if the agent was seen to be away or busy; if there was no sign of it, what
    /// became of the request is the error. (Contract §1.6.)
    ///
    /// # Errors
    /// Those of the restart and of the wait. Nothing is sent when the wait could not be begun.
    pub async fn and_wait(self, wait: Wait<UntilSettled>) -> Result<SystemStatus> {
        settle(self, wait, |_| false).await
    }
}

impl Invoke for RestartSystem {
    type Output = SystemResult;
    const OPERATION: &'static str = "restart_system";

    fn adjust(&self, options: &mut CallOptions) {
        options.timeout.get_or_insert(self.time);
    }

    async fn invoke(self, exchange: Exchange) -> Result<SystemResult> {
        exchange.keep_reply();
        let restarted = Raw::of(&exchange).restart_system().await;
        succeeded(&exchange, exchange.any_success(restarted)?)
    }
}

/// A result that is none is an error, although its status is 200.
fn succeeded(exchange: &Exchange, result: SystemResult) -> Result<SystemResult> {
    if result.status != SystemResultStatus::Error {
        return Ok(result);
    }
    let said = result.message.filter(|message| !message.is_empty());
    let silent = || "the agent says that it did not succeed, and gives no reason".to_owned();
    let error = Error::new(ErrorKind::Failed, said.unwrap_or_else(silent));
    Err(exchange.judged(error))
}

/// Gives an order and waits after it, unless the agent refused it.
async fn settle<O: Invoke<Output = SystemResult>>(
    order: Call<O>,
    wait: Wait<UntilSettled>,
    is_done: impl Fn(&SystemStatus) -> bool,
) -> Result<SystemStatus> {
    // Nothing is ordered that could not be waited for.
    wait.check()?;
    let unanswered = match order.await.map(unclear) {
        Ok(None) => return wait.await,
        Ok(Some(error)) => error.with_operation(O::OPERATION),
        Err(error) if is_unanswered(&error) => error,
        Err(error) => return Err(error),
    };
    let signs = wait.watch().signs();
    let status = wait.await?;
    if signs.seen() || is_done(&status) {
        Ok(status)
    } else {
        Err(unanswered)
    }
}

/// What is wrong with a result that is neither a success nor an error by a name that is known.
fn unclear(result: SystemResult) -> Option<Error> {
    match result.status {
        SystemResultStatus::Success | SystemResultStatus::InProgress => None,
        other => {
            let status = other.to_string().chars().take(80).collect::<String>();
            let message = format!("the agent answers with the unknown status {status:?}");
            Some(Error::new(ErrorKind::Failed, message))
        }
    }
}

/// Whether the order may have been carried out although there was no answer.
fn is_unanswered(error: &Error) -> bool {
    let broken = matches!(error.kind(), ErrorKind::Transport | ErrorKind::Timeout);
    broken && error.status().is_none_or(|status| status.is_success())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn update(api: Option<&str>, worker: Option<&str>) -> UpdateSystem {
        let mut update = UpdateSystem::new(Duration::from_secs(1));
        update.tags.api_tag = api.map(str::to_owned);
        update.tags.worker_tag = worker.map(str::to_owned);
        update
    }

    #[test]
    fn no_tags_are_null() {
        for (update, expected) in [
            (update(None, None), Value::Null),
            (update(Some("1"), None), json!({"api_tag": "1"})),
            (
                update(Some("1"), Some("2")),
                json!({"api_tag": "1", "worker_tag": "2"}),
            ),
        ] {
            let body = serde_json::to_value(update.body().unwrap()).unwrap();
            assert_eq!(body, expected);
        }
        for bad in ["", " ", "1\n"] {
            assert!(
                update(Some(bad), None)
                    .body()
                    .unwrap_err()
                    .is_invalid_input()
            );
            assert!(
                update(None, Some(bad))
                    .body()
                    .unwrap_err()
                    .is_invalid_input()
            );
        }
    }

    #[test]
    fn only_the_tags_that_were_set_tell_that_it_is_done() {
        let status = json!({"in_progress": false, "api_tag": "1", "worker_tag": "2"});
        let status: SystemStatus = serde_json::from_value(status).unwrap();
        for (update, done) in [
            (update(None, None), false),
            (update(Some("1"), None), true),
            (update(None, Some("2")), true),
            (update(Some("1"), Some("2")), true),
            (update(Some("1"), Some("3")), false),
            (update(Some("0"), None), false),
        ] {
            assert_eq!(update.is_done(&status), done, "{update:?}");
        }
    }
}
