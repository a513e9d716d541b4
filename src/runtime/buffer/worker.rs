//! The shell around the pump: it waits, sends, and tells the pump what came of it.

use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::future::{Either, select};
use tokio::sync::{Notify, watch};
use tokio::time::{Instant, timeout, timeout_at};

use super::core::{Core, Phase};
use super::ledger::DropCause;
use super::pump::{Pump, Step, warn_of};
use super::settings::Settings;
use super::spool::Spool;
use super::{Parcel, Refused, Ship, spawn};

/// How long closing waits for the spool after its deadline.
pub(super) const GRACE: Duration = Duration::from_secs(5);

/// What handles and the worker share. The pump is locked before the core.
pub(super) struct Shared<S: Ship> {
    pub(super) ship: S,
    pub(super) settings: Settings,
    pub(super) spool: Option<Arc<Spool>>,
    core: Mutex<Core<S::Entry>>,
    pump: Mutex<Pump>,
    /// Wakes the worker.
    pub(super) news: Notify,
    /// Moves whenever something was settled, or cannot be.
    pub(super) changes: watch::Sender<()>,
}

impl<S: Ship> Shared<S> {
    pub(super) fn new(ship: S, settings: Settings, spool: Option<Spool>) -> Self {
        let mut core = Core::new();
        let found = spool.as_ref().map(Spool::found);
        if let Some(found) = found {
            core.spools = true;
            core.recover(found.entries, found.last);
        }
        Self {
            ship,
            core: Mutex::new(core),
            pump: Mutex::new(Pump::new(&settings, found)),
            settings,
            spool: spool.map(Arc::new),
            news: Notify::new(),
            changes: watch::Sender::new(()),
        }
    }

    pub(super) fn core(&self) -> MutexGuard<'_, Core<S::Entry>> {
        self.core.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn pump(&self) -> MutexGuard<'_, Pump> {
        self.pump.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells those who wait for something that it may have happened.
    pub(super) fn tell(&self) {
        self.changes.send_replace(());
    }

    /// The end, whoever is at work. Says how many entries were given up.
    pub(super) fn end(&self, cause: DropCause) -> u64 {
        let rest = self.core().end(cause);
        self.news.notify_one();
        self.tell();
        rest.left
    }

    /// The end where nobody has a handle, and no worker comes any more: what waits is written to the spool, or lost.
    pub(super) fn abandon(&self) {
        if let Some(spool) = &self.spool {
            let keeps = || {
                let mut pump = self.pump();
                let keeps = pump.keeps(self, Instant::now());
                keeps.then(|| pump.changes())
            };
            while let Some(changes) = keeps() {
                let written = spool.write(&changes);
                self.pump().stored(self, written, Instant::now());
            }
        }
        let lost = self.end(DropCause::Closed);
        if lost > 0 {
            warn_of(lost);
        }
    }

    /// Lets go of the file of the spool, as soon as nobody writes to it.
    pub(super) async fn shut(&self) {
        if let Some(spool) = &self.spool {
            let spool = Arc::clone(spool);
            let shut = spawn::blocking(move || {
                spool.shut();
                Ok(())
            });
            drop(timeout(GRACE, shut).await);
        }
    }

    /// Waits until then, or until there is news.
    async fn news(&self, until: Option<Instant>) {
        let news = self.news.notified();
        match until {
            Some(until) => drop(timeout_at(until, news).await),
            None => news.await,
        }
    }

    /// Writes what is to be written to the spool.
    async fn store(&self) {
        let Some(spool) = &self.spool else { return };
        let changes = self.pump().changes();
        let spool = Arc::clone(spool);
        let written = spawn::blocking(move || spool.write(&changes)).await;
        self.pump().stored(self, written, Instant::now());
        self.tell();
    }

    /// Reads entries from the spool.
    async fn load(&self, after: u64, entries: usize, bytes: usize) {
        let Some(spool) = &self.spool else { return };
        let spool = Arc::clone(spool);
        let read = spawn::blocking(move || spool.read(after, entries, bytes)).await;
        self.pump().loaded(self, read, Instant::now());
    }

    /// Sends, unless the end comes first. What comes meanwhile is spooled.
    async fn send(&self, parcel: Parcel) -> Option<Result<(), Refused>> {
        let mut sent = pin!(self.ship.send(parcel));
        loop {
            let keeps = self.pump().keeps(self, Instant::now());
            if keeps {
                // An answer is heard at once, and a write goes on to its end.
                if let Either::Left((outcome, stored)) =
                    select(sent.as_mut(), pin!(self.store())).await
                {
                    stored.await;
                    return Some(outcome);
                }
            } else {
                let news = pin!(self.news(self.core().deadline()));
                if let Either::Left((outcome, _)) = select(sent.as_mut(), news).await {
                    return Some(outcome);
                }
            }
            if self.core().is_over(Instant::now()) {
                return None;
            }
        }
    }
}

/// The work of a buffer, to be run by one task at a time.
pub(super) fn work<S: Ship>(shared: Arc<Shared<S>>) -> impl Future<Output = ()> + Send {
    // Made here, so that a task that is never polled has one, too.
    let shift = Shift(shared);
    async move {
        let shared = &shift.0;
        loop {
            let step = shared.pump().next(shared, Instant::now());
            match step {
                Step::End => break,
                Step::Wait(until) => {
                    shared.tell();
                    shared.news(until).await;
                }
                Step::Store => shared.store().await,
                Step::Load {
                    after,
                    entries,
                    bytes,
                } => shared.load(after, entries, bytes).await,
                Step::Send(parcel) => {
                    // Without an outcome the next step is the end.
                    if let Some(outcome) = shared.send(parcel).await {
                        shared.pump().settle(shared, outcome, Instant::now());
                    }
                    shared.tell();
                }
            }
        }
        shared.tell();
    }
}

/// A worker at work. When its runtime ends before the buffer does, another worker may take over.
struct Shift<S: Ship>(Arc<Shared<S>>);

impl<S: Ship> Drop for Shift<S> {
    fn drop(&mut self) {
        let mut pump = self.0.pump();
        let mut core = self.0.core();
        pump.interrupted(core.in_flight() > 0, Instant::now());
        pump.note(&mut core);
        core.set_in_flight(0, 0);
        core.is_running = false;
        let is_abandoned = core.is_abandoned && core.phase != Phase::Closed;
        drop((core, pump));
        if is_abandoned {
            self.0.abandon();
        }
        self.0.tell();
    }
}
