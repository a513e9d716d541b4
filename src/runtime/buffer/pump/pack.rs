//! Entries become bytes, and these batches.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Pump;
use crate::runtime::buffer::Ship;
use crate::runtime::buffer::core::{Phase, Slot};
use crate::runtime::buffer::ledger::DropCause;
use crate::runtime::buffer::piece::{Batch, Piece};
use crate::runtime::buffer::worker::Shared;

impl Pump {
    /// Serialises entries; those that cannot be sent in any form are given up.
    pub(super) fn encode<S: Ship>(
        &self,
        shared: &Shared<S>,
        slots: Vec<Slot<S::Entry>>,
    ) -> Vec<Piece> {
        let mut pieces = Vec::with_capacity(slots.len());
        let (mut clamped, mut stripped) = (0, 0);
        let mut lost = Vec::new();
        for slot in slots {
            let Slot {
                seq, weight, entry, ..
            } = slot;
            // What panics here would take all others with it.
            let encode = AssertUnwindSafe(|| shared.ship.encode(entry));
            let Ok(Some(encoded)) = catch_unwind(encode) else {
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
            let fits = shrink(shared, &mut piece);
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
    pub(super) fn pack<S: Ship>(&mut self, shared: &Shared<S>) {
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
}

/// Leaves things out of an entry until it fits into a batch.
pub(super) fn shrink<S: Ship>(shared: &Shared<S>, piece: &mut Piece) -> bool {
    let overhead = shared.ship.overhead();
    let room = shared.settings.batch_bytes.saturating_sub(overhead);
    while piece.bytes.len() > room {
        let Some(less) = shared.ship.strip(&piece.bytes) else {
            return false;
        };
        (piece.bytes, piece.is_stripped) = (less, true);
    }
    true
}
