//! Pulling images to all nodes ahead of time. Contract: §1.5, §3.4.

mod create;
mod read;
mod wait;

use std::sync::Arc;
use std::time::Duration;

pub use create::{CreatePrepull, PrepullTemplate};
pub use read::{DeletePrepull, GetPrepull, ListPrepulls};
pub use wait::UntilPulled;

use crate::error::Result;
use crate::runtime::{Call, Invoke, Transport, Wait, path};

/// The prepull tasks of a server; made by [`Client::prepulls`](super::Client::prepulls).
#[derive(Debug, Clone)]
pub struct Prepulls {
    transport: Arc<Transport>,
}

impl Prepulls {
    pub(super) fn new(transport: &Arc<Transport>) -> Self {
        Self {
            transport: Arc::clone(transport),
        }
    }

    /// Begins to pull an image to all nodes. (Contract §1.5.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::liteboxd::Client) -> quintet::Result<()> {
    /// let prepulls = client.prepulls();
    /// let task = prepulls.create("python:3.11-slim").await?;
    /// let done = prepulls.wait_for_completion(&task.id).await?;
    /// # Ok(()) }
    /// ```
    ///
    /// A task that could not be started is not an error here: it is `failed` from the beginning, which
    /// [`wait_for_completion`](Self::wait_for_completion) tells. Never sent twice, unless no connection was made or the
    /// server was shutting down.
    ///
    /// # Errors
    /// [`Conflict`](crate::ErrorKind::Conflict) while a task pulls this image; one for an image that cannot be pulled
    /// does so until it is [deleted](Self::delete). [`InvalidInput`](crate::ErrorKind::InvalidInput) for an empty image.
    pub fn create(&self, image: impl Into<String>) -> Call<CreatePrepull> {
        self.call(CreatePrepull::new(image.into()))
    }

    /// Begins to pull the image of a template to all nodes, as [`create`](Self::create) does. (Contract §1.5.)
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no such template;
    /// [`Conflict`](crate::ErrorKind::Conflict) while a task pulls its image.
    pub fn create_for_template(&self, name: impl Into<String>) -> Call<PrepullTemplate> {
        self.call(PrepullTemplate { name: name.into() })
    }

    /// Lists the tasks, newest first, all in one reply. (Contract §1.5.)
    ///
    /// # Errors
    /// As every call.
    pub fn list(&self) -> Call<ListPrepulls> {
        self.call(ListPrepulls::default())
    }

    /// Reads one task, out of the list: the server has no other way. (Contract §1.5.)
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound), without a status, when the list does not have it.
    pub fn get(&self, id: impl Into<String>) -> Call<GetPrepull> {
        self.call(GetPrepull { id: id.into() })
    }

    /// Deletes a task; images that were pulled stay on the nodes. (Contract §1.5.)
    ///
    /// When the reply to a first attempt was lost and the server answers the second with 404, the first one deleted
    /// the task: that is a success.
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is none.
    pub fn delete(&self, id: impl Into<String>) -> Call<DeletePrepull> {
        self.call(DeletePrepull { id: id.into() })
    }

    /// Waits until a task has pulled its image to all nodes. Default: every 5 s, for 1800 s. (Contract §3.4.)
    ///
    /// [`updates`](Wait::updates) gives the progress on the way.
    ///
    /// # Errors
    /// [`Failed`](crate::ErrorKind::Failed) with the error of the task, [`Gone`](crate::ErrorKind::Gone) when it
    /// vanishes, [`Timeout`](crate::ErrorKind::Timeout) with the last progress seen: the server never gives up on an
    /// image that cannot be pulled.
    pub fn wait_for_completion(&self, id: impl Into<String>) -> Wait<UntilPulled> {
        let watch = UntilPulled::new(self.clone(), id.into());
        Wait::through(
            &self.transport,
            watch,
            Duration::from_secs(5),
            Duration::from_secs(1800),
        )
    }

    fn call<I: Invoke>(&self, parameters: I) -> Call<I> {
        Call::new(&self.transport, parameters)
    }

    /// One look of a wait: never longer than the client's own limit or the time left.
    fn look(&self, id: &str, left: Duration) -> Call<GetPrepull> {
        self.get(id).timeout(left.min(self.transport.timeout))
    }
}

fn task_id(id: &str) -> Result<&str> {
    path::segment("prepull task id", id)
}
