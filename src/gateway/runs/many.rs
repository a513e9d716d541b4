//! Many calls, each in a request of its own.

use futures_core::Stream;

use super::{PrefabCall, RunResult};
use crate::gateway::Client;
use crate::runtime::Batch;

/// Many runs, each in a request of its own.
impl Client {
    /// Runs many calls, each in a request of its own, so many at a time.
    ///
    /// ```no_run
    /// # async fn f(client: quintet::gateway::Client) -> quintet::Result<()> {
    /// use futures_util::StreamExt;
    /// use quintet::gateway::PrefabCall;
    ///
    /// let cities = ["London", "Beijing", "Lima"];
    /// let call = |city| PrefabCall::new("weather", "1.2.0", "current").parameter("city", city);
    /// let mut items = client.run_many(cities.map(call)).concurrency(2).items()?;
    /// while let Some(item) = items.next().await {
    ///     match item.outcome {
    ///         Ok(result) => println!("{}: {}", cities[item.index], result.function_result()),
    ///         Err(error) => println!("{}: {error}", cities[item.index]),
    ///     }
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// Each call is taken when it can start, so there may be any number of them; 8 run at once unless the [`Batch`] is told
    /// otherwise, and each has the time of a [`run`](Self::run) for itself. The items come in the order of the calls. One
    /// that fails does not touch the others: where [`run_batch`](Self::run_batch) loses results, this does not.
    ///
    /// A call that the server reports as failed is a result here too, and does not
    /// [stop](Batch::stop_on_error) a batch. Where it should, make it an error:
    ///
    /// ```no_run
    /// # async fn f(client: quintet::gateway::Client, calls: Vec<quintet::gateway::PrefabCall>) -> quintet::Result<()> {
    /// use quintet::Batch;
    ///
    /// let batch = Batch::new(calls, move |call| client.call(call).must_succeed());
    /// let results = batch.stop_on_error().results().await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// Those of the items are as those of [`run`](Self::run).
    ///
    /// # Cancellation
    /// Dropping the batch ends its requests. The server does not notice: functions that have begun run to their end.
    pub fn run_many<I>(&self, calls: I) -> Batch<RunResult>
    where
        I: IntoIterator<Item = PrefabCall, IntoIter: Send + 'static>,
    {
        let client = self.clone();
        Batch::new(calls, move |call| client.call(call))
    }

    /// The same as [`run_many`](Self::run_many) for calls that come as a stream.
    ///
    /// # Errors
    /// As [`run_many`](Self::run_many).
    pub fn run_many_from<S>(&self, calls: S) -> Batch<RunResult>
    where
        S: Stream<Item = PrefabCall> + Send + 'static,
    {
        let client = self.clone();
        Batch::from_stream(calls, move |call| client.call(call))
    }
}
