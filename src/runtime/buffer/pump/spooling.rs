//! What goes to the spool, and what comes from it.

use tokio::time::Instant;

use super::Pump;
use crate::error::Result;
use crate::runtime::buffer::Ship;
use crate::runtime::buffer::core::{Core, Phase, Wake};
use crate::runtime::buffer::disk::Disk;
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
        let over = core.is_over(now);
        let may_write = self
            .disk
            .as_mut()
            .is_some_and(|disk| disk.may_write(now, over));
        if core.phase == Phase::Closed || !may_write {
            return false;
        }
        core.wake = Wake::AtFirst;
        let slots = core.take(&shared.settings.of_spool(), AT_ONCE, 0);
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
    pub(in crate::runtime::buffer) fn changes(&self) -> Changes {
        self.disk.as_ref().map(Disk::changes).unwrap_or_default()
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
