//! Files that are stored for a while.

use std::sync::Arc;
use std::time::Duration;

use super::session::Traces;
use super::upload::{self, file_name};
use super::whole_seconds;
use crate::error::{Error, ErrorKind, Result};
use crate::gateway::UploadedFile;
use crate::gateway::check::session_id;
use crate::generated::gateway::Client as Raw;
use crate::runtime::{Call, Exchange, Invoke, Label, Upload, form};

/// How long a file is kept unless told otherwise.
const TTL: Duration = Duration::from_secs(86_400);

/// Stores a file for a while; made by [`Files::upload_temp_file`](super::Files::upload_temp_file) and
/// [`Session::upload`](super::Session::upload).
#[derive(Debug)]
pub struct UploadTempFile {
    file: Upload,
    ttl: Duration,
    session: Option<String>,
    /// Those of the session that the call was made by.
    traces: Option<Arc<Traces>>,
}

impl UploadTempFile {
    pub(super) fn new(file: Upload) -> Self {
        Self {
            file,
            ttl: TTL,
            session: None,
            traces: None,
        }
    }

    /// The same in an open session.
    pub(super) fn within(self, traces: Arc<Traces>) -> Self {
        Self {
            session: Some(traces.id().to_owned()),
            traces: Some(traces),
            ..self
        }
    }

    /// The parts of the form before the file, in their order.
    fn fields(&self) -> Result<Vec<(&'static str, String)>> {
        file_name(&self.file)?;
        let ttl = whole_seconds("a time to live", self.ttl)?;
        let mut fields = vec![("ttl", ttl.to_string())];
        if let Some(id) = &self.session {
            fields.push(("session_id", session_id(id)?.to_owned()));
        }
        Ok(fields)
    }
}

impl Call<UploadTempFile> {
    /// How long the server keeps the file, in whole seconds. Default: a day.
    pub fn ttl(mut self, time: Duration) -> Self {
        self.parameters.ttl = time;
        self
    }

    /// The session that the file belongs to. Default: that of the [`Session`](super::Session) that made this call, else
    /// none.
    pub fn session(mut self, id: impl Into<String>) -> Self {
        self.parameters.session = Some(id.into());
        self.parameters.traces = None;
        self
    }
}

impl Invoke for UploadTempFile {
    type Output = UploadedFile;
    const OPERATION: &'static str = "upload_temp_file";

    async fn invoke(self, exchange: Exchange) -> Result<UploadedFile> {
        let fields = self.fields()?;
        let (media, body) = form(&fields, "file", Label::Full, self.file, exchange.progress())?;
        exchange.keep_reply();
        let trace = self.traces.as_deref().map(Traces::begin);
        let uploaded = Raw::of(&exchange).upload_temp_file(&media, body).await;
        if let (Some(trace), Err(error)) = (trace, &uploaded)
            && left_nothing(error)
        {
            trace.forget();
        }
        upload::stored(&exchange, uploaded?)
    }
}

/// Whether the server cannot have stored the file.
fn left_nothing(error: &Error) -> bool {
    let refused = error
        .status()
        .is_some_and(|status| status.is_client_error());
    refused || matches!(error.kind(), ErrorKind::Connect | ErrorKind::InvalidInput)
}

/// Removes the files of a session; made by [`Files::cleanup_temp_files`](super::Files::cleanup_temp_files).
#[derive(Debug, Clone)]
pub struct CleanupTempFiles {
    pub(super) session: String,
}

impl Invoke for CleanupTempFiles {
    type Output = u64;
    const OPERATION: &'static str = "cleanup_temp_files";

    async fn invoke(self, exchange: Exchange) -> Result<u64> {
        cleanup(&exchange, &self.session).await
    }
}

/// An empty id must not get out: a server could take it for all sessions.
pub(super) async fn cleanup(exchange: &Exchange, session: &str) -> Result<u64> {
    let session = session_id(session)?;
    let removed = Raw::of(exchange).cleanup_temp_files(session).await?;
    u64::try_from(removed.deleted_count).map_err(|_| {
        let count = removed.deleted_count;
        exchange.broken_promise(format!("the server says that it removed {count} files"))
    })
}
