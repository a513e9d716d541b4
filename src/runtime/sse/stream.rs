//! Events out of any stream of bytes.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::event::Event;
use super::parser::Parser;
use super::settings::{Excess, Settings};

/// The events of a stream of bytes. After an error or the end nothing comes, and the source is dropped.
#[derive(Debug)]
#[must_use = "streams do nothing unless polled"]
pub(crate) struct Decoded<S> {
    parser: Parser,
    source: Option<S>,
}

/// Why there are no more events.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fault<E> {
    Source(E),
    Excess(Excess),
}

impl<S> Decoded<S> {
    pub(crate) fn new(source: S, settings: Settings) -> Self {
        Self {
            parser: Parser::new(settings),
            source: Some(source),
        }
    }
}

impl<S, E> Stream for Decoded<S>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
{
    type Item = Result<Event, Fault<E>>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            match this.parser.advance() {
                Ok(Some(ready)) => return Poll::Ready(Some(Ok(ready.take()))),
                Ok(None) => {}
                Err(excess) => {
                    this.source = None;
                    return Poll::Ready(Some(Err(Fault::Excess(excess))));
                }
            }
            let Some(source) = &mut this.source else {
                return Poll::Ready(None);
            };
            let mut polled = Pin::new(source).poll_next(context);
            // Where it is: moving a chunk takes as long as copying a short one.
            if let Poll::Ready(Some(Ok(chunk))) = &mut polled {
                this.parser.push(chunk);
                continue;
            }
            let end = ready!(polled);
            this.source = None;
            match end {
                Some(Err(error)) => return Poll::Ready(Some(Err(Fault::Source(error)))),
                _ => this.parser.end(),
            }
        }
    }
}
