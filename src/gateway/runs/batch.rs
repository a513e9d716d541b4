//! Several calls in one request.

use super::send::Terms;
use super::{PrefabCall, RunResult, RunStatus};
use crate::error::{Error, Result};
use crate::runtime::{CallOptions, Exchange, Invoke};

/// Runs several functions in one request; made by [`Client::run_batch`](crate::gateway::Client::run_batch).
#[derive(Debug, Clone)]
pub struct RunBatch {
    calls: Vec<PrefabCall>,
    terms: Terms,
}

impl RunBatch {
    pub(super) fn new(calls: Vec<PrefabCall>, terms: Terms) -> Self {
        Self { calls, terms }
    }
}

impl Invoke for RunBatch {
    type Output = BatchResult;
    const OPERATION: &'static str = "run";

    fn operation(&self) -> &'static str {
        self.terms.operation()
    }

    fn adjust(&self, options: &mut CallOptions) {
        self.terms.adjust(options);
    }

    async fn invoke(self, exchange: Exchange) -> Result<BatchResult> {
        let calls = self.calls.into_iter().enumerate();
        let calls = calls.map(|(index, call)| call.checked().map_err(|error| at(index, error)));
        let calls = calls.collect::<Result<Vec<_>>>()?;
        let mut reply = self.terms.send(&exchange, calls).await?;
        Ok(BatchResult {
            job_id: reply.job_id.clone(),
            status: reply.status.take(),
            results: RunResult::all(reply),
        })
    }
}

fn at(index: usize, error: Error) -> Error {
    let message = format!("calls[{index}]: {}", error.message());
    error.with_message(message)
}

/// What became of the calls of a batch. (Contract §1.2.)
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct BatchResult {
    /// The id that the server gave to the request.
    pub job_id: Option<String>,
    /// How the calls went together, as the server sums it up; [`all_success`](Self::all_success) looks at each.
    pub status: Option<RunStatus>,
    /// One result per call, in their order.
    pub results: Vec<RunResult>,
}

impl BatchResult {
    /// Whether every call succeeded. No calls have.
    #[must_use]
    pub fn all_success(&self) -> bool {
        self.results.iter().all(RunResult::is_success)
    }

    /// The results of the calls that did not succeed, each with the position of its call, from 0.
    ///
    /// ```no_run
    /// # async fn f(client: quintet::gateway::Client, calls: Vec<quintet::gateway::PrefabCall>) -> quintet::Result<()> {
    /// let batch = client.run_batch(calls).await?;
    /// for (index, result) in batch.failed() {
    ///     println!("call {index}: {}", result.error_message().unwrap_or("no reason given"));
    /// }
    /// # Ok(()) }
    /// ```
    pub fn failed(&self) -> impl Iterator<Item = (usize, &RunResult)> {
        let results = self.results.iter().enumerate();
        results.filter(|(_, result)| !result.is_success())
    }
}
