//! From lines to events.

use std::mem;
use std::time::Duration;

use bytes::Bytes;
use memchr::memchr;

use super::super::lines::Lines;
use super::event::{Event, Text};
use super::settings::{Ending, Excess, Indent, Settings};

/// Push chunks, take events until there is none, push the next chunk. How the bytes are cut into chunks makes no difference
/// to the events.
#[derive(Debug)]
pub(crate) struct Parser {
    settings: Settings,
    lines: Lines,
    block: Block,
    /// How many bytes may still come.
    room: u64,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    /// More was pushed than may be read.
    Full,
    /// Nothing more is pushed.
    Ended,
    Closed,
}

impl Parser {
    pub(crate) fn new(settings: Settings) -> Self {
        Self {
            settings,
            lines: Lines::new(settings.limits.line),
            block: Block::default(),
            room: settings.limits.stream.unwrap_or(u64::MAX),
            state: State::Open,
        }
    }

    #[inline]
    pub(crate) fn extend(&mut self, chunk: &Bytes) -> bool {
        self.state == State::Open && chunk.len() as u64 <= self.room && {
            let done = self.lines.extend(chunk);
            if done {
                self.room -= chunk.len() as u64;
            }
            done
        }
    }

    /// Adds bytes. Take all events before: what is left is copied.
    #[inline]
    pub(crate) fn push(&mut self, chunk: Bytes) {
        if self.state == State::Open {
            match self.room.checked_sub(chunk.len() as u64) {
                Some(room) => {
                    self.room = room;
                    self.lines.push(chunk);
                }
                None => self.fill(&chunk),
            }
        }
    }

    /// Takes what may still be read of a chunk.
    #[cold]
    fn fill(&mut self, chunk: &Bytes) {
        self.lines.push(chunk.slice(..self.room as usize));
        self.state = State::Full;
    }

    /// Says that nothing more comes.
    pub(crate) fn end(&mut self) {
        if self.state == State::Open {
            self.state = State::Ended;
            if self.settings.ending == Ending::Emit {
                self.lines.end();
            }
        }
    }

    /// The next event; `None` when it needs more bytes.
    ///
    /// # Errors
    /// Beyond a limit. Nothing comes after that.
    #[inline]
    pub(crate) fn next(&mut self) -> Option<Result<Event, Excess>> {
        match self.advance() {
            Ok(Some(data)) => Some(Ok(self.event(data))),
            Ok(None) => None,
            Err(excess) => Some(Err(excess)),
        }
    }

    #[inline]
    pub(crate) fn event(&mut self, data: Where) -> Event {
        Event {
            data: match data {
                Where::Line(start) => Text::of(&self.lines, start),
                Where::Block => self.block.data(),
            },
            event: self.block.event.take(),
            id: self.block.id.clone(),
            retry: self.block.retry,
        }
    }

    #[inline]
    pub(crate) fn advance(&mut self) -> Result<Option<Where>, Excess> {
        loop {
            match self.lines.advance() {
                Ok(true) => {}
                Ok(false) if self.state == State::Open => return Ok(None),
                Ok(false) => return self.last(),
                Err(_) => return Err(self.fail(Excess::Line(self.settings.limits.line))),
            }
            match self.block.take(&self.lines, &self.settings) {
                Ok(Step::More) => {}
                Ok(Step::Event(data)) => return Ok(Some(data)),
                Ok(Step::Data(start)) => {
                    if self.lines.next_is_empty() {
                        return Ok(Some(Where::Line(start)));
                    }
                    self.block.start(&self.lines, start);
                }
                Err(excess) => return Err(self.fail(excess)),
            }
        }
    }

    /// What comes after the last line.
    #[inline(never)]
    fn last(&mut self) -> Result<Option<Where>, Excess> {
        match self.state {
            State::Open | State::Closed => Ok(None),
            State::Full => Err(self.fail(Excess::Stream(
                self.settings.limits.stream.unwrap_or(u64::MAX),
            ))),
            State::Ended => {
                self.state = State::Closed;
                match self.settings.ending {
                    Ending::Discard => Ok(None),
                    Ending::Emit => {
                        Ok((!matches!(self.block.data, Data::None)).then_some(Where::Block))
                    }
                }
            }
        }
    }

    fn fail(&mut self, excess: Excess) -> Excess {
        // Nothing that was received is kept for nobody.
        self.lines = Lines::new(0);
        self.block = Block::default();
        self.state = State::Closed;
        excess
    }
}

/// The lines since the last blank one.
#[derive(Debug, Default)]
struct Block {
    event: Option<Text>,
    data: Data,
    /// The bytes of the data as they were sent.
    size: usize,
    /// These two outlive the block.
    id: Option<Text>,
    retry: Option<Duration>,
}

#[derive(Debug, Default)]
enum Data {
    #[default]
    None,
    One(Text),
    Joined(String),
}

/// What a line is.
enum Step {
    More,
    /// The first data of its block.
    Data(usize),
    Event(Where),
}

#[derive(Clone, Copy)]
pub(crate) enum Where {
    Line(usize),
    Block,
}

impl Block {
    /// Takes a line, which may complete an event.
    #[inline]
    fn take(&mut self, lines: &Lines, settings: &Settings) -> Result<Step, Excess> {
        let line = lines.line();
        let start = match settings.indent {
            Indent::Keep => 0,
            Indent::Skip => line.iter().take_while(|byte| **byte == b' ').count(),
        };
        let whole = &line[start..];
        if whole.is_empty() {
            if matches!(self.data, Data::None) {
                self.event = None;
                return Ok(Step::More);
            }
            return Ok(Step::Event(Where::Block));
        }
        let Some((field, value)) = field(whole) else {
            return Ok(Step::More);
        };
        let start = start + value;
        let value = &line[start..];
        match field {
            Field::Data => {
                let limit = settings.limits.event;
                let size = value.len();
                if size > limit || self.size > limit - size {
                    return Err(Excess::Event(limit));
                }
                if !matches!(self.data, Data::None) {
                    self.size += size + 1;
                    self.add(Text::of(lines, start));
                    return Ok(Step::More);
                }
                let is_alone = settings.alone.is_some_and(|is_event| is_event(value));
                if is_alone {
                    return Ok(Step::Event(Where::Line(start)));
                }
                return Ok(Step::Data(start));
            }
            Field::Event => {
                self.event = Some(Text::of(lines, start)).filter(|text| !text.is_empty())
            }
            Field::Id if memchr(0, value).is_some() => {}
            Field::Id => self.id = Some(Text::of(lines, start)).filter(|text| !text.is_empty()),
            Field::Retry => self.retry = milliseconds(value).or(self.retry),
        }
        Ok(Step::More)
    }

    #[inline(never)]
    fn start(&mut self, lines: &Lines, start: usize) {
        let text = Text::of(lines, start);
        self.size = lines.line().len() - start + 1;
        self.data = Data::One(text);
    }

    #[inline(never)]
    fn data(&mut self) -> Text {
        self.size = 0;
        match mem::take(&mut self.data) {
            Data::None => Text::default(),
            Data::One(text) => text,
            Data::Joined(text) => text.into(),
        }
    }

    fn add(&mut self, text: Text) {
        self.data = match mem::take(&mut self.data) {
            Data::None => Data::One(text),
            Data::One(first) => Data::Joined([&*first, "\n", &*text].concat()),
            Data::Joined(mut whole) => {
                whole.push('\n');
                whole.push_str(&text);
                Data::Joined(whole)
            }
        };
    }
}

enum Field {
    Data,
    Event,
    Id,
    Retry,
}

/// The field of a line, and where its value begins; `None` for comments and unknown fields.
#[inline]
fn field(line: &[u8]) -> Option<(Field, usize)> {
    let (field, name) = match line.first()? {
        b'd' => (Field::Data, "data"),
        b'e' => (Field::Event, "event"),
        b'i' => (Field::Id, "id"),
        b'r' => (Field::Retry, "retry"),
        _ => return None,
    };
    let skipped = match line.strip_prefix(name.as_bytes())? {
        [] => 0,
        [b':', b' ', ..] => 2,
        [b':', ..] => 1,
        _ => return None,
    };
    Some((field, name.len() + skipped))
}

/// A number of milliseconds in nothing but ASCII digits.
fn milliseconds(value: &[u8]) -> Option<Duration> {
    let digits = value.iter().all(u8::is_ascii_digit).then_some(value)?;
    let number = str::from_utf8(digits).ok()?.parse().ok()?;
    Some(Duration::from_millis(number))
}
