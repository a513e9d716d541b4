//! A server that sends exactly the bytes it is told to, and keeps what it received.

use std::collections::VecDeque;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use quintet::Builder;
use quintet::liteboxd::{Client, LiteBoxd};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::raw_request::{Received, parse};
use super::resolver::{self, Places};

/// One thing that the server does with a connection.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// Reads the head of the request.
    Head,
    /// Reads the whole request.
    Request,
    /// Reads until the request holds this text.
    Until(&'static str),
    /// Reads until so many bytes of the request came.
    Amount(usize),
    Send(Bytes),
    /// Sends so many bytes at a time.
    Pieces(Bytes, usize),
    /// Waits for a signal of the test.
    Wait(Arc<Notify>),
    /// Gives a signal to the test.
    Tell(Arc<Notify>),
    /// Sends nothing more; reads until the client closes.
    Silence,
    /// Ends the connection in an orderly way (FIN); reads until the client closes.
    Close,
    /// Breaks the connection (RST).
    Reset,
}

/// What is done for one request. After the last step the connection stays open for the next request.
pub(crate) type Script = Vec<Step>;

/// A signal between a test and a script; it is kept until it is taken.
pub(crate) fn signal() -> Arc<Notify> {
    Arc::new(Notify::new())
}

/// Waits for a signal, but not for ever once time runs again (see `Frozen`).
///
/// # Panics
/// When the signal does not come.
pub(crate) async fn given(signal: &Notify) {
    let hour = Duration::from_secs(3600);
    timeout(hour, signal.notified()).await.expect("a signal");
}

/// Sends text or bytes.
pub(crate) fn send(bytes: impl Into<Bytes>) -> Step {
    Step::Send(bytes.into())
}

/// A head with marks: `lines` are the status and the headers, without `HTTP/1.1` and line ends.
pub(crate) fn head(lines: &str) -> String {
    let lines = lines.replace('\n', "\r\n");
    format!("HTTP/1.1 {lines}\r\nx-marker: kept\r\nx-request-id: req-7\r\n\r\n")
}

/// A whole reply with the right length.
pub(crate) fn reply(lines: &str, body: impl AsRef<[u8]>) -> Bytes {
    let body = body.as_ref();
    let head = head(&format!("{lines}\ncontent-length: {}", body.len()));
    [head.as_bytes(), body].concat().into()
}

/// The settings of a client of a raw server: without certificates, which take longest to load, and without a proxy.
pub(crate) fn builder(url: &str) -> Builder<LiteBoxd> {
    Client::builder().base_url(url).http_client(http())
}

/// The same, whose connections lead to these places in turn.
pub(crate) fn builder_to(places: impl IntoIterator<Item = SocketAddr>) -> Builder<LiteBoxd> {
    let http = http().dns_resolver(Places::new(places));
    Client::builder().base_url(resolver::URL).http_client(http)
}

/// An HTTP client for loopback: without certificates, which take longest to load, and without a proxy.
pub(crate) fn http() -> reqwest::ClientBuilder {
    reqwest::Client::builder().no_proxy().tls_certs_only([])
}

/// A listening server; it ends when it is dropped.
pub(crate) struct RawServer {
    url: String,
    shared: Arc<Shared>,
    stop: oneshot::Sender<()>,
    connections: tokio::task::JoinHandle<()>,
}

struct Shared {
    scripts: Mutex<VecDeque<Script>>,
    received: Mutex<Vec<Received>>,
}

impl RawServer {
    /// Listens on a free port of 127.0.0.1. Each request gets the next script; the last one is for all that follow.
    pub(crate) async fn start(scripts: impl IntoIterator<Item = Script>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let shared = Arc::new(Shared {
            scripts: Mutex::new(scripts.into_iter().collect()),
            received: Mutex::default(),
        });
        let (stop, stopped) = oneshot::channel();
        let connections = tokio::spawn(accept(listener, Arc::clone(&shared), stopped));
        Self {
            url,
            shared,
            stop,
            connections,
        }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.url["http://".len()..].parse().unwrap()
    }

    /// `http://127.0.0.1:PORT`.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// What was received so far: one entry for each script that was begun, also if not a byte of a request was read.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.shared.received.lock().unwrap().clone()
    }

    /// Everything that was received, once the clients are gone and every byte that they sent is read.
    pub(crate) async fn finish(self) -> Vec<Received> {
        let _ = self.stop.send(());
        let hour = Duration::from_secs(3600);
        let ended = timeout(hour, self.connections).await;
        ended.expect("all clients gone").unwrap();
        std::mem::take(&mut *self.shared.received.lock().unwrap())
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>, mut stopped: oneshot::Receiver<()>) {
    let mut connections = JoinSet::new();
    let mut number = 0;
    let mut serve = |stream| {
        number += 1;
        Connection::new(stream, number, Arc::clone(&shared)).serve()
    };
    loop {
        tokio::select! {
            stop = &mut stopped => match stop {
                Ok(()) => break,
                // The server was dropped, and with the set every connection.
                Err(_) => return,
            },
            Ok((stream, _)) = listener.accept() => drop(connections.spawn(serve(stream))),
        }
    }
    // What waits to be accepted belongs to what was sent.
    let listener = listener.into_std().unwrap();
    while let Ok((stream, _)) = listener.accept() {
        stream.set_nonblocking(true).unwrap();
        connections.spawn(serve(TcpStream::from_std(stream).unwrap()));
    }
    while let Some(ended) = connections.join_next().await {
        ended.unwrap();
    }
}

struct Connection {
    stream: TcpStream,
    /// From 1, in the order of their arrival.
    number: usize,
    shared: Arc<Shared>,
    /// What was read of the present request, and maybe more.
    raw: Vec<u8>,
    /// Where the present request is recorded.
    index: usize,
}

impl Connection {
    fn new(stream: TcpStream, number: usize, shared: Arc<Shared>) -> Self {
        let (raw, index) = Default::default();
        Self {
            stream,
            number,
            shared,
            raw,
            index,
        }
    }

    /// The client may go at any time; then there is nothing more to do.
    async fn serve(mut self) {
        self.stream.set_nodelay(true).unwrap();
        while let Ok(true) = self.script().await {}
    }

    /// Runs the next script; `false` when the connection is at its end.
    async fn script(&mut self) -> io::Result<bool> {
        // A connection without a request takes no script, unless the script wants no request.
        if self.next_reads() && self.raw.is_empty() && !self.read().await? {
            return Ok(false);
        }
        let mut open = true;
        for step in self.take_script() {
            match step {
                Step::Head => self.read_while(|raw| !parse(raw).0.has_head).await?,
                Step::Request => self.read_while(|raw| !parse(raw).0.whole).await?,
                Step::Until(text) => self.read_while(|raw| !contains(raw, text)).await?,
                Step::Amount(bytes) => self.read_while(|raw| raw.len() < bytes).await?,
                Step::Send(bytes) => self.stream.write_all(&bytes).await?,
                Step::Pieces(bytes, size) => self.send_pieces(&bytes, size).await?,
                Step::Wait(signal) => signal.notified().await,
                Step::Tell(signal) => signal.notify_one(),
                Step::Silence => open = self.read_to_end().await,
                Step::Close => {
                    self.stream.shutdown().await?;
                    open = self.read_to_end().await;
                }
                Step::Reset => {
                    self.stream.set_zero_linger()?;
                    return Ok(false);
                }
            }
        }
        let (_, used) = parse(&self.raw);
        self.raw.drain(..used);
        Ok(open)
    }

    fn next_reads(&self) -> bool {
        let scripts = self.shared.scripts.lock().unwrap();
        let first = scripts.front().and_then(|script| script.first());
        matches!(
            first,
            Some(Step::Head | Step::Request | Step::Until(_) | Step::Amount(_))
        )
    }

    fn take_script(&mut self) -> Script {
        let mut received = self.shared.received.lock().unwrap();
        self.index = received.len();
        received.push(self.request());
        let mut scripts = self.shared.scripts.lock().unwrap();
        match scripts.len() {
            1 => scripts[0].clone(),
            _ => scripts.pop_front().expect("a script"),
        }
    }

    /// What is there of the present request.
    fn request(&self) -> Received {
        let connection = self.number;
        Received {
            connection,
            ..parse(&self.raw).0
        }
    }

    /// Reads what there is; `false` when the client has closed.
    async fn read(&mut self) -> io::Result<bool> {
        Ok(self.stream.read_buf(&mut self.raw).await? > 0)
    }

    async fn read_while(&mut self, more: impl Fn(&[u8]) -> bool) -> io::Result<()> {
        let mut ended = Ok(());
        while ended.is_ok() && more(&self.raw) {
            ended = match self.read().await {
                Ok(true) => Ok(()),
                Ok(false) => Err(io::ErrorKind::UnexpectedEof.into()),
                Err(error) => Err(error),
            };
        }
        self.shared.received.lock().unwrap()[self.index] = self.request();
        ended
    }

    /// Reads until the client has gone, in whatever way; the connection is not open any more.
    async fn read_to_end(&mut self) -> bool {
        self.read_while(|_| true).await.is_ok()
    }

    async fn send_pieces(&mut self, bytes: &[u8], size: usize) -> io::Result<()> {
        for piece in bytes.chunks(size) {
            self.stream.write_all(piece).await?;
            tokio::task::yield_now().await;
        }
        Ok(())
    }
}

fn contains(raw: &[u8], text: &str) -> bool {
    raw.windows(text.len()).any(|part| part == text.as_bytes())
}
