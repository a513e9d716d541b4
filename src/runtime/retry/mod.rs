//! Retry = classify × backoff × budget. Only this loop sleeps to try again.

mod after;
mod backoff;
mod budget;
mod classify;
mod policy;

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

use crate::error::{Error, ErrorKind};

pub(crate) use after::retry_after;
pub(crate) use budget::RetryBudget;
pub(crate) use classify::{Again, Failure};
pub use policy::RetryPolicy;

/// What the loop may do for one call.
pub(crate) struct Plan<'a> {
    pub(crate) policy: &'a RetryPolicy,
    pub(crate) budget: &'a RetryBudget,
    /// Whether sending the request twice is the same as sending it once.
    pub(crate) idempotent: bool,
    /// Whether the request can be sent twice at all: a body that streams is gone after the first time.
    pub(crate) replayable: bool,
    pub(crate) started: Instant,
    /// Covers attempts, sleeps and reading the body.
    pub(crate) timeout: Option<Duration>,
}

/// A value and what it took to get it.
pub(crate) struct Effort<T> {
    pub(crate) value: T,
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
}

impl Plan<'_> {
    /// Runs `attempt` until it succeeds or trying again is pointless, unsafe, too late or over budget.
    ///
    /// `attempt` gets the number of the attempt, from 1, and returns `None` when it has nothing left to send.
    pub(crate) async fn run<T, F>(
        &self,
        mut attempt: impl FnMut(u32) -> Option<F>,
    ) -> Result<Effort<T>, Error>
    where
        F: Future<Output = Result<T, Failure>>,
    {
        let started = self.started;
        // A limit that no clock reaches is none.
        let deadline = self.timeout.and_then(|limit| started.checked_add(limit));
        self.budget.deposit();
        let mut last: Option<Failure> = None;
        let mut attempts = 0;
        loop {
            let Some(next) = attempt(attempts + 1) else {
                break;
            };
            attempts += 1;
            let failure = match until(deadline, next).await {
                Some(Ok(value)) => {
                    return Ok(Effort {
                        value,
                        attempts,
                        elapsed: started.elapsed(),
                    });
                }
                Some(Err(failure)) => failure,
                None => self.out_of_time(last.take()),
            };
            let delay = self.delay(attempts, &failure, deadline);
            last = Some(failure);
            match delay {
                Some(delay) => sleep(delay).await,
                None => break,
            }
        }
        Err(self.give_up(last, attempts, started.elapsed()))
    }

    /// How long to wait before the next attempt; `None` ends the call.
    fn delay(
        &self,
        attempts: u32,
        failure: &Failure,
        deadline: Option<Instant>,
    ) -> Option<Duration> {
        let permitted = self.replayable && failure.again.permits(self.idempotent);
        if !permitted || attempts >= self.policy.max_attempts {
            return None;
        }
        let asked = failure.error.retry_after();
        if asked.is_some_and(|asked| asked > self.policy.max_retry_after) {
            return None;
        }
        let delay = self.policy.backoff(attempts).max(asked.unwrap_or_default());
        let next = Instant::now().checked_add(delay);
        if deadline.is_some_and(|deadline| next.is_none_or(|next| next >= deadline)) {
            return None;
        }
        self.budget.withdraw().then_some(delay)
    }

    fn out_of_time(&self, last: Option<Failure>) -> Failure {
        let limit = self.timeout.unwrap_or_default();
        let mut error = Error::new(
            ErrorKind::Timeout,
            format!("no complete reply within {limit:?}"),
        );
        if let Some(last) = last {
            error = error.with_source(last.error);
        }
        // The deadline itself rules out a next attempt.
        Failure {
            error,
            again: Again::IfIdempotent,
        }
    }

    fn give_up(&self, last: Option<Failure>, attempts: u32, elapsed: Duration) -> Error {
        let Some(Failure { error, again }) = last else {
            return Error::invalid("the body of this request cannot be sent");
        };
        let permitted = again.permits(self.idempotent);
        let repeatable = permitted || error.is_retryable();
        error.with_repeatable(repeatable).with_effort(
            attempts,
            elapsed,
            permitted && self.replayable,
        )
    }
}

/// Waits before something is tried again that is more than one call, such as a connection that broke.
pub(crate) async fn pause(policy: &RetryPolicy, tries: u32, asked: Option<Duration>) {
    sleep(policy.backoff(tries).max(asked.unwrap_or_default())).await;
}

/// The output of a future unless the deadline comes first.
async fn until<F: Future>(deadline: Option<Instant>, future: F) -> Option<F::Output> {
    match deadline {
        Some(deadline) => timeout_at(deadline, future).await.ok(),
        None => Some(future.await),
    }
}

#[cfg(test)]
mod tests;
