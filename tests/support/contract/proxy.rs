//! The proxy: a byte-faithful relay that reads along.
//!
//! It works on connections, not on messages. Whatever one side does to its connection is done to the
//! other's: bytes in the same order, chunks and header lines as they were sent, an orderly close for an
//! orderly close, a reset for a reset. Faults and upgraded connections need no special treatment.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

use super::conversation::Conversation;
use super::ledger::Ledger;
use super::{Coverage, Document, Violation};

const BUFFER: usize = 64 * 1024;

/// A proxy on a loopback port that holds every exchange to a document.
///
/// It runs on a thread of its own, so that it also serves tests that block. Dropping it closes its
/// connections, and panics when there are violations that nobody looked at.
#[derive(Debug)]
pub(crate) struct ContractProxy {
    address: SocketAddr,
    ledger: Arc<Ledger>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl ContractProxy {
    /// Starts a proxy in front of `upstream`, such as `http://127.0.0.1:8080`.
    pub(crate) async fn start(document: Document, upstream: &str) -> Self {
        Self::start_with(document, upstream, Arc::default()).await
    }

    /// Starts another proxy in front of another server of the same backend. What either finds and sees, both tell.
    pub(crate) async fn beside(&self, document: Document, upstream: &str) -> Self {
        Self::start_with(document, upstream, Arc::clone(&self.ledger)).await
    }

    async fn start_with(document: Document, upstream: &str, ledger: Arc<Ledger>) -> Self {
        let authority = upstream.trim_end_matches('/').strip_prefix("http://");
        let upstream: SocketAddr = authority
            .and_then(|authority| authority.parse().ok())
            .unwrap_or_else(|| panic!("upstream {upstream} is not http://ADDRESS:PORT"));
        let (ready, address) = oneshot::channel();
        let (stop, stopped) = oneshot::channel();
        let relay = Relay {
            document,
            upstream,
            ledger: Arc::clone(&ledger),
        };
        let thread = std::thread::spawn(move || relay.run(ready, stopped));
        Self {
            address: address.await.expect("the proxy listens"),
            ledger,
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// The root to send requests to instead of the upstream: `http://127.0.0.1:PORT`.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// All violations so far. Looking at them is enough for the proxy to be dropped in peace.
    pub(crate) fn violations(&self) -> Vec<Violation> {
        self.ledger.look()
    }

    /// The documented replies that came whole so far.
    pub(crate) fn coverage(&self) -> Coverage {
        self.ledger.coverage()
    }

    /// Whether a whole reply of this operation and status has passed; panics otherwise.
    #[track_caller]
    pub(crate) fn assert_covered(&self, operation: &str, status: &str) {
        let covered = self.coverage().contains(operation, status);
        assert!(covered, "no reply of {operation} with {status}");
    }

    /// Panics with all violations, if there are any.
    #[track_caller]
    pub(crate) fn assert_clean(&self) {
        let violations = self.violations();
        assert!(violations.is_empty(), "{}", listing(&violations));
    }
}

impl Drop for ContractProxy {
    fn drop(&mut self) {
        drop(self.stop.take());
        let ended = self.thread.take().map(JoinHandle::join);
        if std::thread::panicking() {
            return;
        }
        assert!(!matches!(ended, Some(Err(_))), "the proxy panicked");
        if self.ledger.has_news() {
            panic!("nobody looked: {}", listing(&self.ledger.look()));
        }
    }
}

fn listing(violations: &[Violation]) -> String {
    let lines = violations.iter().map(|one| format!("\n  {one}"));
    let count = violations.len();
    format!(
        "violations of the contract: {count}{}",
        lines.collect::<String>()
    )
}

/// What the proxy's thread works with.
#[derive(Clone)]
struct Relay {
    document: Document,
    upstream: SocketAddr,
    ledger: Arc<Ledger>,
}

impl Relay {
    fn run(self, ready: oneshot::Sender<SocketAddr>, stopped: oneshot::Receiver<()>) {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_io().build().expect("a runtime starts");
        runtime.block_on(async {
            tokio::select! {
                // The sender is dropped, never used.
                _ = stopped => {}
                result = self.accept(ready) => result.expect("the proxy listens"),
            }
        });
    }

    async fn accept(self, ready: oneshot::Sender<SocketAddr>) -> io::Result<()> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let _ = ready.send(listener.local_addr()?);
        loop {
            let (client, _) = listener.accept().await?;
            let relay = self.clone();
            tokio::spawn(async move { relay.connect(client).await });
        }
    }

    /// Serves one connection of a client with one of its own to the server.
    async fn connect(self, mut client: TcpStream) {
        let ended = match TcpStream::connect(self.upstream).await {
            Ok(mut server) => {
                let ended = self.converse(&mut client, &mut server).await;
                if ended.is_err() {
                    reset(&server);
                }
                ended
            }
            Err(error) => Err(error),
        };
        if ended.is_err() {
            reset(&client);
        }
    }

    /// Relays both directions until both are closed. An error stands for a reset of either side.
    async fn converse(&self, client: &mut TcpStream, server: &mut TcpStream) -> io::Result<()> {
        client.set_nodelay(true)?;
        server.set_nodelay(true)?;
        let conversation = Conversation::new(self.document.clone(), Arc::clone(&self.ledger));
        let conversation = Mutex::new(conversation);
        let lock = || conversation.lock().expect("no check panics");
        let (mut from_client, mut to_client) = client.split();
        let (mut from_server, mut to_server) = server.split();
        let upward = async {
            match copy(&mut from_client, &mut to_server, |bytes| {
                lock().client_sent(bytes)
            })
            .await
            {
                // The server takes no more; what it still says decides how this ends.
                Err(Broken::Write) => Ok(()),
                other => other,
            }
        };
        let downward = copy(&mut from_server, &mut to_client, |bytes| {
            lock().server_sent(bytes)
        });
        tokio::try_join!(upward, downward)
            .map(|_| ())
            .map_err(|_| io::ErrorKind::ConnectionReset.into())
    }
}

/// Which end of a direction broke.
enum Broken {
    Read,
    Write,
}

/// Hands bytes on, each time after `observe` saw them; an empty slice is the orderly close.
async fn copy(
    from: &mut (impl AsyncRead + Unpin),
    to: &mut (impl AsyncWrite + Unpin),
    mut observe: impl FnMut(&[u8]),
) -> Result<(), Broken> {
    let mut buffer = vec![0; BUFFER];
    loop {
        let length = from.read(&mut buffer).await.map_err(|_| Broken::Read)?;
        let bytes = &buffer[..length];
        observe(bytes);
        if bytes.is_empty() {
            return to.shutdown().await.map_err(|_| Broken::Write);
        }
        to.write_all(bytes).await.map_err(|_| Broken::Write)?;
    }
}

/// Makes the drop of `stream` a reset instead of an orderly close.
fn reset(stream: &TcpStream) {
    // Fails only for a connection that is gone already.
    let _ = stream.set_zero_linger();
}
