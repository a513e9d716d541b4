//! A reply that streams.

use std::fmt;
use std::mem;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::StreamExt;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, StatusCode};
use tokio::time::{Instant, Interval, interval_at};

use super::attempt::idle_error;
use super::response::Head;
use super::retry::Failure;
use super::save;
use crate::error::{Error, ErrorKind, Reply, Result, request_id};

/// The body of a reply while it arrives: a stream of bytes that ends with an error when it does not come whole.
///
/// There is no limit on its time or size, only on the time it may stand still. Dropping it closes the connection.
///
/// ```no_run
/// # async fn f(client: quintet::liteboxd::Client) -> quintet::Result<()> {
/// let file = client.sandboxes().download("a1b2c3d4", "/workspace/report.pdf").await?;
/// let size = file.save_to("report.pdf").await?;
/// # Ok(()) }
/// ```
#[must_use = "a download that is dropped is aborted"]
pub struct Download {
    origin: Arc<Origin>,
    chunks: Chunks,
}

pub(super) type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes>> + Send>>;

/// The longest idle limit that is counted: a year, which is as good as none.
const LONGEST: Duration = Duration::from_secs(365 * 86_400);

/// The chunks of a body, each of which must come in time. Nothing comes after an error or the end, however often it is asked
/// for.
struct Arriving {
    /// `None` once it is over: the connection is not kept any longer.
    chunks: Option<Pin<Box<dyn Stream<Item = reqwest::Result<Bytes>> + Send>>>,
    idle: Duration,
    /// Ticks when the body has stood still for too long.
    clock: Option<Interval>,
    /// Whether something came since the clock was looked at: once per standstill, not once per chunk.
    has_moved: bool,
    origin: Arc<Origin>,
}

impl Arriving {
    /// Waits while nothing comes.
    fn poll_idle(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let idle = self.idle.min(LONGEST);
        let clock = self
            .clock
            .get_or_insert_with(|| interval_at(Instant::now() + idle, idle));
        if mem::take(&mut self.has_moved) {
            clock.reset();
        }
        clock.poll_tick(context).map(drop)
    }
}

impl Stream for Arriving {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(chunks) = &mut self.chunks else {
            return Poll::Ready(None);
        };
        let fault = match chunks.poll_next_unpin(context) {
            Poll::Ready(Some(Ok(chunk))) => {
                self.has_moved = true;
                return Poll::Ready(Some(Ok(chunk)));
            }
            Poll::Ready(Some(Err(error))) => Some(Failure::from_transport(error).error),
            Poll::Ready(None) => None,
            Poll::Pending => {
                ready!(self.poll_idle(context));
                Some(idle_error(self.idle))
            }
        };
        self.chunks = None;
        Poll::Ready(fault.map(|fault| Err(self.origin.explain(fault))))
    }
}

/// The call that a download came from.
pub(super) struct Origin {
    operation: &'static str,
    head: Head,
    max_body: usize,
}

impl Origin {
    /// Adds what is known of the reply to an error.
    pub(super) fn explain(&self, error: Error) -> Error {
        self.explain_with(error, Bytes::new())
    }

    /// The same, with what was made of the body.
    fn explain_with(&self, error: Error, body: Bytes) -> Error {
        let Head {
            status,
            headers,
            attempts,
            elapsed,
        } = self.head.clone();
        let reply = Reply {
            status,
            headers,
            body,
        };
        error
            .with_reply(reply)
            .with_operation(self.operation)
            .with_effort(attempts, elapsed, false)
    }
}

impl Download {
    pub(crate) fn new(
        response: reqwest::Response,
        head: Head,
        operation: &'static str,
        idle: Duration,
        max_body: usize,
    ) -> Self {
        let origin = Arc::new(Origin {
            operation,
            head,
            max_body,
        });
        let chunks = Arriving {
            chunks: Some(Box::pin(response.bytes_stream())),
            idle,
            clock: None,
            has_moved: true,
            origin: Arc::clone(&origin),
        };
        Self {
            origin,
            chunks: Box::pin(chunks),
        }
    }

    /// The same, with errors that say more.
    pub(crate) fn explaining(self, explain: impl Fn(Error) -> Error + Send + 'static) -> Self {
        self.through(|chunks| Box::pin(chunks.map(move |chunk| chunk.map_err(&explain))))
    }

    /// The same with its chunks passed through something.
    pub(super) fn through(self, pass: impl FnOnce(Chunks) -> Chunks) -> Self {
        let chunks = pass(self.chunks);
        Self { chunks, ..self }
    }

    pub(super) fn origin(&self) -> Arc<Origin> {
        Arc::clone(&self.origin)
    }

    /// Adds what is known of the reply to an error, and what was made of its body, also after the download itself is gone.
    pub(super) fn explainer(&self) -> impl Fn(Error, Bytes) -> Error + Send + use<> {
        let origin = Arc::clone(&self.origin);
        move |error, body| origin.explain_with(error, body)
    }

    /// The chunks alone.
    pub(super) fn into_chunks(self) -> Chunks {
        self.chunks
    }

    /// The status of the reply.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.origin.head.status
    }

    /// The size in bytes, where the server announces it.
    #[must_use]
    pub fn content_length(&self) -> Option<u64> {
        self.origin
            .head
            .headers
            .get(CONTENT_LENGTH)?
            .to_str()
            .ok()?
            .parse()
            .ok()
    }

    /// The headers of the reply.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.origin.head.headers
    }

    /// The id under which the server knows the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.origin.head.headers)
    }

    /// Reads everything into memory.
    ///
    /// # Errors
    /// [`TooLarge`](ErrorKind::TooLarge) beyond the client's body limit (64 MiB unless set); whatever breaks the stream.
    pub async fn bytes(mut self) -> Result<Bytes> {
        let limit = self.origin.max_body;
        let mut whole = BytesMut::new();
        while let Some(chunk) = self.next().await {
            let chunk = chunk?;
            if whole.len() + chunk.len() > limit {
                let message = format!(
                    "the reply is larger than {limit} bytes; stream it or save it to a file"
                );
                return Err(self
                    .origin
                    .explain(Error::new(ErrorKind::TooLarge, message)));
            }
            whole.extend_from_slice(&chunk);
        }
        Ok(whole.freeze())
    }

    /// Writes everything to a file and returns its size in bytes.
    ///
    /// The file appears under its name only when it is complete: until then it has a name of its own beside it, which
    /// is removed when the download fails. Missing parent folders are made.
    ///
    /// # Errors
    /// [`File`](ErrorKind::File) when the file cannot be written; whatever breaks the stream.
    pub async fn save_to(mut self, path: impl AsRef<Path>) -> Result<u64> {
        let origin = Arc::clone(&self.origin);
        let saved = save::save(&mut self.chunks, path.as_ref()).await;
        saved.map_err(|error| match error.kind() {
            ErrorKind::File => origin.explain(error),
            _ => error.with_operation(origin.operation),
        })
    }
}

impl Stream for Download {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.chunks.as_mut().poll_next(context)
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("content_length", &self.content_length())
            .finish_non_exhaustive()
    }
}
