//! Parts of objects.

use std::ops::Range;

use http::HeaderMap;
use http::header::{IF_RANGE, RANGE};

use super::objects::Stored;

/// What a request wants of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Whole,
    Part(Range<usize>),
    /// A part that begins behind the end.
    Nothing(String),
}

impl Wanted {
    /// What these headers want. A range that is not understood, or of another version of the object, is none.
    pub(super) fn of(headers: &HeaderMap, stored: &Stored) -> Self {
        let range = headers.get(RANGE).and_then(|range| range.to_str().ok());
        let Some(range) = range else {
            return Self::Whole;
        };
        let version = headers.get(IF_RANGE);
        if version.is_some_and(|version| version.as_bytes() != stored.etag.as_bytes()) {
            return Self::Whole;
        }
        let length = stored.content.len();
        match parse(range, length) {
            None => Self::Whole,
            Some(part) if part.is_empty() => Self::Nothing(range.to_owned()),
            Some(part) => Self::Part(part),
        }
    }
}

/// The bytes that `bytes=…` means; an empty range when there are none of them.
fn parse(range: &str, length: usize) -> Option<Range<usize>> {
    let (first, last) = range.trim().strip_prefix("bytes=")?.split_once('-')?;
    let number = |text: &str| text.parse::<usize>().ok();
    match (first, last) {
        ("", last) => Some(length.saturating_sub(number(last)?)..length),
        (first, "") => Some(number(first)?.min(length)..length),
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            (first <= last).then(|| first.min(length)..last.saturating_add(1).min(length))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_http_has_them() {
        assert_eq!(parse("bytes=0-3", 10), Some(0..4));
        assert_eq!(parse("bytes=4-", 10), Some(4..10));
        assert_eq!(parse("bytes=-3", 10), Some(7..10));
        assert_eq!(parse("bytes=-30", 10), Some(0..10));
        assert_eq!(parse("bytes=8-99", 10), Some(8..10));
        assert_eq!(parse("bytes=10-", 10), Some(10..10));
        assert_eq!(parse("bytes=-0", 10), Some(10..10));
        for odd in [
            "bytes=3-2",
            "bytes=a-",
            "lines=1-2",
            "bytes=0-1,3-4",
            "bytes=-",
        ] {
            assert_eq!(parse(odd, 10), None, "{odd}");
        }
    }
}
