//! What an application answers.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use tokio::time::Instant;

use super::gateway::GATEWAY;
use crate::error::{Error, ErrorKind, Result};
use crate::runtime::Download;

/// The reply of an application, with any status; its body is yet to be read.
///
/// ```no_run
/// # async fn f(port: quintet::liteboxd::Port) -> quintet::Result<()> {
/// let reply = port.post("/command").json(&["ls", "-l"]).await?;
/// if reply.status().is_success() {
///     println!("{}", reply.text().await?);
/// }
/// # Ok(()) }
/// ```
///
/// # Errors
/// A body that the gateway cuts off after its ten seconds is a [`Transport`](ErrorKind::Transport) error that says so,
/// whichever way the body is read.
#[derive(Debug)]
#[must_use = "a reply that is dropped is aborted"]
pub struct PortReply {
    status: StatusCode,
    download: Download,
}

impl PortReply {
    pub(super) fn new(status: StatusCode, download: Download, sent: Instant) -> Self {
        let download = download.explaining(move |error| GATEWAY.explain(error, sent.elapsed()));
        Self { status, download }
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.download.headers()
    }

    /// The body as it arrives: a stream of bytes, which can be saved to a file, too.
    pub fn into_body(self) -> Download {
        self.download
    }

    /// Reads the whole body.
    ///
    /// # Errors
    /// [`TooLarge`](ErrorKind::TooLarge) beyond the client's body limit (64 MiB unless set); whatever breaks the stream.
    pub async fn bytes(self) -> Result<Bytes> {
        self.download.bytes().await
    }

    /// Reads the whole body as text; bytes that are no UTF-8 become U+FFFD.
    ///
    /// # Errors
    /// As [`bytes`](Self::bytes).
    pub async fn text(self) -> Result<String> {
        let bytes = self.bytes().await?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Reads the whole body as JSON.
    ///
    /// # Errors
    /// [`Decode`](ErrorKind::Decode) when it is none, or of another shape; else as [`bytes`](Self::bytes).
    pub async fn json<T: DeserializeOwned>(self) -> Result<T> {
        let bytes = self.bytes().await?;
        serde_json::from_slice(&bytes).map_err(|error| {
            let message = format!(
                "the reply is not the JSON that was asked for (line {}, column {})",
                error.line(),
                error.column()
            );
            Error::new(ErrorKind::Decode, message).with_source(error)
        })
    }
}
