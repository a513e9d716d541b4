//! WebSockets, opened over the client's own connections: with its TLS, its proxy and its credential. HTTP/1.1 only.

mod failure;
mod handshake;
mod message;
mod pulse;

use std::fmt;
use std::pin::{Pin, pin};
use std::sync::{Arc, Weak};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt, future};
use reqwest::Upgraded;
use tokio::sync::{Mutex, watch};
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

pub(crate) use handshake::Opening;
pub use message::{Close, Message};
use pulse::{Due, Pulse};

use super::chunk::Chunk;
use super::transport::Transport;
use crate::error::{Error, ErrorKind, Result};

/// How long a peer may take to answer our close frame.
const FAREWELL: Duration = Duration::from_secs(1);

type Socket = WebSocketStream<Upgraded>;

/// An open WebSocket: a stream of messages that come, and a way to send others, also from other tasks.
///
/// The stream ends when the peer closes with code 1000, with none, or with a code of the application's own (3000 and
/// above), which [`closed`](Self::closed) tells. Any other end is an error, the last item of the stream. Pings are
/// answered while the stream is read. Dropping it closes the connection without a word;
/// [`close`](Self::close) says goodbye.
///
/// ```no_run
/// # async fn f(mut socket: quintet::websocket::WebSocket) -> quintet::Result<()> {
/// socket.send("hello").await?;
/// while let Some(message) = socket.receive().await? {
///     println!("{message:?}");
/// }
/// # Ok(()) }
/// ```
#[must_use = "a WebSocket that is dropped is closed"]
pub struct WebSocket {
    shared: Arc<Shared>,
    messages: SplitStream<Socket>,
    protocol: Option<String>,
    /// Watches the peer, where its silence has a limit.
    pulse: Option<Pulse>,
    closed: Option<Close>,
    ended: bool,
}

/// Sends messages from other tasks; made by [`WebSocket::sender`]. It does not keep the connection open.
#[derive(Clone)]
pub struct Sender(Weak<Shared>);

/// What the halves share. Frames go out whole and one after the other, whoever sends them.
struct Shared {
    sink: Mutex<SplitSink<Socket, Frame>>,
    /// Set once nothing is sent any more.
    over: watch::Sender<bool>,
    transport: Arc<Transport>,
    operation: &'static str,
}

impl WebSocket {
    fn new(
        socket: Socket,
        transport: Arc<Transport>,
        operation: &'static str,
        protocol: Option<String>,
        silence: Option<Duration>,
    ) -> Self {
        let (sink, messages) = socket.split();
        Self {
            shared: Arc::new(Shared {
                sink: Mutex::new(sink),
                over: watch::Sender::new(false),
                transport,
                operation,
            }),
            messages,
            protocol,
            pulse: silence.map(Pulse::new),
            closed: None,
            ended: false,
        }
    }

    /// Sends a message and waits until the connection has taken it.
    ///
    /// Cancelling is safe: the message then goes out whole, or not at all.
    ///
    /// # Errors
    /// [`Transport`](ErrorKind::Transport) when the connection is broken or closed.
    pub async fn send(&self, message: impl Into<Message>) -> Result<()> {
        self.shared.send(message.into()).await
    }

    /// A sender for other tasks, of which there can be any number.
    #[must_use]
    pub fn sender(&self) -> Sender {
        Sender(Arc::downgrade(&self.shared))
    }

    /// The next message; `None` at the end. The same as the next item of the stream.
    ///
    /// # Errors
    /// [`TooLarge`](ErrorKind::TooLarge) for a message beyond the limit, [`Transport`](ErrorKind::Transport) when the
    /// connection breaks or the peer closes it as failed, [`Decode`](ErrorKind::Decode) for what is no WebSocket frame.
    /// Nothing comes after an error.
    pub async fn receive(&mut self) -> Result<Option<Message>> {
        self.next().await.transpose()
    }

    /// The subprotocol that the server chose.
    #[must_use]
    pub fn protocol(&self) -> Option<&str> {
        self.protocol.as_deref()
    }

    /// How the peer closed the connection; `None` while it is open, and when it just broke off.
    #[must_use]
    pub fn closed(&self) -> Option<&Close> {
        self.closed.as_ref()
    }

    /// Closes the connection with code 1000, within a second even if the peer is silent.
    ///
    /// Messages that arrive meanwhile are lost. A connection that the peer has closed already is none to close.
    ///
    /// # Errors
    /// [`Timeout`](ErrorKind::Timeout) when the peer did not answer within a second, and whatever broke the connection
    /// before it did. It is closed in any case.
    pub async fn close(mut self) -> Result<()> {
        if self.ended {
            return Ok(());
        }
        let farewell = async {
            self.shared.say_goodbye().await?;
            while self.next().await.transpose()?.is_some() {}
            Ok(())
        };
        let outcome = timeout(FAREWELL, farewell).await;
        outcome.unwrap_or_else(|_| {
            let message = format!("closed, but the peer did not answer within {FAREWELL:?}");
            Err(self.shared.error(ErrorKind::Timeout, message))
        })
    }

    /// What the peer said, without the credential.
    pub(crate) fn clean(&self, text: String) -> String {
        self.shared.clean(text)
    }

    /// Judges how the peer closed. Our answer goes out at once, because nobody may poll again.
    fn end(&mut self, close: Close, context: &mut Context<'_>) -> Option<Error> {
        // Polling sends the answer that is queued; nothing can come any more.
        let _ = self.messages.poll_next_unpin(context);
        let verdict = (!close.is_normal()).then(|| {
            let message = self
                .shared
                .clean(format!("the peer closed the WebSocket {close}"));
            self.shared.error(ErrorKind::Transport, message)
        });
        self.closed = Some(close);
        verdict
    }
}

impl WebSocket {
    /// The content of the next message, whatever kind it is, without a copy.
    pub(crate) fn poll_content(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Chunk>>> {
        self.poll_frame(context).map_ok(|frame| match frame {
            Frame::Text(text) => Chunk::Message(text),
            other => Chunk::Bytes(other.into_data()),
        })
    }

    /// The next message as a frame of text or bytes.
    #[inline]
    fn poll_frame(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Frame>>> {
        if self.ended {
            return Poll::Ready(None);
        }
        let last = loop {
            let Poll::Ready(next) = self.messages.poll_next_unpin(context) else {
                break ready!(self.poll_pulse(context));
            };
            if let Some(pulse) = &mut self.pulse {
                pulse.hear();
            }
            match next {
                Some(Ok(frame @ (Frame::Text(_) | Frame::Binary(_)))) => {
                    return Poll::Ready(Some(Ok(frame)));
                }
                Some(Ok(Frame::Close(frame))) => break self.end(Close::from(frame), context),
                Some(Ok(_)) => {}
                Some(Err(error)) => break Some(self.shared.failed(error)),
                None => break None,
            }
        };
        self.ended = true;
        self.shared.over.send_replace(true);
        Poll::Ready(last.map(Err))
    }

    /// While nothing comes: sends pings, and ends it when the peer is silent for too long.
    fn poll_pulse(&mut self, context: &mut Context<'_>) -> Poll<Option<Error>> {
        let Some(pulse) = &mut self.pulse else {
            return Poll::Pending;
        };
        loop {
            match ready!(pulse.poll(context)) {
                Due::Ping => self.shared.ping(context),
                Due::End(limit) => {
                    let message = format!("the peer was silent for {limit:?}");
                    return Poll::Ready(Some(self.shared.error(ErrorKind::Timeout, message)));
                }
            }
        }
    }
}

impl Stream for WebSocket {
    type Item = Result<Message>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_frame(context).map_ok(|frame| match frame {
            Frame::Text(text) => Message::Text(text.as_str().to_owned()),
            other => Message::Binary(other.into_data()),
        })
    }
}

impl Sender {
    /// Sends a message, like [`WebSocket::send`].
    ///
    /// # Errors
    /// [`Transport`](ErrorKind::Transport) when the connection is broken or closed, or the WebSocket was dropped.
    pub async fn send(&self, message: impl Into<Message>) -> Result<()> {
        match self.0.upgrade() {
            Some(shared) => shared.send(message.into()).await,
            None => Err(Error::new(ErrorKind::Transport, CLOSED)),
        }
    }
}

const CLOSED: &str = "the WebSocket is closed";

impl Shared {
    async fn send(&self, message: Message) -> Result<()> {
        let sent = pin!(async { self.sink.lock().await.send(message.into()).await });
        let mut over = self.over.subscribe();
        // The end of the connection also ends those who wait for a peer that takes nothing.
        let over = pin!(async { drop(over.wait_for(|over| *over).await) });
        match future::select(over, sent).await {
            future::Either::Left(_) => Err(self.error(ErrorKind::Transport, CLOSED)),
            future::Either::Right((sent, _)) => sent.map_err(|error| self.failed(error)),
        }
    }

    /// Sends a ping if that is possible at once: a peer that takes nothing need not be asked.
    fn ping(&self, context: &mut Context<'_>) {
        let Ok(mut sink) = self.sink.try_lock() else {
            return;
        };
        if let Poll::Ready(Ok(())) = sink.poll_ready_unpin(context)
            && sink.start_send_unpin(Frame::Ping(Bytes::new())).is_ok()
        {
            // What broke the connection is told by reading.
            let _ = sink.poll_flush_unpin(context);
        }
    }

    async fn say_goodbye(&self) -> Result<()> {
        let frame = CloseFrame {
            code: CloseCode::Normal,
            reason: "".into(),
        };
        let sent = self.sink.lock().await.send(Frame::Close(Some(frame))).await;
        sent.map_err(|error| self.failed(error))
    }

    fn error(&self, kind: ErrorKind, message: impl Into<String>) -> Error {
        Error::new(kind, message).with_operation(self.operation)
    }

    fn failed(&self, error: failure::Cause) -> Error {
        failure::read(error).with_operation(self.operation)
    }

    fn clean(&self, text: String) -> String {
        self.transport.credential.scrub_text(&text).unwrap_or(text)
    }
}

impl Drop for WebSocket {
    fn drop(&mut self) {
        // Whoever is still sending lets go of the connection.
        self.shared.over.send_replace(true);
    }
}

impl fmt::Debug for WebSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebSocket")
            .field("protocol", &self.protocol)
            .field("closed", &self.closed)
            .field("ended", &self.ended)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Sender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sender").finish_non_exhaustive()
    }
}
