//! A reply that is a stream of events.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::download::{Download, Origin};
use super::sse::{Decoded, Event, Fault, Settings};
use crate::error::{Error, ErrorKind, Result};

#[cfg(test)]
mod tests;

/// The server-sent events of a reply while they arrive. After an error or the end nothing comes.
///
/// There is no limit on the time, only on standing still, and on the size of lines and events. Dropping it closes the
/// connection.
///
/// # Errors
/// [`TooLarge`](ErrorKind::TooLarge) beyond a limit of the settings; whatever breaks the download.
#[must_use = "events that are dropped are aborted"]
pub(crate) struct Events {
    decoded: Decoded<Download>,
    origin: Arc<Origin>,
}

impl Events {
    pub(crate) fn new(download: Download, settings: Settings) -> Self {
        Self {
            origin: download.origin(),
            decoded: Decoded::new(download, settings),
        }
    }
}

impl Stream for Events {
    type Item = Result<Event>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let event = ready!(Pin::new(&mut self.decoded).poll_next(context));
        Poll::Ready(event.map(|event| {
            event.map_err(|fault| match fault {
                Fault::Source(error) => error,
                Fault::Excess(excess) => {
                    let error = Error::new(ErrorKind::TooLarge, excess.to_string());
                    self.origin.explain(error)
                }
            })
        }))
    }
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").finish_non_exhaustive()
    }
}
