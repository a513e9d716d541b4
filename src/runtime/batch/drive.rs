//! A batch under way: starts calls as room is made, and gives what they give as it is due.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::time::Instant;

use super::adaptive::Adaptive;
use super::reorder::Reorder;
use super::source::{Landed, Outcome, Source, Ticket};
use super::{Order, Progress, Settings};

/// How many items may be in flight or wait for their turn, in calls in flight. Smaller, and one slow call stops the
/// others sooner; larger, and more results wait in memory.
pub(super) const WINDOW: usize = 4;

/// Nothing of it is shared and nothing is spawned: it moves when it is polled.
pub(crate) struct Drive<S: Source> {
    /// The calls to come, until they are at their end or the batch stops.
    source: Option<S>,
    in_flight: FuturesUnordered<S::Call>,
    /// The inputs of the calls in flight.
    pending: u64,
    /// The calls that were started.
    started: usize,
    /// Where the order is kept.
    reorder: Option<Reorder<S::Output>>,
    adaptive: Option<Adaptive>,
    settings: Settings,
    progress: Progress,
}

impl<S: Source> Drive<S> {
    pub(super) fn new(source: S, settings: Settings, progress: Progress) -> Self {
        let reorder = match settings.order {
            Order::Kept => Some(Reorder::new()),
            Order::AsCompleted => None,
        };
        let adaptive = settings
            .adaptive
            .then(|| Adaptive::new(settings.concurrency));
        let drive = Self {
            source: Some(source),
            in_flight: FuturesUnordered::new(),
            pending: 0,
            started: 0,
            reorder,
            adaptive,
            settings,
            progress,
        };
        drive.progress.limit(drive.limit());
        drive
    }

    /// How many calls may be in flight.
    fn limit(&self) -> usize {
        let adapted = self.adaptive.as_ref().map(Adaptive::limit);
        adapted.unwrap_or(self.settings.concurrency)
    }

    fn has_room(&self) -> bool {
        let waiting = self.reorder.as_ref().map_or(0, Reorder::len);
        self.in_flight.len() < self.limit() && waiting < self.settings.concurrency * WINDOW
    }

    /// Starts calls as long as there is room for them; whether there was one.
    fn start(&mut self, context: &mut Context<'_>) -> bool {
        let mut started = false;
        while self.has_room()
            && let Some(source) = &mut self.source
        {
            let ticket = Ticket {
                index: self.started,
                begun: self.adaptive.as_ref().map(|_| Instant::now()),
            };
            match source.poll_call(context, ticket) {
                Poll::Ready(Some((inputs, call))) => {
                    self.progress.start(inputs);
                    self.pending += inputs;
                    self.started += 1;
                    self.in_flight.push(call);
                    if let Some(reorder) = &mut self.reorder {
                        reorder.reserve();
                    }
                    started = true;
                }
                Poll::Ready(None) => self.source = None,
                Poll::Pending => break,
            }
            // This one may fail at once, and then no other must start.
            if self.settings.stop_on_error {
                break;
            }
        }
        started
    }

    fn note(&mut self, landed: &Landed<S::Output>) {
        let tally = landed.output.tally();
        self.pending -= landed.inputs;
        self.progress.land(tally);
        if let (Some(adaptive), Some(begun)) = (&mut self.adaptive, landed.ticket.begun) {
            adaptive.note(begun, Instant::now(), tally.is_congested);
            self.progress.limit(adaptive.limit());
        }
        if tally.failed > 0 && self.settings.stop_on_error {
            self.skip_rest();
        }
    }

    /// Takes no more inputs, and notes how many there were.
    fn skip_rest(&mut self) {
        if let Some(source) = self.source.take() {
            self.progress.skip(source.left());
        }
    }
}

/// What each call gave, with the number of the call.
impl<S: Source> Stream for Drive<S> {
    type Item = (usize, S::Output);

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            // What is over is seen before anything is started: it may be the error that stops the batch.
            if let Poll::Ready(Some(landed)) = this.in_flight.poll_next_unpin(context) {
                this.note(&landed);
                let item = (landed.ticket.index, landed.output);
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
        if this.source.is_some() || !this.in_flight.is_empty() {
            return Poll::Pending;
        }
        this.progress.end();
        Poll::Ready(None)
    }
}

/// Neither inputs nor calls nor outcomes are pinned in place.
impl<S: Source> Unpin for Drive<S> {}

impl<S: Source> Drop for Drive<S> {
    fn drop(&mut self) {
        self.progress.cancel(self.pending);
        self.skip_rest();
        self.progress.end();
    }
}

#[cfg(test)]
mod tests;
