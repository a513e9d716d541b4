//! Names that lead where the test wants, a new place for each connection.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::net::TcpSocket;

/// The base URL whose connections lead to the places; it has no port, so that each place can have its own.
pub(crate) const URL: &str = "http://sandboxes.localhost";

/// A port that is taken, so that nobody else gets it, but not listened on: connections are refused.
pub(crate) struct Refused(TcpSocket);

impl Refused {
    pub(crate) fn new() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        Self(socket)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.0.local_addr().unwrap()
    }
}

/// Leads the first connection to the first place, and so on; the last is for all that follow.
pub(crate) struct Places(Mutex<VecDeque<SocketAddr>>);

impl Places {
    pub(crate) fn new(places: impl IntoIterator<Item = SocketAddr>) -> Arc<Self> {
        Arc::new(Self(Mutex::new(places.into_iter().collect())))
    }
}

impl Resolve for Places {
    fn resolve(&self, _: Name) -> Resolving {
        let mut places = self.0.lock().unwrap();
        let place = match places.len() {
            1 => places[0],
            _ => places.pop_front().expect("a place"),
        };
        let found: Addrs = Box::new(std::iter::once(place));
        Box::pin(std::future::ready(Ok(found)))
    }
}
