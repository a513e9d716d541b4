//! A budget per client: a backend that fails must not be stormed by retries.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tower::retry::budget::{Budget, TpsBudget};

/// For how long a call counts.
const WINDOW: Duration = Duration::from_secs(10);

/// Retries allowed beyond the share of calls, so that a client that makes few calls can retry at all.
const RESERVE_PER_SECOND: u32 = 10;

/// Retries allowed per call, on average.
const SHARE: f32 = 0.2;

/// Allows retries of a fifth of the calls of the last 10 s, and 10 a second besides. Clones share it.
#[derive(Clone)]
pub(crate) struct RetryBudget(Arc<TpsBudget>);

impl Default for RetryBudget {
    fn default() -> Self {
        Self(Arc::new(TpsBudget::new(WINDOW, RESERVE_PER_SECOND, SHARE)))
    }
}

impl RetryBudget {
    /// Counts a call.
    pub(crate) fn deposit(&self) {
        self.0.deposit();
    }

    /// Takes one retry out, if there is one.
    pub(crate) fn withdraw(&self) -> bool {
        self.0.withdraw()
    }
}

impl fmt::Debug for RetryBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RetryBudget")
    }
}
