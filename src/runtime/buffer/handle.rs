//! What a facade holds of a buffer.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use super::core::Phase;
use super::ledger::{DropCause, Ledger};
use super::settings::Settings;
use super::spool::Spool;
use super::worker::{Shared, work};
use super::{Ship, Weight, spawn};
use crate::error::{Error, ErrorKind, Result};

/// How long closing waits for the spool after its deadline.
const GRACE: Duration = Duration::from_secs(5);

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
            self.start();
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
            self.start();
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
        let (target, rounds, lost, starts) = {
            let mut core = self.0.core();
            core.hurry();
            let rounds = core.failed_rounds;
            let target = core.last_seq();
            let is_pending = !core.is_settled(target);
            let starts = is_pending && core.needs_worker();
            (target, rounds, lost(&core.snapshot()), starts)
        };
        self.wake(starts);
        loop {
            {
                let core = self.0.core();
                if core.is_settled(target) {
                    let lost = self::lost(&core.snapshot()) - lost;
                    return match lost {
                        0 => Ok(()),
                        lost => Err(explain(
                            core.last_error.as_ref(),
                            &format!("{lost} entries were given up"),
                        )),
                    };
                }
                if core.failed_rounds != rounds {
                    return Err(explain(
                        core.last_error.as_ref(),
                        "the entries wait to be sent again",
                    ));
                }
                if let Some((reason, until)) = core.blocked
                    && let Some(left) = until.checked_duration_since(Instant::now())
                    && !left.is_zero()
                {
                    let message = format!("{reason} for another {left:.1?}; the entries wait");
                    return Err(explain(core.last_error.as_ref(), &message));
                }
            }
            // The sender lives as long as this borrow of it.
            let _ = changes.changed().await;
        }
    }

    /// Takes no more entries, sends what is there until the limit has passed, and gives up what is left then.
    pub(crate) async fn close(&self, limit: Duration) -> Ledger {
        let mut changes = self.0.changes.subscribe();
        let (deadline, starts) = {
            let mut core = self.0.core();
            core.close(limit);
            let starts = core.phase != Phase::Closed && core.needs_worker();
            (core.deadline(), starts)
        };
        self.wake(starts);
        let ended = async {
            while self.0.core().phase != Phase::Closed {
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
        self.ledger()
    }

    /// Whether it takes entries.
    pub(crate) fn is_open(&self) -> bool {
        self.0.core().phase == Phase::Open
    }

    fn wake(&self, starts: bool) {
        self.0.news.notify_one();
        if starts {
            self.start();
        }
    }

    fn start(&self) {
        let work = work(Arc::clone(&self.0));
        if let Err(error) = spawn::start(work, self.0.settings.own_thread) {
            // The work was dropped, so the next entry tries again.
            tracing::warn!(error = %error, "no worker can be started; entries wait");
        }
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

/// Entries that were given up after they had been taken.
fn lost(ledger: &Ledger) -> u64 {
    ledger.dropped_total() - ledger.dropped(DropCause::QueueFull)
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
        if self.0.spool.is_some() && self.0.core().is_running {
            // The worker still writes down what waits.
            self.0.core().close(Duration::ZERO);
            self.0.news.notify_one();
            return;
        }
        let lost = self.0.end(DropCause::Closed);
        if lost > 0 {
            tracing::warn!(lost, "dropped without `close`: entries are lost");
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
