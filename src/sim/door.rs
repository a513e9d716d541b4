//! A server that goes away for a while, and comes back at the same port.

use std::io;
use std::net::SocketAddr;

use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

/// How many connections may wait to be accepted.
const BACKLOG: u32 = 1024;

/// What who tries to connect meets in the meantime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Away {
    /// No connection is made.
    Refused,
    /// Connections are made and closed.
    Dropped,
    /// Connections are made and served; only the earlier ones are gone.
    Served,
}

/// A time in which the server is away.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Closure {
    pub(crate) from: Instant,
    pub(crate) until: Instant,
    pub(crate) away: Away,
}

/// Where a backend says that its server goes away.
#[derive(Clone, Debug, Default)]
pub(crate) struct Door(watch::Sender<Option<Closure>>);

impl Door {
    /// The server will be away, and no other time.
    pub(crate) fn close(&self, closure: Closure) {
        self.0.send_replace(Some(closure));
    }

    /// Returns when the server has to go away. Nothing is lost when this is not awaited to its end.
    pub(super) async fn closed(&self) -> Closure {
        let mut changes = self.0.subscribe();
        loop {
            let next = *changes.borrow_and_update();
            let due = async {
                match next {
                    Some(closure) => {
                        sleep_until(closure.from).await;
                        closure
                    }
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                closure = due => {
                    self.0.send_replace(None);
                    return closure;
                }
                // The sender lives as long as this borrow of it.
                _ = changes.changed() => {}
            }
        }
    }
}

impl Closure {
    /// Spends the time, and gives the listener back.
    pub(super) async fn pass(
        self,
        listener: TcpListener,
        address: SocketAddr,
    ) -> io::Result<TcpListener> {
        match self.away {
            Away::Served => Ok(listener),
            Away::Refused => {
                drop(listener);
                // The port stays taken, so that nobody else gets it, but nothing listens there.
                let socket = TcpSocket::new_v4()?;
                socket.set_reuseaddr(true)?;
                socket.bind(address)?;
                sleep_until(self.until).await;
                socket.listen(BACKLOG)
            }
            Away::Dropped => loop {
                tokio::select! {
                    () = sleep_until(self.until) => return Ok(listener),
                    accepted = listener.accept() => drop(accepted),
                }
            },
        }
    }
}
