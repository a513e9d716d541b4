//! How the log of a job is handed out.

use std::time::Duration;

use http::StatusCode;

/// The two ways to follow a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Transport {
    /// `/jobs/{job_id}/logs/` with an upgrade.
    WebSocket,
    /// `/jobs/{job_id}/logs/stream/`.
    Http,
}

/// What a piece of the log looks like on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Framing {
    /// A JSON object for each piece: `{"type":"log","message":"…"}`. Over HTTP each is a line, and the type is
    /// `application/x-ndjson`. The default of WebSockets.
    Json,
    /// The log as it is; nothing tells its end. Over HTTP the type is `text/plain`.
    Text,
    /// Server-sent events whose data is such an object, as Python writes JSON: with spaces, and with escapes for whatever is
    /// not ASCII. The default of HTTP.
    Events,
    /// Server-sent events whose data is the log as it is, a `data` line for each line. A carriage return inside of a line breaks
    /// the event, as with every server that does not look.
    TextEvents,
}

/// How much of the log goes into a message or an event. Nothing is held back to fill one up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Batching {
    /// As Ray does it: lines, up to 10 of them, and no more once there are over 20,000 characters. A line is never cut, however
    /// long it is, unless it is not yet written to its end. The default.
    #[default]
    Ray,
    /// Up to so many lines, however long they are.
    Lines(u64),
    /// So many characters, whatever they are: lines are cut anywhere.
    Characters(usize),
}

impl Batching {
    /// Lines end a batch when there are so many.
    pub(in super::super) fn lines(self) -> u64 {
        match self {
            Self::Ray => 10,
            Self::Lines(lines) => lines.max(1),
            Self::Characters(_) => u64::MAX,
        }
    }

    /// Characters end a batch when there are so many.
    pub(in super::super) fn characters(self) -> usize {
        match self {
            Self::Ray => 20_001,
            Self::Lines(_) => usize::MAX,
            Self::Characters(characters) => characters.max(1),
        }
    }

    pub(in super::super) fn cuts_lines(self) -> bool {
        matches!(self, Self::Characters(_))
    }
}

/// What the end of a job looks like to who follows its log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum TailEnd {
    /// A `complete` event, where the framing has events; then the connection is closed in good order: with code 1000, or by
    /// the end of the body. The default.
    #[default]
    Complete,
    /// No event. The connection is closed in good order, as Ray does it.
    Closed,
    /// No event. The connection ends without a close frame, or in the middle of the body.
    Cut,
    /// A `complete` event, and the connection stays open.
    Open,
}

/// How a simulator hands out logs over one of the transports.
///
/// ```
/// use quintet::sim::synapse::{Batching, Framing, Tail};
/// use std::time::Duration;
///
/// // Messages of five characters, plain text, and each message in frames of two bytes.
/// let plain = Tail::websocket().framing(Framing::Text).batching(Batching::Characters(5)).fragments(2);
/// // Nobody gets a WebSocket.
/// let refused = Tail::websocket().refused(426);
/// let pinged = Tail::http().keepalive(Some(Duration::from_secs(15)));
/// # let _ = (plain, refused, pinged);
/// ```
#[derive(Clone, Debug)]
#[must_use = "this does nothing until it is set on a simulator"]
pub struct Tail {
    pub(super) transport: Transport,
    pub(super) framing: Framing,
    pub(super) batching: Batching,
    pub(super) keepalive: Option<Duration>,
    pub(super) end: TailEnd,
    pub(super) fragment: usize,
    pub(super) most: usize,
    pub(super) opening: Opening,
    pub(super) binary: bool,
    pub(super) pongs: bool,
    pub(super) closes: bool,
}

/// What becomes of a request to follow a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    Accepted,
    /// The upgrade is not seen, and the reply is that of a plain request.
    Ignored,
    Refused(StatusCode),
}

impl Tail {
    /// As WebSockets are by default: a JSON object in each text message, Ray's batches, a ping every 20 simulated seconds.
    pub fn websocket() -> Self {
        let keepalive = Some(Duration::from_secs(20));
        Self::new(Transport::WebSocket, Framing::Json, keepalive)
    }

    /// As HTTP is by default: events whose data is a JSON object, Ray's batches, and nothing while there is nothing to say.
    pub fn http() -> Self {
        Self::new(Transport::Http, Framing::Events, None)
    }

    fn new(transport: Transport, framing: Framing, keepalive: Option<Duration>) -> Self {
        Self {
            transport,
            framing,
            batching: Batching::default(),
            keepalive,
            end: TailEnd::default(),
            fragment: usize::MAX,
            most: usize::MAX,
            opening: Opening::Accepted,
            binary: false,
            pongs: true,
            closes: true,
        }
    }

    /// What a piece of the log looks like.
    pub fn framing(mut self, framing: Framing) -> Self {
        self.framing = framing;
        self
    }

    /// How much of the log a piece is.
    pub fn batching(mut self, batching: Batching) -> Self {
        self.batching = batching;
        self
    }

    /// A sign of life in each such span of simulated time: a ping, or a comment between events. `None` is never.
    pub fn keepalive(mut self, span: Option<Duration>) -> Self {
        self.keepalive = span;
        self
    }

    /// What the end of a job looks like.
    pub fn end(mut self, end: TailEnd) -> Self {
        self.end = end;
        self
    }

    /// Cuts everything into so many bytes, wherever that is, in a character too: messages into frames, bodies into chunks.
    /// By default a message is one frame, and an event one chunk.
    pub fn fragments(mut self, bytes: usize) -> Self {
        self.fragment = bytes.max(1);
        self
    }

    /// So many connections at once, over both transports; more are answered with 429. The default is no limit.
    pub fn at_most(mut self, connections: usize) -> Self {
        self.most = connections;
        self
    }

    /// Answers with that status, after the agent looked at credentials and job. What is no final HTTP status becomes 500.
    pub fn refused(mut self, status: u16) -> Self {
        let status = StatusCode::from_u16(status).ok();
        let status = status.filter(|status| !status.is_informational());
        self.opening = Opening::Refused(status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
        self
    }

    /// Does not see that a WebSocket is wanted, and answers as if it was not. Over HTTP it changes nothing.
    pub fn not_upgrading(mut self) -> Self {
        self.opening = Opening::Ignored;
        self
    }

    /// Sends binary messages instead of text messages. Over HTTP it changes nothing.
    pub fn binary(mut self) -> Self {
        self.binary = true;
        self
    }

    /// Does not answer pings. Over HTTP it changes nothing.
    pub fn without_pongs(mut self) -> Self {
        self.pongs = false;
        self
    }

    /// Does not answer close frames, and keeps the connection until the client is gone. Over HTTP it changes nothing.
    pub fn without_closes(mut self) -> Self {
        self.closes = false;
        self
    }
}
