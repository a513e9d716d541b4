//! Writing a stream to a file that is there whole or not at all.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::StreamExt;
use tokio::fs::{self, File};
use tokio::io::AsyncWriteExt;

use crate::error::{Error, ErrorKind, Result};

/// Writes all chunks beside the file and renames the result; returns its size in bytes.
pub(crate) async fn save<S>(chunks: &mut S, path: &Path) -> Result<u64>
where
    S: Stream<Item = Result<Bytes>> + Unpin,
{
    let partial = partial_name(path)?;
    if let Some(parent) = path.parent() {
        let made = fs::create_dir_all(parent).await;
        made.map_err(|error| file_error(parent, error))?;
    }
    // Made without a wait in between: a file that is made after its guard was dropped would stay.
    let created = std::fs::File::create(&partial);
    let file = created.map_err(|error| file_error(path, error))?;
    let guard = RemoveOnDrop(Some(&partial));
    let size = write(chunks, file.into(), path).await?;
    let renamed = fs::rename(&partial, path).await;
    renamed.map_err(|error| file_error(path, error))?;
    guard.keep();
    Ok(size)
}

async fn write<S>(chunks: &mut S, mut file: File, path: &Path) -> Result<u64>
where
    S: Stream<Item = Result<Bytes>> + Unpin,
{
    let failed = |error| file_error(path, error);
    let mut size = 0;
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk?;
        file.write_all(&chunk).await.map_err(failed)?;
        size += chunk.len() as u64;
    }
    file.flush().await.map_err(failed)?;
    file.sync_all().await.map_err(failed)?;
    Ok(size)
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
