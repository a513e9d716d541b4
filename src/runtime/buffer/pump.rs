//! What happens next to the entries. No I/O and no clock: who asks says what time it is.

mod pack;
mod settle;
mod spooling;

use std::collections::VecDeque;

use tokio::time::Instant;

use super::core::{Core, Phase, Wake};
use super::disk::Disk;
use super::ledger::DropCause;
use super::piece::{Batch, Piece};
use super::settings::Settings;
use super::spool::Found;
use super::worker::Shared;
use super::{Parcel, Ship};
use crate::error::Error;
use crate::runtime::breaker::{Breaker, later};

/// What the worker is to do.
#[derive(Debug)]
pub(super) enum Step {
    /// Wait until then, or for news.
    Wait(Option<Instant>),
    Send(Parcel),
    /// Write the [changes](Pump::changes) to the spool.
    Store,
    /// Read entries from the spool.
    Load {
        after: u64,
        entries: usize,
        bytes: usize,
    },
    End,
}

/// Makes batches of entries, and knows when they may be sent.
#[derive(Debug)]
pub(super) struct Pump {
    /// The first is the next, or is being sent.
    batches: VecDeque<Batch>,
    /// Serialised, and in no batch yet.
    loose: VecDeque<Piece>,
    /// Requests of this round.
    attempts: u32,
    /// When the round goes on.
    retry_at: Option<Instant>,
    /// When the next round begins, unless somebody asks for it.
    rest_until: Option<Instant>,
    /// Until when the server wants to be left alone.
    not_before: Option<Instant>,
    breaker: Breaker,
    credential: Breaker,
    fruitless: u32,
    /// The flushes that were heeded.
    flushes: u64,
    made_last_call: bool,
    /// Why nothing more can be sent.
    verdict: Option<DropCause>,
    notice: Option<Notice>,
    disk: Option<Disk>,
    /// The last step was to write.
    has_written: bool,
}

/// An error as subscribers take it: with its sources.
type Reason = dyn std::error::Error + 'static;

/// What is to be said once the core is free: a subscriber may be slow, and callers do not wait.
#[derive(Debug)]
enum Notice {
    Waits(Error),
    GivenUp(Error, DropCause, u64),
    NotStored(Error),
    Lost(u64),
}

impl Pump {
    pub(super) fn new(settings: &Settings, found: Option<Found>) -> Self {
        Self {
            disk: found.map(|found| Disk::new(found, Instant::now())),
            batches: VecDeque::new(),
            loose: VecDeque::new(),
            attempts: 0,
            retry_at: None,
            rest_until: None,
            not_before: None,
            breaker: Breaker::new(settings.breaker_threshold, settings.breaker_pause),
            credential: Breaker::new(1, settings.credential_pause),
            fruitless: 0,
            flushes: 0,
            made_last_call: false,
            verdict: None,
            notice: None,
            has_written: false,
        }
    }

    /// What is to be done now.
    pub(super) fn next<S: Ship>(&mut self, shared: &Shared<S>, now: Instant) -> Step {
        // Not twice in a row, if there is anything else to do: somebody may log as fast as the disk writes.
        let mut may_write = !std::mem::take(&mut self.has_written);
        loop {
            if may_write && self.disk.is_some() && self.keeps(shared, now) {
                self.has_written = true;
                return Step::Store;
            }
            match self.decide(shared, now) {
                Step::End | Step::Wait(_) if !may_write => may_write = true,
                Step::End if !self.ends(shared, now) => {}
                step => return step,
            }
        }
    }

    /// What is to be done now besides writing. The end is still to be made.
    fn decide<S: Ship>(&mut self, shared: &Shared<S>, now: Instant) -> Step {
        loop {
            let mut core = shared.core();
            core.wake = Wake::No;
            if core.is_over(now) || self.verdict.is_some() {
                return Step::End;
            }
            self.heed(&core);
            if !self.batches.is_empty() {
                return self.send_or_wait(&mut core, &shared.settings, now);
            }
            if self.loose.is_empty() {
                match self.due(&core, &shared.settings, now) {
                    None if core.phase != Phase::Open => return Step::End,
                    Some(due) if due <= now => {}
                    due => {
                        core.wake = match (due, &self.disk) {
                            (Some(_), None) => Wake::AtBatch,
                            _ => Wake::AtFirst,
                        };
                        let until = earlier(due, core.deadline());
                        return Step::Wait(earlier(until, self.disk_rests()));
                    }
                }
            }
            if let Some(step) = self.load(&shared.settings, now) {
                return step;
            }
            drop(core);
            self.fill(shared);
        }
    }

    /// Makes the end, unless something came that may still be written. What is left is given up.
    fn ends<S: Ship>(&mut self, shared: &Shared<S>, now: Instant) -> bool {
        let mut core = shared.core();
        if core.has_waiting()
            && let Some(disk) = &mut self.disk
            && disk.may_write(now, true)
        {
            return false;
        }
        let rest = core.end(self.verdict.unwrap_or(DropCause::Closed));
        let is_abandoned = core.is_abandoned;
        drop(core);
        (self.batches, self.loose) = (VecDeque::new(), VecDeque::new());
        if is_abandoned && rest.left > 0 {
            self.notice = Some(Notice::Lost(rest.left));
            self.say();
        }
        true
    }

    /// When something is to be done about the entries that are in no batch; `None` when there are none.
    fn due<T>(&self, core: &Core<T>, settings: &Settings, now: Instant) -> Option<Instant> {
        let Some(disk) = &self.disk else {
            return core.due(settings, now);
        };
        // What cannot be written is sent from memory.
        let waiting = disk.rests_until().and_then(|_| core.due(settings, now));
        earlier(disk.due(core, settings, now), waiting)
    }

    /// Until when nothing is written to the spool.
    fn disk_rests(&self) -> Option<Instant> {
        self.disk.as_ref().and_then(Disk::rests_until)
    }

    /// Has entries read that are older than all that are in memory.
    fn load(&self, settings: &Settings, now: Instant) -> Option<Step> {
        let disk = self.disk.as_ref()?;
        let first = self.loose.front().map(|piece| piece.seq);
        disk.has_before(first, now).then(|| Step::Load {
            after: disk.loaded_to(),
            entries: settings.batch_entries,
            bytes: settings.batch_bytes,
        })
    }

    /// Makes a batch of what is in memory.
    fn fill<S: Ship>(&mut self, shared: &Shared<S>) {
        let settings = &shared.settings;
        if self.disk.as_ref().is_none_or(Disk::is_bypassed) {
            let room = settings.batch_entries.saturating_sub(self.loose.len());
            let size = self.loose.iter().map(|piece| piece.bytes.len()).sum();
            let slots = shared.core().take(settings, room, size);
            let pieces = self.encode(shared, slots);
            self.loose.extend(pieces);
        }
        self.pack(shared);
        self.note(&mut shared.core());
    }

    /// Flushes and the end do not wait for the next round, and the end for nothing that it can do without.
    fn heed<T>(&mut self, core: &Core<T>) {
        if core.flushes != self.flushes {
            self.flushes = core.flushes;
            self.rest_until = None;
        }
        if core.phase == Phase::Open || self.made_last_call {
            return;
        }
        self.made_last_call = true;
        (self.rest_until, self.retry_at, self.attempts) = (None, None, 0);
        self.breaker.succeeded();
        self.credential.succeeded();
    }

    fn send_or_wait<T>(&mut self, core: &mut Core<T>, settings: &Settings, now: Instant) -> Step {
        // At the end it is heeded where there is time for it.
        let in_time = |asked: &Instant| core.deadline().is_none_or(|deadline| *asked < deadline);
        let asked = self.not_before.filter(in_time);
        if let Some(asked) = asked.filter(|asked| *asked > later(now, settings.interval)) {
            core.blocked = Some(("the server asked to be left alone", asked));
        }
        let times = [self.retry_at, self.rest_until, asked];
        let next = times.into_iter().flatten().max();
        if let Some(next) = next.filter(|next| *next > now) {
            return self.wait(core, Some(next));
        }
        if let Err(until) = self.credential.admit(now) {
            core.blocked =
                until.map(|until| ("the credential was refused; nothing is sent", until));
            return self.wait(core, until);
        }
        if let Err(until) = self.breaker.admit(now) {
            self.credential.gave_up(now);
            core.blocked = until.map(|until| ("the breaker is open", until));
            return self.wait(core, until);
        }
        let Some(batch) = self.batches.front() else {
            return self.wait(core, None);
        };
        let parcel = batch.parcel();
        core.set_in_flight(batch.len(), batch.in_memory());
        if self.disk.is_some() {
            core.wake = Wake::AtFirst;
        }
        core.ledger.requests += 1;
        let others = self.batches.iter().skip(1);
        core.note_held(self.oldest(), doubtful(others));
        Step::Send(parcel)
    }

    /// Nothing but time, flushes, the end and work for the spool wakes the worker.
    fn wait<T>(&self, core: &mut Core<T>, until: Option<Instant>) -> Step {
        core.wake = match core.spools {
            true => Wake::AtFirst,
            false => Wake::No,
        };
        let until = earlier(until, core.deadline());
        Step::Wait(earlier(until, self.disk_rests()))
    }

    /// Says what is to be said. Nobody waits for the core then.
    fn say(&mut self) {
        match self.notice.take() {
            None => {}
            Some(Notice::Waits(error)) => {
                let error: &Reason = &error;
                tracing::warn!(error, "a batch could not be sent; its entries wait");
            }
            Some(Notice::GivenUp(error, cause, entries)) => {
                let error: &Reason = &error;
                tracing::warn!(error, %cause, entries, "entries are given up");
            }
            Some(Notice::NotStored(error)) => {
                let error: &Reason = &error;
                tracing::warn!(error, "entries stay in memory");
            }
            Some(Notice::Lost(lost)) => warn_of(lost),
        }
    }

    /// Tells the core what is held here.
    pub(super) fn note<T>(&self, core: &mut Core<T>) {
        core.note_held(self.oldest(), doubtful(self.batches.iter()));
    }

    fn oldest(&self) -> Option<u64> {
        let batched = self.batches.iter().flat_map(|batch| &batch.pieces);
        let held = batched.chain(&self.loose).map(|piece| piece.seq);
        let disk = self.disk.as_ref().and_then(Disk::oldest);
        held.chain(disk).min()
    }
}

/// Entries in memory that the server may have.
fn doubtful<'a>(batches: impl Iterator<Item = &'a Batch>) -> u64 {
    let doubtful = batches.filter(|batch| batch.is_doubtful);
    doubtful.map(Batch::in_memory).sum()
}

/// The first of two times.
fn earlier(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    one.into_iter().chain(other).min()
}

/// Entries are lost because nobody has closed the buffer.
pub(super) fn warn_of(lost: u64) {
    tracing::warn!(lost, "dropped without `close`: entries are lost");
}
