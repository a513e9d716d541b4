//! How many calls a user has left.

use http::StatusCode;

use super::reply::{self, Refusal};

/// A limit of calls, and how many of them are used.
#[derive(Debug, Default)]
pub(super) struct Quota {
    limit: Option<u64>,
    used: u64,
}

impl Quota {
    /// So many calls from now on; no limit without one.
    pub(super) fn set(&mut self, limit: Option<u64>) {
        *self = Self { limit, used: 0 };
    }

    /// Uses up one call.
    pub(super) fn take(&mut self) -> Result<(), Refusal> {
        match self.limit {
            Some(limit) if self.used >= limit => {
                let detail = reply::quota_exceeded(limit, self.used);
                Err(reply::error(StatusCode::TOO_MANY_REQUESTS, detail).into())
            }
            _ => {
                self.used += 1;
                Ok(())
            }
        }
    }
}
