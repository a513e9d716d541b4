//! How a log comes over HTTP: as events, as JSON lines or as it is. Contract: §2.4, §7.

use bytes::{Buf, Bytes, BytesMut};
use memchr::memchr2;

use super::limits::WIRE;
use super::said::{Reader, Said, is_json, looks_own};
use crate::runtime::lines::Lines;
use crate::runtime::sse::{Ending, Indent, Limits, Parser, Settings};

/// How much is looked at to tell how the log comes, when its first line does not end, and when its lines do not tell.
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
    /// What of the head is text of the log, however the rest of it comes.
    text: Bytes,
    /// How much of that there was.
    untold: usize,
    /// Whether the body goes beyond where the mark would be.
    has_begun: bool,
}

enum State {
    /// It is not known yet.
    Head(BytesMut),
    Events(Parser, Reader),
    Objects(Lines, Reader),
    Plain(Bytes),
}

impl From<Kind> for State {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Events => Self::Events(Parser::new(SETTINGS), Reader::default()),
            Kind::Objects => Self::Objects(Lines::new(WIRE), Reader::of_objects()),
            Kind::Plain => Self::Plain(Bytes::new()),
        }
    }
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
            Media::Objects => State::from(Kind::Objects),
            Media::Events | Media::Any => State::Head(BytesMut::new()),
        };
        Self {
            media,
            state,
            end: End::No,
            text: Bytes::new(),
            untold: 0,
            has_begun: false,
        }
    }

    /// Reads events and nothing else.
    #[cfg(feature = "websocket")]
    pub(super) fn events() -> Self {
        Self {
            state: State::from(Kind::Events),
            ..Self::new(Media::Events)
        }
    }

    /// Adds bytes.
    pub(super) fn push(&mut self, mut chunk: Bytes) {
        match &mut self.state {
            State::Events(parser, _) => parser.push(&mut chunk),
            State::Objects(lines, _) => lines.push(&mut chunk),
            State::Plain(waiting) => *waiting = chunk,
            State::Head(head) => {
                head.extend_from_slice(&chunk);
                // Only whole lines tell something.
                let is_line = memchr2(b'\n', b'\r', &chunk).is_some();
                self.look(is_line);
            }
        }
    }

    /// Looks at the head for how the log comes.
    fn look(&mut self, is_line: bool) {
        let State::Head(head) = &mut self.state else {
            return;
        };
        let is_all = self.end == End::Near;
        if !self.has_begun && (is_all || !MARK.starts_with(head)) {
            self.has_begun = true;
            if head.starts_with(MARK) {
                head.advance(MARK.len());
            }
        }
        let mut kind = None;
        if is_line || is_all {
            let (text, guessed) = guess(head, self.media, is_all);
            self.text = head.split_to(text).freeze();
            self.untold += text;
            kind = guessed;
        }
        if kind.is_none() && head.len() > HEAD {
            kind = of_long(head);
        }
        if self.untold > HEAD {
            kind = kind.or(Some(Kind::Plain));
        }
        if is_all {
            kind = kind.or(Some(Kind::Plain));
        }
        if let Some(kind) = kind {
            self.begin(kind);
        }
    }

    /// Says that nothing more comes.
    pub(super) fn end(&mut self) {
        self.end = End::Near;
        self.look(false);
    }

    /// Reads the head again, in the way that it told.
    fn begin(&mut self, kind: Kind) {
        if let State::Head(head) = std::mem::replace(&mut self.state, kind.into()) {
            self.push(head.freeze());
        }
    }

    /// What it says next; `None` when that needs more bytes, and at the end.
    pub(super) fn next(&mut self) -> Result<Option<Said>, TooLarge> {
        if !self.text.is_empty() {
            return Ok(Some(Said::Bytes(std::mem::take(&mut self.text))));
        }
        loop {
            let (text, reader) = match &mut self.state {
                State::Head(_) => return Ok(None),
                State::Plain(waiting) => {
                    let chunk = std::mem::take(waiting);
                    return Ok((!chunk.is_empty()).then_some(Said::Bytes(chunk)));
                }
                State::Events(parser, reader) => {
                    let event = parser.next().transpose().map_err(|_| TooLarge)?;
                    (event.map(|event| event.data.into_bytes()), reader)
                }
                State::Objects(lines, reader) => {
                    let more = lines.advance().map_err(|_| TooLarge)?;
                    (more.then(|| lines.tail(0)), reader)
                }
            };
            match text {
                // A sign of life, or what stands between others.
                Some(text) if text.is_empty() && reader.says_objects() => {}
                Some(text) => return Ok(Some(read(reader, text, self.end == End::Passed))),
                None if self.end == End::Near => self.pass_end(),
                None => return Ok(None),
            }
        }
    }

    fn pass_end(&mut self) {
        self.end = End::Passed;
        match &mut self.state {
            State::Events(parser, _) => parser.end(),
            State::Objects(lines, _) => lines.end(),
            State::Head(_) | State::Plain(_) => {}
        }
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

/// What a text says. One that the end of the body cut off may be the beginning of something, if it is no whole object.
fn read(reader: &mut Reader, text: Bytes, is_cut_off: bool) -> Said {
    reader
        .read(text.into())
        .unwrap_or_else(|text| match is_cut_off {
            true => Said::Bytes(text.into_bytes()),
            false => Said::Lines(text),
        })
}

/// What a head is that is long and does not tell. What may be an event or an object is waited for.
fn of_long(head: &[u8]) -> Option<Kind> {
    let kind = match head.trim_ascii_start() {
        [b'{', ..] => Kind::Objects,
        line if is_field(line) => Kind::Events,
        _ => return Some(Kind::Plain),
    };
    (head.len() > WIRE).then_some(kind)
}

/// Tells how a log comes by its first line that is not blank, `None` when that needs more bytes; and how many bytes before
/// are text in any case.
///
/// Whatever is JSON but no object is text and says nothing. What looks like a field of an event is one if it is said to be,
/// or if what follows looks like it, too.
fn guess(head: &[u8], media: Media, is_all: bool) -> (usize, Option<Kind>) {
    let (mut text, mut rest) = (0, head);
    while let Some((line, after)) = split(rest, is_all) {
        rest = after;
        if is_field(line) {
            return (text, of_field(after, media, is_all));
        }
        if looks_own(line) {
            return (text, Some(Kind::Objects));
        }
        let is_object = line.trim_ascii_start().starts_with(b"{");
        if line.trim_ascii().is_empty() {
            continue;
        }
        if is_object || !is_json(line) {
            return (text, Some(Kind::Plain));
        }
        text = head.len() - after.len();
    }
    (text, None)
}

/// What begins with something like a field, before this.
fn of_field(after: &[u8], media: Media, is_all: bool) -> Option<Kind> {
    if media == Media::Events || (is_all && after.is_empty()) {
        return Some(Kind::Events);
    }
    let (next, _) = split(after, is_all)?;
    let is_event = next.is_empty() || is_field(next);
    Some(if is_event { Kind::Events } else { Kind::Plain })
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

/// Whether a message is an event, with the blank line after it.
#[cfg(feature = "websocket")]
pub(super) fn is_event(message: &[u8]) -> bool {
    is_field(message) && (message.ends_with(b"\n\n") || message.ends_with(b"\r\n\r\n"))
}

/// Whether a line is a field of an event, or a comment.
fn is_field(line: &[u8]) -> bool {
    let fields: [&[u8]; 5] = [b":", b"data:", b"event:", b"id:", b"retry:"];
    fields.iter().any(|field| line.starts_with(field))
}

#[cfg(test)]
mod tests;
