//! Sandboxes: their life, their commands, their files. Contract: §1.1, §1.2, §3.

mod create;
mod execute;
mod files;
mod history;
mod life;
mod logs;
mod metadata;
mod pvcs;
mod sandbox;
mod wait;

use std::sync::Arc;
use std::time::Duration;

pub use create::Create;
pub use execute::Execute;
pub use files::{DownloadFile, UploadFile};
pub use history::History;
pub use life::{Delete, Get, List, Restart, Start, Stop};
pub use logs::Logs;
pub use metadata::Metadata;
pub use pvcs::Pvcs;
pub use wait::{UntilDeleted, UntilReady};

use crate::error::{Error, Result};
use crate::runtime::{Call, Endpoint, Transport, Upload, Wait, path};

/// The sandboxes of a server; made by [`Client::sandboxes`](super::Client::sandboxes).
#[derive(Debug, Clone)]
pub struct Sandboxes {
    pub(in crate::liteboxd) transport: Arc<Transport>,
    write_timeout: Duration,
    pub(in crate::liteboxd) gateway: Option<Endpoint>,
}

impl Sandboxes {
    pub(super) fn new(
        transport: &Arc<Transport>,
        write_timeout: Duration,
        gateway: Option<Endpoint>,
    ) -> Self {
        Self {
            transport: Arc::clone(transport),
            write_timeout,
            gateway,
        }
    }

    /// Creates a sandbox from a template.
    ///
    /// The reply comes at once with status `pending`; see [`wait_for_ready`](Self::wait_for_ready). Never sent twice,
    /// unless no connection was made or the server was shutting down. (Contract §1.2.1.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::liteboxd::Client) -> quintet::Result<()> {
    /// use std::time::Duration;
    ///
    /// let sandbox = client
    ///     .sandboxes()
    ///     .create("python-data-science")
    ///     .version(2)
    ///     .cpu("1000m")
    ///     .memory("1Gi")
    ///     .ttl(Duration::from_secs(7200))
    ///     .env("DEBUG", "true")
    ///     .await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) for an unknown template or version; before any I/O
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for names, versions and quantities that the server cannot take.
    pub fn create(&self, template: impl Into<String>) -> Call<Create> {
        self.call(Create::new(template.into()))
    }

    /// Lists the sandboxes, newest first, all in one reply; without access tokens. (Contract §1.2.)
    ///
    /// # Errors
    /// As every call.
    pub fn list(&self) -> Call<List> {
        self.call(List::default())
    }

    /// Lists the records of sandboxes in pages, newest first, deleted ones included for as long as the server keeps them
    /// (7 days unless set). (Contract §1.2.2.)
    ///
    /// Awaiting it gives one page; [`items`](Call::items) all records.
    ///
    /// # Errors
    /// As every call.
    pub fn metadata(&self) -> Call<Metadata> {
        self.call(Metadata::default())
    }

    /// Lists the volume claims of persistent sandboxes in pages, by name, and how they match the records. (Contract §1.2.3.)
    ///
    /// Awaiting it gives one page; [`items`](Call::items) all claims.
    ///
    /// # Errors
    /// [`BadRequest`](crate::ErrorKind::BadRequest) for a state that the server does not know.
    pub fn pvcs(&self) -> Call<Pvcs> {
        self.call(Pvcs::default())
    }

    /// Lists the status changes of a sandbox, newest first. An unknown sandbox has none. (Contract §1.2, §5.2.)
    ///
    /// Awaiting it gives one page; [`items`](Call::items) all changes. Changes that happen meanwhile shift nothing.
    ///
    /// ```no_run
    /// # async fn f(client: quintet::liteboxd::Client) -> quintet::Result<()> {
    /// for change in client.sandboxes().history("a1b2c3d4").all().await? {
    ///     println!("{} {} -> {}: {}", change.created_at, change.from_status, change.to_status, change.reason);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub fn history(&self, id: impl Into<String>) -> Call<History> {
        self.call(History::new(id.into()))
    }

    /// Reads one sandbox, with its access token. (Contract §1.2.)
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is none, or none any more.
    pub fn get(&self, id: impl Into<String>) -> Call<Get> {
        self.call(Get { id: id.into() })
    }

    /// Requests the deletion of a sandbox and gives its record; `None` from older servers, which send none.
    ///
    /// Deleting goes on after the reply; see [`wait_until_deleted`](Self::wait_until_deleted). Deleting twice is
    /// harmless. (Contract §1.2, §3.1.)
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when the server never knew it, or has forgotten it.
    pub fn delete(&self, id: impl Into<String>) -> Call<Delete> {
        self.call(Delete { id: id.into() })
    }

    /// Runs a command and waits for its end. It is not run in a shell. (Contract §1.2.4.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::liteboxd::Client) -> quintet::Result<()> {
    /// let result = client.sandboxes().execute("a1b2c3d4", ["sh", "-c", "ls | wc -l"]).await?;
    /// println!("exit {}: {}", result.exit_code, result.stdout);
    /// # Ok(()) }
    /// ```
    ///
    /// A command that fails is a result, not an error; so is one that is cut off by its time limit, see
    /// [`ExecResult::timed_out`](super::ExecResult::timed_out).
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such running sandbox.
    pub fn execute<C>(&self, id: impl Into<String>, command: C) -> Call<Execute>
    where
        C: IntoIterator,
        C::Item: Into<String>,
    {
        let command = command.into_iter().map(Into::into).collect();
        self.call(Execute::new(id.into(), command, self.write_timeout))
    }

    /// Reads the last 100 lines of the log, and the events. An unknown sandbox has an empty log. (Contract §1.2, §5.4.)
    ///
    /// # Errors
    /// As every call.
    pub fn logs(&self, id: impl Into<String>) -> Call<Logs> {
        self.call(Logs { id: id.into() })
    }

    /// The same as [`logs`](Self::logs).
    ///
    /// # Errors
    /// As [`logs`](Self::logs).
    #[doc(alias = "logs")]
    pub fn get_logs(&self, id: impl Into<String>) -> Call<Logs> {
        self.logs(id)
    }

    /// Writes one file, streaming; an existing file is replaced. Its directory must exist. (Contract §1.2.5.)
    ///
    /// The server takes at most 10 s for an upload.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such running sandbox;
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when the path is not absolute.
    pub fn upload(
        &self,
        id: impl Into<String>,
        path: impl Into<String>,
        content: impl Into<Upload>,
    ) -> Call<UploadFile> {
        self.call(UploadFile {
            id: id.into(),
            path: path.into(),
            content: content.into(),
        })
    }

    /// The same as [`upload`](Self::upload).
    ///
    /// # Errors
    /// As [`upload`](Self::upload).
    #[doc(alias = "upload")]
    pub fn upload_file(
        &self,
        id: impl Into<String>,
        path: impl Into<String>,
        content: impl Into<Upload>,
    ) -> Call<UploadFile> {
        self.upload(id, path, content)
    }

    /// Reads one file, streaming. (Contract §1.2.5.)
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such file or running sandbox, or it is a directory.
    pub fn download(&self, id: impl Into<String>, path: impl Into<String>) -> Call<DownloadFile> {
        self.call(DownloadFile {
            id: id.into(),
            path: path.into(),
        })
    }

    /// The same as [`download`](Self::download).
    ///
    /// # Errors
    /// As [`download`](Self::download).
    #[doc(alias = "download")]
    pub fn download_file(
        &self,
        id: impl Into<String>,
        path: impl Into<String>,
    ) -> Call<DownloadFile> {
        self.download(id, path)
    }

    /// Restarts a persistent sandbox; its status may stay `pending` for up to a minute. (Contract §1.2, §5.1.)
    ///
    /// # Errors
    /// [`BadRequest`](crate::ErrorKind::BadRequest) when it is not persistent, [`Conflict`](crate::ErrorKind::Conflict)
    /// when it is stopped or being deleted.
    pub fn restart(&self, id: impl Into<String>) -> Call<Restart> {
        self.call(Restart { id: id.into() })
    }

    /// Stops a persistent sandbox; its data stays and its time to live stands still. (Contract §1.2, §5.1.)
    ///
    /// # Errors
    /// [`BadRequest`](crate::ErrorKind::BadRequest) when it is not persistent, [`Conflict`](crate::ErrorKind::Conflict)
    /// when it is stopped already or being deleted.
    pub fn stop(&self, id: impl Into<String>) -> Call<Stop> {
        self.call(Stop { id: id.into() })
    }

    /// Starts a stopped sandbox; its status may stay `pending` for up to a minute. (Contract §1.2, §5.1.)
    ///
    /// # Errors
    /// [`BadRequest`](crate::ErrorKind::BadRequest) when it is not persistent, [`Conflict`](crate::ErrorKind::Conflict)
    /// when it is not stopped.
    pub fn start(&self, id: impl Into<String>) -> Call<Start> {
        self.call(Start { id: id.into() })
    }

    /// Waits until a sandbox runs. Default: every 2 s, for 300 s. (Contract §3.2, §3.3.)
    ///
    /// Running does not promise that the template's files are in place or that its startup script has run.
    ///
    /// # Errors
    /// [`Failed`](crate::ErrorKind::Failed) as soon as it cannot become ready any more (failed, exited, stopped, being
    /// deleted, lost), [`Gone`](crate::ErrorKind::Gone) when it vanishes, [`Timeout`](crate::ErrorKind::Timeout) with
    /// the last state seen.
    pub fn wait_for_ready(&self, id: impl Into<String>) -> Wait<UntilReady> {
        let watch = UntilReady::new(self.clone(), id.into());
        Wait::through(
            &self.transport,
            watch,
            Duration::from_secs(2),
            Duration::from_secs(300),
        )
    }

    /// Waits until a sandbox that is being deleted is gone. Default: every 2 s, for 120 s. (Contract §3.1.)
    ///
    /// # Errors
    /// [`Timeout`](crate::ErrorKind::Timeout) with the last state seen.
    pub fn wait_until_deleted(&self, id: impl Into<String>) -> Wait<UntilDeleted> {
        let watch = UntilDeleted::new(self.clone(), id.into());
        Wait::through(
            &self.transport,
            watch,
            Duration::from_secs(2),
            Duration::from_secs(120),
        )
    }

    pub(in crate::liteboxd) fn call<I: crate::Invoke>(&self, parameters: I) -> Call<I> {
        Call::new(&self.transport, parameters)
    }

    /// One look of a wait: never longer than the client's own limit or the time left.
    fn look(&self, id: &str, left: Duration) -> Call<Get> {
        self.get(id).timeout(left.min(self.transport.timeout))
    }
}

/// Names that are routes of their own in the place of an id.
const RESERVED: [&str; 3] = ["metadata", "pvcs", "reconcile"];

pub(in crate::liteboxd) fn sandbox_id(id: &str) -> Result<&str> {
    if RESERVED.contains(&id) {
        return Err(Error::invalid(format!(
            "sandbox id {id:?} is the name of a list; give the id of a sandbox, such as `a1b2c3d4`"
        )));
    }
    path::segment("sandbox id", id)
}
