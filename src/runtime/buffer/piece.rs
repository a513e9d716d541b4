//! Entries as they go over the wire, and batches of them.

use bytes::Bytes;

use super::Parcel;

/// An entry that is serialised.
#[derive(Debug)]
pub(super) struct Piece {
    /// Its place among all entries.
    pub(super) seq: u64,
    /// What it counts for in the bounds of the queue, in bytes.
    pub(super) weight: usize,
    pub(super) bytes: Bytes,
    /// Whether something was left out of it.
    pub(super) is_stripped: bool,
    /// Whether the spool has it, so that it counts for nothing in memory.
    pub(super) is_on_disk: bool,
}

/// Entries that are sent together.
#[derive(Debug)]
pub(super) struct Batch {
    pub(super) id: String,
    pub(super) pieces: Vec<Piece>,
    /// Whether the server may have it: a request for it had no answer.
    pub(super) is_doubtful: bool,
}

impl Batch {
    /// What is to be sent.
    pub(super) fn parcel(&self) -> Parcel {
        let entries = self.pieces.iter().map(|piece| piece.bytes.clone());
        Parcel {
            batch_id: self.id.clone(),
            entries: entries.collect(),
        }
    }

    pub(super) fn len(&self) -> u64 {
        self.pieces.len() as u64
    }

    /// How many of them are in memory alone.
    pub(super) fn in_memory(&self) -> u64 {
        let pieces = self.pieces.iter().filter(|piece| !piece.is_on_disk);
        pieces.count() as u64
    }

    /// Takes the second half off.
    pub(super) fn halve(&mut self, id: String) -> Self {
        Self {
            id,
            pieces: self.pieces.split_off(self.pieces.len().div_ceil(2)),
            is_doubtful: self.is_doubtful,
        }
    }
}
