//! The loopback server under every simulator.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::exchange::{Backend, Exchange, Hooks};
use super::upgrade::Session;

/// How long [`Server::stop`] waits for requests under way.
const GRACE: Duration = Duration::from_secs(5);

/// A port of 127.0.0.1 that is bound, but not served yet.
#[derive(Debug)]
pub(crate) struct Bound {
    listener: TcpListener,
    address: SocketAddr,
}

impl Bound {
    /// Binds the port; 0 takes a free one.
    pub(crate) async fn new(port: u16) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        Ok(Self { listener, address })
    }

    /// `http://127.0.0.1:PORT`.
    pub(crate) fn root(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Serves the backend in the background until the returned handle is dropped or stopped.
    pub(crate) fn serve<B: Backend>(self, backend: Arc<B>, hooks: Arc<Hooks>) -> Server {
        let root = self.root();
        let (stop, stopped) = watch::channel(());
        let exchange = Arc::new(Exchange { backend, hooks });
        #[expect(
            clippy::disallowed_methods,
            reason = "the server ends when its last handle is dropped"
        )]
        tokio::spawn(accept(self, exchange, stopped));
        Server { root, stop }
    }
}

/// A running server. Dropping it closes the port and every connection.
#[derive(Debug)]
pub(crate) struct Server {
    root: String,
    stop: watch::Sender<()>,
}

impl Server {
    /// `http://127.0.0.1:PORT`.
    pub(crate) fn root(&self) -> &str {
        &self.root
    }

    /// Closes the port, lets requests under way finish for up to five seconds, and returns when all is closed.
    pub(crate) async fn stop(&self) {
        self.stop.send_replace(());
        self.stop.closed().await;
    }
}

async fn accept<B: Backend>(
    bound: Bound,
    exchange: Arc<Exchange<B>>,
    mut stopped: watch::Receiver<()>,
) {
    let Bound {
        mut listener,
        address,
    } = bound;
    let door = exchange.hooks.door.clone();
    // Dropping the set ends every connection at once.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            stop = stopped.changed() => match stop {
                Ok(()) => break,
                Err(_) => return,
            },
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(serve(stream, Arc::clone(&exchange), stopped.clone()));
                }
                // Out of file descriptors, most likely: let some connections end.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
            Some(_) = connections.join_next() => {}
            closure = door.closed() => {
                connections.shutdown().await;
                let passed = tokio::select! {
                    passed = closure.pass(listener, address) => passed,
                    _ = stopped.changed() => return,
                };
                let Ok(again) = passed else { return };
                listener = again;
            }
        }
    }
    drop(listener);
    let finished = async { while connections.join_next().await.is_some() {} };
    tokio::select! {
        _ = tokio::time::timeout(GRACE, finished) => {}
        // The last handle is gone while another one's `stop` was waiting.
        _ = stopped.changed() => {}
    }
}

async fn serve<B: Backend>(
    stream: TcpStream,
    exchange: Arc<Exchange<B>>,
    mut stopped: watch::Receiver<()>,
) {
    // Small replies at once; a socket that cannot do that still works.
    let _ = stream.set_nodelay(true);
    let next = Session::default();
    let service = service_fn(|mut request: http::Request<hyper::body::Incoming>| {
        let exchange = Arc::clone(&exchange);
        request.extensions_mut().insert(next.clone());
        async move { exchange.run(request.map(Body::new)).await }
    });
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    {
        let mut connection = std::pin::pin!(connection.with_upgrades());
        // How a connection ends concerns its client only.
        tokio::select! {
            _ = connection.as_mut() => {}
            _ = stopped.changed() => {
                connection.as_mut().graceful_shutdown();
                let _ = connection.await;
                return;
            }
        }
        // It ends here: if its last reply was not sent, nobody else may keep it open.
    }
    tokio::select! {
        () = next.run() => {}
        _ = stopped.changed() => {}
    }
}

#[cfg(test)]
mod tests;
