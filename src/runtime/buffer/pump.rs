//! What happens next to the entries. No I/O and no clock: who asks says what time it is.

use std::collections::VecDeque;

use tokio::time::Instant;

use super::core::{Core, Phase, Slot, Wake};
use super::disk::Disk;
use super::ledger::DropCause;
use super::piece::{Batch, Piece};
use super::settings::Settings;
use super::spool::{Changes, Found, Loaded, Stored};
use super::worker::Shared;
use super::{Parcel, Refused, Ship, Why};
use crate::error::Result as Outcome;
use crate::runtime::breaker::Breaker;

/// Refusals of batches as malformed, with nothing accepted in between, after which batches are no longer taken apart: it is
/// not one entry that the server dislikes.
const FRUITLESS: u32 = 10;

/// The most entries that are written to the spool at once.
const SPOOLED_AT_ONCE: usize = 2000;

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

    /// Whether something is to be written to the spool: what waits, and what is settled.
    pub(super) fn keeps<S: Ship>(&mut self, shared: &Shared<S>, now: Instant) -> bool {
        let mut core = shared.core();
        let over = core.is_over(now);
        let may_write = self
            .disk
            .as_mut()
            .is_some_and(|disk| disk.may_write(now, over));
        if core.phase == Phase::Closed || !may_write {
            return false;
        }
        core.wake = Wake::AtFirst;
        let slots = core.take(&shared.settings.of_spool(), SPOOLED_AT_ONCE, 0);
        drop(core);
        let pieces = self.encode(shared, slots);
        let Some(disk) = &mut self.disk else {
            return false;
        };
        disk.store(pieces);
        let keeps = disk.has_changes();
        self.note(&mut shared.core());
        keeps
    }

    /// What is to be written to the spool.
    pub(super) fn changes(&self) -> Changes {
        self.disk.as_ref().map(Disk::changes).unwrap_or_default()
    }

    /// Takes note of what was written.
    pub(super) fn stored<S: Ship>(
        &mut self,
        shared: &Shared<S>,
        written: Outcome<Stored>,
        now: Instant,
    ) {
        let mut core = shared.core();
        let Some(disk) = &mut self.disk else { return };
        if core.phase == Phase::Closed {
            return;
        }
        match written {
            Ok(stored) => disk.stored(&mut core, stored, now),
            Err(error) => {
                tracing::warn!(%error, "entries stay in memory");
                self.loose
                    .extend(disk.not_stored(now.checked_add(shared.settings.interval)));
                core.last_error = Some(error);
            }
        }
        self.note(&mut core);
    }

    /// Takes note of what was read.
    pub(super) fn loaded<S: Ship>(
        &mut self,
        shared: &Shared<S>,
        read: Outcome<Loaded>,
        now: Instant,
    ) {
        let mut core = shared.core();
        let Some(disk) = &mut self.disk else { return };
        if core.phase == Phase::Closed {
            return;
        }
        match read {
            Ok(loaded) => {
                let pieces = disk.loaded(&mut core, loaded);
                self.loose.extend(pieces);
            }
            Err(error) => {
                core.last_error = Some(error);
                self.rest_until = now.checked_add(shared.settings.interval);
                self.round_failed(&mut core);
            }
        }
        self.note(&mut core);
    }

    /// Lets go of entries that are settled, wherever they are.
    fn release<T>(&mut self, core: &mut Core<T>, pieces: &[Piece]) {
        for piece in pieces {
            match &mut self.disk {
                Some(disk) if piece.is_on_disk => {
                    disk.forget(piece.seq);
                    core.release_spooled(1);
                }
                _ => core.release(1, piece.weight),
            }
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

    /// Serialises entries; those that cannot be sent in any form are given up.
    fn encode<S: Ship>(&self, shared: &Shared<S>, slots: Vec<Slot<S::Entry>>) -> Vec<Piece> {
        let mut pieces = Vec::with_capacity(slots.len());
        let room = shared
            .settings
            .batch_bytes
            .saturating_sub(shared.ship.overhead());
        let (mut clamped, mut stripped) = (0, 0);
        let mut lost = Vec::new();
        for Slot { seq, weight, entry } in slots {
            let Some(encoded) = shared.ship.encode(entry) else {
                lost.push((DropCause::Invalid, weight));
                continue;
            };
            let mut piece = Piece {
                seq,
                weight,
                bytes: encoded.bytes,
                is_stripped: false,
                is_on_disk: false,
            };
            let fits = shrink(&shared.ship, &mut piece, room);
            clamped += u64::from(encoded.clamped);
            stripped += u64::from(piece.is_stripped);
            if fits {
                pieces.push(piece);
            } else {
                lost.push((DropCause::TooLarge, weight));
            }
        }
        let mut core = shared.core();
        // After the end all of them are accounted for.
        if core.phase == Phase::Closed {
            return pieces;
        }
        core.ledger.clamped += clamped;
        core.ledger.stripped += stripped;
        for (cause, weight) in lost {
            core.give_up(cause, 1, weight);
        }
        pieces
    }

    /// Makes a batch of what fits into one.
    fn pack<S: Ship>(&mut self, shared: &Shared<S>) {
        let settings = &shared.settings;
        let mut size = shared.ship.overhead();
        let mut fitting = 0;
        for piece in self.loose.iter().take(settings.batch_entries) {
            size += piece.bytes.len() + usize::from(fitting > 0);
            if size > settings.batch_bytes {
                break;
            }
            fitting += 1;
        }
        if fitting > 0 {
            let pieces = self.loose.drain(..fitting).collect();
            self.batches.push_back(Batch {
                id: shared.ship.batch_id(),
                pieces,
                is_doubtful: false,
            });
        }
    }

    /// Takes note of what came of the batch that was sent.
    pub(super) fn settle<S: Ship>(
        &mut self,
        shared: &Shared<S>,
        outcome: Result<(), Refused>,
        now: Instant,
    ) {
        let mut core = shared.core();
        if core.phase == Phase::Closed {
            return;
        }
        core.set_in_flight(0);
        let Some(mut batch) = self.batches.pop_front() else {
            return;
        };
        match outcome {
            Ok(()) => {
                self.answered();
                self.fruitless = 0;
                core.ledger.delivered += batch.len();
                core.ledger.batches += 1;
                self.release(&mut core, &batch.pieces);
            }
            Err(Refused { why, error }) => {
                self.not_before = error
                    .retry_after()
                    .and_then(|asked| now.checked_add(asked.min(shared.settings.max_retry_after)));
                core.last_error = Some(error);
                match why {
                    Why::Passing { is_doubtful } => {
                        batch.is_doubtful |= is_doubtful;
                        self.batches.push_front(batch);
                        self.failed(&shared.settings, &mut core, now);
                    }
                    Why::Unauthorized => {
                        self.breaker.succeeded();
                        self.credential.failed(now);
                        self.batches.push_front(batch);
                        self.round_failed(&mut core);
                        if core.phase != Phase::Open {
                            core.end(DropCause::Unauthorized);
                        }
                    }
                    Why::TooLarge | Why::Malformed | Why::Rejected => {
                        self.answered();
                        self.refused(shared, &mut core, batch, why);
                    }
                }
            }
        }
        self.note(&mut core);
    }

    /// The server has answered: no reason to leave it alone.
    fn answered(&mut self) {
        (self.attempts, self.retry_at, self.rest_until) = (0, None, None);
        self.breaker.succeeded();
        self.credential.succeeded();
    }

    /// The request failed, and the next may not.
    fn failed<T>(&mut self, settings: &Settings, core: &mut Core<T>, now: Instant) {
        self.attempts += 1;
        let is_probe = self.breaker.is_probing();
        self.credential.gave_up(now);
        if self.attempts < settings.attempts && !is_probe {
            self.retry_at = now.checked_add(settings.delay(self.attempts));
            return;
        }
        // The last call is not the last: there is time until the deadline.
        let rest = match core.phase {
            Phase::Open => settings.interval,
            _ => settings.delay(self.attempts),
        };
        if core.phase == Phase::Open {
            self.breaker.failed(now);
        }
        // An open breaker says itself when the next round begins.
        let is_open = self.breaker.open_until().is_some();
        self.rest_until = now.checked_add(rest).filter(|_| !is_open);
        self.round_failed(core);
    }

    fn round_failed<T>(&mut self, core: &mut Core<T>) {
        (self.attempts, self.retry_at) = (0, None);
        core.failed_rounds += 1;
        if let Some(error) = &core.last_error {
            tracing::warn!(%error, "a batch could not be sent; its entries wait");
        }
    }

    /// The server takes no such batch: perhaps halves of it, or less of an entry.
    fn refused<S: Ship>(
        &mut self,
        shared: &Shared<S>,
        core: &mut Core<S::Entry>,
        mut batch: Batch,
        why: Why,
    ) {
        self.fruitless += u32::from(why == Why::Malformed);
        let divides = why == Why::TooLarge || (why == Why::Malformed && self.fruitless < FRUITLESS);
        if divides && batch.len() > 1 {
            core.ledger.split += 1;
            let rest = batch.halve(shared.ship.batch_id());
            batch.id = shared.ship.batch_id();
            self.batches.push_front(rest);
            self.batches.push_front(batch);
            return;
        }
        if why == Why::TooLarge
            && let [piece] = batch.pieces.as_mut_slice()
            && let Some(less) = shared.ship.strip(&piece.bytes)
        {
            core.ledger.stripped += u64::from(!piece.is_stripped);
            (piece.bytes, piece.is_stripped) = (less, true);
            self.batches.push_front(batch);
            return;
        }
        let cause = match why {
            Why::TooLarge => DropCause::TooLarge,
            _ => DropCause::Rejected,
        };
        if let Some(error) = &core.last_error {
            tracing::warn!(%error, %cause, entries = batch.len(), "entries are given up");
        }
        self.release(core, &batch.pieces);
        core.ledger.drop_some(cause, batch.len());
    }

    /// The worker went away while it was sending: the server may have the batch, and another worker sends it again.
    pub(super) fn interrupted(&mut self, was_sending: bool, now: Instant) {
        self.breaker.gave_up(now);
        self.credential.gave_up(now);
        if was_sending && let Some(batch) = self.batches.front_mut() {
            batch.is_doubtful = true;
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

/// Leaves things out of an entry until it fits.
fn shrink<S: Ship>(ship: &S, piece: &mut Piece, room: usize) -> bool {
    while piece.bytes.len() > room {
        let Some(less) = ship.strip(&piece.bytes) else {
            return false;
        };
        (piece.bytes, piece.is_stripped) = (less, true);
    }
    true
}
