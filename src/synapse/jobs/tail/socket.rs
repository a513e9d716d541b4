//! A log over a WebSocket. Contract: §2.3.

use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_util::FutureExt;

use super::limits::WIRE;
use super::said::Said;
use crate::error::{ErrorKind, Result};
use crate::generated::synapse::OPERATIONS;
use crate::runtime::websocket::{Opening, WebSocket};
use crate::runtime::{Exchange, find, path};

/// What the messages of a WebSocket say.
pub(super) struct Socket(WebSocket);

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
        opening.open(exchange, operation, url).await.map(Self)
    }

    pub(super) fn poll_said(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Said>>> {
        loop {
            match ready!(self.0.poll_content(context)) {
                // A sign of life.
                Some(Ok(message)) if message.is_empty() => {}
                Some(message) => return Poll::Ready(Some(message.map(Said::read))),
                None => return Poll::Ready(None),
            }
        }
    }

    /// What the agent said, without the credentials.
    pub(super) fn clean(&self, text: String) -> String {
        self.0.clean(text)
    }

    /// Says goodbye and does not wait for the answer.
    pub(super) fn leave(self) {
        let _ = self.0.close().now_or_never();
    }

    /// Says goodbye and waits for the answer, for a second at most.
    pub(super) async fn close(self) -> Result<()> {
        match self.0.close().await {
            Err(error) if error.kind() == ErrorKind::Transport => Ok(()),
            closed => closed,
        }
    }
}
