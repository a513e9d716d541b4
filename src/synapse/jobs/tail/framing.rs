//! How a log comes over HTTP: as events, as JSON lines or as it is. Contract: §2.4, §7.

use bytes::{Bytes, BytesMut};
use memchr::memchr2;
use serde::de::IgnoredAny;

use super::limits::WIRE;
use super::said::{Said, is_own};
use crate::runtime::lines::Lines;
use crate::runtime::sse::{Ending, Indent, Limits, Parser, Settings};

/// How much is looked at to tell how the log comes, when its first line does not end.
const HEAD: usize = 64 * 1024;

/// What some programs write before the first line.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// What the media type of the reply promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Media {
    Events,
    Objects,
    Any,
}

/// Reads a body: push a chunk, take what it says until there is nothing, push the next.
pub(super) struct Framing {
    media: Media,
    state: State,
    end: End,
}

enum State {
    /// It is not known yet.
    Head(BytesMut),
    Events(Parser),
    Objects(Lines),
    Plain(Bytes),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    No,
    /// Nothing more is pushed.
    Near,
    /// What comes now is what the end has cut off.
    Passed,
}

/// An event or a line is larger than what is taken.
#[derive(Debug)]
pub(super) struct TooLarge;

impl Framing {
    pub(super) fn new(media: Media) -> Self {
        let state = match media {
            Media::Objects => State::Objects(Lines::new(WIRE)),
            Media::Events | Media::Any => State::Head(BytesMut::new()),
        };
        let end = End::No;
        Self { media, state, end }
    }

    /// Adds bytes.
    pub(super) fn push(&mut self, chunk: Bytes) {
        match &mut self.state {
            State::Events(parser) => parser.push(chunk),
            State::Objects(lines) => lines.push(chunk),
            State::Plain(waiting) => *waiting = chunk,
            State::Head(head) => {
                head.extend_from_slice(&chunk);
                // Only whole lines tell something.
                if memchr2(b'\n', b'\r', &chunk).is_some() || head.len() > HEAD {
                    self.decide();
                }
            }
        }
    }

    /// Says that nothing more comes.
    pub(super) fn end(&mut self) {
        self.end = End::Near;
        self.decide();
    }

    /// What it says next; `None` when that needs more bytes, and at the end.
    pub(super) fn next(&mut self) -> Result<Option<Said>, TooLarge> {
        loop {
            let text = match &mut self.state {
                State::Head(_) => return Ok(None),
                State::Plain(waiting) => {
                    let chunk = std::mem::take(waiting);
                    return Ok((!chunk.is_empty()).then_some(Said::Bytes(chunk)));
                }
                State::Events(parser) => match parser.next() {
                    Some(event) => Some(event.map_err(|_| TooLarge)?.data.into_bytes()),
                    None => None,
                },
                State::Objects(lines) => {
                    let more = lines.advance().map_err(|_| TooLarge)?;
                    more.then(|| lines.tail(0))
                }
            };
            match text {
                // A sign of life, or a line between others.
                Some(text) if text.is_empty() => {}
                Some(text) if self.end == End::Passed => return Ok(Some(cut_off(text))),
                Some(text) => return Ok(Some(Said::read(text))),
                None if self.end == End::Near => self.pass_end(),
                None => return Ok(None),
            }
        }
    }

    fn pass_end(&mut self) {
        self.end = End::Passed;
        match &mut self.state {
            State::Events(parser) => parser.end(),
            State::Objects(lines) => lines.end(),
            State::Head(_) | State::Plain(_) => {}
        }
    }

    /// Leaves the head behind, if it tells how the log comes.
    fn decide(&mut self) {
        let State::Head(head) = &mut self.state else {
            return;
        };
        let text = head.strip_prefix(MARK).unwrap_or(head);
        let is_all = self.end != End::No;
        let kind = match guess(text, self.media, is_all) {
            None if is_all || is_long(text) => Kind::Plain,
            None => return,
            Some(kind) => kind,
        };
        let skipped = head.len() - text.len();
        let head = std::mem::take(head).freeze().slice(skipped..);
        self.state = match kind {
            Kind::Events => State::Events(Parser::new(SETTINGS)),
            Kind::Objects => State::Objects(Lines::new(WIRE)),
            Kind::Plain => State::Plain(Bytes::new()),
        };
        self.push(head);
    }
}

/// How a log comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Events,
    Objects,
    Plain,
}

const SETTINGS: Settings = Settings {
    ending: Ending::Emit,
    indent: Indent::Keep,
    alone: None,
    limits: Limits {
        line: WIRE,
        event: WIRE,
        stream: None,
    },
};

/// What the end of the body cut off: all of an object, or the beginning of something.
fn cut_off(text: Bytes) -> Said {
    Said::object(&text).unwrap_or(Said::Bytes(text))
}

/// Whether a head has no end of a line where one should have come.
fn is_long(head: &[u8]) -> bool {
    let most = if is_field(head) || head.starts_with(b"{") {
        WIRE
    } else {
        HEAD
    };
    head.len() > most
}

/// Tells how a log comes by its first line that is not blank; `None` when that needs more bytes.
///
/// Whatever is JSON but no object says nothing. What looks like a field of an event is one if it is said to be, or if what
/// follows looks like it, too.
fn guess(head: &[u8], media: Media, is_all: bool) -> Option<Kind> {
    let mut rest = head;
    loop {
        let (line, after) = split(rest, is_all)?;
        rest = after;
        if is_field(line) {
            let follows =
                || split(after, is_all).map(|(next, _)| next.is_empty() || is_field(next));
            return match media {
                Media::Events => Some(Kind::Events),
                _ if is_all && after.is_empty() => Some(Kind::Events),
                _ => follows().map(|is_event| if is_event { Kind::Events } else { Kind::Plain }),
            };
        }
        if is_own(line) {
            return Some(Kind::Objects);
        }
        let says_nothing = line.trim_ascii().is_empty() || is_value(line);
        if !says_nothing {
            return Some(Kind::Plain);
        }
    }
}

/// The first line, and what comes after it. Without an end it is one only if nothing more comes.
fn split(text: &[u8], is_all: bool) -> Option<(&[u8], &[u8])> {
    let Some(length) = memchr2(b'\n', b'\r', text) else {
        return (is_all && !text.is_empty()).then_some((text, &[]));
    };
    let after = match &text[length..] {
        // Its other half may still come.
        [b'\r'] if !is_all => return None,
        [b'\r', b'\n', after @ ..] | [_, after @ ..] => after,
        [] => &[],
    };
    Some((&text[..length], after))
}

/// Whether a line is a field of an event, or a comment.
fn is_field(line: &[u8]) -> bool {
    let fields: [&[u8]; 5] = [b":", b"data:", b"event:", b"id:", b"retry:"];
    fields.iter().any(|field| line.starts_with(field))
}

/// Whether a line is JSON, but no object.
fn is_value(line: &[u8]) -> bool {
    !line.trim_ascii_start().starts_with(b"{") && serde_json::from_slice::<IgnoredAny>(line).is_ok()
}

#[cfg(test)]
mod tests;
