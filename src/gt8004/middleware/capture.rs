//! The beginning of a body that passes by. Contract: §6.3.

use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};

/// The most of a body that is logged, in bytes.
pub(super) const BODY_LIMIT: usize = 16_384;

/// What is kept beyond the limit, so that a secret that the limit cuts is seen whole.
const MARGIN: usize = 1024;

/// What is logged of a body that is longer than 16 KiB. Its size is logged in any case. (Contract §6.3.)
///
/// ```
/// # fn f(logger: quintet::gt8004::Logger) {
/// use quintet::gt8004::middleware::{LogLayer, Oversize};
///
/// let layer = LogLayer::new(logger).oversize(Oversize::Drop);
/// # let _ = layer;
/// # }
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Oversize {
    /// Its beginning, up to the end of a character. The default.
    #[default]
    Truncate,
    /// Nothing, as the published client does.
    Drop,
}

/// A copy of the beginning of a body.
#[derive(Debug, Default)]
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

    /// More bytes that are not looked at.
    pub(super) fn skip(&mut self, bytes: usize) {
        self.size += bytes as u64;
    }

    /// How long the whole is, as far as that is known.
    pub(super) fn size(&self) -> u64 {
        self.size.max(self.announced)
    }

    /// The bytes that it takes in memory.
    pub(super) fn weight(&self) -> usize {
        self.kept.capacity()
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

    /// Cuts what became of the text to the limit.
    ///
    /// Where the body goes on, the last of what was kept may be half a secret that nothing has recognised. It is not logged,
    /// however much room a hook has made for it.
    pub(super) fn cut(&self, text: &mut String) {
        let goes_on = self.kept.len() >= BODY_LIMIT + MARGIN && self.size > self.kept.len() as u64;
        let unknown = match goes_on {
            true => MARGIN,
            false => 0,
        };
        let mut end = text.len().saturating_sub(unknown).min(BODY_LIMIT);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
    }
}

fn is_text(headers: &HeaderMap) -> bool {
    let header = |name| {
        headers
            .get(name)
            .and_then(|value: &http::HeaderValue| value.to_str().ok())
    };
    let is_plain =
        header(CONTENT_ENCODING).is_none_or(|coding| coding.eq_ignore_ascii_case("identity"));
    let media = header(CONTENT_TYPE)
        .unwrap_or_default()
        .to_ascii_lowercase();
    let others = [
        "image/",
        "audio/",
        "video/",
        "font/",
        "application/octet-stream",
        "application/grpc",
        "application/zip",
    ];
    is_plain && !others.iter().any(|other| media.starts_with(other))
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
        Capture::default().cut(&mut text);
        assert_eq!(text.len(), 16_383);
    }

    #[test]
    fn what_is_behind_the_limit_stays_there() {
        let mut capture = Capture::new(&HeaderMap::new(), true);
        capture.add(&[b'x'; BODY_LIMIT + MARGIN]);
        for (more, most, left) in [(0, 20_000, BODY_LIMIT), (1, 2_000, 976), (0, 500, 0)] {
            capture.add(&vec![b'x'; more]);
            let mut text = "y".repeat(most);
            capture.cut(&mut text);
            assert_eq!(text.len(), left);
        }
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
