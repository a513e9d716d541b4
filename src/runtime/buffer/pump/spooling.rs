//! What goes to the spool, and what comes from it.

use tokio::time::Instant;

use super::pack::shrink;
use super::{Notice, Pump};
use crate::error::Result;
use crate::runtime::breaker::later;
use crate::runtime::buffer::Ship;
use crate::runtime::buffer::core::{Core, Phase, Wake};
use crate::runtime::buffer::disk::Disk;
use crate::runtime::buffer::ledger::DropCause;
use crate::runtime::buffer::piece::Piece;
use crate::runtime::buffer::spool::{Changes, Loaded, Stored};
use crate::runtime::buffer::worker::Shared;

/// The most entries that are written at once.
const AT_ONCE: usize = 2000;

impl Pump {
    /// Whether something is to be written to the spool: what waits, and what is settled.
    pub(in crate::runtime::buffer) fn keeps<S: Ship>(
        &mut self,
        shared: &Shared<S>,
        now: Instant,
    ) -> bool {
        let mut core = shared.core();
        let over = core.is_over(now) || self.verdict.is_some();
        let may_write = self
            .disk
            .as_mut()
            .is_some_and(|disk| disk.may_write(now, over));
        if core.phase == Phase::Closed || !may_write {
            return false;
        }
        core.wake = Wake::AtFirst;
        let slots = core.take(&shared.settings.of_spool(), AT_ONCE, 0);
        let is_sending = core.in_flight() > 0;
        drop(core);
        let mut pieces = match over {
            true => self.unwritten(is_sending),
            false => Vec::new(),
        };
        pieces.extend(self.encode(shared, slots));
        let Some(disk) = &mut self.disk else {
            return false;
        };
        disk.store(pieces);
        let keeps = disk.has_changes();
        self.note(&mut shared.core());
        keeps
    }

    /// Takes out what could not be written before, besides what the server may have: the last chance to keep it.
    fn unwritten(&mut self, is_sending: bool) -> Vec<Piece> {
        let batches = self.batches.iter_mut().skip(usize::from(is_sending));
        let mut pieces = Vec::new();
        for batch in batches.filter(|batch| !batch.is_doubtful) {
            pieces.extend(batch.pieces.extract_if(.., |piece| !piece.is_on_disk));
        }
        for piece in std::mem::take(&mut self.loose) {
            match piece.is_on_disk {
                true => self.loose.push_back(piece),
                false => pieces.push(piece),
            }
        }
        pieces
    }

    /// What is to be written to the spool.
    pub(in crate::runtime::buffer) fn changes(&mut self) -> Changes {
        self.disk.as_mut().map(Disk::changes).unwrap_or_default()
    }

    /// Takes note of what was written.
    pub(in crate::runtime::buffer) fn stored<S: Ship>(
        &mut self,
        shared: &Shared<S>,
        written: Result<Stored>,
        now: Instant,
    ) {
        let mut core = shared.core();
        let Some(disk) = &mut self.disk else { return };
        if core.phase == Phase::Closed {
            return;
        }
        match written {
            Ok(stored) => disk.stored(&mut core, &stored, now),
            Err(error) => {
                let rest = later(now, shared.settings.interval);
                self.loose.extend(disk.not_stored(rest));
                self.notice = Some(Notice::NotStored(error.again()));
                core.last_error = Some(error);
            }
        }
        self.note(&mut core);
        drop(core);
        self.say();
    }

    /// Takes note of what was read.
    pub(in crate::runtime::buffer) fn loaded<S: Ship>(
        &mut self,
        shared: &Shared<S>,
        read: Result<Loaded>,
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
                // Until they are in `loose`: a flush may look in between.
                let first = pieces.first().map(|piece| piece.seq);
                core.note_held(first.into_iter().chain(self.oldest()).min(), 0);
                drop(core);
                self.add(shared, pieces);
            }
            Err(error) => {
                disk.not_loaded(match core.phase {
                    Phase::Open => later(now, shared.settings.interval),
                    _ => shared.settings.after(1, now),
                });
                core.last_error = Some(error);
                self.round_failed(&mut core);
                drop(core);
            }
        }
        self.note(&mut shared.core());
        self.say();
    }

    /// Puts entries of the spool among those in memory, as far as they fit: what wrote them may have had larger batches.
    fn add<S: Ship>(&mut self, shared: &Shared<S>, pieces: Vec<Piece>) {
        let (mut stripped, mut lost) = (0, Vec::new());
        for mut piece in pieces {
            let fits = shrink(shared, &mut piece);
            stripped += u64::from(piece.is_stripped);
            match fits {
                true => self.loose.push_back(piece),
                false => lost.push(piece),
            }
        }
        // Some may have stayed in memory when newer ones were written.
        self.loose
            .make_contiguous()
            .sort_unstable_by_key(|piece| piece.seq);
        let mut core = shared.core();
        if core.phase == Phase::Closed {
            return;
        }
        core.ledger.stripped += stripped;
        core.ledger
            .drop_some(DropCause::TooLarge, lost.len() as u64);
        self.release(&mut core, &lost);
    }

    /// Lets go of entries that are settled, wherever they are.
    pub(super) fn release<T>(&mut self, core: &mut Core<T>, pieces: &[Piece]) {
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
}
