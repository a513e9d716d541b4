//! What a facade holds of a buffer.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::core::{Core, Phase};
use super::ledger::{DropCause, Ledger};
use super::settings::Settings;
use super::spool::Spool;
use super::worker::{GRACE, Shared, work};
use super::{Ship, Weight, spawn};
use crate::error::{Error, ErrorKind, Result};

/// How often one call starts a worker. One that goes away each time, with its runtime, is not worth more.
const STARTS: usize = 3;

/// A buffer and its worker, which ends when this is dropped.
pub(crate) struct Buffer<S: Ship>(Arc<Shared<S>>);

impl<S: Ship> Buffer<S> {
    /// A buffer without a worker; the first entry starts it.
    ///
    /// # Errors
    /// [`InvalidInput`](ErrorKind::InvalidInput) for settings that cannot work.
    pub(crate) fn new(ship: S, settings: Settings, spool: Option<Spool>) -> Result<Self> {
        settings.check()?;
        Ok(Self(Arc::new(Shared::new(ship, settings, spool))))
    }

    /// Starts the worker, if there is something to send before the first entry comes.
    pub(crate) fn resume(&self) {
        let starts = {
            let mut core = self.0.core();
            core.ledger.spooled > 0 && core.needs_worker()
        };
        if starts {
            // A warning says so; the next entry tries again.
            self.start().ok();
        }
    }

    pub(crate) fn ship(&self) -> &S {
        &self.0.ship
    }

    /// Takes an entry that counts for so much, or accounts for not taking it. Never waits for I/O.
    pub(crate) fn push(&self, entry: S::Entry, weight: impl Into<Weight>) {
        let weight = weight.into();
        let pushed = self.0.core().push(&self.0.settings, entry, weight);
        if pushed.wakes {
            self.0.news.notify_one();
        }
        if pushed.starts {
            self.start().ok();
        }
    }

    /// What became of every entry, now.
    pub(crate) fn ledger(&self) -> Ledger {
        self.0.core().snapshot()
    }

    /// Has everything that was taken before sent now, and waits until it is settled.
    ///
    /// # Errors
    /// When something of it was given up, or a round failed, or nothing may be sent just now; what was not given up waits.
    pub(crate) async fn flush(&self) -> Result<()> {
        let mut changes = self.0.changes.subscribe();
        let aim = Aim::at(&mut self.0.core());
        self.0.news.notify_one();
        let mut starts = STARTS;
        loop {
            if let Some(outcome) = aim.outcome(&self.0.core()) {
                return outcome;
            }
            self.hire(&mut starts)?;
            // The sender lives as long as this borrow of it.
            let _ = changes.changed().await;
        }
    }

    /// Takes no more entries, sends what is there until the limit has passed, and gives up what is left then.
    pub(crate) async fn close(&self, limit: Duration) -> Ledger {
        let mut changes = self.0.changes.subscribe();
        let deadline = {
            let mut core = self.0.core();
            core.close(limit);
            core.deadline()
        };
        self.0.news.notify_one();
        let ended = async {
            let mut starts = STARTS;
            while self.0.core().phase != Phase::Closed && self.hire(&mut starts).is_ok() {
                let _ = changes.changed().await;
            }
        };
        // What waits goes to the spool, whatever the time.
        let grace = self.0.spool.as_ref().map_or(Duration::ZERO, |_| GRACE);
        match deadline.and_then(|deadline| deadline.checked_add(grace)) {
            Some(deadline) => drop(timeout_at(deadline, ended).await),
            None => ended.await,
        }
        // Also when the worker's runtime stands still.
        self.0.end(DropCause::Closed);
        self.0.shut().await;
        self.ledger()
    }

    /// Whether it takes entries.
    pub(crate) fn is_open(&self) -> bool {
        self.0.core().phase == Phase::Open
    }

    /// Starts a worker where there is none: the runtime of the last one may be gone.
    fn hire(&self, starts: &mut usize) -> Result<()> {
        {
            let mut core = self.0.core();
            if core.is_running {
                return Ok(());
            }
            let Some(left) = starts.checked_sub(1) else {
                let message = "workers end as soon as they begin, as in a runtime that shuts down; the entries wait";
                return Err(Error::new(ErrorKind::Failed, message));
            };
            (core.is_running, *starts) = (true, left);
        }
        self.start()
    }

    fn start(&self) -> Result<()> {
        let work = work(Arc::clone(&self.0));
        spawn::start(work, self.0.settings.own_thread).map_err(|error| {
            // The work was dropped, so the next entry tries again.
            tracing::warn!(error = %error, "no worker can be started; entries wait");
            let message = "no worker can be started; the entries wait";
            Error::new(ErrorKind::Failed, message).with_source(error)
        })
    }

    /// The shared state, for tests that play the worker.
    #[cfg(test)]
    pub(super) fn shared(&self) -> &Shared<S> {
        &self.0
    }

    #[cfg(test)]
    pub(super) fn shared_arc(&self) -> &Arc<Shared<S>> {
        &self.0
    }
}

/// What a flush waits for.
pub(super) struct Aim {
    /// The last entry that it is about.
    seq: u64,
    failed_rounds: u64,
    lost: u64,
}

impl Aim {
    /// Everything that is here now.
    pub(super) fn at<T>(core: &mut Core<T>) -> Self {
        core.hurry();
        Self {
            seq: core.last_seq(),
            failed_rounds: core.failed_rounds,
            lost: core.lost(),
        }
    }

    /// What came of it, once there is nothing to wait for.
    pub(super) fn outcome<T>(&self, core: &Core<T>) -> Option<Result<()>> {
        let cause = core.last_error.as_ref();
        if core.is_settled(self.seq) {
            let kept = match core.phase {
                Phase::Closed => core.ledger.spooled,
                _ => 0,
            };
            return Some(match (core.lost() - self.lost, kept) {
                (0, 0) => Ok(()),
                (0, kept) => {
                    let message = format!("it is closed; {kept} entries wait on disk");
                    Err(explain(None, &message))
                }
                (lost, _) => Err(explain(cause, &format!("{lost} entries were given up"))),
            });
        }
        if core.failed_rounds != self.failed_rounds {
            return Some(Err(explain(cause, "the entries wait to be sent again")));
        }
        let (reason, until) = core.blocked?;
        let left = until.checked_duration_since(Instant::now())?;
        let message = format!("{reason} for another {left:.1?}; the entries wait");
        (!left.is_zero()).then(|| Err(explain(cause, &message)))
    }
}

/// Why a flush did not do what it should.
fn explain(cause: Option<&Error>, consequence: &str) -> Error {
    match cause {
        Some(cause) => {
            let message = format!("{consequence}: {}", cause.message());
            cause.again().with_message(message)
        }
        None => Error::new(ErrorKind::Failed, consequence),
    }
}

impl<S: Ship> Drop for Buffer<S> {
    fn drop(&mut self) {
        let is_worked_at = {
            let mut core = self.0.core();
            core.is_abandoned = true;
            core.close(Duration::ZERO);
            core.is_running
        };
        self.0.news.notify_one();
        // The worker still writes down what waits.
        if self.0.spool.is_none() || !is_worked_at {
            self.0.abandon();
        }
    }
}

impl<S: Ship> fmt::Debug for Buffer<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Buffer")
            .field("ledger", &self.ledger())
            .finish_non_exhaustive()
    }
}
