//! Where the bytes of an upload come from.

use std::fs::Metadata;
use std::io;
use std::path::Path;
use std::pin::Pin;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use futures_util::{StreamExt, stream};
use tokio::fs::{self, File};
use tokio::io::{AsyncRead, AsyncReadExt};

use super::{Unreadable, Upload};
use crate::error::{Error, ErrorKind, Result};
use crate::runtime::save::file_error;

/// The most that is taken from a reader at once.
const CHUNK: usize = 64 * 1024;

type Chunk = std::result::Result<Bytes, Unreadable>;

/// Bytes that are read while they are sent.
pub(super) type Chunks = Pin<Box<dyn Stream<Item = Chunk> + Send>>;

pub(super) enum Content {
    Memory(Bytes),
    /// With its length in bytes, if that is known.
    Stream(Chunks, Option<u64>),
}

impl Content {
    /// The content with something before and after it.
    pub(super) fn between(self, before: Bytes, after: Bytes) -> Self {
        let around = (before.len() + after.len()) as u64;
        match self {
            Self::Memory(bytes) => Self::Memory([before, bytes, after].concat().into()),
            Self::Stream(chunks, length) => {
                let [before, after] = [before, after].map(|part| stream::iter([Ok(part)]));
                let chunks = Box::pin(before.chain(chunks).chain(after));
                Self::Stream(chunks, length.map(|length| length + around))
            }
        }
    }
}

/// The chunks of a reader.
pub(super) fn read(
    reader: impl AsyncRead + Send + 'static,
) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
    stream::unfold(Some(Box::pin(reader)), async |reader| {
        let mut reader = reader?;
        let mut chunk = BytesMut::with_capacity(CHUNK);
        match reader.read_buf(&mut chunk).await {
            Ok(0) => None,
            Ok(_) => Some((Ok(chunk.freeze()), Some(reader))),
            // Fused: a reader that failed is not read again.
            Err(error) => Some((Err(error), None)),
        }
    })
}

/// The content of a file, which must stay as long as it is now.
pub(super) async fn open(path: &Path) -> Result<Content> {
    let failed = |error| file_error(path, error);
    // Before it is opened too: opening a pipe waits for its other end.
    check(path, &fs::metadata(path).await.map_err(failed)?)?;
    let mut file = File::open(path).await.map_err(failed)?;
    let metadata = file.metadata().await.map_err(failed)?;
    check(path, &metadata)?;
    let length = metadata.len();
    if length > 0 {
        let chunks = Upload::reader(file).content.into_chunks();
        let exact = Exact::file(chunks, length, path);
        return Ok(Content::Stream(exact.into_chunks(), Some(length)));
    }
    // Files that the system makes up while they are read have no length either.
    let mut first = BytesMut::with_capacity(CHUNK);
    if file.read_buf(&mut first).await.map_err(failed)? == 0 {
        return Ok(Content::Memory(Bytes::new()));
    }
    let first = stream::iter([Ok(first.freeze())]);
    let rest = Upload::reader(file).content.into_chunks();
    Ok(Content::Stream(Box::pin(first.chain(rest)), None))
}

/// Refuses what has no length or no end.
fn check(path: &Path, metadata: &Metadata) -> Result<()> {
    if metadata.is_file() {
        return Ok(());
    }
    let what = if metadata.is_dir() {
        "a folder; give a file"
    } else {
        "no regular file; read it with `Upload::reader`"
    };
    let message = format!("{} is {what}", path.display());
    Err(Error::new(ErrorKind::File, message))
}

impl Content {
    fn into_chunks(self) -> Chunks {
        match self {
            Self::Memory(bytes) => Box::pin(stream::iter([Ok(bytes)])),
            Self::Stream(chunks, _) => chunks,
        }
    }
}

/// Chunks that must be as many bytes as was announced.
///
/// The last one is given only when it is known to be the last: a server that has all bytes takes the upload for whole.
pub(super) struct Exact {
    chunks: Chunks,
    rest: u64,
    /// What was promised, for the error.
    promise: String,
}

impl Exact {
    pub(super) fn announced(chunks: Chunks, length: u64) -> Self {
        let promise = format!("the upload was announced to have {length} bytes, but its content");
        Self {
            chunks,
            rest: length,
            promise,
        }
    }

    fn file(chunks: Chunks, length: u64, path: &Path) -> Self {
        let path = path.display();
        let promise = format!(
            "the file {path} changed while it was uploaded: it had {length} bytes when it was opened, and"
        );
        Self {
            chunks,
            rest: length,
            promise,
        }
    }

    pub(super) fn into_chunks(self) -> Chunks {
        Box::pin(stream::unfold(Some(self), async |exact| {
            exact?.step().await
        }))
    }

    async fn step(mut self) -> Option<(Chunk, Option<Self>)> {
        let chunk = match self.next().await {
            Some(Ok(chunk)) => chunk,
            Some(Err(error)) => return Some((Err(error), None)),
            None => return Some((Err(self.off("has fewer")), None)),
        };
        let size = chunk.len() as u64;
        if size < self.rest {
            self.rest -= size;
            return Some((Ok(chunk), Some(self)));
        }
        if size > self.rest {
            return Some((Err(self.off("has more")), None));
        }
        let last = match self.next().await {
            None => Ok(chunk),
            Some(Ok(_)) => Err(self.off("has more")),
            Some(Err(error)) => Err(error),
        };
        Some((last, None))
    }

    /// The next chunk that has bytes.
    async fn next(&mut self) -> Option<Chunk> {
        loop {
            match self.chunks.next().await {
                Some(Ok(chunk)) if chunk.is_empty() => {}
                next => return next,
            }
        }
    }

    fn off(&self, how: &str) -> Unreadable {
        Unreadable {
            message: format!("{} {how}", self.promise),
            source: None,
        }
    }
}
