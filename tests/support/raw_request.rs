//! What a raw server received of a request, as far as it came.

use http::{HeaderMap, HeaderName, HeaderValue};

/// A request, whole or in part.
#[derive(Debug, Clone, Default)]
pub(crate) struct Received {
    /// The number of the connection that it came over, from 1.
    pub(crate) connection: usize,
    pub(crate) method: String,
    /// Path and query.
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
    /// Without the framing of its chunks.
    pub(crate) body: Vec<u8>,
    pub(crate) has_head: bool,
    pub(crate) whole: bool,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// Reads as much of a request as there is, and says how many bytes belong to it.
pub(crate) fn parse(raw: &[u8]) -> (Received, usize) {
    let mut received = Received::default();
    let end = find(raw, b"\r\n\r\n").map(|at| at + 4);
    let head = String::from_utf8_lossy(&raw[..end.unwrap_or(raw.len())]).into_owned();
    let mut lines = head.split("\r\n");
    let mut words = lines
        .next()
        .unwrap_or_default()
        .split(' ')
        .map(str::to_owned);
    received.method = words.next().unwrap_or_default();
    received.target = words.next().unwrap_or_default();
    let Some(end) = end else {
        return (received, raw.len());
    };
    received.has_head = true;
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        let name = HeaderName::try_from(name).unwrap();
        received
            .headers
            .append(name, HeaderValue::try_from(value.trim()).unwrap());
    }
    let rest = &raw[end..];
    let used = if received.header("transfer-encoding") == Some("chunked") {
        chunked(rest, &mut received)
    } else {
        let length = received
            .header("content-length")
            .map_or(0, |text| text.parse().unwrap());
        received.whole = rest.len() >= length;
        received.body = rest[..length.min(rest.len())].to_vec();
        received.body.len()
    };
    (received, end + used)
}

fn chunked(raw: &[u8], received: &mut Received) -> usize {
    let mut at = 0;
    while let Some(line) = find(&raw[at..], b"\r\n") {
        let size = std::str::from_utf8(&raw[at..at + line]).unwrap();
        let size = usize::from_str_radix(size, 16).unwrap();
        let start = at + line + 2;
        let end = (start + size).min(raw.len());
        received.body.extend_from_slice(&raw[start..end]);
        at = start + size + 2;
        if at > raw.len() {
            break;
        }
        if size == 0 {
            received.whole = true;
            return at;
        }
    }
    raw.len()
}

fn find(raw: &[u8], text: &[u8]) -> Option<usize> {
    raw.windows(text.len()).position(|part| part == text)
}
