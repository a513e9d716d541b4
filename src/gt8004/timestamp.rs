//! The time of an entry as it goes over the wire: RFC 3339. The service refuses a batch in which a time is none. Contract: §1.1.

use chrono::{DateTime, Datelike, Timelike, Utc};
use serde::Serializer;

pub(super) fn serialize<S: Serializer>(
    time: &DateTime<Utc>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(Stamp::new(time).as_str())
}

/// UTC with microseconds, or without where there are none; what chrono's own format gives at many times the price.
struct Stamp {
    text: [u8; 27],
    end: usize,
}

impl Stamp {
    fn new(time: &DateTime<Utc>) -> Self {
        let time = time.naive_utc();
        let mut text = *b"0000-00-00T00:00:00.000000Z";
        // Years of another number of digits are no RFC 3339, and not every day is in every year.
        let (year, month, day) = match (time.year(), time.month(), time.day()) {
            (..0, ..) => (0, 1, 1),
            (10_000.., ..) => (9999, 12, 31),
            day => day,
        };
        write_digits(&mut text[..4], year.unsigned_abs());
        write_digits(&mut text[5..7], month);
        write_digits(&mut text[8..10], day);
        write_digits(&mut text[11..13], time.hour());
        write_digits(&mut text[14..16], time.minute());
        write_digits(&mut text[17..19], time.second());
        // A leap second has more than a second's nanoseconds.
        let micros = time.nanosecond() / 1000 % 1_000_000;
        if micros == 0 {
            text[19] = b'Z';
            return Self { text, end: 20 };
        }
        write_digits(&mut text[20..26], micros);
        Self { text, end: 27 }
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.text[..self.end]).unwrap_or_default()
    }
}

/// Writes a number with leading zeros.
fn write_digits(place: &mut [u8], mut number: u32) {
    for digit in place.iter_mut().rev() {
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_microseconds_or_none() {
        let at = |nanos| DateTime::from_timestamp(1_763_715_600, nanos).unwrap();
        assert_eq!(Stamp::new(&at(0)).as_str(), "2025-11-21T09:00:00Z");
        assert_eq!(Stamp::new(&at(999)).as_str(), "2025-11-21T09:00:00Z");
        assert_eq!(
            Stamp::new(&at(1_000)).as_str(),
            "2025-11-21T09:00:00.000001Z"
        );
        assert_eq!(
            Stamp::new(&at(120_000_000)).as_str(),
            "2025-11-21T09:00:00.120000Z"
        );
        // Noon of the 29th of February of the year 12000.
        let leap = DateTime::from_timestamp(316_521_345_600, 0).unwrap();
        assert_eq!((leap.year(), leap.month(), leap.day()), (12_000, 2, 29));
        for (extreme, written) in [
            (DateTime::<Utc>::MIN_UTC, "0000-01-01T00:00:00Z"),
            (DateTime::<Utc>::MAX_UTC, "9999-12-31T23:59:59.999999Z"),
            (leap, "9999-12-31T12:00:00Z"),
        ] {
            assert_eq!(Stamp::new(&extreme).as_str(), written);
            assert!(DateTime::parse_from_rfc3339(written).is_ok());
        }
    }

    #[test]
    fn a_time_is_one_on_the_days_of_leap_years_too() {
        for year in [10_004, 20_000, -4, -400] {
            let day = chrono::NaiveDate::from_ymd_opt(year, 2, 29).unwrap();
            let time = day.and_hms_micro_opt(1, 2, 3, 4).unwrap().and_utc();
            let stamp = Stamp::new(&time);
            let written = stamp.as_str();
            assert!(DateTime::parse_from_rfc3339(written).is_ok(), "{written}");
        }
    }
}
