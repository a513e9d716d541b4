//! The server-sent events of a reply while it arrives.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_util::{FutureExt, StreamExt};

use super::download::Download;
use super::sse::{Decoded, Event, Fault, Settings};
use crate::error::{Error, ErrorKind, Result};

/// The events of a reply. After an error or the end nothing comes, and the connection is closed.
pub(crate) struct Events {
    decoded: Decoded<Download>,
    /// Adds what is known of the reply to an error.
    explain: Box<dyn Fn(Error) -> Error + Send>,
}

impl Events {
    pub(crate) fn new(reply: Download, settings: Settings) -> Self {
        Self {
            explain: Box::new(reply.explainer()),
            decoded: Decoded::new(reply, settings),
        }
    }
}

impl Stream for Events {
    type Item = Result<Event>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = self.decoded.next().poll_unpin(context);
        next.map(|next| {
            next.map(|item| {
                item.map_err(|fault| match fault {
                    Fault::Source(error) => error,
                    Fault::Excess(excess) => {
                        (self.explain)(Error::new(ErrorKind::TooLarge, excess.to_string()))
                    }
                })
            })
        })
    }
}
