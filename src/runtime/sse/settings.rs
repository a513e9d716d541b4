//! How strictly a stream is read, and how much of it.

use std::fmt;

/// How a stream is read. The default is the standard's way, with limits.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Settings {
    pub(crate) ending: Ending,
    pub(crate) indent: Indent,
    /// Tells which data is an event by itself: a data line that is, and that has none before it, does not wait for the blank
    /// line. What else stands before that blank line belongs to the next event.
    pub(crate) alone: Option<fn(&[u8]) -> bool>,
    pub(crate) limits: Limits,
}

/// What becomes of an event that the end of the stream cuts off before its blank line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Ending {
    /// It is no event.
    #[default]
    Discard,
    /// It is an event, also if its last line has no end.
    Emit,
}

/// What becomes of spaces at the beginning of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Indent {
    /// They are part of the field's name, so that the line is ignored.
    #[default]
    Keep,
    /// They are no part of the line: one that has nothing else is blank.
    Skip,
}

/// How much is read, in bytes as they are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Of a line, without its end. 16 MiB unless set.
    pub(crate) line: usize,
    /// Of the data of an event, with the line feeds in it. 16 MiB unless set.
    pub(crate) event: usize,
    /// Of the whole stream. None unless set.
    pub(crate) stream: Option<u64>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            line: 16 * 1024 * 1024,
            event: 16 * 1024 * 1024,
            stream: None,
        }
    }
}

/// A limit that a stream went beyond.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Excess {
    Line(usize),
    Event(usize),
    Stream(u64),
}

impl fmt::Display for Excess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(limit) => write!(
                f,
                "a line of the event stream is longer than the limit of {limit} bytes"
            ),
            Self::Event(limit) => write!(
                f,
                "the data of an event is larger than the limit of {limit} bytes"
            ),
            Self::Stream(limit) => {
                write!(
                    f,
                    "the event stream is longer than the limit of {limit} bytes"
                )
            }
        }
    }
}
