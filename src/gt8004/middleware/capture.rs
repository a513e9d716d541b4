//! The beginning of a body that passes by. Contract: §6.3.

use std::fmt;

use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};

/// The most of a body that is logged, in bytes.
pub(super) const BODY_LIMIT: usize = 16_384;

/// What is kept beyond the limit, so that a secret that the limit cuts is seen whole.
const MARGIN: usize = 1024;

/// What is logged of a body that is longer than the limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Oversize {
    /// Its beginning. The default.
    #[default]
    Truncate,
    /// Its size.
    Drop,
}

/// Kinds of bodies that are no text.
const KINDS: [&str; 4] = ["image/", "audio/", "video/", "font/"];

/// What the names of formats contain that are no text, though they hold some: no name of a secret is recognised there.
const FORMATS: [&str; 13] = [
    "octet-stream",
    "grpc",
    "protobuf",
    "+proto",
    "msgpack",
    "messagepack",
    "cbor",
    "avro",
    "thrift",
    "zip",
    "pdf",
    "wasm",
    "x-tar",
];

/// A copy of the beginning of a body.
#[derive(Default)]
pub(super) struct Capture {
    kept: Vec<u8>,
    size: u64,
    /// What the head announced.
    announced: u64,
    keeps: bool,
}

impl Capture {
    /// For a body with this head; what is no text is only measured.
    pub(super) fn new(headers: &HeaderMap, keeps: bool) -> Self {
        let length = headers.get(CONTENT_LENGTH);
        let announced = length.and_then(|length| length.to_str().ok()?.parse().ok());
        Self {
            kept: Vec::new(),
            size: 0,
            announced: announced.unwrap_or(0),
            keeps: keeps && is_text(headers),
        }
    }

    /// Bytes that pass by.
    pub(super) fn add(&mut self, chunk: &[u8]) {
        self.size += chunk.len() as u64;
        let room = (BODY_LIMIT + MARGIN).saturating_sub(self.kept.len());
        if self.keeps && room > 0 {
            self.kept.extend_from_slice(&chunk[..chunk.len().min(room)]);
        }
    }

    /// More bytes that are not looked at. What comes behind them is no beginning any more.
    pub(super) fn skip(&mut self, bytes: usize) {
        self.size += bytes as u64;
        self.keeps &= bytes == 0;
    }

    /// How long the whole is, as far as that is known.
    pub(super) fn size(&self) -> u64 {
        self.size.max(self.announced)
    }

    /// The bytes that it takes in memory.
    pub(super) fn weight(&self) -> usize {
        self.kept.capacity()
    }

    /// How long the text of it may be when it is clean.
    ///
    /// Cleaning may make it shorter, and so bring its end before the limit. What was cut off there is not known for what it
    /// is, so as much as the margin is never shown.
    pub(super) fn limit(&self, clean: usize) -> usize {
        let is_full = self.kept.len() == BODY_LIMIT + MARGIN && !self.is_whole();
        let margin = if is_full { MARGIN } else { 0 };
        clean.saturating_sub(margin).min(BODY_LIMIT)
    }

    /// Whether everything was kept.
    pub(super) fn is_whole(&self) -> bool {
        self.kept.len() as u64 == self.size()
    }

    /// The text that was kept, without bytes that are none; `None` where there is nothing.
    pub(super) fn text(&self) -> Option<String> {
        if self.kept.is_empty() {
            return None;
        }
        let chunks = self.kept.utf8_chunks();
        Some(chunks.map(|chunk| chunk.valid()).collect())
    }
}

/// Without what is kept.
impl fmt::Debug for Capture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Capture")
            .field("kept", &self.kept.len())
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

/// Cuts a text to so many bytes.
pub(super) fn cut(text: &mut String, bytes: usize) {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
}

fn is_text(headers: &HeaderMap) -> bool {
    let codings = headers.get_all(CONTENT_ENCODING).iter();
    let mut codings = codings.flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
    if codings.any(|coding| !coding.trim_ascii().eq_ignore_ascii_case(b"identity")) {
        return false;
    }
    let media = headers.get(CONTENT_TYPE);
    let media = media
        .and_then(|media| media.to_str().ok())
        .unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default();
    let media = media.trim().to_ascii_lowercase();
    let is_other = KINDS.iter().any(|kind| media.starts_with(kind))
        || FORMATS.iter().any(|format| media.contains(format));
    !is_other
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn the_limit_is_16_kib() {
        assert_eq!(BODY_LIMIT, 16_384);
        let mut text = "é".repeat(10_000);
        text.insert(0, 'x');
        cut(&mut text, BODY_LIMIT);
        assert_eq!(text.len(), 16_383);
    }

    #[test]
    fn a_beginning_is_kept_and_the_whole_measured() {
        let mut capture = Capture::new(&HeaderMap::new(), true);
        assert_eq!(
            (capture.text(), capture.size(), capture.is_whole()),
            (None, 0, true)
        );
        for _ in 0..100 {
            capture.add(&[b'x'; 1000]);
        }
        capture.skip(5);
        assert_eq!((capture.size(), capture.is_whole()), (100_005, false));
        assert_eq!(capture.text().unwrap().len(), BODY_LIMIT + MARGIN);
        assert!(capture.weight() < 4 * BODY_LIMIT);
    }

    #[test]
    fn bytes_that_are_no_text_are_left_out() {
        let mut capture = Capture::new(&HeaderMap::new(), true);
        capture.add(b"\x00\xff\xfeabc\xc3");
        capture.add(b"\xa9");
        assert_eq!(capture.text().unwrap(), "\0abcé");
        for (name, value) in [("content-type", "image/png"), ("content-encoding", "gzip")] {
            let mut headers = HeaderMap::new();
            headers.insert(name, HeaderValue::from_static(value));
            let mut capture = Capture::new(&headers, true);
            capture.add(b"abc");
            assert_eq!((capture.text(), capture.size()), (None, 3), "{value}");
        }
    }
}
