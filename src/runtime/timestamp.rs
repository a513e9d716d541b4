//! Times as servers write them who do not keep to RFC 3339.

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use chrono::{DateTime, NaiveDateTime, SecondsFormat, Utc};
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{Error, Result};

/// A time in UTC. It is read with `Z`, with an offset, and with neither, which some servers leave out; it is written with `Z`.
///
/// ```
/// use quintet::Timestamp;
///
/// let with: Timestamp = "2025-10-27T02:02:03.5+01:00".parse()?;
/// let without: Timestamp = "2025-10-27T01:02:03.5000000".parse()?;
/// assert_eq!(with, without);
/// assert_eq!(without.to_string(), "2025-10-27T01:02:03.500Z");
/// assert_eq!(without.timestamp(), 1_761_526_923);
/// # Ok::<(), quintet::Error>(())
/// ```
///
/// It has the methods of chrono's type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(DateTime<Utc>);

/// As RFC 3339 has it but for the offset; a blank stands for the `T` in the text form of databases.
const WITHOUT_OFFSET: [&str; 2] = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f"];

impl Timestamp {
    fn read(text: &str) -> Option<Self> {
        if let Ok(time) = DateTime::parse_from_rfc3339(text) {
            return Some(Self(time.to_utc()));
        }
        let read = |format| NaiveDateTime::parse_from_str(text, format).ok();
        let time = WITHOUT_OFFSET.into_iter().find_map(read)?;
        Some(Self(time.and_utc()))
    }
}

impl FromStr for Timestamp {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::read(text).ok_or_else(|| {
            let shown: String = text.chars().take(40).collect();
            Error::invalid(format!(
                "{shown:?} is no time; write it like `2025-10-27T01:02:03Z`, or without the `Z`"
            ))
        })
    }
}

impl Deref for Timestamp {
    type Target = DateTime<Utc>;

    fn deref(&self) -> &DateTime<Utc> {
        &self.0
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(time: DateTime<Utc>) -> Self {
        Self(time)
    }
}

impl From<Timestamp> for DateTime<Utc> {
    fn from(time: Timestamp) -> Self {
        time.0
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct Text;

        impl Visitor<'_> for Text {
            type Value = Timestamp;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a time, with or without an offset")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> std::result::Result<Timestamp, E> {
                let unexpected = || E::invalid_value(de::Unexpected::Str(text), &self);
                Timestamp::read(text).ok_or_else(unexpected)
            }
        }

        deserializer.deserialize_str(Text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read() {
        for (text, written) in [
            ("2025-10-27T01:02:03Z", "2025-10-27T01:02:03Z"),
            ("2025-10-27T01:02:03", "2025-10-27T01:02:03Z"),
            ("2025-10-27T01:02:03.1", "2025-10-27T01:02:03.100Z"),
            (
                "2025-10-27T01:02:03.1234567",
                "2025-10-27T01:02:03.123456700Z",
            ),
            (
                "2025-10-27T01:02:03.1234567Z",
                "2025-10-27T01:02:03.123456700Z",
            ),
            ("2025-10-27T10:02:03+09:00", "2025-10-27T01:02:03Z"),
            ("2025-10-27 01:02:03", "2025-10-27T01:02:03Z"),
            ("0001-01-01T00:00:00", "0001-01-01T00:00:00Z"),
        ] {
            let time: Timestamp = text.parse().unwrap();
            assert_eq!(time.to_string(), written, "{text}");
            let json = format!("\"{text}\"");
            assert_eq!(serde_json::from_str::<Timestamp>(&json).unwrap(), time);
            assert_eq!(
                serde_json::to_string(&time).unwrap(),
                format!("\"{written}\"")
            );
        }
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "now",
            "2025-10-27",
            "2025-13-27T01:02:03",
            "2025-10-27T01:02:03+",
            "1761526923",
        ] {
            assert!(
                text.parse::<Timestamp>().unwrap_err().is_invalid_input(),
                "{text}"
            );
        }
        assert!(serde_json::from_str::<Timestamp>("7").is_err());
    }
}
