//! Sessions: temporary files that are removed together.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::list::ListTempFiles;
use super::temporary::{self, UploadTempFile};
use crate::error::Result;
use crate::runtime::{Call, Exchange, Invoke, Transport, Upload};

/// A group of temporary files under one id; made by [`Files::session`](super::Files::session) and
/// [`Files::new_session`](super::Files::new_session).
///
/// ```no_run
/// # async fn work(session: &quintet::gateway::Session) -> quintet::Result<()> { Ok(()) }
/// # async fn f(client: quintet::gateway::Client) -> quintet::Result<()> {
/// let session = client.files().new_session();
/// let outcome = work(&session).await;
/// // Also when the work failed.
/// session.finish().await?;
/// outcome
/// # }
/// ```
///
/// The server knows sessions by their files alone: it has no call to open or to close one. Dropping a session removes
/// nothing, since no request can be made then; if it may have left files, a `tracing` warning names its id, with which
/// [`cleanup_temp_files`](super::Files::cleanup_temp_files) removes them. What nobody removes ends with its time to live.
/// (Contract §4.)
#[derive(Debug)]
#[must_use = "a session leaves its files behind unless it is finished"]
pub struct Session {
    transport: Arc<Transport>,
    traces: Arc<Traces>,
}

impl Session {
    pub(super) fn new(transport: &Arc<Transport>, id: String) -> Self {
        Self {
            transport: Arc::clone(transport),
            traces: Arc::new(Traces::new(id)),
        }
    }

    /// The id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.traces.id
    }

    /// Stores a file in the session. Sent once. (Contract §4.)
    ///
    /// # Errors
    /// As [`upload_temp_file`](super::Files::upload_temp_file).
    pub fn upload(&self, file: impl Into<Upload>) -> Call<UploadTempFile> {
        let parameters = UploadTempFile::new(file.into()).within(Arc::clone(&self.traces));
        Call::new(&self.transport, parameters)
    }

    /// Lists the files of the session. (Contract §4.)
    ///
    /// # Errors
    /// As [`list_temp_files`](super::Files::list_temp_files).
    pub fn list(&self) -> Call<ListTempFiles> {
        let parameters = ListTempFiles::of(self.id().to_owned());
        Call::new(&self.transport, parameters)
    }

    /// Removes the files of the session, and tells how many there were. (Contract §4.)
    ///
    /// Nothing is lost when it fails: call it again. The session can be used on, and is finished by the next call. An
    /// upload that is still under way is not waited for.
    ///
    /// # Errors
    /// As [`cleanup_temp_files`](super::Files::cleanup_temp_files).
    pub fn finish(&self) -> Call<FinishSession> {
        let traces = Arc::clone(&self.traces);
        Call::new(&self.transport, FinishSession { traces })
    }
}

/// Removes the files of a session; made by [`Session::finish`].
#[derive(Debug, Clone)]
pub struct FinishSession {
    traces: Arc<Traces>,
}

impl Invoke for FinishSession {
    type Output = u64;
    const OPERATION: &'static str = temporary::CleanupTempFiles::OPERATION;

    async fn invoke(self, exchange: Exchange) -> Result<u64> {
        let left = self.traces.left();
        let removed = temporary::cleanup(&exchange, &self.traces.id).await?;
        self.traces.remove(left);
        Ok(removed)
    }
}

/// What a session may have left at the server. The last that lets go of it, session or call, reports it.
#[derive(Debug)]
pub(super) struct Traces {
    id: String,
    /// How many uploads came to an end that may have left a file.
    left: AtomicU64,
    /// How many of these were over when the session was finished.
    removed: AtomicU64,
}

impl Traces {
    fn new(id: String) -> Self {
        let (left, removed) = Default::default();
        Self { id, left, removed }
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// Notes an upload that begins.
    pub(super) fn begin(&self) -> Trace<'_> {
        Trace(Some(self))
    }

    fn left(&self) -> u64 {
        self.left.load(Ordering::Acquire)
    }

    /// Notes that what was left at that time is gone.
    fn remove(&self, left: u64) {
        self.removed.fetch_max(left, Ordering::AcqRel);
    }

    fn is_clean(&self) -> bool {
        self.removed.load(Ordering::Acquire) >= self.left()
    }
}

impl Drop for Traces {
    fn drop(&mut self) {
        if !self.is_clean() {
            tracing::warn!(
                session_id = self.id,
                "a session with files was not finished; they stay until their time is over, or `cleanup_temp_files`"
            );
        }
    }
}

/// An upload under way: it counts when it ends, also when it is dropped half-way.
#[must_use]
pub(super) struct Trace<'a>(Option<&'a Traces>);

impl Trace<'_> {
    /// The upload left nothing.
    pub(super) fn forget(mut self) {
        self.0 = None;
    }
}

impl Drop for Trace<'_> {
    fn drop(&mut self) {
        if let Some(traces) = self.0 {
            traces.left.fetch_add(1, Ordering::AcqRel);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn traces() -> Traces {
        Traces::new("s".to_owned())
    }

    #[test]
    fn only_what_may_have_left_a_file_counts() {
        let traces = traces();
        assert!(traces.is_clean());
        traces.begin().forget();
        assert!(traces.is_clean());
        drop(traces.begin());
        assert!(!traces.is_clean());
        traces.remove(traces.left());
        assert!(traces.is_clean());
        drop(traces.begin());
        assert!(!traces.is_clean());
    }

    #[test]
    fn an_upload_that_ends_while_the_session_is_finished_may_have_been_missed() {
        let traces = traces();
        let upload = traces.begin();
        let left = traces.left();
        drop(upload);
        traces.remove(left);
        assert!(!traces.is_clean());
        // An earlier finish that ends late takes nothing back.
        traces.remove(traces.left());
        traces.remove(left);
        assert!(traces.is_clean());
    }
}
