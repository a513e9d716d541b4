//! Where the calls of a batch come from, and what they give.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use tokio::time::Instant;

use crate::error::{ErrorKind, Result};

/// Gives the calls of a batch, one after the other. A call may be for several inputs.
pub(crate) trait Source {
    /// What a call gives.
    type Output: Outcome;
    /// The call itself, which carries its ticket.
    type Call: Future<Output = Landed<Self::Output>>;

    /// The next call, and how many inputs it is for.
    fn poll_call(
        &mut self,
        context: &mut Context<'_>,
        ticket: Ticket,
    ) -> Poll<Option<(u64, Self::Call)>>;

    /// How many inputs are left, if that is known.
    fn left(&self) -> Option<u64>;
}

/// What a call is known by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ticket {
    /// Which call it is, from 0.
    pub(super) index: usize,
    /// Where that matters.
    pub(super) begun: Option<Instant>,
}

/// A call that is over.
#[derive(Debug)]
pub(crate) struct Landed<O> {
    pub(super) ticket: Ticket,
    pub(super) inputs: u64,
    pub(super) output: O,
}

impl<O> Landed<O> {
    pub(crate) fn new(ticket: Ticket, inputs: u64, output: O) -> Self {
        Self {
            ticket,
            inputs,
            output,
        }
    }
}

/// What a call gives, as the batch counts it.
pub(crate) trait Outcome {
    fn tally(&self) -> Tally;
}

/// What became of the inputs of a call.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) succeeded: u64,
    pub(crate) failed: u64,
    /// The server left them out.
    pub(crate) skipped: u64,
    /// Whether the server has too much to do.
    pub(crate) is_congested: bool,
}

impl<T> Outcome for Result<T> {
    fn tally(&self) -> Tally {
        Tally {
            succeeded: self.is_ok().into(),
            failed: self.is_err().into(),
            skipped: 0,
            is_congested: is_congested(self),
        }
    }
}

/// Whether a failure is that of a server that has too much to do.
pub(crate) fn is_congested<T>(result: &Result<T>) -> bool {
    let kind = result.as_ref().err().map(crate::Error::kind);
    matches!(
        kind,
        Some(ErrorKind::RateLimited | ErrorKind::Unavailable | ErrorKind::Timeout)
    )
}

/// A call for each item of a stream.
pub(crate) struct Each<S, M> {
    inputs: Pin<Box<S>>,
    call: M,
}

impl<S, M> Each<S, M> {
    pub(crate) fn new(inputs: S, call: M) -> Self {
        Self {
            inputs: Box::pin(inputs),
            call,
        }
    }
}

impl<S, M, F, O> Source for Each<S, M>
where
    S: Stream,
    M: FnMut(Ticket, S::Item) -> F,
    F: Future<Output = Landed<O>>,
    O: Outcome,
{
    type Output = O;
    type Call = F;

    fn poll_call(&mut self, context: &mut Context<'_>, ticket: Ticket) -> Poll<Option<(u64, F)>> {
        let input = ready!(self.inputs.as_mut().poll_next(context));
        Poll::Ready(input.map(|input| (1, (self.call)(ticket, input))))
    }

    fn left(&self) -> Option<u64> {
        exact(self.inputs.size_hint())
    }
}

/// A number that is known.
pub(crate) fn exact((least, most): (usize, Option<usize>)) -> Option<u64> {
    let known = most.filter(|most| *most == least)?;
    u64::try_from(known).ok()
}
