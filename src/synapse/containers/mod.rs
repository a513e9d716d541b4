//! Containers: Docker's own, and those that the agent keeps a record of. Contract: §1.5.

mod body;
mod create;
mod docker;
mod list;
mod record;

use std::sync::Arc;

pub use create::{ContainerKind, CreateContainer};
pub use docker::{
    CreateDockerContainer, DeleteDockerContainer, Docker, GetDockerContainer, ListDockerContainers,
    StartDockerContainer, StopDockerContainer,
};
pub use list::ListContainers;
pub use record::{DeleteContainer, GetContainer, UpdateContainer};

use crate::runtime::{Call, Transport, Upload};

/// The containers that the agent keeps a record of; made by [`Client::containers`](super::Client::containers).
#[derive(Debug, Clone)]
pub struct Containers {
    transport: Arc<Transport>,
}

impl Containers {
    pub(super) fn new(transport: &Arc<Transport>) -> Self {
        let transport = Arc::clone(transport);
        Self { transport }
    }

    /// Lists the records, in pages of 100 unless told otherwise. (Contract §1.5.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::synapse::Client) -> quintet::Result<()> {
    /// for container in client.containers().list().status("running").all().await? {
    ///     println!("{:?}", container.id);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// Awaiting it gives one page; [`items`](Call::items) all records. Each page names the URL of the next. It is followed
    /// if it is the list's own URL with another query, and nowhere else: the tokens of the client go with it.
    ///
    /// # Errors
    /// Beyond the first page [`Redirect`](crate::ErrorKind::Redirect) when the next one is said to be elsewhere,
    /// [`Decode`](crate::ErrorKind::Decode) when the list goes in circles.
    pub fn list(&self) -> Call<ListContainers> {
        Call::new(&self.transport, ListContainers::default())
    }

    /// Begins to make a container of a plugin release. Sent once. (Contract §1.5.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::synapse::Client) -> quintet::Result<()> {
    /// let created = client
    ///     .containers()
    ///     .create("detector@1.2.0")
    ///     .model(12)
    ///     .env("LOG_LEVEL", "debug")
    ///     .label("demo")
    ///     .await?;
    /// println!("{:?}", created.build_id);
    /// # Ok(()) }
    /// ```
    ///
    /// A release that is named as `code@version` is sent as a whole and in its two parts, which are divided at the last `@`.
    /// The reply comes at once; see [`Builds::wait`](super::Builds::wait).
    ///
    /// # Errors
    /// [`BadRequest`](crate::ErrorKind::BadRequest) for what the agent does not take;
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for an empty release.
    pub fn create(&self, release: impl Into<String>) -> Call<CreateContainer> {
        let create = CreateContainer::of_release(release.into(), self.transport.timeout);
        Call::new(&self.transport, create)
    }

    /// Begins to make a container of a packed plugin, which is sent along in a form. Sent once. (Contract §1.5.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::synapse::Client) -> quintet::Result<()> {
    /// use quintet::Upload;
    ///
    /// let plugin = Upload::file("detector-1.2.0.zip").await?;
    /// let created = client.containers().create_from_file(plugin).release("detector@1.2.0").await?;
    /// println!("{:?}", created.build_id);
    /// # Ok(()) }
    /// ```
    ///
    /// The file goes with its name and without a media type. A file or stream is read while it is sent and may take as long
    /// as it likes, but not stand still.
    ///
    /// # Errors
    /// As [`create`](Self::create); [`InvalidInput`](crate::ErrorKind::InvalidInput) for a file without a name.
    pub fn create_from_file(&self, plugin: impl Into<Upload>) -> Call<CreateContainer> {
        let create = CreateContainer::of_file(plugin.into());
        Call::new(&self.transport, create)
    }

    /// Reads a record. (Contract §1.5.)
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is none.
    pub fn get(&self, id: i64) -> Call<GetContainer> {
        Call::new(&self.transport, GetContainer { id })
    }

    /// Changes a record; nothing has to be given. Sent once. (Contract §1.5.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::synapse::Client) -> quintet::Result<()> {
    /// client.containers().update(3).status("stopped").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn update(&self, id: i64) -> Call<UpdateContainer> {
        Call::new(&self.transport, UpdateContainer::new(id))
    }

    /// Deletes a record and stops its container. (Contract §1.5.)
    ///
    /// When the reply to a first attempt was lost and the agent answers the second with 404, the first one deleted the
    /// record: that is a success.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn delete(&self, id: i64) -> Call<DeleteContainer> {
        Call::new(&self.transport, DeleteContainer { id })
    }
}
