//! One record: read, changed, deleted.

use crate::error::Result;
use crate::generated::synapse::Client as Raw;
use crate::generated::synapse::types::UpdateContainerRequest;
use crate::runtime::{Call, Exchange, Invoke};
use crate::synapse::check::filled;
use crate::synapse::{Container, reply};

/// Reads a record; made by [`Containers::get`](super::Containers::get).
#[derive(Debug, Clone)]
pub struct GetContainer {
    pub(super) id: i64,
}

impl Invoke for GetContainer {
    type Output = Container;
    const OPERATION: &'static str = "get_container";

    async fn invoke(self, exchange: Exchange) -> Result<Container> {
        Raw::of(&exchange).get_container(self.id).await
    }
}

/// Changes a record; made by [`Containers::update`](super::Containers::update).
#[derive(Debug, Clone)]
pub struct UpdateContainer {
    id: i64,
    status: Option<String>,
}

impl UpdateContainer {
    pub(super) fn new(id: i64) -> Self {
        Self { id, status: None }
    }
}

impl Call<UpdateContainer> {
    /// The status to set. Default: it stays as it is.
    pub fn status(mut self, status: impl Into<String>) -> Self {
        self.parameters.status = Some(status.into());
        self
    }
}

impl Invoke for UpdateContainer {
    type Output = Container;
    const OPERATION: &'static str = "update_container";

    async fn invoke(self, exchange: Exchange) -> Result<Container> {
        if let Some(status) = &self.status {
            filled("status", status)?;
        }
        let body = UpdateContainerRequest {
            status: self.status,
        };
        let updated = Raw::of(&exchange).update_container(self.id, &body).await;
        reply::acknowledged(&exchange, updated)
    }
}

/// Deletes a record; made by [`Containers::delete`](super::Containers::delete).
#[derive(Debug, Clone)]
pub struct DeleteContainer {
    pub(super) id: i64,
}

impl Invoke for DeleteContainer {
    type Output = ();
    const OPERATION: &'static str = "delete_container";

    async fn invoke(self, exchange: Exchange) -> Result<()> {
        let deleted = Raw::of(&exchange).delete_container(self.id).await;
        exchange.deleted(exchange.done(deleted))
    }
}
