//! A batch under way: starts calls as room is made, and gives items as they are due.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

use super::reorder::Reorder;
use super::{Item, Order, Progress, Settings};

/// How many items may be in flight or wait for their turn, in calls in flight. Smaller, and one slow call stops the
/// others sooner; larger, and more results wait in memory.
pub(super) const WINDOW: usize = 4;

/// Nothing of it is shared and nothing is spawned: it moves when it is polled.
pub(super) struct Drive<S: Stream, T> {
    /// The inputs as calls, until they are at their end or the batch stops.
    calls: Option<Pin<Box<S>>>,
    in_flight: FuturesUnordered<S::Item>,
    /// Where the order is kept.
    reorder: Option<Reorder<T>>,
    settings: Settings,
    progress: Progress,
}

impl<S, T> Drive<S, T>
where
    S: Stream<Item: Future<Output = Item<T>>>,
{
    pub(super) fn new(calls: S, settings: Settings, progress: Progress) -> Self {
        let reorder = match settings.order {
            Order::Kept => Some(Reorder::new()),
            Order::AsCompleted => None,
        };
        Self {
            calls: Some(Box::pin(calls)),
            in_flight: FuturesUnordered::new(),
            reorder,
            settings,
            progress,
        }
    }

    fn has_room(&self) -> bool {
        let waiting = self.reorder.as_ref().map_or(0, Reorder::len);
        self.in_flight.len() < self.settings.concurrency
            && waiting < self.settings.concurrency * WINDOW
    }

    /// Starts calls as long as there is room for them; whether there was one.
    fn start(&mut self, context: &mut Context<'_>) -> bool {
        let mut started = false;
        while self.has_room()
            && let Some(calls) = &mut self.calls
        {
            match calls.as_mut().poll_next(context) {
                Poll::Ready(Some(call)) => {
                    self.progress.start();
                    self.in_flight.push(call);
                    if let Some(reorder) = &mut self.reorder {
                        reorder.reserve();
                    }
                    started = true;
                }
                Poll::Ready(None) => self.calls = None,
                Poll::Pending => break,
            }
            // This one may fail at once, and then no other must start.
            if self.settings.stop_on_error {
                break;
            }
        }
        started
    }

    fn note(&mut self, item: &Item<T>) {
        match &item.outcome {
            Ok(_) => self.progress.succeed(),
            Err(_) => {
                self.progress.fail();
                if self.settings.stop_on_error {
                    self.skip_rest();
                }
            }
        }
    }
}

impl<S: Stream, T> Drive<S, T> {
    /// Takes no more inputs, and notes how many there were.
    fn skip_rest(&mut self) {
        if let Some(calls) = self.calls.take() {
            let (least, most) = calls.size_hint();
            self.progress.skip(most.filter(|most| *most == least));
        }
    }
}

impl<S, T> Stream for Drive<S, T>
where
    S: Stream<Item: Future<Output = Item<T>>>,
{
    type Item = Item<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Item<T>>> {
        let this = &mut *self;
        loop {
            // What is over is seen before anything is started: it may be the error that stops the batch.
            if let Poll::Ready(Some(item)) = this.in_flight.poll_next_unpin(context) {
                this.note(&item);
                match &mut this.reorder {
                    None => return Poll::Ready(Some(item)),
                    // Moves the others before it gives one away: its reader may be slow.
                    Some(reorder) => reorder.put(item),
                }
            } else if !this.start(context) {
                break;
            }
        }
        if let Some(item) = this.reorder.as_mut().and_then(Reorder::take) {
            return Poll::Ready(Some(item));
        }
        if this.calls.is_some() || !this.in_flight.is_empty() {
            return Poll::Pending;
        }
        this.progress.end();
        Poll::Ready(None)
    }
}

/// Neither inputs nor calls nor outcomes are pinned in place.
impl<S: Stream, T> Unpin for Drive<S, T> {}

impl<S: Stream, T> Drop for Drive<S, T> {
    fn drop(&mut self) {
        self.progress.cancel(self.in_flight.len());
        self.skip_rest();
        self.progress.end();
    }
}

#[cfg(test)]
mod tests;
