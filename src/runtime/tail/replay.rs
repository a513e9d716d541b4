//! The part of a log that a server sends again.

use memchr::memchr2;

use super::digest::Digest;
use super::position::{Mark, Position};

/// Skips what was given out before, and makes sure that it is the same.
#[derive(Debug)]
pub(super) struct Replay {
    /// What must come, in order; the last one is all of it.
    marks: std::vec::IntoIter<Mark>,
    next: Mark,
    bytes: u64,
    digest: Digest,
    /// The ends of lines that may come after it.
    ends: u64,
    after_cr: bool,
}

/// What is sent is not what was sent before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Changed;

impl Replay {
    /// A replay of all that was given out.
    pub(super) fn of(position: &Position) -> Self {
        let mut marks = position.marks.clone();
        marks.push(position.mark());
        let mut marks = marks.into_iter();
        Self {
            next: marks.next().unwrap_or_else(|| position.mark()),
            marks,
            bytes: 0,
            digest: Digest::default(),
            ends: position.ends,
            after_cr: false,
        }
    }

    /// Takes from the chunk what was given out before; `true` once all of it came.
    pub(super) fn skip(&mut self, chunk: &mut &[u8]) -> Result<bool, Changed> {
        while let Some(&first) = chunk.first() {
            let is_end = matches!(first, b'\n' | b'\r');
            if is_end {
                let is_second_half = first == b'\n' && self.after_cr;
                if !is_second_half && self.has_all()? && !self.take_end() {
                    return Ok(true);
                }
                self.after_cr = first == b'\r';
                *chunk = &chunk[1..];
                continue;
            }
            self.after_cr = false;
            if self.has_all()? {
                return Ok(true);
            }
            let left = usize::try_from(self.next.bytes - self.bytes).unwrap_or(usize::MAX);
            let most = &chunk[..left.min(chunk.len())];
            let length = memchr2(b'\n', b'\r', most).unwrap_or(most.len());
            self.digest.update(&most[..length]);
            self.bytes += length as u64;
            *chunk = &chunk[length..];
        }
        Ok(self.has_all()? && self.ends == 0)
    }

    /// The end of a line that the server leaves out; `true` once all that was given out came.
    pub(super) fn end_line(&mut self) -> Result<bool, Changed> {
        Ok(self.has_all()? && (!self.take_end() || self.ends == 0))
    }

    /// Whether an LF would belong to what was skipped.
    pub(super) fn is_after_cr(&self) -> bool {
        self.after_cr
    }

    /// Whether bytes that were given out before are still to come.
    pub(super) fn is_behind(&self) -> bool {
        self.bytes < self.next.bytes
    }

    fn take_end(&mut self) -> bool {
        let some = self.ends > 0;
        self.ends = self.ends.saturating_sub(1);
        some
    }

    /// Whether all bytes came; compares them on the way.
    fn has_all(&mut self) -> Result<bool, Changed> {
        while self.bytes == self.next.bytes {
            if self.digest.value() != self.next.digest {
                return Err(Changed);
            }
            match self.marks.next() {
                Some(next) => self.next = next,
                None => return Ok(true),
            }
        }
        Ok(false)
    }
}
