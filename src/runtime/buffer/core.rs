//! What callers and the worker share: the queue and the ledger.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use super::Weight;
use super::ledger::{DropCause, Ledger};
use super::settings::{DropPolicy, Settings};
use crate::error::Error;
use crate::runtime::breaker::later;

/// An entry that waits.
#[derive(Debug)]
pub(super) struct Slot<T> {
    pub(super) seq: u64,
    pub(super) weight: usize,
    /// About what it takes of a batch, in bytes.
    size: usize,
    pub(super) entry: T,
}

/// Whether entries are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Open,
    /// What is there is still sent, until the deadline; `None` is a deadline that no clock reaches.
    Closing(Option<Instant>),
    Closed,
}

/// What wakes a worker that waits, besides time, flushes and the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wake {
    /// It does not wait, or nothing else wakes it.
    No,
    /// The next entry.
    AtFirst,
    /// As many entries as make a batch.
    AtBatch,
}

/// Behind one lock, so that every look at it is a moment.
#[derive(Debug)]
pub(super) struct Core<T> {
    waiting: VecDeque<Slot<T>>,
    waiting_weight: usize,
    waiting_size: usize,
    /// Entries that the pump has taken and that are not settled.
    held: u64,
    held_weight: usize,
    /// The oldest of them.
    held_from: Option<u64>,
    in_flight: u64,
    /// How many of these are in memory alone.
    exposed: u64,
    /// Other entries in memory alone that the server may have, though it did not say so.
    doubtful: u64,
    last_seq: u64,
    /// Entries that made room for others.
    driven_out: u64,
    /// When the entry came that has waited longest.
    since: Option<Instant>,
    pub(super) wake: Wake,
    pub(super) phase: Phase,
    /// Entries up to this one are not to wait for others.
    flush_to: u64,
    /// How often that was asked for.
    pub(super) flushes: u64,
    pub(super) failed_rounds: u64,
    pub(super) last_error: Option<Error>,
    /// Why nothing is sent just now, and until when.
    pub(super) blocked: Option<(&'static str, Instant)>,
    pub(super) is_running: bool,
    /// Nobody has a handle any more.
    pub(super) is_abandoned: bool,
    /// Whether there is a spool: what is being sent is on disk, and not given up.
    pub(super) spools: bool,
    pub(super) ledger: Ledger,
}

/// What was there at the end. The entries are dropped after the lock is released: they may hold a handle of the buffer.
#[derive(Debug)]
#[must_use]
pub(super) struct Rest<T> {
    /// How many entries were given up.
    pub(super) left: u64,
    _waiting: VecDeque<Slot<T>>,
}

/// What came of an entry.
#[derive(Debug)]
#[must_use]
pub(super) struct Pushed<T> {
    /// The worker is to be woken.
    pub(super) wakes: bool,
    /// There is no worker yet.
    pub(super) starts: bool,
    /// What was not kept. Dropping it takes longer than all the rest, so that is done after the lock is released.
    _refused: Option<T>,
    _driven_out: Vec<Slot<T>>,
}

impl<T> Core<T> {
    pub(super) fn new() -> Self {
        Self {
            waiting: VecDeque::new(),
            waiting_weight: 0,
            waiting_size: 0,
            held: 0,
            held_weight: 0,
            held_from: None,
            in_flight: 0,
            exposed: 0,
            doubtful: 0,
            last_seq: 0,
            driven_out: 0,
            since: None,
            wake: Wake::No,
            phase: Phase::Open,
            flush_to: 0,
            flushes: 0,
            failed_rounds: 0,
            last_error: None,
            blocked: None,
            is_running: false,
            is_abandoned: false,
            spools: false,
            ledger: Ledger::default(),
        }
    }

    /// Takes an entry, or accounts for not taking it.
    pub(super) fn push(&mut self, settings: &Settings, entry: T, weight: Weight) -> Pushed<T> {
        let mut pushed = Pushed {
            wakes: false,
            starts: false,
            _refused: None,
            _driven_out: Vec::new(),
        };
        if self.phase != Phase::Open {
            self.ledger.refused += 1;
            pushed._refused = Some(entry);
            return pushed;
        }
        self.ledger.accepted += 1;
        if !self.make_room(settings, weight.memory, &mut pushed._driven_out) {
            self.ledger.drop_some(DropCause::QueueFull, 1);
            pushed._refused = Some(entry);
            return pushed;
        }
        self.last_seq += 1;
        self.waiting_weight += weight.memory;
        self.waiting_size += weight.size;
        self.waiting.push_back(Slot {
            seq: self.last_seq,
            weight: weight.memory,
            size: weight.size,
            entry,
        });
        if self.since.is_none() {
            self.since = Some(Instant::now());
        }
        pushed.wakes = match self.wake {
            Wake::No => false,
            Wake::AtFirst => true,
            Wake::AtBatch => self.fills_a_batch(settings),
        };
        if pushed.wakes {
            self.wake = Wake::No;
        }
        pushed.starts = self.needs_worker();
        pushed
    }

    /// Whether there must be a worker and is none; from here on there is.
    pub(super) fn needs_worker(&mut self) -> bool {
        !std::mem::replace(&mut self.is_running, true)
    }

    fn make_room(
        &mut self,
        settings: &Settings,
        weight: usize,
        driven_out: &mut Vec<Slot<T>>,
    ) -> bool {
        loop {
            let entries = self.waiting.len() as u64 + self.held;
            let total = self.waiting_weight + self.held_weight + weight;
            if entries < settings.queue_entries as u64 && total <= settings.queue_bytes {
                return true;
            }
            let fits_at_all = self.held_weight + weight <= settings.queue_bytes;
            if settings.policy == DropPolicy::Newest || !fits_at_all {
                return false;
            }
            let Some(oldest) = self.waiting.pop_front() else {
                return false;
            };
            self.waiting_weight -= oldest.weight;
            self.driven_out += 1;
            self.waiting_size -= oldest.size;
            driven_out.push(oldest);
            self.ledger.drop_some(DropCause::QueueFull, 1);
        }
    }

    /// Whether waiting for more is of no use: there is a batch, or soon no room.
    fn fills_a_batch(&self, settings: &Settings) -> bool {
        self.waiting.len() >= settings.batch_entries.min(settings.queue_entries)
            || self.waiting_size >= settings.batch_bytes
            || self.waiting_weight > settings.queue_bytes / 2
    }

    /// Whether there are entries that nobody has taken.
    pub(super) fn has_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// When the next batch is due; `None` when nothing waits.
    pub(super) fn due(&self, settings: &Settings, now: Instant) -> Option<Instant> {
        let first = self.waiting.front()?;
        let hurries = self.phase != Phase::Open || first.seq <= self.flush_to;
        if hurries || self.fills_a_batch(settings) {
            return Some(now);
        }
        Some(later(self.since.unwrap_or(now), settings.interval))
    }

    /// Takes the oldest entries, not more than make up a batch together with so many bytes.
    pub(super) fn take(
        &mut self,
        settings: &Settings,
        mut entries: usize,
        mut size: usize,
    ) -> Vec<Slot<T>> {
        let mut taken = Vec::with_capacity(entries.min(self.waiting.len()));
        let first = self.waiting.front().map(|slot| slot.seq);
        while entries > 0 && size < settings.batch_bytes {
            let Some(slot) = self.waiting.pop_front() else {
                break;
            };
            self.waiting_weight -= slot.weight;
            self.waiting_size -= slot.size;
            self.held += 1;
            self.held_weight += slot.weight;
            entries -= 1;
            size += slot.size;
            taken.push(slot);
        }
        // From now on, and not from when the pump notes it: a flush may look in between.
        if !taken.is_empty() {
            self.held_from = self.held_from.or(first);
        }
        if self.waiting.is_empty() {
            self.since = None;
        }
        taken
    }

    /// Lets go of entries that are settled.
    pub(super) fn release(&mut self, entries: u64, weight: usize) {
        self.held -= entries.min(self.held);
        self.held_weight -= weight.min(self.held_weight);
    }

    /// Gives up entries that the pump holds.
    pub(super) fn give_up(&mut self, cause: DropCause, entries: u64, weight: usize) {
        self.release(entries, weight);
        self.ledger.drop_some(cause, entries);
    }

    /// Lets go of entries of the spool that are settled.
    pub(super) fn release_spooled(&mut self, entries: u64) {
        self.ledger.spooled -= entries.min(self.ledger.spooled);
    }

    /// Gives up entries of the spool.
    pub(super) fn give_up_spooled(&mut self, cause: DropCause, entries: u64) {
        let entries = entries.min(self.ledger.spooled);
        self.release_spooled(entries);
        self.ledger.drop_some(cause, entries);
    }

    /// Counts what an earlier run left.
    pub(super) fn recover(&mut self, entries: u64, last_seq: u64) {
        self.ledger.accepted += entries;
        self.ledger.recovered += entries;
        self.ledger.spooled += entries;
        self.last_seq = last_seq;
        // Until the pump says more: a flush may come before it has looked.
        self.held_from = (entries > 0).then_some(1);
    }

    /// Whether this entry is not to wait for others.
    pub(super) fn is_hurried(&self, seq: u64) -> bool {
        seq <= self.flush_to
    }

    /// Notes what the pump holds: the oldest entry, and how many in memory the server may have besides those in flight.
    pub(super) fn note_held(&mut self, from: Option<u64>, doubtful: u64) {
        self.held_from = from;
        self.doubtful = doubtful;
    }

    /// Notes how many entries are being sent, and how many of them are in memory alone.
    pub(super) fn set_in_flight(&mut self, entries: u64, in_memory: u64) {
        (self.in_flight, self.exposed) = (entries, in_memory);
        self.blocked = None;
    }

    pub(super) fn in_flight(&self) -> u64 {
        self.in_flight
    }

    /// The last entry that was taken so far.
    pub(super) fn last_seq(&self) -> u64 {
        self.last_seq
    }

    /// Has everything that is here sent without waiting for more.
    pub(super) fn hurry(&mut self) {
        self.flush_to = self.last_seq;
        self.flushes += 1;
    }

    /// Entries that were given up after they had been taken.
    pub(super) fn lost(&self) -> u64 {
        let refused = self.ledger.dropped(DropCause::QueueFull) - self.driven_out;
        self.ledger.dropped_total() - refused
    }

    /// Whether all entries up to this one are settled.
    pub(super) fn is_settled(&self, seq: u64) -> bool {
        let first = self.waiting.front().map(|slot| slot.seq);
        let oldest = match (self.held_from, first) {
            (Some(held), Some(first)) => Some(held.min(first)),
            (held, first) => held.or(first),
        };
        self.phase == Phase::Closed || oldest.is_none_or(|oldest| oldest > seq)
    }

    /// No more entries; what is there may be sent until then.
    pub(super) fn close(&mut self, limit: Duration) {
        let deadline = Instant::now().checked_add(limit);
        self.phase = match self.phase {
            Phase::Open => Phase::Closing(deadline),
            Phase::Closing(earlier) => Phase::Closing(match (earlier, deadline) {
                (Some(earlier), Some(deadline)) => Some(earlier.min(deadline)),
                (one, other) => one.or(other),
            }),
            Phase::Closed => Phase::Closed,
        };
    }

    /// When closing has to be over.
    pub(super) fn deadline(&self) -> Option<Instant> {
        match self.phase {
            Phase::Closing(deadline) => deadline,
            _ => None,
        }
    }

    /// Whether it has ended, or has to end now.
    pub(super) fn is_over(&self, now: Instant) -> bool {
        let late = self.deadline().is_some_and(|deadline| deadline <= now);
        late || self.phase == Phase::Closed
    }

    /// The end: what is left in memory is given up.
    pub(super) fn end(&mut self, cause: DropCause) -> Rest<T> {
        let waiting = std::mem::take(&mut self.waiting);
        let left = waiting.len() as u64 + self.held;
        let unconfirmed = (self.exposed + self.doubtful).min(left);
        self.ledger.drop_some(DropCause::Unconfirmed, unconfirmed);
        self.ledger.drop_some(cause, left - unconfirmed);
        self.phase = Phase::Closed;
        (self.waiting_weight, self.waiting_size) = (0, 0);
        (self.held, self.held_weight) = (0, 0);
        (self.held_from, self.since, self.blocked) = (None, None, None);
        (self.in_flight, self.exposed, self.doubtful) = (0, 0, 0);
        Rest {
            left,
            _waiting: waiting,
        }
    }

    /// What became of every entry, now.
    pub(super) fn snapshot(&self) -> Ledger {
        Ledger {
            queued: self.waiting.len() as u64 + self.held,
            in_flight: self.in_flight,
            ..self.ledger.clone()
        }
    }

    /// Bytes and entries in memory.
    #[cfg(test)]
    pub(super) fn load(&self) -> (u64, usize) {
        (
            self.waiting.len() as u64 + self.held,
            self.waiting_weight + self.held_weight,
        )
    }
}
