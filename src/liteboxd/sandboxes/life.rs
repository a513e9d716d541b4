//! Reading, deleting, stopping and starting sandboxes.

use super::sandbox_id;
use crate::error::Result;
use crate::generated::liteboxd::Client as Raw;
use crate::liteboxd::Sandbox;
use crate::runtime::{Call, Exchange, Invoke};

/// Reads one sandbox; made by [`Sandboxes::get`](super::Sandboxes::get).
#[derive(Debug)]
pub struct Get {
    pub(super) id: String,
}

impl Invoke for Get {
    type Output = Sandbox;
    const OPERATION: &'static str = "get_sandbox";

    async fn invoke(self, exchange: Exchange) -> Result<Sandbox> {
        let id = sandbox_id(&self.id)?;
        Raw::of(&exchange).get_sandbox(id).await
    }
}

/// Lists sandboxes; made by [`Sandboxes::list`](super::Sandboxes::list).
#[derive(Debug, Default)]
pub struct List {
    include_terminating: Option<bool>,
}

impl Call<List> {
    /// Leaves out the sandboxes that are being deleted.
    pub fn without_terminating(mut self) -> Self {
        self.parameters.include_terminating = Some(false);
        self
    }
}

impl Invoke for List {
    type Output = Vec<Sandbox>;
    const OPERATION: &'static str = "list_sandboxes";

    async fn invoke(self, exchange: Exchange) -> Result<Vec<Sandbox>> {
        let list = Raw::of(&exchange)
            .list_sandboxes(self.include_terminating)
            .await?;
        Ok(list.items)
    }
}

/// Deletes a sandbox; made by [`Sandboxes::delete`](super::Sandboxes::delete).
#[derive(Debug)]
pub struct Delete {
    pub(super) id: String,
}

impl Invoke for Delete {
    type Output = Option<Sandbox>;
    const OPERATION: &'static str = "delete_sandbox";

    async fn invoke(self, exchange: Exchange) -> Result<Option<Sandbox>> {
        let id = sandbox_id(&self.id)?;
        exchange.optional(Raw::of(&exchange).delete_sandbox(id).await)
    }
}

/// The three requests that differ in nothing but their name.
macro_rules! request {
    ($(#[$doc:meta])* $name:ident, $operation:ident, $id:literal) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name {
            pub(super) id: String,
        }

        impl Invoke for $name {
            type Output = ();
            const OPERATION: &'static str = $id;

            async fn invoke(self, exchange: Exchange) -> Result<()> {
                let id = sandbox_id(&self.id)?;
                Raw::of(&exchange).$operation(id).await?;
                Ok(())
            }
        }
    };
}

request! {
    /// Restarts a sandbox; made by [`Sandboxes::restart`](super::Sandboxes::restart).
    Restart, restart_sandbox, "restart_sandbox"
}
request! {
    /// Stops a sandbox; made by [`Sandboxes::stop`](super::Sandboxes::stop).
    Stop, stop_sandbox, "stop_sandbox"
}
request! {
    /// Starts a sandbox; made by [`Sandboxes::start`](super::Sandboxes::start).
    Start, start_sandbox, "start_sandbox"
}
