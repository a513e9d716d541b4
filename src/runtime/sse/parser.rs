//! From lines to events.

use bytes::Bytes;

use super::super::lines::{Lines, TooLong};
use super::block::{Block, Place, Step};
use super::event::{Event, Text};
use super::settings::{Ending, Excess, Settings};

/// Push a chunk, take events until there is none, push the next. How the bytes are cut into chunks makes no difference to
/// the events.
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

/// An event that is there. It is taken now or never.
#[must_use = "an event that is not taken is lost"]
pub(super) struct Ready<'a> {
    parser: &'a mut Parser,
    data: Place,
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

    /// Adds bytes, and takes the chunk if it has to be kept. Events that were not taken yet stay, at the price of a copy.
    #[inline]
    pub(crate) fn push(&mut self, chunk: &mut Bytes) {
        if self.state != State::Open {
            return;
        }
        match self.room.checked_sub(chunk.len() as u64) {
            Some(room) => {
                self.room = room;
                self.lines.push(chunk);
            }
            None => self.fill(chunk),
        }
    }

    /// Takes as much of a chunk as may still be read.
    #[cold]
    fn fill(&mut self, chunk: &mut Bytes) {
        chunk.truncate(self.room as usize);
        self.lines.push(chunk);
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
    pub(crate) fn next(&mut self) -> Option<Result<Event, Excess>> {
        let ready = self.advance().transpose()?;
        Some(ready.map(Ready::take))
    }

    /// The first half of [`next`](Self::next): goes to the end of the next event.
    #[inline]
    pub(super) fn advance(&mut self) -> Result<Option<Ready<'_>>, Excess> {
        loop {
            match self.lines.advance() {
                Ok(true) => {}
                Ok(false) if self.state == State::Open => return Ok(None),
                Ok(false) => return self.last(),
                Err(TooLong) => return self.fail(Excess::Line(self.settings.limits.line)),
            }
            match self.block.read(&self.lines, &self.settings) {
                Ok(Step::More) => {}
                // Most events are one line of data and a blank line, and need not be put aside.
                Ok(Step::Data(start)) if self.lines.skip_empty() => {
                    return Ok(Some(self.ready(Place::Line(start))));
                }
                Ok(Step::Data(start)) => self.block.begin(&self.lines, start),
                Ok(Step::Event(data)) => return Ok(Some(self.ready(data))),
                Err(excess) => return self.fail(excess),
            }
        }
    }

    #[inline]
    fn ready(&mut self, data: Place) -> Ready<'_> {
        Ready { parser: self, data }
    }

    /// What comes after the last line.
    #[cold]
    fn last(&mut self) -> Result<Option<Ready<'_>>, Excess> {
        match (self.state, self.settings.limits.stream) {
            (State::Full, Some(limit)) => self.fail(Excess::Stream(limit)),
            (State::Ended, _) => {
                self.state = State::Closed;
                let is_event = self.settings.ending == Ending::Emit && self.block.has_data();
                Ok(is_event.then(|| self.ready(Place::Block)))
            }
            _ => Ok(None),
        }
    }

    #[cold]
    fn fail(&mut self, excess: Excess) -> Result<Option<Ready<'_>>, Excess> {
        *self = Self::new(self.settings);
        self.state = State::Closed;
        Err(excess)
    }
}

impl Ready<'_> {
    /// The second half of [`next`](Parser::next). Apart, so that the event is made where it is wanted: it is large, and to
    /// move it takes longer than to find it.
    #[inline]
    pub(super) fn take(self) -> Event {
        let Parser { lines, block, .. } = self.parser;
        Event {
            data: match self.data {
                Place::Line(start) => Text::of_line(lines, start),
                Place::Block => block.data(),
            },
            event: block.event.take(),
            id: block.id.clone(),
            retry: block.retry,
        }
    }
}
