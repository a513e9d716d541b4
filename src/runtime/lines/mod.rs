//! Bytes into lines, while they arrive.

use std::mem;

use bytes::{Buf, Bytes, BytesMut};
use memchr::memchr2;

#[cfg(test)]
mod tests;

/// What some programs write before the first line.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Lines that are put together share memory, as long as they are small.
const BLOCK: usize = 4 * 1024;

/// Above this, the memory of a line that was put together is not kept for the next one.
const KEPT: usize = 64 * 1024;

/// Cuts bytes into lines: push a chunk, [`advance`](Self::advance) from line to line until there is none, push the next.
///
/// A line ends with LF, CR or CRLF, and is there as soon as its end is seen. A byte order mark before the first one is
/// skipped. A line that lies within one chunk is a slice of it; only one that goes over a border is copied, once.
#[derive(Debug)]
pub(crate) struct Lines {
    /// The most bytes of a line, its end not counted.
    limit: usize,
    /// The chunk that was pushed last, and how far it is read.
    chunk: Bytes,
    at: usize,
    /// The beginning of a line whose end was not seen yet: a piece of the chunk before, ...
    held: Bytes,
    /// ... or a copy, once it comes from several.
    joined: BytesMut,
    /// The line that is given out, if it is one of several chunks; empty if it is in the chunk.
    line: Bytes,
    /// Where in one of them it is.
    start: usize,
    end: usize,
    /// Whether the next line is all in the chunk and not the first, as nearly all are.
    is_plain: bool,
    is_first: bool,
    /// Whether an LF would belong to the line before.
    after_cr: bool,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    /// No more chunks: what is left is the last line.
    Ended,
    Failed,
}

/// A line is longer than the limit. Nothing comes after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLong;

impl Lines {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            chunk: Bytes::new(),
            at: 0,
            held: Bytes::new(),
            joined: BytesMut::new(),
            line: Bytes::new(),
            start: 0,
            end: 0,
            is_plain: false,
            is_first: true,
            after_cr: false,
            state: State::Open,
        }
    }

    /// Adds bytes, and takes the chunk if it has to be kept. Lines that were not taken yet stay, at the price of a copy.
    #[inline]
    pub(crate) fn push(&mut self, chunk: &mut Bytes) {
        if self.state != State::Open {
            return;
        }
        // In the middle of a long line there is nothing to do but to copy.
        if !self.joined.is_empty() && self.chunk.is_empty() && length(chunk).is_none() {
            self.joined.extend_from_slice(chunk);
        } else {
            self.keep(mem::take(chunk));
        }
    }

    fn keep(&mut self, chunk: Bytes) {
        self.chunk = match &self.chunk[self.at..] {
            [] => chunk,
            rest => [rest, &chunk].concat().into(),
        };
        self.at = 0;
        (self.start, self.end) = (0, 0);
    }

    /// Says that nothing more comes: what is left without an end is a line too, unless it is empty.
    pub(crate) fn end(&mut self) {
        if self.state == State::Open {
            self.state = State::Ended;
        }
    }

    /// Goes to the next line; `false` when that needs more bytes.
    ///
    /// # Errors
    /// [`TooLong`] as soon as the limit is passed, also before the end of the line is seen.
    #[inline]
    pub(crate) fn advance(&mut self) -> Result<bool, TooLong> {
        if self.after_cr && self.at < self.chunk.len() {
            self.after_cr = false;
            self.at += usize::from(self.chunk[self.at] == b'\n');
        }
        let rest = &self.chunk[self.at..];
        let Some(length) = length(rest) else {
            return self.hold();
        };
        self.after_cr = rest[length] == b'\r';
        (self.start, self.end) = (self.at, self.at + length);
        self.at = self.end + 1;
        if self.is_plain {
            self.check()
        } else {
            self.complete()
        }
    }

    /// Skips the next line if it is there and nothing but LF. The line before stays.
    #[inline]
    pub(crate) fn skip_empty(&mut self) -> bool {
        let is_empty = !self.after_cr && self.chunk.get(self.at) == Some(&b'\n');
        self.at += usize::from(is_empty);
        is_empty
    }

    /// The line, without its end; empty where there is none, and from the next chunk on.
    #[inline]
    pub(crate) fn line(&self) -> &[u8] {
        &self.source()[self.start..self.end]
    }

    /// The line from there on, without a copy.
    #[inline]
    pub(crate) fn tail(&self, start: usize) -> Bytes {
        self.source().slice(self.start + start..self.end)
    }

    #[inline]
    fn source(&self) -> &Bytes {
        if self.line.is_empty() {
            &self.chunk
        } else {
            &self.line
        }
    }

    #[inline]
    fn check(&mut self) -> Result<bool, TooLong> {
        if self.end - self.start > self.limit {
            return Err(self.fail());
        }
        Ok(true)
    }

    #[cold]
    fn fail(&mut self) -> TooLong {
        *self = Self::new(self.limit);
        self.state = State::Failed;
        TooLong
    }

    /// There is no end of a line in the chunk any more.
    #[inline]
    fn hold(&mut self) -> Result<bool, TooLong> {
        let is_idle = self.chunk.is_empty() && self.state == State::Open;
        if is_idle && self.joined.len() <= self.limit {
            return Ok(false);
        }
        self.hold_rest()
    }

    /// Keeps the rest of the chunk, which is the beginning of a line; at the end of all, it is one.
    #[inline(never)]
    fn hold_rest(&mut self) -> Result<bool, TooLong> {
        let mut rest = mem::take(&mut self.chunk);
        rest.advance(mem::take(&mut self.at));
        self.line = Bytes::new();
        (self.start, self.end) = (0, 0);
        // What is empty may still hold the memory of its chunk.
        if !rest.is_empty() {
            self.begin(rest);
        }
        let begun = match &self.joined[..] {
            [] => &self.held[..],
            joined => joined,
        };
        let length = begun.len() - usize::from(self.is_first) * mark(begun);
        if length > self.limit {
            return Err(self.fail());
        }
        if self.state == State::Ended && !begun.is_empty() {
            return Ok(self.complete()? && self.start < self.end);
        }
        Ok(false)
    }

    fn begin(&mut self, piece: Bytes) {
        if self.held.is_empty() && self.joined.is_empty() {
            self.held = piece;
            self.is_plain = false;
        } else {
            join(&mut self.joined, &mut self.held, &piece);
        }
    }

    /// The line that the chunk ends, which may have begun before and may be the first.
    #[inline(never)]
    fn complete(&mut self) -> Result<bool, TooLong> {
        if self.held.is_empty() && self.joined.is_empty() {
            self.line = Bytes::new();
            self.is_plain = true;
        } else {
            self.line = self.put_together();
            (self.start, self.end) = (0, self.line.len());
        }
        if mem::take(&mut self.is_first) && self.line().starts_with(MARK) {
            self.start += MARK.len();
        }
        self.check()
    }

    fn put_together(&mut self) -> Bytes {
        let piece = &self.chunk[self.start..self.end];
        if self.joined.is_empty() && piece.is_empty() {
            return mem::take(&mut self.held);
        }
        join(&mut self.joined, &mut self.held, piece);
        if self.joined.len() > KEPT {
            return mem::take(&mut self.joined).freeze();
        }
        self.joined.split().freeze()
    }
}

/// How many bytes come before the end of the line, where it is seen.
#[inline]
fn length(bytes: &[u8]) -> Option<usize> {
    match bytes.first()? {
        // Many lines are empty.
        b'\n' | b'\r' => Some(0),
        _ => memchr2(b'\n', b'\r', bytes),
    }
}

/// How much of the beginning of the first line is a mark, or may become one.
fn mark(begun: &[u8]) -> usize {
    if begun.starts_with(MARK) {
        MARK.len()
    } else if MARK.starts_with(begun) {
        begun.len()
    } else {
        0
    }
}

/// Adds a piece to the copy of a line, which begins with what was held.
fn join(joined: &mut BytesMut, held: &mut Bytes, piece: &[u8]) {
    let held = mem::take(held);
    let length = held.len() + piece.len();
    if joined.is_empty() && joined.capacity() < length {
        // Where nobody has the lines before any more, this is their memory again.
        joined.reserve(length.max(BLOCK));
    }
    joined.extend_from_slice(&held);
    joined.extend_from_slice(piece);
}
