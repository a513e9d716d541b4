//! Executions of many inputs, of which there may be any number. Contract: §1.3, §3, §4.

mod chunks;
mod intake;
mod result;
mod single;
mod terms;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use futures_util::{StreamExt, stream};

use crate::RetryPolicy;
use crate::error::Result;
use crate::loopai::{BatchItem, Client};
use crate::runtime::batch::{Order, Progress, Settings, Summary, begin};
use chunks::Chunks;
use intake::{Inputs, Intake};
use single::Single;
use terms::{Strategy, Terms};

pub use result::ManyResult;

/// Executions of many inputs. Contract: §3, §4.
impl Client {
    /// Executes the program of a task on any number of inputs, so many at a time.
    ///
    /// ```no_run
    /// # async fn f(client: quintet::loopai::Client) -> quintet::Result<()> {
    /// use futures_util::StreamExt;
    /// use quintet::loopai::BatchItem;
    /// use serde_json::json;
    ///
    /// let texts = ["Buy now", "Lunch tomorrow?"];
    /// let inputs = BatchItem::numbered(texts.map(|text| json!({"text": text})));
    /// let mut results = client.execute_many("550e8400-e29b-41d4-a716-446655440000", inputs).concurrency(64).results()?;
    /// while let Some(result) = results.next().await {
    ///     match result.outcome {
    ///         Ok(execution) => println!("{}: {:?}", result.id, execution.output),
    ///         Err(error) => println!("{}: {error}", result.id),
    ///     }
    /// }
    /// println!("{:?}", results.summary());
    /// # Ok(()) }
    /// ```
    ///
    /// Each input is taken when it can be sent, so there may be any number. Each has a request of its own, or, with
    /// [`in_chunks`](ExecuteMany::in_chunks), several share one to the server's batch endpoint. The results are a stream while
    /// the executions go on, which is what the server has no endpoint for. (Contract §3.)
    ///
    /// Every input gives a result. One whose id is empty or was there before is not sent, and its result says so. A program
    /// that fails is an execution, and counts as failed. Requests are repeated as those of [`execute`](Self::execute) are:
    /// when that is safe. (Contract §4, §6.)
    ///
    /// Ids of one's own take some 20 bytes each for as long as the batch runs, so that they can be told apart; those of
    /// [`BatchItem::numbered`] take none.
    pub fn execute_many<I>(&self, task_id: impl Into<String>, inputs: I) -> ExecuteMany
    where
        I: IntoIterator<Item = BatchItem, IntoIter: Send + 'static>,
    {
        self.execute_many_from(task_id, stream::iter(inputs))
    }

    /// The same as [`execute_many`](Self::execute_many) for inputs that come as a stream.
    pub fn execute_many_from<S>(&self, task_id: impl Into<String>, inputs: S) -> ExecuteMany
    where
        S: Stream<Item = BatchItem> + Send + 'static,
    {
        ExecuteMany {
            inputs: Box::pin(inputs),
            terms: Terms::new(self.clone(), task_id.into()),
            order: Order::default(),
            is_adaptive: false,
            progress: Progress::default(),
        }
    }
}

/// Executions of many inputs that have not begun: [`results`](Self::results) begins them. Made by
/// [`Client::execute_many`].
///
/// # Cancellation
/// Dropping the results ends the requests that are under way. The server goes on with what it has begun.
#[must_use = "a batch does nothing until its results are read"]
pub struct ExecuteMany {
    inputs: Inputs,
    terms: Terms,
    order: Order,
    is_adaptive: bool,
    progress: Progress,
}

impl ExecuteMany {
    /// How many inputs run at a time: 1 to 100. Default: 10.
    pub fn concurrency(mut self, inputs: usize) -> Self {
        self.terms.concurrency = inputs;
        self
    }

    /// Sends so many inputs in a request, to the server's own batch endpoint, with the
    /// [`concurrency`](Self::concurrency) as the server's. Default: each has a request of its own.
    ///
    /// A request does not wait for inputs that have not come yet, so it may have fewer. It must stay below the server's
    /// 30,000,000 bytes. When one fails as a whole, all its inputs have failed, executed or not.
    pub fn in_chunks(mut self, inputs: usize) -> Self {
        let at_once = match self.terms.strategy {
            Strategy::Chunks { at_once, .. } => at_once,
            Strategy::Single => 1,
        };
        let size = inputs;
        self.terms.strategy = Strategy::Chunks { size, at_once };
        self
    }

    /// How many requests of several inputs are under way at a time: 1 to 100. Each has the
    /// [`concurrency`](Self::concurrency) for itself. Default: 1. Without effect unless [`in_chunks`](Self::in_chunks) comes
    /// before.
    pub fn chunks_at_once(mut self, requests: usize) -> Self {
        if let Strategy::Chunks { at_once, .. } = &mut self.terms.strategy {
            *at_once = requests;
        }
        self
    }

    /// The order of the results. Default: [`Order::Kept`]. In chunks, inputs of the same request keep their order in any case.
    pub fn order(mut self, order: Order) -> Self {
        self.order = order;
        self
    }

    /// Sends nothing more once an input failed: an error, or a program that failed.
    ///
    /// What is under way then is finished and given as well. The inputs that are left are not taken;
    /// [`Summary::skipped`] counts them. In chunks the server is asked to do the same within a request; what it leaves out has
    /// a result that [is skipped](ManyResult::is_skipped).
    pub fn stop_on_error(mut self) -> Self {
        self.terms.stop_on_error = true;
        self
    }

    /// Lets fewer requests be under way than allowed, as many as the server bears; see
    /// [`Batch::adaptive`](crate::Batch::adaptive). A request that had to be repeated counts as refused.
    pub fn adaptive(mut self) -> Self {
        self.is_adaptive = true;
        self
    }

    /// The version to execute. Default: the active one.
    pub fn version(mut self, version: u32) -> Self {
        self.terms.settings.version = Some(version);
        self
    }

    /// Has every execution validated. Default: each input says whether it is, or else the task's sampling rate decides.
    pub fn force_validation(mut self) -> Self {
        self.terms.settings.force_validation = true;
        self
    }

    /// How long the program may take for one input: 1 to 60,000 ms. Default: the server's, 5 s.
    pub fn execution_timeout(mut self, limit: Duration) -> Self {
        self.terms.settings.timeout = Some(limit);
        self
    }

    /// The time of each request, repetitions included. Default: as for [`Client::execute`] and [`Client::batch_execute`].
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.terms.timeout = Some(limit);
        self
    }

    /// How often each request is tried. Default: the client's policy.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.terms.retry = Some(policy);
        self
    }

    /// Declares that executing an input twice does no harm, so that each request is repeated like a read. Default: only where
    /// nothing can have been executed.
    pub fn assume_idempotent(mut self) -> Self {
        self.terms.is_idempotent = true;
        self
    }

    /// Shows from anywhere how far the batch has come. It counts inputs; its limit is that of requests.
    pub fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// Begins: the results as a stream.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for a task id that is no GUID, and for a concurrency, a version or a
    /// time that the server's rules refuse. Nothing was sent then, and no input was taken.
    pub fn results(self) -> Result<ManyResults> {
        let settings = Settings {
            concurrency: self.terms.checked()?,
            order: self.order,
            stop_on_error: self.terms.stop_on_error,
            adaptive: self.is_adaptive,
        };
        let (progress, terms) = (self.progress, Arc::new(self.terms));
        let intake = Intake::new(self.inputs, terms.settings.force_validation);
        let running: Running = match terms.strategy {
            Strategy::Single => {
                let single = Single { intake, terms };
                let results = begin(single, settings, progress.clone());
                Box::pin(results.map(|(_, result)| result))
            }
            Strategy::Chunks { size, .. } => {
                let chunks = Chunks {
                    intake,
                    terms,
                    size,
                };
                let results = begin(chunks, settings, progress.clone());
                Box::pin(results.flat_map(|(_, results)| stream::iter(results)))
            }
        };
        Ok(ManyResults { running, progress })
    }

    /// Runs to the end: the results in the order of the inputs, in memory.
    ///
    /// ```no_run
    /// # async fn f(client: quintet::loopai::Client, inputs: Vec<quintet::loopai::BatchItem>) -> quintet::Result<()> {
    /// let batch = client.execute_many("550e8400-e29b-41d4-a716-446655440000", inputs).in_chunks(100);
    /// let results = batch.collect().await?;
    /// let failed = results.iter().filter(|result| !result.is_success()).count();
    /// println!("{failed} of {} failed", results.len());
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`results`](Self::results); an input that fails is no error of the batch.
    pub async fn collect(self) -> Result<Vec<ManyResult>> {
        // All are kept anyway, so none has to wait for another.
        let results = self.order(Order::AsCompleted).results()?;
        let mut results: Vec<ManyResult> = results.collect().await;
        results.sort_unstable_by_key(|result| result.index);
        Ok(results)
    }
}

impl fmt::Debug for ExecuteMany {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ExecuteMany")
            .field("terms", &self.terms)
            .finish_non_exhaustive()
    }
}

type Running = Pin<Box<dyn Stream<Item = ManyResult> + Send>>;

/// The results of many inputs; made by [`ExecuteMany::results`].
///
/// Whoever reads it moves it: while nobody does, nothing is sent or received. It ends after the last result, and stays at its
/// end.
#[must_use = "a batch does nothing until its results are read"]
pub struct ManyResults {
    running: Running,
    progress: Progress,
}

impl ManyResults {
    /// Shows from anywhere how far the batch has come. It counts inputs; its limit is that of requests.
    pub fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// How far the batch has come; after the last result, how it ended.
    #[must_use]
    pub fn summary(&self) -> Summary {
        self.progress.summary()
    }
}

impl Stream for ManyResults {
    type Item = ManyResult;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<ManyResult>> {
        self.running.as_mut().poll_next(context)
    }
}

impl fmt::Debug for ManyResults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ManyResults")
            .field("progress", &self.progress)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
