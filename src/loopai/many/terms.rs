//! What the requests of a batch have in common.

use std::time::Duration;

use super::super::execution::{self, CONCURRENCY, SendBatch, longest};
use super::super::payload::Payload;
use super::super::{check, wire};
use crate::RetryPolicy;
use crate::error::{Error, Result};
use crate::generated::loopai::types;
use crate::loopai::{Client, Execute};
use crate::runtime::{Call, Invoke};

/// How the inputs of a batch are sent.
#[derive(Debug, Clone)]
pub(super) struct Terms {
    pub(super) client: Client,
    pub(super) task: String,
    pub(super) settings: execution::Settings,
    /// How many inputs run at a time.
    pub(super) concurrency: usize,
    pub(super) strategy: Strategy,
    pub(super) stop_on_error: bool,
    pub(super) timeout: Option<Duration>,
    pub(super) retry: Option<RetryPolicy>,
    pub(super) is_idempotent: bool,
}

/// How many inputs go in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strategy {
    Single,
    Chunks { size: usize, at_once: usize },
}

impl Terms {
    pub(super) fn new(client: Client, task: String) -> Self {
        Self {
            client,
            task,
            settings: execution::Settings::default(),
            concurrency: CONCURRENCY,
            strategy: Strategy::Single,
            stop_on_error: false,
            timeout: None,
            retry: None,
            is_idempotent: false,
        }
    }

    /// How many requests may be under way.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for what would be refused with every request.
    pub(super) fn checked(&self) -> Result<usize> {
        check::runnable(&self.task)?;
        check::concurrency(self.concurrency)?;
        self.settings.checked()?;
        match self.strategy {
            Strategy::Single => Ok(self.concurrency),
            Strategy::Chunks { size: 0, .. } => Err(Error::invalid(
                "requests of 0 items, which would never send any; give 1 or more",
            )),
            Strategy::Chunks { at_once, .. } => {
                check::concurrency(at_once)?;
                Ok(at_once)
            }
        }
    }

    /// The execution of one input.
    pub(super) fn execute(&self, item: types::BatchItem) -> Call<Execute> {
        let input = Payload::of(item.input);
        let mut execute = Execute::new(self.task.clone(), input, self.client.execute_timeout);
        execute.settings = execution::Settings {
            force_validation: item.force_validation == Some(true),
            ..self.settings.clone()
        };
        self.call(execute)
    }

    /// The execution of several inputs.
    pub(super) fn batch(&self, items: Vec<types::BatchItem>) -> Call<SendBatch> {
        // They were checked when the batch began.
        let (version, timeout_ms) = self.settings.checked().unwrap_or_default();
        let (at_once, item) = (self.concurrency, self.settings.timeout);
        let limit = longest(items.len(), at_once, item, self.client.execute_timeout);
        let request = types::BatchExecuteRequest {
            version,
            timeout_ms,
            max_concurrency: check::concurrency(at_once).ok(),
            stop_on_first_error: self.stop_on_error.then_some(true),
            ..wire::batch_execute(&self.task, items)
        };
        self.call(SendBatch { request, limit })
    }

    fn call<I: Invoke>(&self, parameters: I) -> Call<I> {
        let mut call = Call::new(&self.client.transport, parameters);
        if let Some(limit) = self.timeout {
            call = call.timeout(limit);
        }
        if let Some(policy) = &self.retry {
            call = call.retry(policy.clone());
        }
        match self.is_idempotent {
            true => call.assume_idempotent(),
            false => call,
        }
    }
}
