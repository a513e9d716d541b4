//! Entries on disk: what was not delivered survives a crash.

#[cfg(not(feature = "spool"))]
mod absent;
#[cfg(feature = "spool")]
mod database;

#[cfg(feature = "spool")]
use std::time::Duration;

use bytes::Bytes;

#[cfg(not(feature = "spool"))]
pub(crate) use absent::Spool;
#[cfg(feature = "spool")]
pub(crate) use database::Spool;

#[cfg(feature = "spool")]
use super::settings::DropPolicy;

/// What a spool may hold.
#[cfg(feature = "spool")]
#[derive(Debug, Clone)]
pub(crate) struct SpoolLimits {
    /// The most bytes of entries.
    pub(crate) bytes: u64,
    /// How long an entry may stay.
    pub(crate) age: Duration,
    pub(crate) policy: DropPolicy,
}

/// What an earlier run left.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) entries: u64,
    pub(super) bytes: u64,
    pub(super) last: u64,
}

/// What is to be written.
#[cfg_attr(
    not(feature = "spool"),
    allow(dead_code, reason = "only a spool reads it")
)]
#[derive(Debug, Clone, Default)]
pub(super) struct Changes {
    /// Later changes have a larger one, and know all that earlier ones know.
    pub(super) turn: u64,
    /// Entries that come, each with its place.
    pub(super) add: Vec<(u64, Bytes)>,
    /// Entries that are settled.
    pub(super) forget: Vec<u64>,
    /// Entries up to this one are about to be sent, and stay.
    pub(super) keep_to: u64,
}

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Stored {
    /// Entries that came and are not there, in order: there was no room.
    pub(super) refused: Vec<u64>,
    /// Older entries that had to make room.
    pub(super) evicted: u64,
    pub(super) evicted_bytes: u64,
    /// Older entries that were too old.
    pub(super) expired: u64,
    pub(super) expired_bytes: u64,
}

/// Entries that were read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Loaded {
    pub(super) entries: Vec<(u64, Bytes)>,
    /// Entries before them that were too old, and are gone.
    pub(super) expired: u64,
    pub(super) expired_bytes: u64,
}
