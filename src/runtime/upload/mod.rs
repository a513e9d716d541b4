//! What is uploaded: content, and what is known of it before it is read.

mod content;
mod form;

use std::error::Error as StdError;
use std::fmt;
use std::path::Path;

use bytes::Bytes;
use futures_core::Stream;
use futures_util::{StreamExt, TryStreamExt};
use reqwest::Body;
use tokio::io::AsyncRead;

use super::idle::Progress;
use super::pieces;
use crate::error::{Error, Result};
use content::{Content, Exact};

pub(crate) use form::{Label, form};

/// The content of an upload: bytes in memory, a file, a reader or a stream.
///
/// Bytes can be sent again when no connection could be made; all others are read once, while they are sent,
/// and never held in memory as a whole.
///
/// ```no_run
/// # async fn f(client: quintet::liteboxd::Client) -> quintet::Result<()> {
/// use quintet::Upload;
///
/// let files = client.sandboxes();
/// files.upload("a1b2c3d4", "/workspace/hello.txt", "hello").await?;
/// files.upload("a1b2c3d4", "/workspace/data.csv", Upload::file("data.csv").await?).await?;
/// # Ok(()) }
/// ```
pub struct Upload {
    content: Content,
    /// What the caller says that a content of known length has.
    claimed: Option<u64>,
    name: Option<String>,
    media_type: Option<String>,
}

impl Upload {
    /// A file, read while it is sent, with its own name and length.
    ///
    /// It must not change until it is sent: unless it has exactly as many bytes as it had here, the upload fails with
    /// [`File`](crate::ErrorKind::File).
    ///
    /// # Errors
    /// [`File`](crate::ErrorKind::File) when it cannot be opened, or is a folder or a device.
    pub async fn file(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let name = path.file_name();
        Ok(Self {
            name: name.map(|name| name.to_string_lossy().into_owned()),
            ..Self::new(content::open(path).await?)
        })
    }

    /// A stream of bytes, read while it is sent.
    pub fn stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = std::result::Result<Bytes, E>> + Send + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let chunks = stream.map_err(|error| Unreadable {
            message: "the content of the upload cannot be read".to_owned(),
            source: Some(error.into()),
        });
        Self::new(Content::Stream(Box::pin(chunks), None))
    }

    /// A reader, read while it is sent.
    pub fn reader(reader: impl AsyncRead + Send + 'static) -> Self {
        Self::stream(content::read(reader))
    }

    /// The file's name that the server is told, where it is told one. Default: that of the file.
    ///
    /// ```
    /// # fn f(text: String) {
    /// use quintet::Upload;
    ///
    /// let upload = Upload::from(text).named("report.csv").media_type("text/csv; charset=utf-8");
    /// # }
    /// ```
    ///
    /// A name that is empty or has control characters is refused before anything is sent.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The media type that the server is told, where it is told one. Default: what the ending of the name stands for.
    ///
    /// What is no media type is refused before anything is sent.
    #[must_use]
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// How many bytes a stream or a reader will give until its end: there are servers that must know before.
    ///
    /// If it gives more or fewer the upload fails with [`File`](crate::ErrorKind::File). A reader that goes on after its
    /// content needs [`take`](tokio::io::AsyncReadExt::take).
    #[must_use]
    pub fn with_length(mut self, bytes: u64) -> Self {
        self.content = match self.content {
            Content::Stream(chunks, None) if bytes > 0 => {
                let exact = Exact::announced(chunks, bytes);
                Content::Stream(exact.into_chunks(), Some(bytes))
            }
            known => known,
        };
        self.claimed = Some(bytes);
        self
    }

    /// The name that was given, or that of the file.
    #[must_use]
    pub fn file_name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The media type that was given.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    /// The number of bytes. `None` for a stream or a reader unless it [was given](Self::with_length).
    #[must_use]
    pub fn content_length(&self) -> Option<u64> {
        match &self.content {
            Content::Memory(bytes) => Some(bytes.len() as u64),
            Content::Stream(_, length) => *length,
        }
    }

    fn new(content: Content) -> Self {
        Self {
            content,
            claimed: None,
            name: None,
            media_type: None,
        }
    }

    /// The content, when it is in memory.
    pub(crate) fn in_memory(&self) -> Option<&Bytes> {
        match &self.content {
            Content::Memory(bytes) => Some(bytes),
            Content::Stream(..) => None,
        }
    }

    /// Refuses what the caller said of the content and cannot be so.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for a name, a media type or a length that is none.
    pub(crate) fn check(&self) -> Result<()> {
        if let Some(name) = &self.name {
            form::check_name(name)?;
        }
        if let Some(media_type) = &self.media_type {
            form::check_media_type(media_type)?;
        }
        match (self.claimed, self.content_length()) {
            (Some(claimed), Some(length)) if claimed != length => Err(Error::invalid(format!(
                "the upload is said to have {claimed} bytes but has {length}; leave its length out"
            ))),
            (Some(_), None) => Err(Error::invalid(
                "a stream cannot be announced to have 0 bytes; to upload nothing, give empty bytes",
            )),
            _ => Ok(()),
        }
    }

    /// The length, where it is known, and the body of a request that is the content and nothing else.
    ///
    /// What is in memory becomes a body that can be sent again; of all others, `progress` sees every piece.
    ///
    /// # Errors
    /// As [`check`](Self::check).
    pub(crate) fn into_body(self, progress: Progress) -> Result<(Option<u64>, Body)> {
        self.check()?;
        let length = self.content_length();
        let chunks = match self.content {
            Content::Memory(bytes) => return Ok((length, bytes.into())),
            Content::Stream(chunks, _) => chunks,
        };
        let watched =
            chunks.inspect(move |chunk| progress.advance(chunk.as_ref().map_or(0, Bytes::len)));
        let body = Body::wrap_stream(watched);
        Ok(match length {
            Some(bytes) => (length, pieces::measured(body, bytes)),
            None => (None, body),
        })
    }
}

impl<T: Into<Bytes>> From<T> for Upload {
    fn from(bytes: T) -> Self {
        Self::new(Content::Memory(bytes.into()))
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.content, self.content_length()) {
            (Content::Memory(_), Some(length)) => write!(f, "Upload({length} bytes)"),
            (_, Some(length)) => write!(f, "Upload(stream of {length} bytes)"),
            (_, None) => f.write_str("Upload(stream)"),
        }
    }
}

/// The content of an upload could not be read, or is not what was announced: no fault of the connection that carries it.
#[derive(Debug)]
pub(crate) struct Unreadable {
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for Unreadable {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests;
