//! The lines of one event.

use std::mem;
use std::time::Duration;

use memchr::memchr;

use super::super::lines::Lines;
use super::event::Text;
use super::settings::{Excess, Indent, Settings};

/// The lines since the last blank one, and what outlives them.
#[derive(Debug, Default)]
pub(super) struct Block {
    data: Data,
    /// The bytes of the data as they were sent, and a line feed after each line.
    size: usize,
    pub(super) event: Option<Text>,
    pub(super) id: Option<Text>,
    pub(super) retry: Option<Duration>,
}

#[derive(Debug, Default)]
enum Data {
    #[default]
    None,
    One(Text),
    Joined(String),
}

/// What a line does.
pub(super) enum Step {
    More,
    /// It is the first line of data, from there on.
    Data(usize),
    /// It completes an event.
    Event(Place),
}

/// Where the data of an event is.
#[derive(Debug)]
pub(super) enum Place {
    /// In the line, from there on.
    Line(usize),
    Block,
}

impl Block {
    /// Reads a line.
    #[inline]
    pub(super) fn read(&mut self, lines: &Lines, settings: &Settings) -> Result<Step, Excess> {
        let indented = lines.line();
        let indent = match settings.indent {
            Indent::Keep => 0,
            Indent::Skip => indented.iter().take_while(|byte| **byte == b' ').count(),
        };
        let line = &indented[indent..];
        if line.is_empty() {
            return Ok(self.end());
        }
        let Some((field, start)) = field(line) else {
            return Ok(Step::More);
        };
        let value = &line[start..];
        let start = indent + start;
        match field {
            Field::Data => {
                self.check(value.len(), settings.limits.event)?;
                if self.has_data() {
                    self.add(&Text::of_line(lines, start), value.len());
                } else if settings.alone.is_some_and(|is_event| is_event(value)) {
                    return Ok(Step::Event(Place::Line(start)));
                } else {
                    return Ok(Step::Data(start));
                }
            }
            Field::Event => self.event = not_empty(Text::of_line(lines, start)),
            // The standard has it so.
            Field::Id if memchr(0, value).is_some() => {}
            Field::Id => self.id = not_empty(Text::of_line(lines, start)),
            Field::Retry => self.retry = milliseconds(value).or(self.retry),
        }
        Ok(Step::More)
    }

    /// A blank line: what has no data is no event.
    fn end(&mut self) -> Step {
        if self.has_data() {
            return Step::Event(Place::Block);
        }
        self.event = None;
        Step::More
    }

    #[inline]
    fn check(&self, more: usize, limit: usize) -> Result<(), Excess> {
        match limit.checked_sub(more) {
            Some(room) if self.size <= room => Ok(()),
            _ => Err(Excess::Event(limit)),
        }
    }

    /// Puts the first line of data aside.
    #[inline(never)]
    pub(super) fn begin(&mut self, lines: &Lines, start: usize) {
        self.data = Data::One(Text::of_line(lines, start));
        self.size = lines.line().len() - start + 1;
    }

    fn add(&mut self, text: &str, size: usize) {
        self.size += size + 1;
        let mut whole = match mem::take(&mut self.data) {
            Data::None => String::new(),
            Data::One(first) => (*first).to_owned() + "\n",
            Data::Joined(whole) => whole + "\n",
        };
        whole.push_str(text);
        self.data = Data::Joined(whole);
    }

    #[inline]
    pub(super) fn has_data(&self) -> bool {
        !matches!(self.data, Data::None)
    }

    /// Takes the data.
    #[inline(never)]
    pub(super) fn data(&mut self) -> Text {
        self.size = 0;
        match mem::take(&mut self.data) {
            Data::None => Text::default(),
            Data::One(text) => text,
            Data::Joined(text) => text.into(),
        }
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

fn not_empty(text: Text) -> Option<Text> {
    (!text.is_empty()).then_some(text)
}

/// A number of milliseconds that is nothing but ASCII digits.
fn milliseconds(value: &[u8]) -> Option<Duration> {
    if !value.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = str::from_utf8(value).ok()?.parse().ok()?;
    Some(Duration::from_millis(number))
}
