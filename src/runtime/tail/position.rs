//! How much of a log was given out.

use super::digest::Digest;

/// What was given out of a log, in constant memory.
///
/// It counts the bytes of the lines without their ends: some servers send the ends and some leave them out, and the same
/// server may cut the same log differently the next time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) bytes: u64,
    pub(super) digest: Digest,
    /// How many ends of lines came after the last of the bytes: more than one where the last lines are empty.
    pub(super) ends: u64,
    pub(super) lines: u64,
    /// What the position was after the lines 1, 2, 4, 8, …
    pub(super) marks: Vec<Mark>,
}

/// So many bytes, and their fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) bytes: u64,
    pub(super) digest: u64,
}

impl Position {
    /// Counts a line.
    #[inline]
    pub(super) fn pass(&mut self, line: &[u8]) {
        let mut digest = self.digest;
        digest.update(line);
        self.pass_long(line.len() as u64, digest);
    }

    /// Counts a line whose bytes are in the fingerprint already.
    #[inline]
    pub(super) fn pass_long(&mut self, length: u64, digest: Digest) {
        self.bytes += length;
        self.digest = digest;
        self.ends = if length == 0 { self.ends + 1 } else { 1 };
        self.lines += 1;
        if self.lines.is_power_of_two() {
            self.marks.push(self.mark());
        }
    }

    /// Where it is.
    pub(super) fn mark(&self) -> Mark {
        Mark {
            bytes: self.bytes,
            digest: self.digest.value(),
        }
    }
}
