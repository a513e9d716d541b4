//! What a request can mean.

use super::operation::Operation;
use super::server::Server;

/// An operation; or two of the same requests, of which the reply tells which one it was.
///
/// The second is the stream twin of the first: its path key has `#stream` behind it. Where the first answers as a whole, it
/// answers with an event stream, or opens a WebSocket.
#[derive(Debug)]
pub(super) struct Route {
    whole: Operation,
    stream: Option<Operation>,
}

impl Route {
    /// Panics when `stream` cannot be the twin of `whole`.
    pub(super) fn new(whole: Operation, stream: Option<Operation>) -> Self {
        if let Some(stream) = &stream {
            let (one, other) = (&whole.spec.id, &stream.spec.id);
            if let Some(part) = whole.asks.difference(&stream.asks) {
                panic!("{one} and {other} are one route, but their {part} differ");
            }
            let upgrades = stream.replies.contains_key("101");
            let streams = stream.has_events() || upgrades;
            assert!(streams, "{other}: no event stream");
            assert!(!whole.has_events(), "{one}: an event stream beside {other}");
        }
        Self { whole, stream }
    }

    /// The operation that a request is checked against; a twin asks for nothing else.
    pub(super) fn request(&self) -> &Operation {
        &self.whole
    }

    pub(super) fn operations(&self) -> impl Iterator<Item = &Operation> {
        std::iter::once(&self.whole).chain(&self.stream)
    }

    /// The ids of the operations: `run or run_stream`.
    pub(super) fn name(&self) -> String {
        let ids: Vec<_> = self.operations().map(|one| &*one.spec.id).collect();
        ids.join(" or ")
    }

    /// The URL of its server, unless that is the main one.
    pub(super) fn server(&self) -> Option<&str> {
        self.whole
            .server
            .as_ref()
            .map(|server: &Server| &*server.url)
    }

    /// Whether a body may go on for ever.
    pub(super) fn streams(&self) -> bool {
        self.operations().any(|operation| operation.streaming)
    }
}
