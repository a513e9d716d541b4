//! A tail before it is begun. Contract: §2.2.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use super::limits::TailLimits;
use super::protocol::Protocol;
use super::source::JobLog;
use super::stream::Tail;
use crate::error::{Error, Result};
use crate::runtime::tail::Terms;
use crate::runtime::{CallOptions, RetryPolicy, Transport};
use crate::synapse::check::job_id;

/// The longest idle limit.
const LONGEST: Duration = Duration::from_secs(300);

/// How often in a row a tail connects again without getting a new line, unless told otherwise.
const RECONNECTS: u32 = 8;

/// Follows the log of a job; made by [`Jobs::tail`](crate::synapse::Jobs::tail). `.await` opens the connection.
#[derive(Clone)]
#[must_use = "a tail does nothing until it is awaited"]
pub struct TailJobLogs {
    transport: Arc<Transport>,
    options: CallOptions,
    id: String,
    protocol: Protocol,
    limits: TailLimits,
    reconnects: u32,
}

impl TailJobLogs {
    pub(super) fn new(transport: &Arc<Transport>, id: String) -> Self {
        Self {
            transport: Arc::clone(transport),
            options: CallOptions::default(),
            id,
            protocol: Protocol::Auto,
            limits: TailLimits::default(),
            reconnects: RECONNECTS,
        }
    }

    /// The way that the log comes. Default: [`Protocol::Auto`].
    pub fn protocol(mut self, protocol: Protocol) -> Self {
        self.protocol = protocol;
        self
    }

    /// How long the agent may be silent before the connection counts as lost. At most 300 s. Default: the client's, 30 s.
    ///
    /// Over a WebSocket the agent is pinged meanwhile, and its answers are signs of life however long the job is silent. Over
    /// HTTP there is nothing to answer: a job that prints nothing for longer needs a longer limit, or an agent that sends
    /// comments.
    pub fn idle_timeout(mut self, limit: Duration) -> Self {
        self.options.idle_timeout = Some(limit);
        self
    }

    /// How much of the log is taken. Default: [`TailLimits::default`].
    pub fn limits(mut self, limits: TailLimits) -> Self {
        self.limits = limits;
        self
    }

    /// How often in a row it connects again without getting a new line. 0: never. Default: 8.
    ///
    /// The delays before grow up to 10 s and are drawn by chance; [`retry`](Self::retry) sets them.
    pub fn reconnects(mut self, most: u32) -> Self {
        self.reconnects = most;
        self
    }

    /// The time of opening a connection. Default: the client's, 10 s, over a WebSocket; the idle limit over HTTP.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.options.timeout = Some(limit);
        self
    }

    /// How often the first connection is tried, and how long is waited before all others. Default: the client's policy.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = Some(policy);
        self
    }

    /// Adds a header to all its requests, replacing one of that name. Its value is never shown in logs.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.options.header(name, value);
        self
    }

    async fn begin(self) -> Result<Tail> {
        let operation = match self.protocol {
            Protocol::Auto | Protocol::WebSocket => super::WEBSOCKET,
            Protocol::Http => super::HTTP,
        };
        let (mut log, terms) = self
            .check()
            .map_err(|error| error.with_operation(operation))?;
        let connection = log.first().await?;
        Ok(Tail::new(log, connection, terms))
    }

    /// Checks everything, in the order of the contract.
    fn check(self) -> Result<(JobLog, Terms)> {
        job_id(&self.id)?;
        let idle = self.idle()?;
        if self.protocol == Protocol::WebSocket && !cfg!(feature = "websocket") {
            return Err(Error::invalid(
                "Invalid protocol: websocket; this program was built without the feature `websocket`, so give `http`",
            ));
        }
        self.options.check()?;
        let terms = Terms {
            limits: self.limits.check()?,
            reconnects: self.reconnects,
            policy: self
                .options
                .retry
                .clone()
                .unwrap_or_else(|| self.transport.retry.clone()),
        };
        let log = JobLog::new(self.transport, self.options, self.id, idle, self.protocol);
        Ok((log, terms))
    }

    /// A `Duration` is never negative, and never no number.
    fn idle(&self) -> Result<Duration> {
        match self.options.idle_timeout {
            // The client's own may be longer, for other calls.
            None => Ok(self.transport.idle_timeout.min(LONGEST)),
            Some(Duration::ZERO) => Err(Error::invalid(
                "Timeout must be a positive number; give more than nothing, up to 300 s",
            )),
            Some(limit) if limit > LONGEST => Err(Error::invalid(format!(
                "Timeout cannot exceed 300.0 seconds; give less than {limit:?}, or leave it unset"
            ))),
            Some(limit) => Ok(limit),
        }
    }
}

impl IntoFuture for TailJobLogs {
    type Output = Result<Tail>;
    type IntoFuture = Pin<Box<dyn Future<Output = Result<Tail>> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.begin())
    }
}

impl fmt::Debug for TailJobLogs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TailJobLogs")
            .field("id", &self.id)
            .field("protocol", &self.protocol)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}
