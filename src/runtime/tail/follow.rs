//! A log as a stream of lines, over as many connections as it takes.

use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use futures_util::StreamExt;
use tokio::time::{Instant, Interval, interval_at};

use super::log::{Log, Stop};
use super::outcome::TailOutcome;
use super::patience::{Again, Next, Patience};
use super::source::{Piece, Source, Terms};
use crate::error::{Error, ErrorKind, Result};
use crate::runtime::retry::{RetryPolicy, pause};

/// How long what may be a piece of a line is held back before it counts as a line.
const GRACE: Duration = Duration::from_secs(1);

/// The lines of a log, each once and in order. Nothing comes after an error.
pub(crate) struct Follow<S: Source> {
    log: Log,
    /// `None` while it opens a connection.
    source: Option<S>,
    state: State<S>,
    /// Runs while the log waits for what would tell how messages are to be read.
    grace: Option<Interval>,
    patience: Patience,
    policy: RetryPolicy,
    reconnected: u64,
    outcome: Option<TailOutcome>,
}

enum State<S: Source> {
    Reading(S::Connection),
    Opening(Pin<Box<dyn Future<Output = Opened<S>> + Send>>),
    /// The log is complete, but not all of it was given out.
    Ending,
    Over,
}

/// What became of connecting again.
struct Opened<S: Source> {
    source: S,
    /// Whether nothing was written to the log any more before.
    is_over: bool,
    connection: Result<S::Connection>,
}

/// An item of the stream, or its end.
type Item = Option<Result<String>>;

impl<S: Source> Follow<S> {
    /// Follows a log over a connection, and over others when that breaks.
    pub(crate) fn new(source: S, connection: S::Connection, terms: Terms) -> Self {
        Self {
            log: Log::new(terms.limits),
            source: Some(source),
            state: State::Reading(connection),
            grace: None,
            patience: Patience::new(terms.reconnects, terms.policy.max_retry_after),
            policy: terms.policy,
            reconnected: 0,
            outcome: None,
        }
    }

    /// How it ended; `None` before the end was read.
    pub(crate) fn outcome(&self) -> Option<TailOutcome> {
        self.outcome
    }

    /// How many connections came after the first.
    pub(crate) fn reconnected(&self) -> u64 {
        self.reconnected
    }

    /// What was received of a line whose end was not.
    pub(crate) fn unfinished(&self) -> Option<String> {
        self.log.unfinished()
    }

    /// The connection that there is.
    pub(crate) fn connection(&self) -> Option<&S::Connection> {
        match &self.state {
            State::Reading(connection) => Some(connection),
            _ => None,
        }
    }

    /// Ends it, and hands over the connection that there was.
    pub(crate) fn stop(&mut self) -> Option<S::Connection> {
        self.outcome.get_or_insert(TailOutcome::Stopped);
        match mem::replace(&mut self.state, State::Over) {
            State::Reading(connection) => Some(connection),
            _ => None,
        }
    }

    /// Leaves the connection.
    fn leave(&mut self, then: State<S>) {
        if let State::Reading(connection) = mem::replace(&mut self.state, then) {
            S::leave(connection);
        }
    }

    fn fail(&mut self, outcome: TailOutcome, error: Error) -> Item {
        self.leave(State::Over);
        self.outcome = Some(outcome);
        Some(Err(error))
    }

    /// Ends it where the log itself cannot go on.
    fn halt(&mut self, stop: Stop) -> Item {
        match stop {
            Stop::Excess(excess) => self.fail(TailOutcome::Limit, S::excess(excess)),
            Stop::Changed => {
                let message = "after the connection broke, the server sent another log than before; start again";
                self.fail(TailOutcome::Lost, Error::new(ErrorKind::Decode, message))
            }
        }
    }

    /// Takes what the connection brings.
    fn take(&mut self, piece: Option<Result<Piece>>) -> Option<Item> {
        let added = match piece {
            Some(Ok(Piece::Message(text))) => self.log.message(text),
            Some(Ok(Piece::Lines(text))) => self.log.lines(text),
            Some(Ok(Piece::Bytes(chunk))) => self.log.bytes(chunk),
            Some(Ok(Piece::Complete)) => return self.complete(),
            Some(Ok(Piece::Failed(error))) => return Some(self.fail(TailOutcome::Lost, error)),
            Some(Err(error)) => return self.disconnect(Some(error)),
            None => return self.disconnect(None),
        };
        added.err().map(|stop| self.halt(stop))
    }

    /// The log is complete. What was held back is given out first.
    fn complete(&mut self) -> Option<Item> {
        self.log.settle();
        self.leave(State::Ending);
        None
    }

    fn finish(&mut self) -> Item {
        match self.log.finish() {
            Ok(last) => {
                self.state = State::Over;
                self.outcome = Some(TailOutcome::Complete);
                last.map(Ok)
            }
            Err(stop) => self.halt(stop),
        }
    }

    /// A connection is over, or none could be made.
    fn disconnect(&mut self, fault: Option<Error>) -> Option<Item> {
        let was_open = matches!(self.state, State::Reading(_));
        match self.patience.judge(fault, &self.log) {
            Next::Complete => return self.complete(),
            Next::GiveUp(outcome, error) => return Some(self.fail(outcome, error)),
            Next::Connect(mut again) => {
                again.is_fruitless &= was_open;
                let opening = self.source.take().map(|source| {
                    let policy = self.policy.clone();
                    State::Opening(Box::pin(open(source, again, policy)))
                });
                self.state = opening.unwrap_or(State::Over);
            }
        }
        None
    }

    fn opened(&mut self, opened: Opened<S>) -> Option<Item> {
        self.source = Some(opened.source);
        if opened.is_over {
            self.patience.settle();
        }
        match opened.connection {
            Ok(connection) => {
                self.reconnected += 1;
                self.log.restart();
                self.grace = None;
                self.state = State::Reading(connection);
                None
            }
            Err(error) => self.disconnect(Some(error)),
        }
    }
}

impl<S: Source> Follow<S> {
    /// Gives up waiting for more messages to learn from a while after the first of them, also while others come.
    fn poll_grace(&mut self, context: &mut Context<'_>) -> Poll<Option<Item>> {
        if !self.log.waits() {
            return Poll::Pending;
        }
        let grace = self
            .grace
            .get_or_insert_with(|| interval_at(Instant::now() + GRACE, GRACE));
        ready!(grace.poll_tick(context));
        self.log.settle();
        Poll::Ready(None)
    }
}

impl<S: Source + Unpin> Stream for Follow<S> {
    type Item = Result<String>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Item> {
        let this = &mut *self;
        while this.outcome.is_none() {
            match this.log.next() {
                Ok(Some(line)) => return Poll::Ready(Some(Ok(line))),
                Ok(None) => {}
                Err(stop) => return Poll::Ready(this.halt(stop)),
            }
            let end = match &mut this.state {
                State::Reading(connection) => match connection.poll_next_unpin(context) {
                    Poll::Ready(piece) => {
                        let item = this.take(piece);
                        if !this.log.waits() {
                            this.grace = None;
                        }
                        item
                    }
                    Poll::Pending => ready!(this.poll_grace(context)),
                },
                State::Opening(opening) => {
                    let opened = ready!(opening.as_mut().poll(context));
                    this.opened(opened)
                }
                State::Ending => Some(this.finish()),
                State::Over => break,
            };
            if let Some(item) = end {
                return Poll::Ready(item);
            }
        }
        Poll::Ready(None)
    }
}

/// Connects again, after a while.
async fn open<S: Source>(mut source: S, again: Again, policy: RetryPolicy) -> Opened<S> {
    let mut is_over = false;
    if again.looks {
        match source.is_over().await {
            Ok(over) => is_over = over,
            // The same would be said of the log.
            Err(error) if error.is_not_found() || error.is_auth() => {
                let connection = Err(error);
                return Opened {
                    source,
                    is_over,
                    connection,
                };
            }
            Err(_) => {}
        }
    }
    pause(&policy, again.tries, again.asked).await;
    let connection = source.open(again.is_fruitless).await;
    Opened {
        source,
        is_over,
        connection,
    }
}

#[cfg(test)]
mod tests;
