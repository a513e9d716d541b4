//! A reply that streams.

use std::fmt;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::{StreamExt, stream};
use http::HeaderMap;
use http::header::CONTENT_LENGTH;
use tokio::fs;
use tokio::io::AsyncWriteExt;
use tokio::time::timeout;

use super::attempt::idle_error;
use super::response::Head;
use super::retry::Failure;
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
    head: Head,
    max_body: usize,
    chunks: Pin<Box<dyn Stream<Item = Result<Bytes>> + Send>>,
}

impl Download {
    pub(crate) fn new(
        response: reqwest::Response,
        head: Head,
        operation: &'static str,
        idle: Duration,
        max_body: usize,
    ) -> Self {
        let seen = head.clone();
        let chunks = stream::unfold(Some(response), move |response| {
            let seen = seen.clone();
            async move {
                let mut response = response?;
                let fault = match timeout(idle, response.chunk()).await {
                    Ok(Ok(Some(chunk))) => return Some((Ok(chunk), Some(response))),
                    Ok(Ok(None)) => return None,
                    Ok(Err(error)) => Failure::from_transport(error).error,
                    Err(_) => idle_error(idle),
                };
                let reply = Reply {
                    status: seen.status,
                    headers: seen.headers,
                    body: Bytes::new(),
                };
                let error = fault
                    .with_reply(reply)
                    .with_operation(operation)
                    .with_effort(seen.attempts, seen.elapsed, false);
                // Fused: nothing comes after an error.
                Some((Err(error), None))
            }
        });
        Self {
            head,
            max_body,
            chunks: Box::pin(chunks),
        }
    }

    /// The size in bytes, where the server announces it.
    #[must_use]
    pub fn content_length(&self) -> Option<u64> {
        self.head
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
        &self.head.headers
    }

    /// The id under which the server knows the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.head.headers)
    }

    /// Reads everything into memory.
    ///
    /// # Errors
    /// [`TooLarge`](ErrorKind::TooLarge) beyond the client's body limit (64 MiB unless set); whatever breaks the stream.
    pub async fn bytes(mut self) -> Result<Bytes> {
        let mut whole = BytesMut::new();
        while let Some(chunk) = self.next().await {
            let chunk = chunk?;
            if whole.len() + chunk.len() > self.max_body {
                let message = format!(
                    "the reply is larger than {} bytes; stream it or save it to a file",
                    self.max_body
                );
                return Err(Error::new(ErrorKind::TooLarge, message));
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
    pub async fn save_to(self, path: impl AsRef<Path>) -> Result<u64> {
        let path = path.as_ref();
        let partial = partial_name(path)?;
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)
                .await
                .map_err(|error| file_error(parent, error))?;
        }
        // Removed on every way out but success, also when the future is dropped.
        let guard = RemoveOnDrop(Some(&partial));
        let size = self.write(&partial).await?;
        fs::rename(&partial, path)
            .await
            .map_err(|error| file_error(path, error))?;
        guard.keep();
        Ok(size)
    }

    async fn write(mut self, path: &Path) -> Result<u64> {
        let failed = |error| file_error(path, error);
        let mut file = fs::File::create(path).await.map_err(failed)?;
        let mut size = 0;
        while let Some(chunk) = self.next().await {
            let chunk = chunk?;
            file.write_all(&chunk).await.map_err(failed)?;
            size += chunk.len() as u64;
        }
        file.flush().await.map_err(failed)?;
        file.sync_all().await.map_err(failed)?;
        Ok(size)
    }
}

struct RemoveOnDrop<'a>(Option<&'a Path>);

impl RemoveOnDrop<'_> {
    fn keep(mut self) {
        self.0 = None;
    }
}

impl Drop for RemoveOnDrop<'_> {
    fn drop(&mut self) {
        if let Some(path) = self.0 {
            // Nothing can be done about a file that cannot be removed, and it may not exist yet.
            let _ = std::fs::remove_file(path);
        }
    }
}

fn partial_name(path: &Path) -> Result<PathBuf> {
    let Some(name) = path.file_name() else {
        return Err(Error::invalid(format!("{} names no file", path.display())));
    };
    let mut partial = name.to_owned();
    partial.push(format!(".{:08x}.part", fastrand::u32(..)));
    Ok(path.with_file_name(partial))
}

pub(crate) fn file_error(path: &Path, error: std::io::Error) -> Error {
    Error::new(
        ErrorKind::File,
        format!("the file {} failed", path.display()),
    )
    .with_source(error)
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
