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
use crate::runtime::breaker::Breaker;

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
    disk: Option<Disk>,
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
        }
    }

    /// What is to be done now.
    pub(super) fn next<S: Ship>(&mut self, shared: &Shared<S>, now: Instant) -> Step {
        loop {
            let mut core = shared.core();
            core.wake = Wake::No;
            if core.phase != Phase::Closed && self.disk.is_some() {
                drop(core);
                if self.keeps(shared, now) {
                    return Step::Store;
                }
                core = shared.core();
            }
            if core.is_over(now) {
                core.end(DropCause::Closed);
                return Step::End;
            }
            self.heed(&core, now);
            if !self.batches.is_empty() {
                return self.send_or_wait(&mut core, now);
            }
            if self.loose.is_empty() {
                let due = match &self.disk {
                    None => core.due(&shared.settings, now),
                    Some(disk) => disk.due(&core, &shared.settings, now),
                };
                match due {
                    None if core.phase != Phase::Open => {
                        core.end(DropCause::Closed);
                        return Step::End;
                    }
                    None => {
                        core.wake = Wake::AtFirst;
                        return Step::Wait(self.disk.as_ref().and_then(Disk::rests_until));
                    }
                    Some(due) if due > now => {
                        core.wake = match self.disk {
                            None => Wake::AtBatch,
                            Some(_) => Wake::AtFirst,
                        };
                        return Step::Wait(Some(due));
                    }
                    Some(_) => {}
                }
                if let Some(disk) = &self.disk {
                    return Step::Load {
                        after: disk.loaded_to(),
                        entries: shared.settings.batch_entries,
                        bytes: shared.settings.batch_bytes,
                    };
                }
            }
            if self.disk.is_some() {
                drop(core);
                self.pack(shared);
                continue;
            }
            let room = shared
                .settings
                .batch_entries
                .saturating_sub(self.loose.len());
            let size = self.loose.iter().map(|piece| piece.bytes.len()).sum();
            let slots = core.take(&shared.settings, room, size);
            drop(core);
            let pieces = self.encode(shared, slots);
            self.loose.extend(pieces);
            self.pack(shared);
            let mut core = shared.core();
            self.note(&mut core);
        }
    }
    /// Flushes and the end do not wait for the next round, and the end for nothing that it can do without.
    fn heed<T>(&mut self, core: &Core<T>, now: Instant) {
        if core.flushes != self.flushes {
            self.flushes = core.flushes;
            self.rest_until = None;
        }
        let Phase::Closing(deadline) = core.phase else {
            return;
        };
        if self.made_last_call {
            return;
        }
        self.made_last_call = true;
        (self.rest_until, self.retry_at, self.attempts) = (None, None, 0);
        self.breaker.succeeded();
        self.credential.succeeded();
        let asked = self.not_before.filter(|asked| *asked > now);
        if asked.is_some_and(|asked| deadline.is_some_and(|deadline| asked >= deadline)) {
            self.not_before = None;
        }
    }

    fn send_or_wait<T>(&mut self, core: &mut Core<T>, now: Instant) -> Step {
        let times = [self.retry_at, self.rest_until, self.not_before];
        let next = times.into_iter().flatten().max();
        if let Some(next) = next.filter(|next| *next > now) {
            return wait(core, Some(next));
        }
        if let Err(until) = self.credential.admit(now) {
            core.blocked =
                until.map(|until| ("the credential was refused; nothing is sent", until));
            return wait(core, until);
        }
        if let Err(until) = self.breaker.admit(now) {
            self.credential.gave_up(now);
            core.blocked = until.map(|until| ("the breaker is open", until));
            return wait(core, until);
        }
        let Some(batch) = self.batches.front() else {
            return wait(core, None);
        };
        let parcel = batch.parcel();
        core.set_in_flight(batch.len());
        if self.disk.is_some() {
            core.wake = Wake::AtFirst;
        }
        core.ledger.requests += 1;
        let others = self.batches.iter().skip(1);
        core.note_held(self.oldest(), doubtful(others));
        Step::Send(parcel)
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

/// Entries that the server may have.
fn doubtful<'a>(batches: impl Iterator<Item = &'a Batch>) -> u64 {
    let doubtful = batches.filter(|batch| batch.is_doubtful);
    doubtful.map(Batch::len).sum()
}

/// Nothing but time, flushes and the end wakes the worker.
fn wait<T>(core: &mut Core<T>, until: Option<Instant>) -> Step {
    core.wake = match core.spools {
        true => Wake::AtFirst,
        false => Wake::No,
    };
    let deadline = core.deadline();
    Step::Wait(match (until, deadline) {
        (Some(until), Some(deadline)) => Some(until.min(deadline)),
        (until, deadline) => until.or(deadline),
    })
}
