//! A call before it is awaited.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::TryFutureExt;

use super::exchange::Exchange;
use super::options::CallOptions;
use super::response::Response;
use super::retry::RetryPolicy;
use super::transport::Transport;
use crate::error::Result;

type Pending<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// The parameters of a call: what the facade adds to a raw operation.
pub trait Invoke: Send + 'static {
    /// What the call gives.
    type Output: Send;

    /// The `operationId` that errors name.
    const OPERATION: &'static str;

    /// The same, where the parameters decide.
    fn operation(&self) -> &'static str {
        Self::OPERATION
    }

    /// Sets what the parameters imply for the call, unless the caller has set it.
    fn adjust(&self, _options: &mut CallOptions) {}

    /// Checks the parameters and makes the raw calls.
    fn invoke(self, exchange: Exchange) -> impl Future<Output = Result<Self::Output>> + Send;
}

/// A call that has not been made: `.await` makes it.
///
/// Its own parameters are methods of the particular call; those below every call has.
///
/// ```no_run
/// # async fn f(client: quintet::liteboxd::Client) -> quintet::Result<()> {
/// use std::time::Duration;
///
/// let sandbox = client.sandboxes().get("a1b2c3d4").await?;
///
/// let reply = client.sandboxes().get("a1b2c3d4").timeout(Duration::from_secs(5)).response().await?;
/// println!("{} after {} attempts", reply.status(), reply.attempts());
/// # Ok(()) }
/// ```
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<I> {
    pub(crate) parameters: I,
    transport: Arc<Transport>,
    options: CallOptions,
}

impl<I: Invoke> Call<I> {
    pub(crate) fn new(transport: &Arc<Transport>, parameters: I) -> Self {
        Self {
            parameters,
            transport: Arc::clone(transport),
            options: CallOptions::default(),
        }
    }

    /// The time of the whole call: attempts, sleeps and reading the reply. Default: the client's; none for a call that
    /// streams.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.options.timeout = Some(limit);
        self
    }

    /// How long a stream may stand still. Default: the client's, 30 s. Without effect on a call that does not stream.
    pub fn idle_timeout(mut self, limit: Duration) -> Self {
        self.options.idle_timeout = Some(limit);
        self
    }

    /// How often the call is tried. Default: the client's policy.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = Some(policy);
        self
    }

    /// Declares that sending this call twice does no harm, so that it is retried like a read.
    ///
    /// The documents say which operations are idempotent; this is for the caller who knows more.
    pub fn assume_idempotent(mut self) -> Self {
        self.options.idempotent = true;
        self
    }

    /// Adds a header, replacing one of that name. Its value is never shown in logs.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.options.header(name, value);
        self
    }

    /// Makes the call and gives the value with status, headers, request id and attempts.
    ///
    /// # Errors
    /// As the call itself.
    pub async fn response(self) -> Result<Response<I::Output>> {
        let (value, exchange) = self.run().await?;
        Ok(Response::new(value, exchange.head()))
    }

    /// The same call with other parameters.
    pub(crate) fn with_parameters(self, parameters: I) -> Self {
        Self { parameters, ..self }
    }

    async fn run(mut self) -> Result<(I::Output, Exchange)> {
        let operation = self.parameters.operation();
        let named = |error: crate::Error| error.with_operation(operation);
        self.options.check().map_err(named)?;
        self.parameters.adjust(&mut self.options);
        let exchange = Exchange::new(self.transport, self.options);
        let value = self
            .parameters
            .invoke(exchange.clone())
            .await
            .map_err(named)?;
        Ok((value, exchange))
    }
}

impl<I: Invoke + Clone> Clone for Call<I> {
    fn clone(&self) -> Self {
        Self {
            parameters: self.parameters.clone(),
            transport: Arc::clone(&self.transport),
            options: self.options.clone(),
        }
    }
}

impl<I: Invoke> IntoFuture for Call<I> {
    type Output = Result<I::Output>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        // An `async` block would have room for the call twice.
        Box::pin(self.run().map_ok(|(value, _)| value))
    }
}

/// Parameters may hold commands, file contents and secrets, so only the operation is shown.
impl<I: Invoke> fmt::Debug for Call<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &self.parameters.operation())
            .finish_non_exhaustive()
    }
}
