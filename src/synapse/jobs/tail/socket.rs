//! A log over a WebSocket. Contract: §2.3.

use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_util::FutureExt;

use super::framing::{Framing, TooLarge, is_event};
use super::limits::{WIRE, too_large};
use super::said::{Reader, Said};
use crate::error::{Error, ErrorKind, Result};
use crate::generated::synapse::OPERATIONS;
use crate::runtime::websocket::{Opening, WebSocket};
use crate::runtime::{Exchange, find, path};

/// What the messages of a WebSocket say.
pub(super) struct Socket {
    socket: WebSocket,
    reader: Reader,
    /// Reads messages that are events, as others come over HTTP.
    events: Option<Framing>,
    is_first: bool,
}

impl Socket {
    /// Opens one, on which the agent may be silent for so long.
    pub(super) async fn open(exchange: &Exchange, id: &str, silence: Duration) -> Result<Self> {
        let url = path::join(exchange.base(), ["jobs", id, "logs", ""])?;
        let opening = Opening {
            max_message: WIRE,
            silence: Some(silence),
            ..Opening::default()
        };
        let operation = find(OPERATIONS, super::WEBSOCKET)?;
        let socket = opening.open(exchange, operation, url).await?;
        Ok(Self {
            socket,
            reader: Reader::default(),
            events: None,
            is_first: true,
        })
    }

    pub(super) fn poll_said(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Said>>> {
        loop {
            if let Some(events) = &mut self.events {
                match events.next() {
                    Ok(Some(said)) => return Poll::Ready(Some(Ok(said))),
                    Ok(None) => {}
                    Err(TooLarge) => return Poll::Ready(Some(Err(too_large()))),
                }
            }
            match ready!(self.socket.poll_content(context)) {
                // A sign of life.
                Some(Ok(message)) if message.is_empty() => {}
                Some(Ok(message)) => {
                    if std::mem::take(&mut self.is_first) && is_event(&message) {
                        self.events = Some(Framing::events());
                    }
                    match &mut self.events {
                        Some(events) => events.push(message.into_bytes()),
                        None => {
                            let said = self.reader.read(message).unwrap_or_else(Said::Message);
                            return Poll::Ready(Some(Ok(said)));
                        }
                    }
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(self.parting().map(Err)),
            }
        }
    }

    /// What the agent meant by closing with a code of its own: nothing that is known, so not that the log is complete.
    fn parting(&self) -> Option<Error> {
        let close = self
            .socket
            .closed()
            .filter(|close| close.code() > Some(1000))?;
        let message = self.clean(format!("the peer closed the WebSocket {close}"));
        Some(Error::new(ErrorKind::Transport, message))
    }

    /// What the agent said, without the credentials.
    pub(super) fn clean(&self, text: String) -> String {
        self.socket.clean(text)
    }

    /// Says goodbye and does not wait for the answer.
    pub(super) fn leave(self) {
        let _ = self.socket.close().now_or_never();
    }

    /// Says goodbye and waits for the answer, for a second at most.
    pub(super) async fn close(self) -> Result<()> {
        match self.socket.close().await {
            Err(error) if error.kind() == ErrorKind::Transport => Ok(()),
            closed => closed,
        }
    }
}
