//! A log that is followed.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_util::StreamExt;

use super::connection::Connection;
use super::protocol::Protocol;
use super::source::JobLog;
use crate::error::Result;
use crate::runtime::TailOutcome;
use crate::runtime::tail::{Follow, Terms};

/// The lines of a job's log, each as soon as it is written; made by [`Jobs::tail`](crate::synapse::Jobs::tail).
///
/// A stream of lines, without their ends, the same whatever way they come: every line once and in order, over as many
/// connections as it takes. After the end [`outcome`](Self::outcome) says what the lines are worth; all ends but a
/// complete log and [`stop`](Self::stop) are errors, the last item. Dropping it closes the connection; the job goes on.
///
/// ```no_run
/// # async fn f(client: quintet::synapse::Client) -> quintet::Result<()> {
/// use futures_util::StreamExt;
/// use quintet::synapse::TailOutcome;
///
/// let mut tail = client.jobs().tail("train-1").await?;
/// while let Some(line) = tail.next().await {
///     match line {
///         Ok(line) => println!("{line}"),
///         Err(error) => eprintln!("{error}"),
///     }
/// }
/// if tail.outcome() != Some(TailOutcome::Complete) {
///     eprintln!("there may be more");
/// }
/// # Ok(()) }
/// ```
#[must_use = "a tail does nothing until it is read, and is closed when it is dropped"]
pub struct Tail {
    follow: Follow<JobLog>,
    /// That of the first connection.
    operation: &'static str,
}

impl Tail {
    pub(super) fn new(log: JobLog, connection: Connection, terms: Terms) -> Self {
        Self {
            operation: connection.operation(),
            follow: Follow::new(log, connection, terms),
        }
    }

    /// The next line; `None` at the end. The same as the next item of the stream.
    ///
    /// # Errors
    /// As [`Jobs::tail`](crate::synapse::Jobs::tail) tells. Nothing comes after an error.
    pub async fn next_line(&mut self) -> Result<Option<String>> {
        self.next().await.transpose()
    }

    /// How it ended; `None` before the end was read.
    #[must_use]
    pub fn outcome(&self) -> Option<TailOutcome> {
        self.follow.outcome()
    }

    /// The way of the present connection: [`WebSocket`](Protocol::WebSocket) or [`Http`](Protocol::Http). `None` while there
    /// is none.
    #[must_use]
    pub fn protocol(&self) -> Option<Protocol> {
        self.follow.connection().map(Connection::protocol)
    }

    /// How often it was connected again.
    #[must_use]
    pub fn reconnected(&self) -> u64 {
        self.follow.reconnected()
    }

    /// What was received of a line whose end was not. After any end but a complete log it is all that is there of that
    /// line; up to then it comes with the rest of it.
    #[must_use]
    pub fn unfinished(&self) -> Option<String> {
        self.follow.unfinished()
    }

    /// Stops following and closes the connection, within a second even if the agent is silent. The job goes on.
    ///
    /// Lines that were not read yet are left out: the outcome is [`Stopped`](TailOutcome::Stopped), unless there was one.
    ///
    /// # Errors
    /// [`Timeout`](crate::ErrorKind::Timeout) when the agent did not answer within a second. It is closed in any case.
    pub async fn stop(&mut self) -> Result<()> {
        match self.follow.stop() {
            Some(connection) => connection.close().await,
            None => Ok(()),
        }
    }
}

impl Stream for Tail {
    type Item = Result<String>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.follow.poll_next_unpin(context) {
            Poll::Ready(Some(Err(error))) => {
                Poll::Ready(Some(Err(error.with_operation(self.operation))))
            }
            other => other,
        }
    }
}

impl fmt::Debug for Tail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tail")
            .field("protocol", &self.protocol())
            .field("outcome", &self.outcome())
            .finish_non_exhaustive()
    }
}
