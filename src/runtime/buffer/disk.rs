//! What the pump knows of the spool. No I/O: the worker reads and writes.

use bytes::Bytes;
use tokio::time::Instant;

use super::core::{Core, Phase};
use super::ledger::DropCause;
use super::piece::Piece;
use super::settings::Settings;
use super::spool::{Changes, Found, Loaded, Stored};
use crate::runtime::breaker::later;

/// Entries on disk, and what is to be done about them.
#[derive(Debug)]
pub(super) struct Disk {
    /// Entries that are on disk alone.
    unloaded: u64,
    unloaded_bytes: u64,
    /// The last entry that was read.
    loaded_to: u64,
    /// When the oldest of those on disk alone came.
    since: Option<Instant>,
    /// Entries that are being written.
    storing: Vec<Piece>,
    /// Settled, and still on disk.
    forget: Vec<u64>,
    /// Until when it is left alone, after it could not be written.
    rests_until: Option<Instant>,
    /// Until when nothing is read, after it could not be.
    unreadable_until: Option<Instant>,
    tried_last: bool,
    /// Of what was to be written last.
    turn: u64,
}

impl Disk {
    pub(super) fn new(found: Found, now: Instant) -> Self {
        Self {
            unloaded: found.entries,
            unloaded_bytes: found.bytes,
            loaded_to: 0,
            since: (found.entries > 0).then_some(now),
            storing: Vec::new(),
            forget: Vec::new(),
            rests_until: None,
            unreadable_until: None,
            tried_last: false,
            turn: 0,
        }
    }

    /// Whether it may be written now; at the end it may, once.
    pub(super) fn may_write(&mut self, now: Instant, is_over: bool) -> bool {
        if is_over && !std::mem::replace(&mut self.tried_last, true) {
            self.rests_until = None;
        }
        self.rests_until = self.rests_until.filter(|until| *until > now);
        self.rests_until.is_none()
    }

    /// When it may be written again; `None` when it may be.
    pub(super) fn rests_until(&self) -> Option<Instant> {
        self.rests_until
    }

    /// Whether there is something to be written.
    pub(super) fn has_changes(&self) -> bool {
        !self.storing.is_empty() || !self.forget.is_empty()
    }

    /// Has entries written.
    pub(super) fn store(&mut self, pieces: Vec<Piece>) {
        self.storing.extend(pieces);
        self.storing.sort_unstable_by_key(|piece| piece.seq);
    }

    /// Has a settled entry taken out.
    pub(super) fn forget(&mut self, seq: u64) {
        self.forget.push(seq);
    }

    /// What is to be written now.
    pub(super) fn changes(&mut self) -> Changes {
        self.turn += 1;
        let add = self.storing.iter();
        Changes {
            turn: self.turn,
            add: add.map(|piece| (piece.seq, piece.bytes.clone())).collect(),
            forget: self.forget.clone(),
            keep_to: self.loaded_to,
        }
    }

    /// It was written.
    pub(super) fn stored<T>(&mut self, core: &mut Core<T>, stored: &Stored, now: Instant) {
        self.forget.clear();
        self.rests_until = None;
        for piece in self.storing.drain(..) {
            if stored.refused.binary_search(&piece.seq).is_err() {
                core.release(1, piece.weight);
                core.ledger.spooled += 1;
                self.unloaded += 1;
                self.unloaded_bytes += piece.bytes.len() as u64;
                self.since.get_or_insert(now);
            } else {
                core.give_up(DropCause::SpoolFull, 1, piece.weight);
            }
        }
        core.give_up_spooled(DropCause::SpoolFull, stored.evicted);
        self.left(stored.evicted, stored.evicted_bytes);
        core.give_up_spooled(DropCause::Expired, stored.expired);
        self.left(stored.expired, stored.expired_bytes);
    }

    /// It was not written: what came stays in memory.
    pub(super) fn not_stored(&mut self, rests_until: Instant) -> Vec<Piece> {
        self.rests_until = Some(rests_until);
        std::mem::take(&mut self.storing)
    }

    /// It could not be read: what is there stays there.
    pub(super) fn not_loaded(&mut self, rests_until: Instant) {
        self.unreadable_until = Some(rests_until);
    }

    /// When entries are to be read; `None` when there are none.
    pub(super) fn due<T>(
        &self,
        core: &Core<T>,
        settings: &Settings,
        now: Instant,
    ) -> Option<Instant> {
        if self.unloaded == 0 {
            return None;
        }
        let hurries = core.phase != Phase::Open || core.is_hurried(self.loaded_to + 1);
        let fills = self.unloaded >= settings.batch_entries as u64
            || self.unloaded_bytes >= settings.batch_bytes as u64;
        let due = match hurries || fills {
            true => now,
            false => later(self.since.unwrap_or(now), settings.interval),
        };
        Some(self.unreadable_until.map_or(due, |until| due.max(until)))
    }

    /// Whether older entries than this one are to be read first.
    pub(super) fn has_before(&self, seq: Option<u64>, now: Instant) -> bool {
        let is_readable = self.unreadable_until.is_none_or(|until| until <= now);
        let is_older = seq.is_none_or(|seq| self.loaded_to + 1 < seq);
        self.unloaded > 0 && is_readable && is_older
    }

    /// Whether entries are sent without having been written.
    pub(super) fn is_bypassed(&self) -> bool {
        self.rests_until.is_some() && (self.unloaded == 0 || self.unreadable_until.is_some())
    }

    /// The place behind which entries are to be read.
    pub(super) fn loaded_to(&self) -> u64 {
        self.loaded_to
    }

    /// Entries were read.
    pub(super) fn loaded<T>(&mut self, core: &mut Core<T>, loaded: Loaded) -> Vec<Piece> {
        self.unreadable_until = None;
        core.give_up_spooled(DropCause::Expired, loaded.expired);
        self.left(loaded.expired, loaded.expired_bytes);
        if loaded.entries.is_empty() && self.unloaded > 0 {
            // What should be there and is not is no entry to wait for.
            core.give_up_spooled(DropCause::SpoolFailed, self.unloaded);
            self.left(self.unloaded, self.unloaded_bytes);
        }
        let mut pieces = Vec::with_capacity(loaded.entries.len());
        for (seq, bytes) in loaded.entries {
            self.left(1, bytes.len() as u64);
            self.loaded_to = seq;
            pieces.push(piece(seq, bytes));
        }
        pieces
    }

    /// The oldest entry that is on disk alone, or before it.
    pub(super) fn oldest(&self) -> Option<u64> {
        let unloaded = (self.unloaded > 0).then_some(self.loaded_to + 1);
        let storing = self.storing.first().map(|piece| piece.seq);
        unloaded.or(storing)
    }

    fn left(&mut self, entries: u64, bytes: u64) {
        self.unloaded -= entries.min(self.unloaded);
        self.unloaded_bytes -= bytes.min(self.unloaded_bytes);
        if self.unloaded == 0 {
            (self.unloaded_bytes, self.since) = (0, None);
        }
    }
}

fn piece(seq: u64, bytes: Bytes) -> Piece {
    Piece {
        seq,
        weight: 0,
        bytes,
        is_stripped: false,
        is_on_disk: true,
    }
}
