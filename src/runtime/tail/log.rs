//! From what connections bring to the lines of a log, each once. No I/O.

use std::mem;
use std::ops::Range;

use bytes::Bytes;
use memchr::{memchr2, memchr2_iter};

use super::ends::{Ends, Kind, is_cut_off};
use super::limits::{Excess, Limits};
use super::line::Begun;
use super::position::Position;
use super::replay::{Changed, Replay};
use crate::runtime::chunk::{Chunk, text};

/// How many lines are looked for at once, before the first of them is given out.
const AHEAD: usize = 256;

/// The lines of a log: add what a connection brings, take lines until there is none, add the next. [`restart`](Self::restart)
/// when a new connection sends it all from the beginning.
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
    ends: Ends,
    /// Whether whole lines come without the end of the last one, as the first of them did.
    are_bare: Option<bool>,
    chunk: Chunk,
    at: usize,
    /// The lines of the chunk before there that were counted already, and how many of them were given out.
    ahead: Vec<Range<usize>>,
    taken: usize,
    /// Whether a line ends where the chunk does.
    ends_line: bool,
    /// Whether an LF would belong to the line before.
    after_cr: bool,
    begun: Begun,
    /// The begun line of a connection that broke.
    leftover: String,
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
            ends: Ends::default(),
            are_bare: None,
            chunk: Chunk::default(),
            at: 0,
            ahead: Vec::new(),
            taken: 0,
            ends_line: false,
            after_cr: false,
            begun: Begun::default(),
            leftover: String::new(),
        }
    }

    /// Adds a message, which is lines with or without their ends, or a piece of one. Take all lines before.
    pub(super) fn message(&mut self, text: Chunk) -> Result<(), Stop> {
        match self.ends.learned() {
            Some(kind) => self.add_message(text, kind),
            None => {
                self.ends.hold(text);
                Ok(())
            }
        }
    }

    /// Adds whole lines, with the end of the last one or without. Take all lines before.
    pub(super) fn lines(&mut self, text: Chunk) -> Result<(), Stop> {
        let has_end = matches!(text.last(), Some(b'\n' | b'\r'));
        // Where the last one has none, an end at the end is that of a line before an empty one.
        let are_bare = *self.are_bare.get_or_insert(!has_end);
        let ends_line = (are_bare || !has_end) && !is_cut_off(&text);
        self.add_counted(text, ends_line)
    }

    /// Adds bytes that were cut anywhere. Take all lines before.
    pub(super) fn bytes(&mut self, chunk: Bytes) -> Result<(), Stop> {
        self.add(chunk.into(), false).map(drop)
    }

    fn add_message(&mut self, text: Chunk, kind: Kind) -> Result<(), Stop> {
        let is_open = !matches!(text.last(), Some(b'\n' | b'\r')) && !is_cut_off(&text);
        self.add_counted(text, is_open && kind == Kind::Lines)
    }

    /// Adds what counts as a message.
    fn add_counted(&mut self, text: Chunk, ends_line: bool) -> Result<(), Stop> {
        if self.add(text, ends_line)? {
            self.messages += 1;
            if self.messages > self.limits.messages {
                return Err(Stop::Excess(Excess::Messages(self.limits.messages)));
            }
        }
        Ok(())
    }

    /// Adds what is new of a chunk, if something is.
    fn add(&mut self, chunk: Chunk, mut ends_line: bool) -> Result<bool, Stop> {
        let mut at = 0;
        if let Some(replay) = &mut self.replay {
            let mut rest = &chunk[..];
            let mut is_over = replay.skip(&mut rest)?;
            at = chunk.len() - rest.len();
            if !is_over && mem::take(&mut ends_line) {
                is_over = replay.end_line()?;
            }
            if is_over {
                self.after_cr = replay.is_after_cr();
                self.replay = None;
            }
        }
        let is_new = at < chunk.len() || ends_line;
        if is_new {
            self.leftover.clear();
        }
        (self.chunk, self.at, self.ends_line) = (chunk, at, ends_line);
        Ok(is_new)
    }

    /// Gives up waiting for what would tell whether messages are lines: they are.
    pub(super) fn settle(&mut self) {
        self.ends.settle();
    }

    /// Whether it holds messages back until more is known.
    #[inline]
    pub(super) fn waits(&self) -> bool {
        self.ends.waits()
    }

    /// The next line; `None` when that needs more.
    #[inline]
    pub(super) fn next(&mut self) -> Result<Option<String>, Stop> {
        loop {
            if let Some(line) = self.ahead.get(self.taken) {
                self.taken += 1;
                return Ok(Some(self.chunk.text(line.clone())));
            }
            if self.look_ahead() {
                continue;
            }
            if let Some(line) = self.cut()? {
                return Ok(Some(line));
            }
            match self.ends.next() {
                Some((text, kind)) => self.add_message(text, kind)?,
                None => return Ok(None),
            }
        }
    }

    /// Looks for the next lines of the chunk, and counts them; `false` when none is there, or something about it is special:
    /// it began before, has no end or goes beyond a limit.
    fn look_ahead(&mut self) -> bool {
        self.ahead.clear();
        self.taken = 0;
        if !self.begun.is_empty() {
            return false;
        }
        let (chunk, limits, position) = (&self.chunk[..], &self.limits, &mut self.position);
        let (first, mut start) = (self.at, self.at);
        let mut digest = position.digest;
        for end in memchr2_iter(b'\n', b'\r', &chunk[first..]) {
            let end = first + end;
            let is_cr = chunk[end] == b'\r';
            if mem::replace(&mut self.after_cr, is_cr) && end == start && !is_cr {
                start += 1;
                continue;
            }
            let length = end - start;
            if length > limits.line
                || position.lines >= limits.lines
                || position.bytes + length as u64 > limits.bytes
                || self.ahead.len() == AHEAD
            {
                // That line is still to come.
                self.after_cr = start > first && chunk[start - 1] == b'\r';
                break;
            }
            digest.update_with(chunk, start..end);
            position.pass_long(length as u64, digest);
            self.ahead.push(start..end);
            start = end + 1;
        }
        self.at = start;
        !self.ahead.is_empty()
    }

    /// The next line of the chunk. What has no end yet is kept.
    fn cut(&mut self) -> Result<Option<String>, Stop> {
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
            let chunk = mem::take(&mut self.chunk);
            let line = self.complete(&chunk[self.at..self.at + length])?;
            (self.chunk, self.at) = (chunk, self.at + used);
            return Ok(Some(line));
        }
        self.position.pass(line);
        if self.position.bytes > self.limits.bytes {
            return Err(self.too_many_bytes());
        }
        let line = self.chunk.text(self.at..self.at + length);
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
    fn complete(&mut self, last: &[u8]) -> Result<String, Stop> {
        self.begin(last)?;
        let begun = &self.begun;
        self.position.pass_long(begun.length(), begun.digest());
        Ok(self.begun.take(self.limits.line))
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

    /// Says that another connection sends everything again. Take all lines before.
    pub(super) fn restart(&mut self) {
        if let Some(unfinished) = self.unfinished() {
            self.leftover = unfinished;
        }
        self.begun = Begun::default();
        self.ends.forget();
        (self.chunk, self.at) = (Chunk::default(), 0);
        (self.ends_line, self.after_cr) = (false, false);
        self.replay = (self.position.lines > 0).then(|| Replay::of(&self.position));
    }

    /// Gives the last line of a log that is complete, if that has no end. Take all lines before, after [`settle`](Self::settle).
    pub(super) fn finish(&mut self) -> Result<Option<String>, Stop> {
        // A log that has become shorter is another one.
        if self.replay.as_ref().is_some_and(Replay::is_behind) {
            return Err(Stop::Changed);
        }
        if self.begun.is_empty() {
            return Ok(None);
        }
        self.check_lines()?;
        self.complete(&[]).map(Some)
    }

    /// How far the log was received: the lines that were given out, and all bytes. `None` while it is sent again.
    pub(super) fn reach(&self) -> Option<(u64, u64)> {
        let bytes = self.position.bytes + self.begun.length() + self.ends.bytes();
        self.replay
            .is_none()
            .then_some((self.position.lines, bytes))
    }

    /// How many lines were given out.
    pub(super) fn given(&self) -> u64 {
        self.position.lines
    }

    /// What was received of a line whose end was not.
    pub(super) fn unfinished(&self) -> Option<String> {
        let received = if self.ends.waits() {
            text(&self.ends.text())
        } else if self.begun.is_empty() {
            self.leftover.clone()
        } else {
            self.begun.clone().take(self.limits.line)
        };
        (!received.is_empty()).then_some(received)
    }
}

#[cfg(test)]
mod tests;
