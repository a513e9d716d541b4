//! A terminal while it is open.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use futures_util::StreamExt;

use super::frame::{Received, Sent};
use super::open::check_size;
use crate::error::{Error, ErrorKind, Result};
use crate::runtime::websocket::{Sender, WebSocket};

/// An open terminal: a stream of its output, and a way to type.
///
/// The stream ends when the command does; [`exit_code`](Self::exit_code) then knows how. A connection that ends before
/// the command does is an error, the last item of the stream. Dropping the terminal closes the connection, and with it the
/// command ends.
///
/// Output comes in pieces that begin and end anywhere, stdout and stderr in one. A character of several bytes that the
/// server happens to cut in two arrives as U+FFFD; the server loses it.
///
/// ```no_run
/// # async fn f(client: quintet::liteboxd::Client) -> quintet::Result<()> {
/// use futures_util::StreamExt;
///
/// let mut terminal = client.sandboxes().terminal("a1b2c3d4").command(["python", "-i"]).await?;
/// let input = terminal.input();
/// let typing = async move {
///     input.send("print(6 * 7)\nexit(3)\n").await
/// };
/// let reading = async {
///     while let Some(output) = terminal.next().await {
///         print!("{}", output?);
///     }
///     terminal.wait().await
/// };
/// let (typed, code) = tokio::join!(typing, reading);
/// typed?;
/// assert_eq!(code?, 3);
/// # Ok(()) }
/// ```
#[derive(Debug)]
#[must_use = "a terminal that is dropped is closed"]
pub struct Terminal {
    /// `None` once the session is over.
    socket: Option<WebSocket>,
    input: TerminalInput,
    exit_code: Option<i32>,
}

/// Types on a terminal, also from other tasks; made by [`Terminal::input`]. It does not keep the terminal open.
#[derive(Debug, Clone)]
pub struct TerminalInput(Sender);

impl Terminal {
    pub(super) fn new(socket: WebSocket) -> Self {
        let input = TerminalInput(socket.sender());
        Self {
            socket: Some(socket),
            input,
            exit_code: None,
        }
    }

    /// Types: sends input as it is, so a line needs its `\n`.
    ///
    /// # Errors
    /// [`Transport`](ErrorKind::Transport) when the session is over or the connection broke.
    pub async fn send(&self, input: impl AsRef<str>) -> Result<()> {
        self.input.send(input).await
    }

    /// Changes the size in characters: columns, then rows.
    ///
    /// # Errors
    /// [`InvalidInput`](ErrorKind::InvalidInput) for a size of zero; else as [`send`](Self::send).
    pub async fn resize(&self, cols: u16, rows: u16) -> Result<()> {
        self.input.resize(cols, rows).await
    }

    /// The input apart, for other tasks; there can be any number.
    #[must_use]
    pub fn input(&self) -> TerminalInput {
        self.input.clone()
    }

    /// The next piece of output; `None` when the command has ended. The same as the next item of the stream.
    ///
    /// # Errors
    /// [`Transport`](ErrorKind::Transport) when the connection ended before the command,
    /// [`Server`](ErrorKind::Server) when the server reports a failure, [`TooLarge`](ErrorKind::TooLarge) for a message
    /// beyond the limit. Nothing comes after an error.
    pub async fn read(&mut self) -> Result<Option<String>> {
        self.next().await.transpose()
    }

    /// How the command ended; `None` as long as it has not, or nobody has read that far.
    #[must_use]
    pub fn exit_code(&self) -> Option<i32> {
        self.exit_code
    }

    /// Waits for the end of the command, dropping its output, and gives its exit code. May be called again.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub async fn wait(&mut self) -> Result<i32> {
        while self.read().await?.is_some() {}
        self.exit_code.ok_or_else(unknown_end)
    }

    /// Ends the session, and with it the command, within a second even if the server is silent.
    ///
    /// # Errors
    /// [`Timeout`](ErrorKind::Timeout) when the server did not answer within a second. The session is over in any case.
    pub async fn close(mut self) -> Result<()> {
        let Some(socket) = self.socket.take() else {
            return Ok(());
        };
        match socket.close().await {
            // This server hangs up instead of answering a close frame.
            Err(error) if error.kind() == ErrorKind::Transport => Ok(()),
            other => other,
        }
    }

    /// What a frame means: `Some` is an item or the end, `None` nothing for the user.
    fn take(&mut self, frame: Received) -> Option<Option<Result<String>>> {
        match frame {
            Received::Output { data } => Some(Some(Ok(data))),
            Received::Exit { exit_code } => {
                self.exit_code = Some(exit_code);
                self.end(None)
            }
            Received::Error { message } => {
                let words = message.split_whitespace().collect::<Vec<_>>().join(" ");
                let words = match &self.socket {
                    Some(socket) => socket.clean(words),
                    None => words,
                };
                self.end(Some(Error::new(ErrorKind::Server, words)))
            }
            Received::Unknown => None,
        }
    }

    /// Hangs up: the server sends nothing more, and no close frame either.
    fn end(&mut self, error: Option<Error>) -> Option<Option<Result<String>>> {
        self.socket = None;
        Some(error.map(|error| Err(error.with_operation(OPERATION))))
    }
}

const OPERATION: &str = "execute_interactive";

impl TerminalInput {
    /// Types, like [`Terminal::send`].
    ///
    /// # Errors
    /// [`Transport`](ErrorKind::Transport) when the session is over or the connection broke.
    pub async fn send(&self, input: impl AsRef<str>) -> Result<()> {
        let message = Sent::Input {
            data: input.as_ref(),
        }
        .message()?;
        self.deliver(message).await
    }

    /// Changes the size, like [`Terminal::resize`].
    ///
    /// # Errors
    /// [`InvalidInput`](ErrorKind::InvalidInput) for a size of zero; else as [`send`](Self::send).
    pub async fn resize(&self, cols: u16, rows: u16) -> Result<()> {
        check_size(cols, rows)?;
        self.deliver(Sent::Resize { cols, rows }.message()?).await
    }

    async fn deliver(&self, message: crate::runtime::websocket::Message) -> Result<()> {
        let sent = self.0.send(message).await;
        sent.map_err(|error| error.with_operation(OPERATION))
    }
}

impl Stream for Terminal {
    type Item = Result<String>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            let Some(socket) = &mut this.socket else {
                return Poll::Ready(None);
            };
            let done = match ready!(socket.poll_next_unpin(context)) {
                Some(Ok(message)) => match Received::read(&message) {
                    Ok(frame) => this.take(frame),
                    Err(error) => this.end(Some(error)),
                },
                Some(Err(error)) if error.kind() == ErrorKind::Transport => {
                    this.end(Some(unknown_end().with_source(error)))
                }
                Some(Err(error)) => this.end(Some(error)),
                None => this.end(Some(unknown_end())),
            };
            if let Some(item) = done {
                return Poll::Ready(item);
            }
        }
    }
}

fn unknown_end() -> Error {
    Error::new(
        ErrorKind::Transport,
        "the connection ended before the command did, so its exit code is unknown",
    )
    .with_operation(OPERATION)
}
