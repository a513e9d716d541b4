//! From what connections bring to the lines of a log, each once. No I/O.

use std::mem;

use bytes::Bytes;
use memchr::memchr2;

use super::limits::{Excess, Limits};
use super::line::{Begun, text, whole_characters};
use super::position::Position;
use super::replay::{Changed, Replay};

/// The lines of a log: add a piece, take lines until there is none, add the next. [`restart`](Self::restart) when a new
/// connection sends it all from the beginning.
///
/// A line ends with LF, CR or CRLF.
#[derive(Debug)]
pub(super) struct Log {
    limits: Limits,
    /// What was given out.
    position: Position,
    messages: u64,
    /// What of this connection was given out before.
    replay: Option<Replay>,
    chunk: Bytes,
    at: usize,
    /// Whether a line ends where the chunk does.
    ends_line: bool,
    /// Whether an LF would belong to the line before.
    after_cr: bool,
    begun: Begun,
    ends: Ends,
    /// The begun line of a connection that broke.
    leftover: String,
}

/// What messages do with the ends of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// No message had one at its end: each message ends a line.
    Omitted,
    /// One did, so all line ends are sent, and what has none is not a whole line.
    Kept,
}

/// Why there are no more lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    Excess(Excess),
    Changed,
}

impl From<Changed> for Stop {
    fn from(_: Changed) -> Self {
        Self::Changed
    }
}

impl Log {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            limits,
            position: Position::default(),
            messages: 0,
            replay: None,
            chunk: Bytes::new(),
            at: 0,
            ends_line: false,
            after_cr: false,
            begun: Begun::default(),
            ends: Ends::Omitted,
            leftover: String::new(),
        }
    }

    /// Adds a message: one or several lines, or a piece of one. Take all lines before.
    pub(super) fn message(&mut self, text: Bytes) -> Result<(), Stop> {
        if is_piece(&text) {
            self.ends = Ends::Kept;
        }
        let ends_line = self.ends == Ends::Omitted;
        let is_new = self.add(text, ends_line)?;
        if is_new {
            self.messages += 1;
            if self.messages > self.limits.messages {
                return Err(Stop::Excess(Excess::Messages(self.limits.messages)));
            }
        }
        Ok(())
    }

    /// Adds bytes that were cut anywhere. Take all lines before.
    pub(super) fn bytes(&mut self, chunk: Bytes) -> Result<(), Stop> {
        self.add(chunk, false).map(drop)
    }

    /// Adds what is new of a chunk, if something is.
    fn add(&mut self, mut chunk: Bytes, mut ends_line: bool) -> Result<bool, Stop> {
        if let Some(replay) = &mut self.replay {
            let mut is_over = replay.skip(&mut chunk)?;
            if !is_over && mem::take(&mut ends_line) {
                is_over = replay.end_line()?;
            }
            if is_over {
                self.after_cr = replay.is_after_cr();
                self.replay = None;
            }
        }
        let is_new = !chunk.is_empty() || ends_line;
        if is_new {
            self.leftover.clear();
        }
        (self.chunk, self.at, self.ends_line) = (chunk, 0, ends_line);
        Ok(is_new)
    }

    /// The next line; `None` when that needs another piece.
    #[inline]
    pub(super) fn next(&mut self) -> Result<Option<String>, Stop> {
        if self.after_cr && self.at < self.chunk.len() {
            self.after_cr = false;
            self.at += usize::from(self.chunk[self.at] == b'\n');
        }
        let rest = &self.chunk[self.at..];
        let (length, used) = match memchr2(b'\n', b'\r', rest) {
            Some(length) => {
                self.after_cr = rest[length] == b'\r';
                (length, length + 1)
            }
            None if self.ends_line => {
                self.ends_line = false;
                (rest.len(), rest.len())
            }
            None => return self.hold(),
        };
        self.check_lines()?;
        let line = &rest[..length];
        if !self.begun.is_empty() || length > self.limits.line {
            let line = self.chunk.slice(self.at..self.at + length);
            self.at += used;
            return self.complete(&line);
        }
        self.position.pass(line);
        if self.position.bytes > self.limits.bytes {
            return Err(self.too_many_bytes());
        }
        let line = text(line);
        self.at += used;
        Ok(Some(line))
    }

    /// Keeps what has no end yet.
    fn hold(&mut self) -> Result<Option<String>, Stop> {
        if self.at < self.chunk.len() {
            let (rest, at) = (mem::take(&mut self.chunk), mem::take(&mut self.at));
            self.begin(&rest[at..])?;
        }
        Ok(None)
    }

    /// Ends the line that has begun.
    fn complete(&mut self, last: &[u8]) -> Result<Option<String>, Stop> {
        self.begin(last)?;
        let begun = &self.begun;
        self.position.pass_long(begun.length(), begun.digest());
        Ok(Some(self.begun.take(self.limits.line)))
    }

    fn begin(&mut self, piece: &[u8]) -> Result<(), Stop> {
        if self.begun.is_empty() {
            self.begun.start(self.position.digest);
        }
        self.begun.add(piece, self.limits.line);
        if self.position.bytes + self.begun.length() > self.limits.bytes {
            return Err(self.too_many_bytes());
        }
        Ok(())
    }

    fn check_lines(&self) -> Result<(), Stop> {
        if self.position.lines >= self.limits.lines {
            return Err(Stop::Excess(Excess::Lines(self.limits.lines)));
        }
        Ok(())
    }

    #[cold]
    fn too_many_bytes(&self) -> Stop {
        Stop::Excess(Excess::Bytes(self.limits.bytes))
    }

    /// Says that another connection will send everything again.
    pub(super) fn restart(&mut self) {
        if !self.begun.is_empty() {
            self.leftover = self.begun.take(self.limits.line);
        }
        (self.chunk, self.at) = (Bytes::new(), 0);
        (self.ends_line, self.after_cr) = (false, false);
        self.replay = (self.position.lines > 0).then(|| Replay::of(&self.position));
    }

    /// Says that the log is complete, and gives its last line if that has no end.
    pub(super) fn finish(&mut self) -> Result<Option<String>, Stop> {
        if self.begun.is_empty() {
            return Ok(None);
        }
        self.check_lines()?;
        self.complete(&[])
    }

    /// How far the log was received: the lines that were given out, and all bytes. `None` while it is sent again.
    pub(super) fn reach(&self) -> Option<(u64, u64)> {
        let bytes = self.position.bytes + self.begun.length();
        self.replay
            .is_none()
            .then_some((self.position.lines, bytes))
    }

    /// How many lines were given out.
    pub(super) fn lines(&self) -> u64 {
        self.position.lines
    }

    /// What was received of a line whose end was not.
    pub(super) fn unfinished(&self) -> Option<String> {
        if self.begun.is_empty() {
            return Some(self.leftover.clone()).filter(|text| !text.is_empty());
        }
        Some(self.begun.clone().take(self.limits.line))
    }
}

/// Whether a message shows that messages are pieces of the log, with the ends of their lines: it ends with one, or in the
/// middle of a character.
fn is_piece(text: &[u8]) -> bool {
    matches!(text.last(), Some(b'\n' | b'\r')) || whole_characters(text) < text.len()
}

#[cfg(test)]
mod tests;
