//! Listing, finding and deleting tasks.

use super::task_id;
use crate::error::{Error, ErrorKind, Result};
use crate::generated::liteboxd::Client as Raw;
use crate::liteboxd::{PrepullStatus, PrepullTask};
use crate::runtime::{Call, Exchange, Invoke};

/// Lists tasks; made by [`Prepulls::list`](super::Prepulls::list).
#[derive(Debug, Default)]
pub struct ListPrepulls {
    image: Option<String>,
    status: Option<PrepullStatus>,
}

impl Call<ListPrepulls> {
    /// Only tasks for exactly this image.
    pub fn image(mut self, image: impl Into<String>) -> Self {
        self.parameters.image = Some(image.into());
        self
    }

    /// Only tasks with this status.
    pub fn status(mut self, status: PrepullStatus) -> Self {
        self.parameters.status = Some(status);
        self
    }
}

impl Invoke for ListPrepulls {
    type Output = Vec<PrepullTask>;
    const OPERATION: &'static str = "list_prepulls";

    async fn invoke(self, exchange: Exchange) -> Result<Vec<PrepullTask>> {
        let raw = Raw::of(&exchange);
        let listed = raw.list_prepulls(self.image.as_deref(), self.status);
        Ok(listed.await?.items)
    }
}

/// Finds a task; made by [`Prepulls::get`](super::Prepulls::get).
#[derive(Debug)]
pub struct GetPrepull {
    pub(super) id: String,
}

impl Invoke for GetPrepull {
    type Output = PrepullTask;
    const OPERATION: &'static str = ListPrepulls::OPERATION;

    async fn invoke(self, exchange: Exchange) -> Result<PrepullTask> {
        let id = task_id(&self.id)?;
        let listed = Raw::of(&exchange).list_prepulls(None, None).await?;
        let found = listed.items.into_iter().find(|task| task.id == id);
        found.ok_or_else(|| {
            let head = exchange.head();
            Error::new(
                ErrorKind::NotFound,
                format!("prepull task {id} is not in the list"),
            )
            .with_effort(head.attempts, head.elapsed, false)
        })
    }
}

/// Deletes a task; made by [`Prepulls::delete`](super::Prepulls::delete).
#[derive(Debug)]
pub struct DeletePrepull {
    pub(super) id: String,
}

impl Invoke for DeletePrepull {
    type Output = ();
    const OPERATION: &'static str = "delete_prepull";

    async fn invoke(self, exchange: Exchange) -> Result<()> {
        let id = task_id(&self.id)?;
        exchange.deleted(Raw::of(&exchange).delete_prepull(id).await)
    }
}
