//! One line.

use std::mem;

use super::digest::Digest;
use crate::runtime::chunk::text;

/// A line whose end was not seen yet. However long it is, no more than the limit of it is kept.
#[derive(Debug, Clone, Default)]
pub(super) struct Begun {
    kept: Vec<u8>,
    length: u64,
    digest: Digest,
}

impl Begun {
    #[cfg(test)]
    pub(super) fn memory(&self) -> usize {
        self.kept.capacity()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// How many bytes it has.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// The fingerprint of the log with it.
    pub(super) fn digest(&self) -> Digest {
        self.digest
    }

    /// Begins after what has this fingerprint.
    pub(super) fn start(&mut self, before: Digest) {
        self.digest = before;
    }

    pub(super) fn add(&mut self, piece: &[u8], limit: usize) {
        let room = limit.saturating_sub(self.kept.len()).min(piece.len());
        self.kept.extend_from_slice(&piece[..room]);
        self.length += piece.len() as u64;
        self.digest.update(piece);
    }

    /// The line. One that is longer than the limit is cut, and says so.
    pub(super) fn take(&mut self, limit: usize) -> String {
        let mut kept = mem::take(&mut self.kept);
        let length = mem::take(&mut self.length);
        if length <= limit as u64 {
            return text(&kept);
        }
        kept.truncate(whole_characters(&kept));
        let omitted = length - kept.len() as u64;
        format!("{}{}", text(&kept), marker(omitted, length))
    }
}

/// What stands in the place of the rest of a line that is too long.
fn marker(omitted: u64, length: u64) -> String {
    format!(" [… {omitted} of {length} bytes left out]")
}

/// How many bytes come before a character that is cut off at the end.
#[inline]
pub(super) fn whole_characters(bytes: &[u8]) -> usize {
    match bytes.last() {
        Some(last) if !last.is_ascii() => {}
        _ => return bytes.len(),
    }
    // No character has more than four bytes, so what is not whole has three at most.
    let start = bytes.len().saturating_sub(3);
    let last = bytes[start..].iter().rposition(|byte| byte & 0xc0 != 0x80);
    let last = last.map_or(start, |last| start + last);
    match str::from_utf8(&bytes[last..]) {
        Err(error) if error.error_len().is_none() => last,
        _ => bytes.len(),
    }
}
