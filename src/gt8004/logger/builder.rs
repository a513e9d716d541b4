//! The settings of a logger.

#[cfg(feature = "spool")]
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::ship::Ingestion;
use super::{Inner, Logger};
use crate::error::{Error, Result};
use crate::gt8004::clamp::ColumnLimits;
use crate::gt8004::client::Client;
use crate::gt8004::entry::{Protocol, RequestLogEntry};
use crate::gt8004::envelope::MAX_BODY;
#[cfg(feature = "spool")]
use crate::runtime::SpoolLimits;
use crate::runtime::{Buffer, DropPolicy, Settings, Ship as _, Spool};

/// What no program waits for: thirty years.
const FOR_EVER: Duration = Duration::from_secs(30 * 365 * 24 * 3600);

/// Collects the settings of a logger; made by [`Client::logger`].
///
/// ```
/// use std::time::Duration;
/// use quintet::gt8004::{Client, Protocol};
///
/// let client = Client::builder().agent_id("agent-1").token("gt8004_0123").build()?;
/// let logger = client.logger()
///     .protocol(Protocol::Mcp)
///     .batch_size(100)
///     .flush_interval(Duration::from_secs(10))
///     .start()?;
/// # Ok::<(), quintet::Error>(())
/// ```
#[must_use = "a builder does nothing until `start` is called"]
#[derive(Debug, Clone)]
pub struct LoggerBuilder {
    client: Client,
    protocol: Option<Protocol>,
    limits: ColumnLimits,
    settings: Settings,
    #[cfg(feature = "spool")]
    spool: Option<SpoolSettings>,
}

/// A spool that is to be opened.
#[cfg(feature = "spool")]
#[derive(Debug, Clone)]
struct SpoolSettings {
    path: PathBuf,
    bytes: u64,
    age: Duration,
}

impl LoggerBuilder {
    pub(in crate::gt8004) fn new(client: Client) -> Self {
        Self {
            client,
            protocol: None,
            limits: ColumnLimits::default(),
            #[cfg(feature = "spool")]
            spool: None,
            settings: Settings {
                queue_entries: 10_000,
                queue_bytes: 16 * 1024 * 1024,
                policy: DropPolicy::default(),
                batch_entries: 50,
                batch_bytes: MAX_BODY,
                interval: Duration::from_secs(5),
                attempts: 3,
                base_delay: Duration::from_secs(1),
                jitter: Duration::from_secs(1),
                max_retry_after: Duration::from_secs(300),
                breaker_threshold: 5,
                breaker_pause: Duration::from_secs(30),
                credential_pause: Duration::from_secs(60),
                own_thread: false,
            },
        }
    }

    /// What entries without a protocol get. Default: none.
    pub fn protocol(mut self, protocol: Protocol) -> Self {
        self.protocol = Some(protocol);
        self
    }

    /// The most entries of a batch; as soon as so many wait, they are sent. Default: 50.
    pub fn batch_size(mut self, entries: usize) -> Self {
        self.settings.batch_entries = entries;
        self
    }

    /// The most bytes of a batch, serialised. Default: 51,200, which is what the service takes.
    pub fn batch_bytes(mut self, bytes: usize) -> Self {
        self.settings.batch_bytes = bytes;
        self
    }

    /// How long an entry waits for others, and how long a batch that could not be sent waits for the next time. Default: 5 s.
    /// (Contract §6.1.)
    pub fn flush_interval(mut self, interval: Duration) -> Self {
        self.settings.interval = interval;
        self
    }

    /// The most entries in memory, those that are being sent included. Default: 10,000.
    pub fn queue_entries(mut self, entries: usize) -> Self {
        self.settings.queue_entries = entries;
        self
    }

    /// The most bytes of entries in memory; a batch that is being sent is there a second time. Default: 16 MiB.
    pub fn queue_bytes(mut self, bytes: usize) -> Self {
        self.settings.queue_bytes = bytes;
        self
    }

    /// Which entry is given up when the queue is full. Default: the one that comes.
    pub fn drop_policy(mut self, policy: DropPolicy) -> Self {
        self.settings.policy = policy;
        self
    }

    /// Requests for a batch until it waits for the next flush. Default: 3.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.settings.attempts = attempts;
        self
    }

    /// The delay before the second request for a batch; it doubles. Up to as much again is added by chance. Default: 1 s.
    pub fn retry_delay(mut self, delay: Duration) -> Self {
        (self.settings.base_delay, self.settings.jitter) = (delay, delay);
        self
    }

    /// The longest `Retry-After` that is heeded whole; of a longer one, so much. Default: 300 s.
    pub fn max_retry_after(mut self, limit: Duration) -> Self {
        self.settings.max_retry_after = limit;
        self
    }

    /// After how many rounds of [requests](Self::max_attempts) in a row that all failed nothing is sent for how long. Then one
    /// request decides. Default: 5, 30 s. (Contract §6.1.)
    pub fn breaker(mut self, failures: u32, pause: Duration) -> Self {
        self.settings.breaker_threshold = failures;
        self.settings.breaker_pause = pause;
        self
    }

    /// How long nothing is sent after the key was refused; the entries wait. Then one request decides. Default: 60 s.
    /// (Contract §5.)
    pub fn credential_pause(mut self, pause: Duration) -> Self {
        self.settings.credential_pause = pause;
        self
    }

    /// Whether entries are cut to what the service's columns hold. Default: they are.
    pub fn column_limits(mut self, limits: ColumnLimits) -> Self {
        self.limits = limits;
        self
    }

    /// Writes every entry to this file before it is sent, so that what was not delivered survives a crash, and is sent by the
    /// next logger that is given the same file, oldest first. It holds at most so many bytes of entries, each for at most so
    /// long; when it is full, the [drop policy](Self::drop_policy) decides.
    ///
    /// ```
    /// # fn f(client: &quintet::gt8004::Client) -> quintet::Result<()> {
    /// use std::time::Duration;
    ///
    /// let day = Duration::from_secs(24 * 60 * 60);
    /// let logger = client.logger().spool("gt8004.spool", 64 * 1024 * 1024, day).start()?;
    /// println!("{} entries of an earlier run", logger.ledger().recovered);
    /// # Ok(()) }
    /// ```
    ///
    /// An entry is safe as soon as the [ledger](Logger::ledger) counts it as spooled, some milliseconds after it was logged. What
    /// cannot be written, as when the disk is full, is sent from memory; after the [flush interval](Self::flush_interval) the
    /// file is tried again. Entries grow older by the clock of the process, however the time of day is set meanwhile.
    ///
    /// A file belongs to one logger at a time, and is free again when [`close`](Logger::close) returns. Not every agent's file
    /// may be sent with every key: give each its own.
    /// [`start`](Self::start) opens the file and counts what is in it, and blocks for that long.
    #[cfg(feature = "spool")]
    pub fn spool(mut self, path: impl Into<PathBuf>, bytes: u64, age: Duration) -> Self {
        self.spool = Some(SpoolSettings {
            path: path.into(),
            bytes,
            age,
        });
        self
    }

    /// Gives the worker a thread of its own, also where there is a tokio runtime.
    pub fn own_thread(mut self) -> Self {
        self.settings.own_thread = true;
        self
    }

    /// Checks the settings and makes the logger. No worker starts before the first entry, unless the spool holds some.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for a limit or a pause of zero, a batch that the service would not take,
    /// and a batch or a queue that has no room for entries; [`File`](crate::ErrorKind::File) for a spool that cannot be opened,
    /// is damaged, or is in use.
    pub fn start(self) -> Result<Logger> {
        let ship = Ingestion::new(self.client, self.limits);
        check(&self.settings, ship.overhead())?;
        #[cfg(feature = "spool")]
        let spool = self.spool.map(|spool| {
            let limits = SpoolLimits {
                bytes: spool.bytes,
                age: spool.age,
                policy: self.settings.policy,
            };
            Spool::open(&spool.path, limits)
        });
        #[cfg(not(feature = "spool"))]
        let spool: Option<Result<Spool>> = None;
        let buffer = Buffer::new(ship, within_reach(self.settings), spool.transpose()?)?;
        buffer.resume();
        Ok(Logger(Arc::new(Inner {
            buffer,
            protocol: self.protocol,
        })))
    }
}

/// Refuses what cannot work; `around` is the bytes of a batch besides its entries.
fn check(settings: &Settings, around: usize) -> Result<()> {
    if settings.batch_bytes > MAX_BODY {
        return Err(Error::invalid(format!(
            "a batch of {} bytes is more than the {MAX_BODY} that the service takes",
            settings.batch_bytes
        )));
    }
    settings.check()?;
    if settings.batch_bytes <= around {
        return Err(Error::invalid(format!(
            "a batch of {} bytes has no room for an entry; what is around its entries has {around}",
            settings.batch_bytes
        )));
    }
    let smallest = RequestLogEntry::new("", "", 0, Duration::ZERO);
    let least = smallest.weight().memory;
    if settings.queue_bytes < least {
        return Err(Error::invalid(format!(
            "a queue of {} bytes has no room for an entry; the smallest takes {least}",
            settings.queue_bytes
        )));
    }
    Ok(())
}

/// The settings with times that every clock reaches.
fn within_reach(mut settings: Settings) -> Settings {
    for time in [
        &mut settings.interval,
        &mut settings.base_delay,
        &mut settings.jitter,
        &mut settings.max_retry_after,
        &mut settings.breaker_pause,
        &mut settings.credential_pause,
    ] {
        *time = (*time).min(FOR_EVER);
    }
    settings
}
