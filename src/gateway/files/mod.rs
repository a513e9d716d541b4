//! Files: what goes into runs, what agents keep, and what they keep for a while. Contract: §1.5, §4.

mod download;
mod input;
mod list;
mod session;
mod temporary;
mod upload;

pub use download::{DownloadFile, PresignUrl, SaveFile};
pub use input::UploadInputFile;
pub use list::{ListFiles, ListTempFiles};
pub use session::{FinishSession, Session};
pub use temporary::{CleanupTempFiles, UploadTempFile};
pub use upload::UploadFile;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::error::{Error, Result};
use crate::runtime::{Call, Transport, Upload};

/// The files of the server's object store; made by [`Client::files`](super::Client::files).
///
/// ```no_run
/// # async fn f(client: quintet::gateway::Client) -> quintet::Result<()> {
/// use quintet::Upload;
///
/// let files = client.files();
/// let video = files.upload_input_file(Upload::file("input.mp4").await?).await?;
/// let result = files.download_file(&video, "copies/input.mp4").await?;
/// println!("{result} bytes");
/// # Ok(()) }
/// ```
///
/// # What is uploaded
/// A file of this machine is [`Upload::file`], which knows its name. Bytes in memory need one:
/// `Upload::from("hello").named("hello.txt")`.
///
/// # Who may
/// [`upload_file`](Self::upload_file), temporary files and the lists belong to an agent. An internal token names one; a
/// token made from an API key does not, and is refused with the code `MISSING_AGENT_CONTEXT`.
/// [`upload_input_file`](Self::upload_input_file) works without. (Contract §2, §4.)
///
/// # Links
/// Input files go to the object store, and downloads come from it, over links that the server signs. Requests to them carry
/// neither credential nor headers of the client, and no error shows a link. Errors of the store have the operation
/// `put_object` or `get_object`, and the store's own code, such as `NoSuchKey`.
#[derive(Debug, Clone)]
pub struct Files {
    transport: Arc<Transport>,
}

impl Files {
    pub(super) fn new(transport: &Arc<Transport>) -> Self {
        let transport = Arc::clone(transport);
        Self { transport }
    }

    /// Uploads a file that a run is to work on, and gives the `s3://` URL that runs take. (Contract §4.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::gateway::Client) -> quintet::Result<()> {
    /// use quintet::Upload;
    ///
    /// let files = client.files();
    /// let text = files.upload_input_file(Upload::from("hello").named("hello.txt")).await?;
    /// let video = files.upload_input_file(Upload::file("input.mp4").await?.media_type("video/mp4")).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// The server signs a link, the bytes go to the object store. Content in memory is sent again when that fails for a
    /// passing reason, which does no harm; a file or stream is sent once. The store wants to know the length beforehand, so
    /// a stream needs one. The media type that the upload has is announced to the server and sent to the store; if it has
    /// none, none is.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for an upload without name or length; those of the object store,
    /// such as [`Forbidden`](crate::ErrorKind::Forbidden) for a link that has expired.
    pub fn upload_input_file(&self, file: impl Into<Upload>) -> Call<UploadInputFile> {
        let file = file.into();
        Call::new(&self.transport, UploadInputFile { file })
    }

    /// Stores a file of the agent for good. Sent once. (Contract §4.)
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for an upload without a name;
    /// [`BadRequest`](crate::ErrorKind::BadRequest) with the code `MISSING_AGENT_CONTEXT` when the credential names no
    /// agent.
    pub fn upload_file(&self, file: impl Into<Upload>) -> Call<UploadFile> {
        let file = file.into();
        Call::new(&self.transport, UploadFile { file })
    }

    /// Stores a file of the agent for a while, a day unless told otherwise. Sent once. (Contract §4.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::gateway::Client) -> quintet::Result<()> {
    /// use std::time::Duration;
    /// use quintet::Upload;
    ///
    /// let draft = Upload::file("draft.txt").await?;
    /// let stored = client.files().upload_temp_file(draft).ttl(Duration::from_secs(600)).await?;
    /// println!("{}", stored.s3_url);
    /// # Ok(()) }
    /// ```
    ///
    /// A [`session`](Self::session) groups such files, so that they can be removed together.
    ///
    /// # Errors
    /// As [`upload_file`](Self::upload_file); [`InvalidInput`](crate::ErrorKind::InvalidInput) for a time to live that is
    /// not whole seconds.
    pub fn upload_temp_file(&self, file: impl Into<Upload>) -> Call<UploadTempFile> {
        Call::new(&self.transport, UploadTempFile::new(file.into()))
    }

    /// Gets a link with which anybody can read a file, for an hour unless told otherwise. (Contract §4.)
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for what is no `s3://` URL and for a time that is not whole
    /// seconds.
    pub fn presigned_url(&self, s3_url: impl Into<String>) -> Call<PresignUrl> {
        Call::new(&self.transport, PresignUrl::new(s3_url.into()))
    }

    /// Reads a file, as a stream. (Contract §4.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::gateway::Client) -> quintet::Result<()> {
    /// let report = client.files().download("s3://bucket/agent-outputs/u/a/report.txt").await?;
    /// println!("{}", String::from_utf8_lossy(&report.bytes().await?));
    /// # Ok(()) }
    /// ```
    ///
    /// A download that breaks off goes on where it stopped, over a new link, if the store tags what it sends and knows
    /// ranges. Whatever is received belongs to one state of the file: when the file changes meanwhile, the download fails.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for what is no `s3://` URL;
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such file.
    pub fn download(&self, s3_url: impl Into<String>) -> Call<DownloadFile> {
        let s3_url = s3_url.into();
        Call::new(&self.transport, DownloadFile { s3_url })
    }

    /// Reads a file into one of this machine, and gives its size in bytes. (Contract §4.)
    ///
    /// The file is there whole or not at all, see [`Download::save_to`](crate::Download::save_to); missing parent folders
    /// are made. A [`timeout`](Call::timeout) is for all of it.
    ///
    /// # Errors
    /// As [`download`](Self::download); [`File`](crate::ErrorKind::File) when the file cannot be written.
    pub fn download_file(
        &self,
        s3_url: impl Into<String>,
        path: impl AsRef<Path>,
    ) -> Call<SaveFile> {
        let path = path.as_ref().to_owned();
        Call::new(&self.transport, SaveFile::new(s3_url.into(), path))
    }

    /// Lists the files that the agent stored for good, a page of 100 unless told otherwise. (Contract §4.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::gateway::Client) -> quintet::Result<()> {
    /// for file in client.files().list_files().all().await? {
    ///     println!("{} {:?}", file.s3_url, file.size);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// [`pages`](Call::pages), [`items`](Call::items) and [`all`](Call::all) go on to the last page, also past pages that
    /// are empty.
    ///
    /// # Errors
    /// [`Decode`](crate::ErrorKind::Decode) when the server leads back to a page that was read.
    pub fn list_files(&self) -> Call<ListFiles> {
        Call::new(&self.transport, ListFiles::default())
    }

    /// Lists the temporary files of the agent, or of one [session](Call::<ListTempFiles>::session). (Contract §4.)
    ///
    /// # Errors
    /// As [`list_files`](Self::list_files).
    pub fn list_temp_files(&self) -> Call<ListTempFiles> {
        Call::new(&self.transport, ListTempFiles::default())
    }

    /// Removes the temporary files of a session, and tells how many there were. (Contract §4.)
    ///
    /// After a retry it tells how many the last request found.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for a session id that is empty, or none that the server can have.
    pub fn cleanup_temp_files(&self, session: impl Into<String>) -> Call<CleanupTempFiles> {
        let session = session.into();
        Call::new(&self.transport, CleanupTempFiles { session })
    }

    /// The session with this id, any text that is one path segment. Nothing is sent: a session begins with its first file.
    ///
    /// Every call of the session checks the id.
    pub fn session(&self, id: impl Into<String>) -> Session {
        Session::new(&self.transport, id.into())
    }

    /// A session with a new id, a random UUID.
    ///
    /// ```no_run
    /// # async fn f(client: quintet::gateway::Client) -> quintet::Result<()> {
    /// use quintet::Upload;
    ///
    /// let session = client.files().new_session();
    /// let stored = session.upload(Upload::file("draft.txt").await?).await?;
    /// // … runs that read it …
    /// let removed = session.finish().await?;
    /// # Ok(()) }
    /// ```
    pub fn new_session(&self) -> Session {
        self.session(uuid::Uuid::new_v4().to_string())
    }
}

/// A span of time that the server counts in seconds.
fn whole_seconds(what: &str, span: Duration) -> Result<i64> {
    let seconds = i64::try_from(span.as_secs()).ok();
    match seconds.filter(|seconds| *seconds > 0 && span.subsec_nanos() == 0) {
        Some(seconds) => Ok(seconds),
        None => Err(Error::invalid(format!(
            "{what} of {span:?}; the server counts whole seconds, so give 1 s or more and no fraction"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_whole_seconds() {
        for good in [1, 3600, 86_400] {
            let span = Duration::from_secs(good);
            assert_eq!(whole_seconds("a ttl", span).unwrap(), good.cast_signed());
        }
        for bad in [
            Duration::ZERO,
            Duration::from_millis(500),
            Duration::from_millis(1500),
            Duration::from_nanos(1),
            Duration::MAX,
            Duration::from_secs(u64::MAX),
        ] {
            let error = whole_seconds("a ttl", bad).unwrap_err();
            let message = error.message();
            assert!(error.is_invalid_input() && message.contains("whole seconds"));
        }
    }

    #[test]
    fn new_sessions_have_ids_of_their_own() {
        let client = crate::gateway::Client::builder()
            .token("t")
            .build()
            .unwrap();
        let files = client.files();
        let ids = [files.new_session(), files.new_session()].map(|one| one.id().to_owned());
        assert_ne!(ids[0], ids[1]);
        for id in &ids {
            let lengths: Vec<_> = id.split('-').map(str::len).collect();
            assert_eq!(lengths, [8, 4, 4, 4, 12], "{id}");
            assert_eq!(&id[14..15], "4", "{id}");
        }
    }
}
