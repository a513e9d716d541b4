//! How logs were followed.

use tokio::sync::watch;

use super::Transport;

/// How logs were followed so far, over both transports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TailCounts {
    /// WebSockets that were opened.
    pub websockets: usize,
    /// Bodies that were begun over HTTP.
    pub streams: usize,
    /// Requests that were answered with an error, credentials and unknown jobs included.
    pub refused: usize,
    /// How many of both are open now.
    pub open: usize,
    /// Those whose log was handed out to its end, with what tells the end.
    pub completed: usize,
    /// Lines that were handed out. Each connection begins with the first one.
    pub lines: u64,
    /// Messages and events with pieces of logs.
    pub messages: u64,
    /// Pings and comments to clients, which say that the agent lives.
    pub signs_of_life: u64,
    /// Pings of clients.
    pub pings: usize,
    /// Pongs of clients.
    pub pongs: usize,
    /// Close frames of clients.
    pub closes: usize,
    /// The code of the last one of them, if it had one.
    pub close_code: Option<u16>,
    /// Messages of clients, who should not send any.
    pub client_messages: usize,
}

/// Counts, and tells who waits.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Counter(watch::Sender<TailCounts>);

impl Counter {
    pub(in super::super) fn counts(&self) -> TailCounts {
        *self.0.borrow()
    }

    /// Returns when the counts are such.
    pub(in super::super) async fn until(&self, are_such: impl FnMut(&TailCounts) -> bool) {
        let mut counts = self.0.subscribe();
        // The sender lives as long as this borrow of it.
        let _ = counts.wait_for(are_such).await;
    }

    pub(super) fn add(&self, change: impl FnOnce(&mut TailCounts)) {
        self.0.send_modify(change);
    }

    /// Counts a connection, until what comes back is dropped.
    pub(super) fn open(&self, transport: Transport) -> Open {
        self.add(|counts| {
            counts.open += 1;
            match transport {
                Transport::WebSocket => counts.websockets += 1,
                Transport::Http => counts.streams += 1,
            }
        });
        Open(self.clone())
    }
}

/// A connection that is open.
#[derive(Debug)]
pub(super) struct Open(pub(super) Counter);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.add(|counts| counts.open -= 1);
    }
}
