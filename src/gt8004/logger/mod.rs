//! The logger: entries go in at once, and out in batches in the background. Contract: §6.1, §6.2.

mod builder;
mod ship;

use std::sync::Arc;
use std::time::Duration;

pub use builder::LoggerBuilder;
use ship::{Finish, Ingestion, Logged};

use super::client::Client;
use super::entry::{Protocol, RequestLogEntry};
use crate::error::Result;
use crate::runtime::{Buffer, Ledger, Weight};

/// Ships entries in the background. Clones are handles of the same logger; when the last one is dropped without
/// [`close`](Self::close), what waits is lost, and a warning of `tracing` says how much. A `static` is never dropped: close a logger
/// that is in one before `main` ends.
///
/// ```no_run
/// # async fn f() -> quintet::Result<()> {
/// use std::time::Duration;
/// use quintet::gt8004::{Client, DropPolicy, RequestLogEntry};
///
/// let logger = Client::from_env()?.logger().batch_size(100).drop_policy(DropPolicy::Oldest).start()?;
/// logger.log(RequestLogEntry::new("GET", "/api/search", 200, Duration::from_millis(12)));
/// let ledger = logger.close(Duration::from_secs(5)).await;
/// assert!(ledger.is_balanced());
/// # Ok(()) }
/// ```
///
/// The worker starts with the first entry: on the tokio runtime that is current then, or on a thread of its own where there is
/// none. When that runtime ends before the logger does, the next entry, flush or close starts another one.
///
/// With a spool (`LoggerBuilder::spool`), dropping the last handle loses nothing that the worker can still write down. (Contract
/// §6.1, §6.2.)
#[derive(Debug, Clone)]
pub struct Logger(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    buffer: Buffer<Ingestion>,
    protocol: Option<Protocol>,
}

impl Logger {
    /// A logger for the test network with the default settings.
    ///
    /// ```
    /// let logger = quintet::gt8004::Logger::new("agent-1", "gt8004_0123")?;
    /// assert!(logger.is_open());
    /// # Ok::<(), quintet::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for an empty id or key.
    pub fn new(agent_id: impl Into<String>, api_key: impl Into<crate::Secret>) -> Result<Self> {
        let client = Client::builder()
            .agent_id(agent_id)
            .token(api_key)
            .build()?;
        client.logger().start()
    }

    /// A logger for the client of [`Client::from_env`], with the default settings. (Contract §6.2.)
    ///
    /// # Errors
    /// As there.
    pub fn from_env() -> Result<Self> {
        Client::from_env()?.logger().start()
    }

    /// Takes an entry. It does not wait, and never fails: what cannot be taken is counted in the [`ledger`](Self::ledger).
    ///
    /// ```
    /// # fn f(logger: &quintet::gt8004::Logger) {
    /// use std::time::Duration;
    /// use quintet::gt8004::RequestLogEntry;
    ///
    /// logger.log(RequestLogEntry::new("POST", "/api/translate", 200, Duration::from_millis(80)).with_tool_name("translate"));
    /// # }
    /// ```
    ///
    /// An entry without a protocol gets the logger's. One that comes after [`close`](Self::close) is
    /// [`refused`](Ledger::refused).
    pub fn log(&self, mut entry: RequestLogEntry) {
        let Inner { buffer, protocol } = &*self.0;
        entry.protocol = entry.protocol.or(*protocol);
        let weight = entry.weight();
        let finish = None;
        buffer.push(Box::new(Logged { entry, finish }), weight);
    }

    /// Takes an entry that the worker finishes, which counts for so much more until then.
    pub(super) fn log_raw(&self, mut entry: RequestLogEntry, more: Weight, finish: Box<Finish>) {
        let Inner { buffer, protocol } = &*self.0;
        entry.protocol = entry.protocol.or(*protocol);
        let Weight { memory, size } = entry.weight();
        let weight = Weight {
            memory: memory + more.memory,
            size: size + more.size,
        };
        let finish = Some(finish);
        buffer.push(Box::new(Logged { entry, finish }), weight);
    }

    /// What became of every entry, at this moment.
    ///
    /// ```
    /// # fn f(logger: &quintet::gt8004::Logger) {
    /// use quintet::gt8004::DropCause;
    ///
    /// let ledger = logger.ledger();
    /// assert!(ledger.is_balanced());
    /// for cause in DropCause::ALL {
    ///     println!("{cause}: {}", ledger.dropped(cause));
    /// }
    /// # }
    /// ```
    #[must_use]
    pub fn ledger(&self) -> Ledger {
        self.0.buffer.ledger()
    }

    /// Sends everything that was logged before, now, and waits until the service has it.
    ///
    /// ```no_run
    /// # async fn f(logger: &quintet::gt8004::Logger) {
    /// if let Err(error) = logger.flush().await {
    ///     println!("not all of it is there: {error}");
    /// }
    /// # }
    /// ```
    ///
    /// # Errors
    /// The reason, when some of it was given up, or could not be sent now and waits for the next time. While the breaker is
    /// open, the key is refused, or the service has asked for a pause longer than the flush interval, nothing is sent. After
    /// [`close`](Self::close), when entries wait in the spool.
    ///
    /// # Cancellation
    /// What is under way goes on.
    pub async fn flush(&self) -> Result<()> {
        self.0.buffer.flush().await
    }

    /// Takes no more entries, sends what waits, and returns when all is settled or the limit has passed; what is left then is
    /// given up, or stays in the spool. Says what became of every entry.
    ///
    /// ```no_run
    /// # async fn f(logger: &quintet::gt8004::Logger) {
    /// use std::time::Duration;
    /// use quintet::gt8004::DropCause;
    ///
    /// let ledger = logger.close(Duration::from_secs(5)).await;
    /// println!("{ledger}; {} may have arrived", ledger.dropped(DropCause::Unconfirmed));
    /// # }
    /// ```
    ///
    /// It tries at once, also while the breaker is open or the key is refused, and goes on until the limit.
    ///
    /// # Cancellation
    /// Closing goes on.
    pub async fn close(&self, limit: Duration) -> Ledger {
        self.0.buffer.close(limit).await
    }

    /// Tells the service that the agent is connected, and finds out whether the key is good. Nothing is queued for it.
    ///
    /// # Errors
    /// As [`Client::verify_connection`].
    pub async fn verify_connection(&self) -> Result<()> {
        self.0.buffer.ship().client.verify_connection().await
    }

    /// Whether entries are still taken.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.0.buffer.is_open()
    }

    /// What entries without a protocol get.
    #[must_use]
    pub fn protocol(&self) -> Option<Protocol> {
        self.0.protocol
    }
}

#[cfg(test)]
#[cfg(feature = "sim")]
mod tests;
