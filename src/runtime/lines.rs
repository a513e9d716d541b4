//! Bytes into lines, while they arrive.

use std::mem;
use std::ops::{Deref, Range};

use bytes::{Buf, Bytes, BytesMut};
use memchr::memchr2;

/// What some programs write before the first line.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Lines that are put together share memory, as long as they are small.
const BLOCK: usize = 4 * 1024;

/// Above this, the memory of a line that was put together is not kept for the next one.
const KEPT: usize = 64 * 1024;

/// Cuts bytes into lines: push chunks, take lines until there is none, push the next chunk.
///
/// A line ends with LF, CR or CRLF, and is given out as soon as its end is seen. A byte order mark before the first one is
/// skipped. A line that lies within one chunk is a slice of it; only one that goes over a border is copied, once.
#[derive(Debug)]
pub(crate) struct Lines {
    /// The most bytes of a line, its end not counted.
    limit: usize,
    /// The chunk that was pushed last, and how far it is read.
    chunk: Bytes,
    at: usize,
    start: usize,
    end: usize,
    is_odd: bool,
    /// The beginning of a line whose end was not seen yet: a piece of the chunk before, ...
    held: Bytes,
    /// ... or a copy, once it comes from several.
    joined: BytesMut,
    /// The line of several chunks that was given out last.
    line: Bytes,
    /// Whether an LF would belong to the line before.
    after_cr: bool,
    is_first: bool,
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
            start: 0,
            end: 0,
            is_odd: true,
            held: Bytes::new(),
            joined: BytesMut::new(),
            line: Bytes::new(),
            after_cr: false,
            is_first: true,
            state: State::Open,
        }
    }

    #[inline]
    pub(crate) fn extend(&mut self, chunk: &Bytes) -> bool {
        let ok = !self.joined.is_empty() && self.chunk.is_empty() && line_length(&chunk).is_none();
        if ok {
            self.joined.extend_from_slice(&chunk);
        }
        ok
    }

    /// Adds bytes. Lines that were not taken yet are kept, at the price of a copy.
    #[inline]
    pub(crate) fn push(&mut self, chunk: Bytes) {
        self.store(chunk);
    }

    fn store(&mut self, chunk: Bytes) {
        if self.state != State::Open {
            return;
        }
        if self.at == self.chunk.len() {
            self.chunk = chunk;
        } else {
            let rest = &self.chunk[self.at..];
            self.chunk = [rest, &chunk].concat().into();
        }
        self.at = 0;
    }

    /// Says that nothing more comes: what is left without an end is a line too, unless it is empty.
    pub(crate) fn end(&mut self) {
        if self.state == State::Open {
            self.state = State::Ended;
        }
    }

    /// Goes to the next line; `false` when that needs more bytes.
    #[inline]
    pub(crate) fn advance(&mut self) -> Result<bool, TooLong> {
        if self.after_cr && self.at < self.chunk.len() {
            self.after_cr = false;
            self.at += usize::from(self.chunk[self.at] == b'\n');
        }
        let start = self.at;
        let rest = &self.chunk[start..];
        let Some(length) = line_length(rest) else {
            if self.chunk.is_empty() && self.state == State::Open && self.joined.len() <= self.limit
            {
                return Ok(false);
            }
            return self.hold();
        };
        let end = start + length;
        self.after_cr = rest[length] == b'\r';
        self.at = end + 1;
        (self.start, self.end) = (start, end);
        if self.is_odd {
            return self.complete();
        }
        self.check(length)
    }

    #[inline]
    fn check(&mut self, length: usize) -> Result<bool, TooLong> {
        if length > self.limit {
            Err(self.fail())
        } else {
            Ok(true)
        }
    }

    /// Takes the next line if it is there and empty.
    #[inline]
    pub(crate) fn next_is_empty(&mut self) -> bool {
        let is_empty = !self.after_cr && self.chunk.get(self.at) == Some(&b'\n');
        self.at += usize::from(is_empty);
        is_empty
    }

    /// The line, without its end.
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

    /// Keeps the rest of the chunk, which is the beginning of a line; at the end, gives it out.
    #[inline(never)]
    fn hold(&mut self) -> Result<bool, TooLong> {
        let start = mem::take(&mut self.at);
        let mut rest = mem::take(&mut self.chunk);
        if start < rest.len() {
            if !self.joined.is_empty() {
                self.joined.extend_from_slice(&rest[start..]);
            } else if !self.held.is_empty() {
                self.join(&rest[start..]);
            } else {
                rest.advance(start);
                self.held = rest;
                self.is_odd = true;
                self.line = Bytes::new();
            }
        }
        // One of them is empty.
        let begun = match &self.joined[..] {
            [] => &self.held[..],
            joined => joined,
        };
        let length = begun.len() - usize::from(self.is_first) * mark(begun);
        if length > self.limit {
            return Err(self.fail());
        }
        match self.state {
            State::Ended if length > 0 => {
                (self.start, self.end) = (0, 0);
                self.complete()
            }
            _ => Ok(false),
        }
    }

    fn join(&mut self, piece: &[u8]) {
        if self.joined.capacity() == 0 {
            self.joined = BytesMut::with_capacity(BLOCK);
        }
        self.joined.extend_from_slice(&self.held);
        self.held = Bytes::new();
        self.joined.extend_from_slice(piece);
    }

    /// The line that ends with this piece of the chunk, and may have begun before.
    #[inline(never)]
    fn complete(&mut self) -> Result<bool, TooLong> {
        let is_alone = !self.held.is_empty() || !self.joined.is_empty();
        if is_alone {
            let piece = self.start..self.end;
            self.line = if self.joined.is_empty() && piece.is_empty() {
                mem::take(&mut self.held)
            } else {
                let chunk = self.chunk.clone();
                self.join(&chunk[piece]);
                match self.joined.len() {
                    0..=KEPT => self.joined.split().freeze(),
                    _ => mem::take(&mut self.joined).freeze(),
                }
            };
            (self.start, self.end) = (0, self.line.len());
        } else {
            self.line = Bytes::new();
            self.is_odd = false;
        }
        if mem::take(&mut self.is_first) && self.line().starts_with(MARK) {
            self.start += MARK.len();
        }
        self.check(self.end - self.start)
    }

    #[cold]
    fn fail(&mut self) -> TooLong {
        *self = Self::new(self.limit);
        self.state = State::Failed;
        TooLong
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

/// How many bytes come before the end of the line, where it is seen.
#[inline]
fn line_length(bytes: &[u8]) -> Option<usize> {
    match bytes.first()? {
        // Many lines are empty.
        b'\n' | b'\r' => Some(0),
        _ => memchr2(b'\n', b'\r', bytes),
    }
}
