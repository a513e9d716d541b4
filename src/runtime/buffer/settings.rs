//! How much waits, how much goes out at once, and how patiently.

use std::time::Duration;

use tokio::time::Instant;

use crate::error::{Error, Result};
use crate::runtime::breaker::later;
use crate::runtime::options::positive;

/// Which entry is given up when the queue is full.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum DropPolicy {
    /// The one that comes. The default.
    #[default]
    Newest,
    /// The one that has waited longest, unless it is being sent.
    Oldest,
}

/// The settings of a buffer.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// The most entries in memory.
    pub(crate) queue_entries: usize,
    /// The most bytes of entries in memory.
    pub(crate) queue_bytes: usize,
    pub(crate) policy: DropPolicy,
    /// The most entries of a batch; so many waiting are sent at once.
    pub(crate) batch_entries: usize,
    /// The most bytes of a batch as it is sent.
    pub(crate) batch_bytes: usize,
    /// How long an entry waits for others.
    pub(crate) interval: Duration,
    /// Requests for a batch until its round counts as failed.
    pub(crate) attempts: u32,
    /// The delay after the first request of a round; it doubles.
    pub(crate) base_delay: Duration,
    /// The most that chance adds to a delay.
    pub(crate) jitter: Duration,
    /// The longest `Retry-After` that is heeded.
    pub(crate) max_retry_after: Duration,
    /// Failed rounds in a row that open the breaker.
    pub(crate) breaker_threshold: u32,
    pub(crate) breaker_pause: Duration,
    /// How long nothing is sent after the credential was refused.
    pub(crate) credential_pause: Duration,
    /// Whether the worker has a thread of its own even where there is a runtime.
    pub(crate) own_thread: bool,
}

impl Settings {
    /// Refuses what cannot work.
    pub(crate) fn check(&self) -> Result<()> {
        let counts = [
            ("the queue's number of entries", self.queue_entries),
            ("the queue's number of bytes", self.queue_bytes),
            ("the batch size", self.batch_entries),
            ("the batch's number of bytes", self.batch_bytes),
            ("the number of attempts", self.attempts as usize),
            ("the breaker's threshold", self.breaker_threshold as usize),
        ];
        if let Some((name, _)) = counts.iter().find(|(_, count)| *count == 0) {
            return Err(Error::invalid(format!(
                "{name} is zero; nothing would be sent, so give 1 or more"
            )));
        }
        // Without them what fails would be tried as fast as it can fail.
        for (name, pause) in [
            ("the flush interval", self.interval),
            ("the delay between requests", self.base_delay),
            ("the breaker's pause", self.breaker_pause),
            (
                "the pause after a refused credential",
                self.credential_pause,
            ),
        ] {
            positive(name, Some(pause))?;
        }
        Ok(())
    }

    /// The same for what is written to the spool at once.
    pub(super) fn of_spool(&self) -> Self {
        Self {
            batch_bytes: 4 * 1024 * 1024,
            ..self.clone()
        }
    }

    /// When to go on after so many requests of a round.
    pub(super) fn after(&self, attempts: u32, now: Instant) -> Instant {
        let doublings = attempts.saturating_sub(1).min(16);
        let jitter = later(now, self.jitter) - now;
        let delay = self.base_delay.saturating_mul(1 << doublings);
        later(now, delay.saturating_add(jitter.mul_f64(fastrand::f64())))
    }
}
