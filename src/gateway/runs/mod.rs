//! Running prefabs: one function, several in one request, many. Contract: §1.2, §1.3, §6.

mod batch;
mod call;
mod many;
mod result;
mod run;
mod send;
mod stream;

pub use crate::generated::gateway::types::{CallStatus, RunStatus};
pub use batch::{BatchResult, RunBatch};
pub use call::PrefabCall;
pub use result::RunResult;
pub use run::Run;
pub use stream::{RunStream, StreamEnd, StreamEvent, StreamEventKind, StreamEvents};

use super::Client;
use crate::runtime::Call;
use send::Terms;

/// Runs, one by one and several in one request. Contract: §1.2, §1.3.
impl Client {
    /// Runs a function of a prefab and waits for what it gives.
    ///
    /// ```no_run
    /// # async fn f(client: quintet::gateway::Client) -> quintet::Result<()> {
    /// let result = client
    ///     .run("video", "1.2.0", "cut")
    ///     .parameter("seconds", 30)
    ///     .file("video", "s3://bucket/input.mp4")
    ///     .await?
    ///     .into_result()?;
    /// println!("{}: {:?}", result.business_message(), result.file_urls());
    /// # Ok(()) }
    /// ```
    ///
    /// A call that fails is a result, see [`RunResult::is_success`]; only what the server itself finds wrong is an error.
    /// The time of the call is the client's [`run_timeout`](crate::Builder::run_timeout), 1200 s unless set. It is sent
    /// once: again only when no connection was made, or when the server refused the credential.
    ///
    /// The server decides by the function's manifest whether it streams, and this is for those that do not.
    ///
    /// With a legacy credential the run goes to `/v1/run`, parameters and files nested as ever. The earliest server took
    /// parameters without the nesting; it is not supported. (Contract §1.2, §1.3.)
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such prefab, version or function,
    /// [`BadRequest`](crate::ErrorKind::BadRequest) for inputs that it does not take or a secret that is not stored,
    /// [`RateLimited`](crate::ErrorKind::RateLimited) when a quota is used up: [`Refusal`](crate::gateway::Refusal) has
    /// what the server says besides. [`Unavailable`](crate::ErrorKind::Unavailable) and
    /// [`Timeout`](crate::ErrorKind::Timeout) leave open whether it ran. [`Decode`](crate::ErrorKind::Decode) when it
    /// streams, or the reply has no result. Before any I/O [`InvalidInput`](crate::ErrorKind::InvalidInput) for empty
    /// names, parameters that are no JSON and files that are no `s3://bucket/key`.
    pub fn run(
        &self,
        prefab: impl Into<String>,
        version: impl Into<String>,
        function: impl Into<String>,
    ) -> Call<Run> {
        self.call(PrefabCall::new(prefab, version, function))
    }

    /// Runs a call that was put together before; else as [`run`](Self::run).
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn call(&self, call: PrefabCall) -> Call<Run> {
        Call::new(&self.transport, Run::new(call, Terms::of(self)))
    }

    /// Runs a function that streams, and gives its events as they arrive.
    ///
    /// ```no_run
    /// # async fn f(client: quintet::gateway::Client) -> quintet::Result<()> {
    /// use futures_util::TryStreamExt;
    ///
    /// let mut events = client.run_stream("llm-client", "1.0.0", "chat_stream").parameter("text", "Hello").await?;
    /// while let Some(event) = events.try_next().await? {
    ///     print!("{}", event.text().unwrap_or_default());
    /// }
    /// println!("{:?}", events.end());
    /// # Ok(()) }
    /// ```
    ///
    /// The server decides by the function's manifest whether it streams. One that does not is run all the same, and its
    /// result comes as the only event. An `error` event is an event and no error; see [`StreamEvents::text`] for the text
    /// alone. There is no limit on the time of the whole stream; its events may stand still for the client's
    /// [`run_timeout`](crate::Builder::run_timeout), 1200 s unless set, or the call's
    /// [`idle_timeout`](Call::idle_timeout). It is sent once, as [`run`](Self::run). (Contract §3.)
    ///
    /// # Errors
    /// As [`run`](Self::run), when the call is awaited. The stream ends with an error when the connection breaks, stands
    /// still for too long, or an event is larger than [`max_event`](Call::max_event).
    ///
    /// # Cancellation
    /// Dropping the stream closes the connection. The function goes on at the server.
    pub fn run_stream(
        &self,
        prefab: impl Into<String>,
        version: impl Into<String>,
        function: impl Into<String>,
    ) -> Call<RunStream> {
        let call = PrefabCall::new(prefab, version, function);
        Call::new(&self.transport, RunStream::new(call, Terms::of(self)))
    }

    /// Runs several calls in one request, which the server executes one after the other.
    ///
    /// ```no_run
    /// # async fn f(client: quintet::gateway::Client) -> quintet::Result<()> {
    /// use quintet::gateway::PrefabCall;
    ///
    /// let call = |city| PrefabCall::new("weather", "1.2.0", "current").parameter("city", city);
    /// let batch = client.run_batch(["London", "Beijing"].map(call)).await?;
    /// for result in &batch.results {
    ///     println!("{}", result.function_result());
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// A call that fails is a result among the others. But whatever the server itself finds wrong with one call (unknown
    /// prefab, bad inputs, missing secret, service out of reach) is an error of the whole request: the results of the
    /// calls before it are lost, although they took effect. [`run_many`](Self::run_many) has a request and a result for
    /// each.
    ///
    /// The [`run_timeout`](crate::Builder::run_timeout) of the client, 1200 s unless set, is for all calls together. No
    /// calls are sent as such, and the server answers with no results, which shows that it takes the credential. Else as
    /// [`run`](Self::run). (Contract §1.2.)
    ///
    /// # Errors
    /// As [`run`](Self::run); [`Decode`](crate::ErrorKind::Decode) also for a reply that has another number of results
    /// than there are calls: the [`body`](crate::Error::body) of the error has them.
    pub fn run_batch(&self, calls: impl IntoIterator<Item = PrefabCall>) -> Call<RunBatch> {
        let calls = calls.into_iter().collect();
        Call::new(&self.transport, RunBatch::new(calls, Terms::of(self)))
    }

    /// The prefab of an id and a version, to call several functions of. Nothing is sent.
    ///
    /// ```no_run
    /// # async fn f(client: quintet::gateway::Client) -> quintet::Result<()> {
    /// let weather = client.prefab("weather", "1.2.0");
    /// let now = weather.call("current").parameter("city", "London").await?;
    /// let then = weather.call("forecast").parameter("city", "London").parameter("days", 3).await?;
    /// # Ok(()) }
    /// ```
    pub fn prefab(&self, id: impl Into<String>, version: impl Into<String>) -> Prefab {
        Prefab {
            client: self.clone(),
            id: id.into(),
            version: version.into(),
        }
    }
}

/// One version of a prefab; made by [`Client::prefab`].
#[derive(Debug, Clone)]
pub struct Prefab {
    client: Client,
    id: String,
    version: String,
}

impl Prefab {
    /// Runs a function and waits for what it gives; else as [`Client::run`].
    ///
    /// # Errors
    /// As [`Client::run`].
    pub fn call(&self, function: impl Into<String>) -> Call<Run> {
        self.client.run(&self.id, &self.version, function)
    }

    /// Runs a function that streams; else as [`Client::run_stream`].
    ///
    /// # Errors
    /// As [`Client::run_stream`].
    pub fn stream(&self, function: impl Into<String>) -> Call<RunStream> {
        self.client.run_stream(&self.id, &self.version, function)
    }
}

#[cfg(test)]
mod tests;
