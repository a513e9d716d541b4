//! Following the log of a job. Contract: §2.

mod body;
mod call;
mod connection;
mod framing;
mod limits;
mod protocol;
mod said;
#[cfg(feature = "websocket")]
mod socket;
mod source;
mod stream;

pub use call::TailJobLogs;
pub use limits::TailLimits;
pub use protocol::Protocol;
pub use stream::Tail;

use crate::synapse::Jobs;

/// The operations that bring a log.
const WEBSOCKET: &str = "websocket_tail_job_logs";
const HTTP: &str = "stream_tail_job_logs";

impl Jobs {
    /// Follows the log of a job, from its first line to its last. (Contract §2.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::synapse::Client) -> quintet::Result<()> {
    /// use std::time::Duration;
    /// use quintet::synapse::{Protocol, TailLimits};
    ///
    /// let mut tail = client
    ///     .jobs()
    ///     .tail("train-1")
    ///     .protocol(Protocol::WebSocket)
    ///     .idle_timeout(Duration::from_secs(120))
    ///     .limits(TailLimits::unlimited())
    ///     .await?;
    /// while let Some(line) = tail.next_line().await? {
    ///     println!("{line}");
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// From synchronous code it is an iterator:
    ///
    /// ```no_run
    /// # #[cfg(feature = "blocking")]
    /// # fn f(client: quintet::synapse::Client) -> quintet::Result<()> {
    /// use quintet::blocking::{Blocking, BlockingStream};
    ///
    /// for line in client.jobs().tail("train-1").blocking()?.blocking_iter()? {
    ///     println!("{}", line?);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// **Lines.** A line ends with LF, CR or CRLF, which are no part of it; colours and the like are. What is not UTF-8 becomes
    /// U+FFFD. Objects of the agent, events and plain text are all read; JSON that is no object is text. A line with more
    /// bytes than [`message_size`](TailLimits::message_size) is cut, and ends with `[… 31 of 10271 bytes left out]`.
    ///
    /// Some agents send pieces of a log with all line ends, others its lines without. The first messages tell: they are held
    /// back until one has a line end, for a second at most. If one has, messages are pieces from then on, and a line may
    /// come in several; if none has, each message is a line or more.
    ///
    /// **Breaks.** When the connection breaks or is silent for too long, it is opened again, up to
    /// [`reconnects`](TailJobLogs::reconnects) times in a row. The agent sends the log from the beginning; what was given
    /// out is skipped, and compared with what comes. A connection that ends without the agent saying that the log is
    /// complete may have broken, too: the log is complete if the job was over, and the next connection ended at the same
    /// place.
    ///
    /// # Errors
    /// When it is awaited: [`InvalidInput`](crate::ErrorKind::InvalidInput) before anything is sent, for an id as
    /// [`stop`](Self::stop) refuses it, an idle limit of zero or more than 300 s, or a limit of zero;
    /// [`NotFound`](crate::ErrorKind::NotFound), [`Forbidden`](crate::ErrorKind::Forbidden) and others as every call.
    ///
    /// As the last item: [`RateLimited`](crate::ErrorKind::RateLimited) beyond a limit;
    /// [`Timeout`](crate::ErrorKind::Timeout) when the agent was silent, [`Transport`](crate::ErrorKind::Transport) when the
    /// connection broke, each once connecting again did not help; [`Server`](crate::ErrorKind::Server) when the agent says
    /// that it failed; [`Decode`](crate::ErrorKind::Decode) when the log is another one after a break;
    /// [`TooLarge`](crate::ErrorKind::TooLarge) for a message or an event of more than 16 MiB.
    pub fn tail(&self, id: impl Into<String>) -> TailJobLogs {
        TailJobLogs::new(&self.transport, id.into())
    }
}
