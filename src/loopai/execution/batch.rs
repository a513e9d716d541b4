//! Several inputs in one request. Contract: §1.3, §4.

use std::collections::HashSet;
use std::time::Duration;

use super::super::{check, wire};
use super::batch_result::{BatchExecution, Received};
use super::execute::Settings;
use super::item::{BatchItem, duplicate};
use crate::error::Result;
use crate::generated::loopai::Client as Raw;
use crate::generated::loopai::types;
use crate::runtime::{Call, CallOptions, Exchange, Invoke};

/// How many items the server runs at a time unless told.
pub(in crate::loopai) const CONCURRENCY: usize = 10;

/// How long the server gives an item unless told.
const ITEM: Duration = Duration::from_secs(5);

/// Executes the program of a task on several inputs in one request; made by
/// [`Client::batch_execute`](crate::loopai::Client::batch_execute).
#[derive(Debug, Clone)]
pub struct BatchExecute {
    task: String,
    items: Vec<BatchItem>,
    settings: Settings,
    concurrency: Option<usize>,
    stop_on_first_error: bool,
    limit: Duration,
}

impl BatchExecute {
    pub(in crate::loopai) fn new(task: String, items: Vec<BatchItem>, limit: Duration) -> Self {
        Self {
            task,
            items,
            settings: Settings::default(),
            concurrency: None,
            stop_on_first_error: false,
            limit,
        }
    }

    /// The request, and the ids of its items.
    fn body(self) -> Result<(types::BatchExecuteRequest, Vec<String>)> {
        let task = check::runnable(&self.task)?;
        let mut ids = HashSet::with_capacity(self.items.len());
        if let Some(item) = self.items.iter().find(|item| !ids.insert(item.id())) {
            return Err(duplicate(item.id()));
        }
        let ids = self.items.iter().map(|item| item.id().to_owned()).collect();
        let force = self.settings.force_validation;
        let item = |item: BatchItem| match force {
            true => item.force_validation().checked(),
            false => item.checked(),
        };
        let (version, timeout) = self.settings.checked()?;
        let items = self.items.into_iter().map(item).collect::<Result<_>>()?;
        let request = types::BatchExecuteRequest {
            version,
            timeout_ms: timeout,
            max_concurrency: self.concurrency.map(check::concurrency).transpose()?,
            stop_on_first_error: self.stop_on_first_error.then_some(true),
            ..wire::batch_execute(task, items)
        };
        Ok((request, ids))
    }

    fn longest(&self) -> Duration {
        let at_once = self.concurrency.unwrap_or(CONCURRENCY);
        longest(self.items.len(), at_once, self.settings.timeout, self.limit)
    }
}

impl Call<BatchExecute> {
    /// The version to execute. Default: the active one.
    pub fn version(mut self, version: u32) -> Self {
        self.parameters.settings.version = Some(version);
        self
    }

    /// Has every execution validated. Default: each item says whether it is, or else the task's sampling rate decides.
    pub fn force_validation(mut self) -> Self {
        self.parameters.settings.force_validation = true;
        self
    }

    /// How long the program may take for one item: 1 to 60,000 ms. Default: the server's, 5 s.
    pub fn execution_timeout(mut self, limit: Duration) -> Self {
        self.parameters.settings.timeout = Some(limit);
        self
    }

    /// How many items the server runs at a time: 1 to 100. Default: the server's, 10.
    ///
    /// With more than one, items fail on servers whose database connection does not bear it. (Contract §4.)
    pub fn concurrency(mut self, items: usize) -> Self {
        self.parameters.concurrency = Some(items);
        self
    }

    /// Asks the server to start no more items once one failed. Published servers do not listen; where one does, what it left
    /// out is in [`BatchExecution::skipped`]. (Contract §4.)
    pub fn stop_on_first_error(mut self) -> Self {
        self.parameters.stop_on_first_error = true;
        self
    }
}

impl Invoke for BatchExecute {
    type Output = BatchExecution;
    const OPERATION: &'static str = "batch_execute";

    fn adjust(&self, options: &mut CallOptions) {
        options.timeout.get_or_insert_with(|| self.longest());
    }

    async fn invoke(self, exchange: Exchange) -> Result<BatchExecution> {
        let (request, ids) = self.body()?;
        send(&exchange, &request, &ids).await
    }
}

async fn send(
    exchange: &Exchange,
    request: &types::BatchExecuteRequest,
    ids: &[String],
) -> Result<BatchExecution> {
    let reply = Raw::of(exchange).batch_execute(request).await;
    let received = Received::read(exchange, reply)?;
    Ok(received.ordered(ids))
}

/// A batch that was checked already.
#[derive(Debug)]
pub(in crate::loopai) struct SendBatch {
    pub(in crate::loopai) request: types::BatchExecuteRequest,
    pub(in crate::loopai) limit: Duration,
}

impl Invoke for SendBatch {
    type Output = BatchExecution;
    const OPERATION: &'static str = "batch_execute";

    fn adjust(&self, options: &mut CallOptions) {
        options.timeout.get_or_insert(self.limit);
    }

    async fn invoke(self, exchange: Exchange) -> Result<BatchExecution> {
        let ids = self.request.items.iter().map(|item| item.id.clone());
        let ids: Vec<String> = ids.collect();
        send(&exchange, &self.request, &ids).await
    }
}

/// As long as a server that works can take for so many items: one round after the other, and before them a program that has
/// to be generated.
pub(in crate::loopai) fn longest(
    items: usize,
    at_once: usize,
    item: Option<Duration>,
    limit: Duration,
) -> Duration {
    let rounds = u32::try_from(items.div_ceil(at_once.max(1))).unwrap_or(u32::MAX);
    limit.saturating_add(item.unwrap_or(ITEM).saturating_mul(rounds))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const TASK: &str = "550e8400-e29b-41d4-a716-446655440000";

    fn batch(ids: &[&str]) -> BatchExecute {
        let items = ids.iter().map(|id| BatchItem::new(*id, json!({"x": 1})));
        BatchExecute::new(TASK.to_owned(), items.collect(), Duration::from_secs(180))
    }

    #[track_caller]
    fn refused(batch: BatchExecute, expected: &str) {
        let error = batch.body().unwrap_err();
        assert!(error.is_invalid_input());
        assert!(error.message().contains(expected), "{error}");
    }

    #[test]
    fn nothing_is_sent_that_was_not_asked_for() {
        let (request, ids) = batch(&["b", "a"]).body().unwrap();
        let expected = json!({
            "task_id": TASK,
            "items": [{"id": "b", "input": {"x": 1}}, {"id": "a", "input": {"x": 1}}],
        });
        assert_eq!(serde_json::to_value(request).unwrap(), expected);
        assert_eq!(ids, ["b", "a"]);
        let mut all = batch(&[]);
        all.settings = Settings {
            version: Some(2),
            force_validation: true,
            timeout: Some(Duration::from_secs(1)),
        };
        (all.concurrency, all.stop_on_first_error) = (Some(100), true);
        let expected = json!({
            "task_id": TASK, "items": [], "version": 2, "max_concurrency": 100, "stop_on_first_error": true,
            "timeout_ms": 1000,
        });
        assert_eq!(
            serde_json::to_value(all.body().unwrap().0).unwrap(),
            expected
        );
    }

    #[test]
    fn what_the_server_would_refuse_or_mix_up_is_refused() {
        refused(batch(&["a", "b", "a"]), "two items have the id \"a\"");
        refused(batch(&["a", ""]), "an item without an id");
        for concurrency in [0, 101] {
            let mut batch = batch(&["a"]);
            batch.concurrency = Some(concurrency);
            refused(batch, "MaxConcurrency must be between 1 and 100");
        }
        let mut zeros = batch(&["a"]);
        zeros.task = TASK.replace(|c: char| c != '-', "0");
        refused(zeros, "all zeros");
    }

    #[test]
    fn a_batch_has_time_for_all_its_items() {
        let ids: Vec<String> = (0..101).map(|id| id.to_string()).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        assert_eq!(batch(&ids).longest(), Duration::from_secs(180 + 11 * 5));
        let mut slow = batch(&["a"]);
        slow.limit = Duration::MAX;
        assert_eq!(slow.longest(), Duration::MAX);
    }
}
