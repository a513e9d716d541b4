//! Moving files in and out.

use super::sandbox_id;
use crate::error::{Error, ErrorKind, Result};
use crate::generated::liteboxd::Client as Raw;
use crate::liteboxd::check::file_path;
use crate::runtime::{Download, Exchange, Invoke, Label, Upload, form};

/// Writes a file; made by [`Sandboxes::upload`](super::Sandboxes::upload).
#[derive(Debug)]
pub struct UploadFile {
    pub(super) id: String,
    pub(super) path: String,
    pub(super) content: Upload,
}

impl Invoke for UploadFile {
    type Output = ();
    const OPERATION: &'static str = "upload_file";

    async fn invoke(self, exchange: Exchange) -> Result<()> {
        let id = sandbox_id(&self.id)?;
        let path = file_path(&self.path)?.to_owned();
        let fields = [("path", path)];
        let progress = exchange.progress();
        let (media, body) = form(&fields, "file", Label::Bare, self.content, progress)?;
        let sent = Raw::of(&exchange).upload_file(id, &media, body).await;
        sent.map(drop).map_err(explain)
    }
}

/// The path was sent: that the server misses it means that it stopped reading.
fn explain(error: Error) -> Error {
    if error.kind() == ErrorKind::BadRequest && error.message() == "path is required" {
        let message = "the server stopped reading the upload, as it does after 10 s; send less, or over a faster line";
        return error.with_message(message);
    }
    error
}

/// Reads a file; made by [`Sandboxes::download`](super::Sandboxes::download).
#[derive(Debug)]
pub struct DownloadFile {
    pub(super) id: String,
    pub(super) path: String,
}

impl Invoke for DownloadFile {
    type Output = Download;
    const OPERATION: &'static str = "download_file";

    async fn invoke(self, exchange: Exchange) -> Result<Download> {
        let id = sandbox_id(&self.id)?;
        let path = file_path(&self.path)?;
        exchange.download(Raw::of(&exchange).download_file(id, path).await)
    }
}
