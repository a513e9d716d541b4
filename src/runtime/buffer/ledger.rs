//! What became of every entry, counted.

use std::fmt;

/// Why an entry was not delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DropCause {
    /// The queue was full.
    QueueFull,
    /// It cannot be serialised.
    Invalid,
    /// It is larger than a whole batch may be, or than the server takes, also without its bodies.
    TooLarge,
    /// The server refuses it for good.
    Rejected,
    /// The server did not accept the credential, up to the end.
    Unauthorized,
    /// It was still waiting at the end.
    Closed,
    /// It was being sent at the end: the server may have it.
    Unconfirmed,
    /// The spool was full.
    SpoolFull,
    /// It had been in the spool for too long.
    Expired,
    /// The spool could not be read or written.
    SpoolFailed,
}

impl DropCause {
    /// All causes, in the order of their declaration.
    pub const ALL: [Self; 10] = [
        Self::QueueFull,
        Self::Invalid,
        Self::TooLarge,
        Self::Rejected,
        Self::Unauthorized,
        Self::Closed,
        Self::Unconfirmed,
        Self::SpoolFull,
        Self::Expired,
        Self::SpoolFailed,
    ];

    /// Its name in logs and metrics, such as `queue_full`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::QueueFull => "queue_full",
            Self::Invalid => "invalid",
            Self::TooLarge => "too_large",
            Self::Rejected => "rejected",
            Self::Unauthorized => "unauthorized",
            Self::Closed => "closed",
            Self::Unconfirmed => "unconfirmed",
            Self::SpoolFull => "spool_full",
            Self::Expired => "expired",
            Self::SpoolFailed => "spool_failed",
        }
    }
}

impl fmt::Display for DropCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What became of every entry, at one moment.
///
/// `accepted = delivered + dropped_total() + queued + spooled` holds in every snapshot; [`is_balanced`](Self::is_balanced)
/// says so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ledger {
    /// Entries that were taken, those that an earlier run left in the spool included.
    pub accepted: u64,
    /// Entries that the server has accepted.
    pub delivered: u64,
    /// Entries in memory, those that are being sent included.
    pub queued: u64,
    /// Entries on disk and not in memory, or in memory only to be sent.
    pub spooled: u64,
    /// Entries that were not taken, because they came after the end.
    pub refused: u64,
    /// Entries that are being sent; they count as queued or as spooled, too.
    pub in_flight: u64,
    /// Entries of `accepted` that an earlier run left in the spool.
    pub recovered: u64,
    /// Entries with values that were changed, because the server could not have stored them.
    pub clamped: u64,
    /// Entries that went without their bodies, to fit into a batch.
    pub stripped: u64,
    /// Batches that were taken apart, because the server refused them whole.
    pub split: u64,
    /// Batches that the server has accepted.
    pub batches: u64,
    /// Requests for batches, whatever became of them.
    pub requests: u64,
    pub(super) dropped: [u64; DropCause::ALL.len()],
}

impl Ledger {
    /// Entries that were given up for this reason.
    #[must_use]
    pub fn dropped(&self, cause: DropCause) -> u64 {
        self.dropped[cause as usize]
    }

    /// Entries that were given up, for whatever reason.
    #[must_use]
    pub fn dropped_total(&self) -> u64 {
        self.dropped.iter().sum()
    }

    /// Whether every entry is accounted for.
    #[must_use]
    pub fn is_balanced(&self) -> bool {
        self.accepted == self.delivered + self.dropped_total() + self.queued + self.spooled
    }

    pub(super) fn drop_some(&mut self, cause: DropCause, entries: u64) {
        self.dropped[cause as usize] += entries;
    }
}

#[cfg(feature = "blocking")]
impl crate::error::Outcome for Ledger {
    type Value = Self;

    fn into_result(self) -> crate::error::Result<Self> {
        Ok(self)
    }
}

/// One line, with the causes that occurred.
impl fmt::Display for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            accepted,
            delivered,
            queued,
            spooled,
            refused,
            ..
        } = self;
        write!(
            f,
            "{accepted} accepted = {delivered} delivered + {} dropped + {queued} queued + {spooled} spooled",
            self.dropped_total()
        )?;
        for cause in DropCause::ALL {
            if self.dropped(cause) > 0 {
                write!(f, "; {cause} {}", self.dropped(cause))?;
            }
        }
        if *refused > 0 {
            write!(f, "; {refused} refused")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cause_has_a_place_and_a_name_of_its_own() {
        let mut ledger = Ledger::default();
        for (place, cause) in DropCause::ALL.into_iter().enumerate() {
            assert_eq!(cause as usize, place);
            ledger.drop_some(cause, place as u64 + 1);
        }
        let places = DropCause::ALL.len() as u64;
        assert_eq!(ledger.dropped_total(), places * (places + 1) / 2);
        assert_eq!(ledger.dropped(DropCause::QueueFull), 1);
        assert!(!ledger.is_balanced());
        let names: std::collections::BTreeSet<_> = DropCause::ALL.map(DropCause::as_str).into();
        assert_eq!(names.len(), DropCause::ALL.len());
    }

    #[test]
    fn a_line_names_what_occurred() {
        let mut ledger = Ledger {
            accepted: 5,
            delivered: 2,
            queued: 1,
            refused: 4,
            ..Ledger::default()
        };
        ledger.drop_some(DropCause::Rejected, 2);
        assert!(ledger.is_balanced());
        assert_eq!(
            ledger.to_string(),
            "5 accepted = 2 delivered + 2 dropped + 1 queued + 0 spooled; rejected 2; 4 refused"
        );
    }
}
