//! One fault and what it must lead to.

use bytes::Bytes;
use quintet::ErrorKind;

use crate::support::raw_server::{Script, Step, head, reply};

/// Everything that both operations of the table need of a reply, so that one body serves both.
pub(super) const VALID: &str = r#"{"id":"a1b2c3d4","image":"python:3.11-slim","cpu":"500m","memory":"512Mi","ttl":3600,
"status":"running","created_at":"2026-04-03T10:00:00Z","expires_at":"2026-04-03T11:00:00Z","exit_code":0,
"stdout":"42\n","stderr":""}"#;

/// The id of the sandbox that all calls are about.
pub(super) const ID: &str = "a1b2c3d4";

/// The limit of the table's clients.
pub(super) const MAX_BODY: usize = 32 * 1024 * 1024;

/// The most attempts of the table's clients.
pub(super) const ATTEMPTS: u32 = 3;

/// How a call must end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Works,
    /// With the status, if a head was received whole: then status and headers are kept.
    Fails(ErrorKind, Option<u16>),
}

/// How many requests the server must receive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sent {
    pub(super) requests: usize,
    pub(super) attempts: u32,
}

/// A row of the table, for an operation that is idempotent (GET) and for one that is not (POST).
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) name: String,
    /// One for each request, the last for all that follow; none: nobody listens.
    pub(super) scripts: Vec<Script>,
    pub(super) get: (End, Sent),
    pub(super) post: (End, Sent),
    /// Whether the server stops in the middle, so that only the passing of time ends the call.
    pub(super) stalls: bool,
}

impl Row {
    /// A fault that each attempt meets.
    pub(super) fn new(name: impl Into<String>, script: impl Into<Script>) -> Self {
        let works = (End::Works, sent(1));
        Self {
            name: name.into(),
            scripts: vec![script.into()],
            get: works,
            post: works,
            stalls: false,
        }
    }

    /// A reply to a request that was read whole.
    pub(super) fn answer(name: impl Into<String>, reply: impl Into<Bytes>) -> Self {
        Self::new(name, [Step::Request, Step::Send(reply.into())])
    }

    /// A reply after which the server closes.
    pub(super) fn last_words(name: &str, reply: impl Into<Bytes>) -> Self {
        Self::new(name, [Step::Request, Step::Send(reply.into()), Step::Close])
    }

    /// A whole reply of this status and further head lines.
    pub(super) fn status(name: &str, lines: &str, body: &str) -> Self {
        let status: u16 = lines[..3].parse().unwrap();
        let row = Self::answer(format!("{status}: {name}"), reply(lines, body));
        row.fails(ErrorKind::Server, status)
    }

    /// A 200 with this body.
    pub(super) fn body(name: &str, body: impl AsRef<[u8]>) -> Self {
        Self::answer(name, ok(body))
            .fails(ErrorKind::Decode, 200)
            .sent(1, 1)
    }

    /// What comes after the first request.
    pub(super) fn then(mut self, script: impl Into<Script>) -> Self {
        self.scripts.push(script.into());
        self
    }

    /// Both operations fail like this. A failure that may pass is retried for GET only, unless [`sent`](Self::sent)
    /// says otherwise.
    pub(super) fn fails(mut self, kind: ErrorKind, status: impl Into<Option<u16>>) -> Self {
        let end = End::Fails(kind, status.into());
        self.get = (end, sent(ATTEMPTS as usize));
        self.post = (end, sent(1));
        self
    }

    /// The same, but another kind.
    pub(super) fn kind(mut self, kind: ErrorKind) -> Self {
        for (end, _) in [&mut self.get, &mut self.post] {
            if let End::Fails(old, _) = end {
                *old = kind;
            }
        }
        self
    }

    /// How many requests are sent for GET and for POST, one in each attempt.
    pub(super) fn sent(mut self, get: usize, post: usize) -> Self {
        (self.get.1, self.post.1) = (sent(get), sent(post));
        self
    }

    /// Only the passing of time ends the call.
    pub(super) fn stalls(mut self) -> Self {
        self.stalls = true;
        self
    }
}

pub(super) fn sent(requests: usize) -> Sent {
    Sent {
        requests,
        attempts: requests as u32,
    }
}

/// A 200 with this body as JSON.
pub(super) fn ok(body: impl AsRef<[u8]>) -> Bytes {
    reply("200 OK\ncontent-type: application/json", body)
}

/// A 200 with the valid body in these chunks, as they are on the wire.
pub(super) fn chunked(chunks: &str) -> String {
    head("200 OK\ncontent-type: application/json\ntransfer-encoding: chunked") + chunks
}

/// One chunk on the wire.
pub(super) fn chunk(text: &str) -> String {
    format!("{:x}\r\n{text}\r\n", text.len())
}
