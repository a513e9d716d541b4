//! Scripted misbehaviour of logs that are followed.

use std::ops::RangeInclusive;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;

use super::Transport;

/// Something that goes wrong while somebody follows a log.
///
/// ```
/// use quintet::sim::synapse::{TailFault, Transport};
///
/// // The first three connections break inside of the message after the 100th line.
/// let broken = TailFault::cut().after_lines(100).mid_message().times(3);
/// // Eight connections break somewhere in the first mebibyte, always at the same places.
/// let random = TailFault::cut().after_random_bytes(42, 1..=1 << 20).times(8);
/// // The second WebSocket hears nothing any more, not even answers to its pings.
/// let dead = TailFault::silence().after_lines(1).on(Transport::WebSocket).skip(1);
/// # let _ = (broken, random, dead);
/// ```
///
/// Lines, messages and bytes are those of one connection; each begins with the first line of the log. An event over HTTP
/// counts as a message, with bytes as in the body; over WebSockets the bytes are those of the frames. Every fault counts all
/// the connections that it matches from the moment of its injection, and more than one may apply to a connection.
#[derive(Clone, Debug)]
#[must_use = "a fault does nothing until it is injected into a simulator"]
pub struct TailFault {
    action: Action,
    point: Point,
    mid: bool,
    transport: Option<Transport>,
    job: Option<String>,
    skip: usize,
    left: Option<usize>,
}

/// What happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Refuse(StatusCode),
    Cut,
    Reset,
    Silence,
    Close(u16, String),
    Error(String),
    Message { payload: Bytes, is_binary: bool },
    Raw(Bytes),
    Slow(usize, Duration),
}

impl Action {
    /// Whether the connection does nothing else afterwards.
    pub(super) fn is_final(&self) -> bool {
        !matches!(self, Self::Message { .. } | Self::Raw(_) | Self::Slow(..))
    }
}

/// When it happens.
#[derive(Clone, Debug)]
enum Point {
    At(At),
    RandomLines(fastrand::Rng, RangeInclusive<u64>),
    RandomBytes(fastrand::Rng, RangeInclusive<u64>),
}

/// A place on a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    Lines(u64),
    Messages(u64),
    Bytes(u64),
}

/// A fault that applies to a connection.
#[derive(Clone, Debug)]
pub(super) struct Armed {
    pub(super) at: At,
    pub(super) mid: bool,
    pub(super) action: Action,
}

impl TailFault {
    /// The connection ends without a word: no close frame, no end of the body.
    pub fn cut() -> Self {
        Self::new(Action::Cut)
    }

    /// The connection is reset. Over HTTP it is [`cut`](Self::cut).
    pub fn reset() -> Self {
        Self::new(Action::Reset)
    }

    /// Nothing comes any more, and nothing is answered, but the connection stays.
    pub fn silence() -> Self {
        Self::new(Action::Silence)
    }

    /// A close frame with this code and reason, whether or not the code is one that may be sent. Over HTTP the body ends.
    pub fn close(code: u16, reason: impl Into<String>) -> Self {
        Self::new(Action::Close(code, reason.into()))
    }

    /// An `error` event, where the framing has events, and then the end in good order.
    pub fn error(message: impl Into<String>) -> Self {
        Self::new(Action::Error(message.into()))
    }

    /// One more text message with this payload, which need not be UTF-8. Over HTTP it is a chunk of the body.
    pub fn message(payload: impl Into<Vec<u8>>) -> Self {
        Self::new(Action::Message {
            payload: payload.into().into(),
            is_binary: false,
        })
    }

    /// One more binary message with this payload. Over HTTP it is a chunk of the body.
    pub fn binary(payload: impl Into<Vec<u8>>) -> Self {
        Self::new(Action::Message {
            payload: payload.into().into(),
            is_binary: true,
        })
    }

    /// These bytes in the place of a frame. Over HTTP they are a chunk of the body.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self::new(Action::Raw(bytes.into().into()))
    }

    /// From then on everything comes so many bytes at a time, with a pause, in real time, before each of them.
    pub fn slow(bytes: usize, pause: Duration) -> Self {
        Self::new(Action::Slow(bytes.max(1), pause))
    }

    /// Answers with that status and opens nothing, whatever the point. What is no final HTTP status becomes 500.
    pub fn refuse(status: u16) -> Self {
        let status = StatusCode::from_u16(status).ok();
        let status = status.filter(|status| !status.is_informational());
        Self::new(Action::Refuse(
            status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        ))
    }

    fn new(action: Action) -> Self {
        Self {
            action,
            point: Point::At(At::Messages(0)),
            mid: false,
            transport: None,
            job: None,
            skip: 0,
            left: Some(1),
        }
    }

    /// When so many lines were handed out. The default is at once, when the connection is open.
    pub fn after_lines(mut self, lines: u64) -> Self {
        self.point = Point::At(At::Lines(lines));
        self
    }

    /// When so many messages were sent.
    pub fn after_messages(mut self, messages: u64) -> Self {
        self.point = Point::At(At::Messages(messages));
        self
    }

    /// When so many bytes were sent, most often inside of a frame. What does not end the connection waits for the end of the
    /// frame.
    pub fn after_bytes(mut self, bytes: u64) -> Self {
        self.point = Point::At(At::Bytes(bytes));
        self
    }

    /// When a number of lines from this range were handed out, another one for each connection. The same seed gives the same
    /// numbers.
    pub fn after_random_lines(mut self, seed: u64, lines: RangeInclusive<u64>) -> Self {
        self.point = Point::RandomLines(fastrand::Rng::with_seed(seed), lines);
        self
    }

    /// When a number of bytes from this range were sent, as [`after_random_lines`](Self::after_random_lines).
    pub fn after_random_bytes(mut self, seed: u64, bytes: RangeInclusive<u64>) -> Self {
        self.point = Point::RandomBytes(fastrand::Rng::with_seed(seed), bytes);
        self
    }

    /// In the middle of the message that follows the point, whenever that is. What does not end the connection comes before
    /// that message.
    pub fn mid_message(mut self) -> Self {
        self.mid = true;
        self
    }

    /// Only over this transport. The default is both.
    pub fn on(mut self, transport: Transport) -> Self {
        self.transport = Some(transport);
        self
    }

    /// Only where this job is followed. The default is every job.
    pub fn job(mut self, id: impl Into<String>) -> Self {
        self.job = Some(id.into());
        self
    }

    /// So many connections are spared first. The default is 0.
    pub fn skip(mut self, connections: usize) -> Self {
        self.skip = connections;
        self
    }

    /// How many connections it applies to. The default is 1.
    pub fn times(mut self, connections: usize) -> Self {
        self.left = Some(connections);
        self
    }

    /// It applies to all connections.
    pub fn always(mut self) -> Self {
        self.left = None;
        self
    }

    /// Whether something is left of it.
    pub(super) fn is_live(&self) -> bool {
        self.left != Some(0)
    }

    /// Counts a connection, and says what happens to it.
    pub(super) fn arm(&mut self, transport: Transport, job: &str) -> Option<Armed> {
        let is_other = self.transport.is_some_and(|only| only != transport)
            || self.job.as_deref().is_some_and(|only| only != job);
        if is_other || !self.is_live() {
            return None;
        }
        if self.skip > 0 {
            self.skip -= 1;
            return None;
        }
        self.left = self.left.map(|left| left - 1);
        let at = match &mut self.point {
            Point::At(at) => *at,
            Point::RandomLines(random, lines) => At::Lines(random.u64(lines.clone())),
            Point::RandomBytes(random, bytes) => At::Bytes(random.u64(bytes.clone())),
        };
        Some(Armed {
            at,
            mid: self.mid,
            action: self.action.clone(),
        })
    }
}
