//! What is uploaded, and the multipart form that carries it.

use std::error::Error as StdError;
use std::fmt;
use std::path::Path;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::{StreamExt, TryStreamExt, stream};
use reqwest::Body;
use reqwest::multipart::{Form, Part};
use tokio::fs::File;
use tokio::io::{AsyncRead, AsyncReadExt};

use super::idle::Progress;
use super::save::file_error;
use crate::error::{Error, ErrorKind, Result};

/// The most that is taken from a reader at once.
const CHUNK: usize = 64 * 1024;

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
pub struct Upload(Content);

enum Content {
    Memory(Bytes),
    Stream(Body),
}

impl Upload {
    /// A file, read while it is sent.
    ///
    /// # Errors
    /// [`File`](ErrorKind::File) when it cannot be opened.
    pub async fn file(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let file = File::open(path)
            .await
            .map_err(|error| file_error(path, error))?;
        Ok(Self::reader(file))
    }

    /// A stream of bytes, read while it is sent.
    pub fn stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = std::result::Result<Bytes, E>> + Send + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let stream = stream.map_err(|error| Unreadable(error.into()));
        Self(Content::Stream(Body::wrap_stream(stream)))
    }

    /// A reader, read while it is sent.
    pub fn reader(reader: impl AsyncRead + Send + 'static) -> Self {
        Self::stream(stream::unfold(Some(Box::pin(reader)), async |reader| {
            let mut reader = reader?;
            let mut chunk = BytesMut::with_capacity(CHUNK);
            match reader.read_buf(&mut chunk).await {
                Ok(0) => None,
                Ok(_) => Some((Ok(chunk.freeze()), Some(reader))),
                // Fused: a reader that failed is not read again.
                Err(error) => Some((Err(error), None)),
            }
        }))
    }

    /// The content, when it is in memory.
    pub(crate) fn in_memory(&self) -> Option<&Bytes> {
        match &self.0 {
            Content::Memory(bytes) => Some(bytes),
            Content::Stream(_) => None,
        }
    }
}

impl<T: Into<Bytes>> From<T> for Upload {
    fn from(bytes: T) -> Self {
        Self(Content::Memory(bytes.into()))
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Content::Memory(bytes) => write!(f, "Upload({} bytes)", bytes.len()),
            Content::Stream(_) => f.write_str("Upload(stream)"),
        }
    }
}

/// The content of an upload could not be read: no fault of the connection that carries it.
#[derive(Debug)]
pub(crate) struct Unreadable(Box<dyn StdError + Send + Sync>);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the content of the upload cannot be read")
    }
}

impl StdError for Unreadable {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.0)
    }
}

/// The media type with its boundary, and the body, of a form of text fields and one file.
///
/// The form is a stream whose progress the idle limit watches; in memory it becomes one body that can be sent again.
pub(crate) async fn form(
    fields: &[(&'static str, String)],
    file: &'static str,
    upload: Upload,
    progress: Progress,
) -> Result<(String, Body)> {
    let mut form = Form::new();
    for (name, value) in fields {
        form = form.text(*name, value.clone());
    }
    let (part, in_memory) = match upload.0 {
        Content::Memory(bytes) => (
            Part::stream_with_length(bytes.clone(), bytes.len() as u64),
            true,
        ),
        Content::Stream(body) => (Part::stream(body), false),
    };
    let form = form.part(file, part.file_name(file));
    let media = format!("multipart/form-data; boundary={}", form.boundary());
    let pieces = form.into_stream();
    if in_memory {
        let broken = |error| {
            Error::new(ErrorKind::InvalidInput, "the form cannot be encoded").with_source(error)
        };
        let whole = pieces.try_fold(Vec::new(), async |mut whole, piece| {
            whole.extend_from_slice(&piece);
            Ok(whole)
        });
        return Ok((
            media,
            whole
                .await
                .map_err(|error: reqwest::Error| broken(error.to_string()))?
                .into(),
        ));
    }
    let watched =
        pieces.inspect(move |piece| progress.advance(piece.as_ref().map_or(0, Bytes::len)));
    Ok((media, Body::wrap_stream(watched)))
}
