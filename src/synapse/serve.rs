//! Applications that stay and answer requests. Contract: §1.2, §5.3.

use std::sync::Arc;

use crate::error::Result;
use crate::generated::synapse::Client as Raw;
use crate::runtime::{Call, Exchange, Invoke, Transport, path};
use crate::synapse::ServeApplication;

/// The serve applications of the agent's cluster; made by [`Client::serve`](super::Client::serve).
///
/// An application is most often named after the release that it serves, such as `detector@1.2.0`.
///
/// ```no_run
/// # async fn f(client: quintet::synapse::Client) -> quintet::Result<()> {
/// let serve = client.serve();
/// for application in serve.list().await? {
///     println!("{:?}: {:?}", application.name, application.status);
/// }
/// serve.delete("detector@1.2.0").await?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct Serve {
    transport: Arc<Transport>,
}

impl Serve {
    pub(super) fn new(transport: &Arc<Transport>) -> Self {
        let transport = Arc::clone(transport);
        Self { transport }
    }

    /// Lists the applications, all in one reply. (Contract §1.2.)
    ///
    /// # Errors
    /// As every call.
    pub fn list(&self) -> Call<ListServeApplications> {
        Call::new(&self.transport, ListServeApplications)
    }

    /// Reads one application. (Contract §1.2.)
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is none; [`InvalidInput`](crate::ErrorKind::InvalidInput) for a
    /// name that is empty or would change the path.
    pub fn get(&self, name: impl Into<String>) -> Call<GetServeApplication> {
        Call::new(&self.transport, GetServeApplication { name: name.into() })
    }

    /// Deletes an application with its replicas. (Contract §1.2.)
    ///
    /// When the reply to a first attempt was lost and the agent answers the second with 404, the first one deleted the
    /// application: that is a success.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn delete(&self, name: impl Into<String>) -> Call<DeleteServeApplication> {
        Call::new(
            &self.transport,
            DeleteServeApplication { name: name.into() },
        )
    }
}

/// Lists the serve applications; made by [`Serve::list`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ListServeApplications;

impl Invoke for ListServeApplications {
    type Output = Vec<ServeApplication>;
    const OPERATION: &'static str = "list_serve_applications";

    async fn invoke(self, exchange: Exchange) -> Result<Vec<ServeApplication>> {
        Raw::of(&exchange).list_serve_applications().await
    }
}

/// Reads a serve application; made by [`Serve::get`].
#[derive(Debug, Clone)]
pub struct GetServeApplication {
    name: String,
}

impl Invoke for GetServeApplication {
    type Output = ServeApplication;
    const OPERATION: &'static str = "get_serve_application";

    async fn invoke(self, exchange: Exchange) -> Result<ServeApplication> {
        let name = application(&self.name)?;
        Raw::of(&exchange).get_serve_application(name).await
    }
}

/// Deletes a serve application; made by [`Serve::delete`].
#[derive(Debug, Clone)]
pub struct DeleteServeApplication {
    name: String,
}

impl Invoke for DeleteServeApplication {
    type Output = ();
    const OPERATION: &'static str = "delete_serve_application";

    async fn invoke(self, exchange: Exchange) -> Result<()> {
        let name = application(&self.name)?;
        let deleted = Raw::of(&exchange).delete_serve_application(name).await;
        exchange.deleted(exchange.done(deleted))
    }
}

fn application(name: &str) -> Result<&str> {
    path::segment("serve application", name)
}
