//! Entries on their way to a server: a bounded queue, batches, retries, and a ledger that says what became of each.
//!
//! [`Core`](core::Core) is what callers and the worker share: the queue and the ledger, behind one lock. [`Pump`](pump::Pump)
//! decides what happens next; it does no I/O and has no clock. The worker is a thin shell around it, and the one task
//! that this crate spawns.

mod core;
mod disk;
mod handle;
mod ledger;
mod piece;
mod pump;
mod settings;
mod spawn;
mod spool;
mod worker;

use bytes::Bytes;

use crate::error::Error;

pub(crate) use handle::Buffer;
pub use ledger::{DropCause, Ledger};
pub use settings::DropPolicy;
pub(crate) use settings::Settings;
pub(crate) use spool::Spool;
#[cfg(feature = "spool")]
pub(crate) use spool::SpoolLimits;

/// What a backend adds: how entries become bytes, and how a batch of them is sent.
pub(crate) trait Ship: Send + Sync + 'static {
    /// What is logged.
    type Entry: Send + 'static;

    /// The bytes of a batch besides those of its entries and the commas between them.
    fn overhead(&self) -> usize;

    /// An entry as it goes over the wire; `None` when there is no such form of it.
    fn encode(&self, entry: Self::Entry) -> Option<Encoded>;

    /// The same entry with less in it; `None` when nothing is left to leave out.
    fn strip(&self, encoded: &[u8]) -> Option<Bytes>;

    /// A name for a batch, the same in all its requests.
    fn batch_id(&self) -> String;

    /// Sends a batch, once.
    fn send(&self, parcel: Parcel) -> impl Future<Output = Result<(), Refused>> + Send;
}

/// What an entry counts for while it waits, in bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weight {
    /// In memory.
    pub(crate) memory: usize,
    /// In a batch, about.
    pub(crate) size: usize,
}

/// An entry as it goes over the wire.
#[derive(Debug)]
pub(crate) struct Encoded {
    pub(crate) bytes: Bytes,
    /// Whether it differs from what was logged.
    pub(crate) clamped: bool,
}

/// A batch to be sent.
#[derive(Debug, Clone)]
pub(crate) struct Parcel {
    pub(crate) batch_id: String,
    pub(crate) entries: Vec<Bytes>,
}

/// A batch that was not accepted.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) why: Why,
    pub(crate) error: Error,
}

/// What the refusal of a batch means for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// It may pass. `is_doubtful`: the server may have the batch.
    Passing { is_doubtful: bool },
    /// The batch is larger than the server takes.
    TooLarge,
    /// Something in the batch is not as the server wants it.
    Malformed,
    /// It is refused for good.
    Rejected,
    /// The credential is not accepted.
    Unauthorized,
}

#[cfg(test)]
mod tests;
