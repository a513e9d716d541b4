//! How often and how long.

use std::time::Duration;

use super::backoff;
use crate::error::{Error, Result};

/// How often a call is tried and how long it waits in between.
///
/// Whether an attempt *may* be repeated is not a matter of policy: connect failures always, other passing failures only
/// for idempotent operations, or when the server states that it did nothing.
///
/// ```
/// use std::time::Duration;
/// use quintet::RetryPolicy;
///
/// let patient = RetryPolicy::default().max_attempts(6).max_delay(Duration::from_secs(30));
/// let once = RetryPolicy::never();
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    pub(crate) max_attempts: u32,
    pub(crate) min_delay: Duration,
    pub(crate) base_delay: Duration,
    pub(crate) max_delay: Duration,
    pub(crate) max_retry_after: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 4,
            min_delay: Duration::ZERO,
            base_delay: Duration::from_millis(200),
            max_delay: Duration::from_secs(10),
            max_retry_after: Duration::from_secs(60),
        }
    }
}

impl RetryPolicy {
    /// One attempt only.
    #[must_use]
    pub fn never() -> Self {
        Self::default().max_attempts(1)
    }

    /// The most requests of one call, the first included. Default: 4.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// The upper bound of the first delay; it doubles with each attempt. The delay is drawn between the lower bound and it.
    /// Default: 200 ms.
    #[must_use]
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// The lower bound of every delay. Default: none.
    #[must_use]
    pub fn min_delay(mut self, delay: Duration) -> Self {
        self.min_delay = delay;
        self
    }

    /// The upper bound of every delay that the server did not ask for. Default: 10 s.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// The longest `Retry-After` that is waited for; a longer one ends the call. Default: 60 s.
    #[must_use]
    pub fn max_retry_after(mut self, delay: Duration) -> Self {
        self.max_retry_after = delay;
        self
    }

    /// Refuses a policy that cannot work.
    pub(crate) fn check(&self) -> Result<()> {
        if self.max_attempts == 0 {
            return Err(Error::invalid(
                "a retry policy of 0 attempts sends nothing; 1 means no retries",
            ));
        }
        Ok(())
    }

    /// The delay after this many attempts.
    pub(crate) fn backoff(&self, attempts: u32) -> Duration {
        backoff::full_jitter(self.min_delay, self.base_delay, self.max_delay, attempts)
    }
}
