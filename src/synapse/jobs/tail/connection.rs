//! A connection that brings a log, in whatever way.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::body::Body;
use super::protocol::Protocol;
use super::said::Said;
#[cfg(feature = "websocket")]
use super::socket::Socket;
use crate::error::{Error, ErrorKind, Result};
use crate::runtime::tail::Piece;

/// The most of an error of the agent that is shown, in characters.
const SHOWN: usize = 200;

/// A connection that brings a log.
pub(super) enum Connection {
    #[cfg(feature = "websocket")]
    Socket(Box<Socket>),
    Body(Box<Body>),
}

impl Connection {
    pub(super) fn protocol(&self) -> Protocol {
        match self {
            #[cfg(feature = "websocket")]
            Self::Socket(_) => Protocol::WebSocket,
            Self::Body(_) => Protocol::Http,
        }
    }

    /// Says goodbye where there is a way to.
    pub(super) fn leave(self) {
        match self {
            #[cfg(feature = "websocket")]
            Self::Socket(socket) => socket.leave(),
            Self::Body(_) => {}
        }
    }

    /// Says goodbye, and waits for the answer for a second at most.
    pub(super) async fn close(self) -> Result<()> {
        match self {
            #[cfg(feature = "websocket")]
            Self::Socket(socket) => socket.close().await,
            Self::Body(_) => Ok(()),
        }
    }

    fn clean(&self, text: String) -> String {
        match self {
            #[cfg(feature = "websocket")]
            Self::Socket(socket) => socket.clean(text),
            Self::Body(body) => body.clean(text),
        }
    }

    pub(super) fn operation(&self) -> &'static str {
        match self {
            #[cfg(feature = "websocket")]
            Self::Socket(_) => super::WEBSOCKET,
            Self::Body(_) => super::HTTP,
        }
    }

    /// The error that the agent speaks of.
    fn failed(&self, text: Option<String>) -> Error {
        let text = text.unwrap_or_else(|| "Unknown error".to_owned());
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let message = self.clean(words).chars().take(SHOWN).collect::<String>();
        Error::new(ErrorKind::Server, message).with_operation(self.operation())
    }
}

impl Stream for Connection {
    type Item = Result<Piece>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let said = match &mut *self {
            #[cfg(feature = "websocket")]
            Self::Socket(socket) => socket.poll_said(context),
            Self::Body(body) => body.poll_said(context),
        };
        said.map_ok(|said| match said {
            Said::Message(text) => Piece::Message(text),
            Said::Lines(text) => Piece::Lines(text),
            Said::Bytes(bytes) => Piece::Bytes(bytes),
            Said::Complete => Piece::Complete,
            Said::Failed(text) => Piece::Failed(self.failed(text)),
        })
    }
}
