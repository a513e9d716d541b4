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
#[derive(Debug)]
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

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            match this.parser.advance() {
                Ok(Some(data)) => return Poll::Ready(Some(Ok(this.parser.event(data)))),
                Ok(None) => {}
                Err(excess) => {
                    this.source = None;
                    return Poll::Ready(Some(Err(Fault::Excess(excess))));
                }
            }
            let Some(source) = &mut this.source else {
                return Poll::Ready(None);
            };
            let polled = ready!(Pin::new(source).poll_next(context));
            if let Some(Ok(chunk)) = &polled
                && this.parser.extend(chunk)
            {
                continue;
            }
            match polled {
                Some(Ok(chunk)) => this.parser.push(chunk),
                Some(Err(error)) => {
                    this.source = None;
                    return Poll::Ready(Some(Err(Fault::Source(error))));
                }
                None => {
                    this.source = None;
                    this.parser.end();
                }
            }
        }
    }
}
