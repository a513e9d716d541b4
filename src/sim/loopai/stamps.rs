//! Dates and times as the server writes them.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::sim::clock::Clock;

/// How dates and times are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Timestamps {
    /// What comes from the database has no offset, what was just made ends in `Z`. The default.
    #[default]
    AsStored,
    /// All end in `Z`.
    Utc,
    /// All have the offset `+09:00`.
    Offset,
}

/// Writes the times of a simulator.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stamps {
    pub(super) clock: Clock,
    pub(super) manner: Timestamps,
}

impl Stamps {
    /// A time that was not in the database yet.
    pub(super) fn fresh(&self, at: Duration) -> String {
        self.write(at, "Z")
    }

    /// A time that comes from the database.
    pub(super) fn stored(&self, at: Duration) -> String {
        self.write(at, "")
    }

    /// A time of either origin.
    pub(super) fn of(&self, at: Duration, origin: Origin) -> String {
        match origin {
            Origin::Made => self.fresh(at),
            Origin::Database => self.stored(at),
        }
    }

    fn write(&self, at: Duration, suffix: &str) -> String {
        let time = self.clock.wall(at);
        match self.manner {
            Timestamps::AsStored => format!("{}{suffix}", digits(time)),
            Timestamps::Utc => format!("{}Z", digits(time)),
            Timestamps::Offset => {
                let there = time.checked_add_signed(chrono::TimeDelta::hours(9));
                format!("{}+09:00", digits(there.unwrap_or(time)))
            }
        }
    }
}

/// Where a time comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Made,
    Database,
}

/// Up to seven digits of a second, without zeros at the end.
fn digits(time: DateTime<Utc>) -> String {
    let whole = time.format("%Y-%m-%dT%H:%M:%S%.9f").to_string();
    let ticks = &whole[..whole.len() - 2];
    ticks.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn the_database_knows_no_offset() {
        let mut stamps = Stamps {
            clock: Clock::new(1.0),
            manner: Timestamps::AsStored,
        };
        let (fresh, stored) = (
            stamps.fresh(Duration::ZERO),
            stamps.of(Duration::ZERO, Origin::Database),
        );
        assert_eq!(fresh, format!("{stored}Z"));
        stamps.manner = Timestamps::Utc;
        assert_eq!(stamps.stored(Duration::ZERO), fresh);
        stamps.manner = Timestamps::Offset;
        let offset = DateTime::parse_from_rfc3339(&stamps.stored(Duration::ZERO)).unwrap();
        assert_eq!(offset, DateTime::parse_from_rfc3339(&fresh).unwrap());
    }

    #[test]
    fn zeros_at_the_end_are_left_out() {
        let time = |text| DateTime::parse_from_rfc3339(text).unwrap().to_utc();
        assert_eq!(
            digits(time("2025-10-27T01:02:03.123456789Z")),
            "2025-10-27T01:02:03.1234567"
        );
        assert_eq!(
            digits(time("2025-10-27T01:02:03.5Z")),
            "2025-10-27T01:02:03.5"
        );
        assert_eq!(digits(time("2025-10-27T01:02:00Z")), "2025-10-27T01:02:00");
    }
}
