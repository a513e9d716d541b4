//! Plugin releases on the agent, and running them. Contract: §1.4.

mod deferred;
mod list;
mod release;
mod run;
mod run_debug;

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

pub use deferred::{Deferred, DeferredStatus, UntilInferred};
pub use list::ListPluginReleases;
pub use release::{CreatePluginRelease, DeletePluginRelease, GetPluginRelease};
pub use run::RunPluginRelease;
pub use run_debug::RunDebugPluginRelease;

use crate::error::Result;
use crate::runtime::{Call, Transport, Wait, path};

/// The plugin releases that the agent keeps, and their runs; made by [`Client::plugins`](super::Client::plugins).
///
/// A release is asked for by its id or as `code@version`.
#[derive(Debug, Clone)]
pub struct Plugins {
    transport: Arc<Transport>,
}

impl Plugins {
    pub(super) fn new(transport: &Arc<Transport>) -> Self {
        let transport = Arc::clone(transport);
        Self { transport }
    }

    /// Lists the releases, in pages of 100 unless told otherwise. (Contract §1.4.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::synapse::Client) -> quintet::Result<()> {
    /// for release in client.plugins().list().all().await? {
    ///     println!("{:?} {:?}", release.lookup(), release.extra);
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// Awaiting it gives one page; [`items`](Call::items) all releases. Each page names the URL of the next. It is followed
    /// if it is the list's own URL with another query, and nowhere else: the tokens of the client go with it.
    ///
    /// # Errors
    /// Beyond the first page [`Redirect`](crate::ErrorKind::Redirect) when the next one is said to be elsewhere,
    /// [`Decode`](crate::ErrorKind::Decode) when the list goes in circles.
    pub fn list(&self) -> Call<ListPluginReleases> {
        Call::new(&self.transport, ListPluginReleases::default())
    }

    /// Lets the agent fetch a release from the backend that it belongs to, and keep it. Sent once. (Contract §1.4.)
    ///
    /// Fetching may take longer than the client waits for a reply; give the call more with [`timeout`](Call::timeout).
    ///
    /// # Errors
    /// [`BadRequest`](crate::ErrorKind::BadRequest) for a release that the agent does not take;
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for an empty code or version.
    pub fn create(
        &self,
        plugin: impl Into<String>,
        version: impl Into<String>,
    ) -> Call<CreatePluginRelease> {
        let (plugin, version) = (plugin.into(), version.into());
        Call::new(&self.transport, CreatePluginRelease { plugin, version })
    }

    /// Reads one release. (Contract §1.4.)
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when the agent does not keep it;
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for a lookup that is empty or would change the path.
    pub fn get(&self, lookup: impl Into<String>) -> Call<GetPluginRelease> {
        let lookup = lookup.into();
        Call::new(&self.transport, GetPluginRelease { lookup })
    }

    /// Removes a release from the agent. It can be fetched again. (Contract §1.4.)
    ///
    /// When the reply to a first attempt was lost and the agent answers the second with 404, the first one removed the
    /// release: that is a success.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn delete(&self, lookup: impl Into<String>) -> Call<DeletePluginRelease> {
        let lookup = lookup.into();
        Call::new(&self.transport, DeletePluginRelease { lookup })
    }

    /// Runs an action of a release. Sent once, whatever the agent answers. (Contract §1.4.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::synapse::Client) -> quintet::Result<()> {
    /// let plugins = client.plugins();
    /// let run = plugins.run("detector@1.2.0", "train").param("epochs", 3).job_id("train-1").await?;
    /// println!("{run}");
    /// let job = client.jobs().wait("train-1").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// What the reply is depends on the action: any JSON, a text, or nothing, which is `null`. An action that makes a job
    /// names it there and does not wait for it. An inference answers when the model has, or with a ticket; see
    /// [`wait_for_result`](Self::wait_for_result).
    ///
    /// # Errors
    /// [`Unavailable`](crate::ErrorKind::Unavailable) when no GPU has room, see [`Refusal`](super::Refusal::of);
    /// [`NotFound`](crate::ErrorKind::NotFound) for a release that the agent does not keep.
    pub fn run(
        &self,
        lookup: impl Into<String>,
        action: impl Into<String>,
    ) -> Call<RunPluginRelease> {
        let run = RunPluginRelease::new(lookup.into(), Some(action.into()));
        Call::new(&self.transport, run)
    }

    /// Runs a release whose plugin has no actions; as [`run`](Self::run) otherwise. (Contract §1.4.)
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn run_without_action(&self, lookup: impl Into<String>) -> Call<RunPluginRelease> {
        Call::new(&self.transport, RunPluginRelease::new(lookup.into(), None))
    }

    /// Runs an action of a plugin that is not released: out of a folder on the agent's machine, or of sources that come
    /// along. Sent once, whatever the agent answers. (Contract §1.4.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::synapse::Client) -> quintet::Result<()> {
    /// let run = client
    ///     .plugins()
    ///     .run_debug("train")
    ///     .module("plugin.train", "def start():\n    return 1\n")
    ///     .param("epochs", 1)
    ///     .await?;
    /// println!("{run}");
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub fn run_debug(&self, action: impl Into<String>) -> Call<RunDebugPluginRelease> {
        let run = RunDebugPluginRelease::new(action.into());
        Call::new(&self.transport, run)
    }

    /// Waits for the result of an inference that was deferred. Default: after 2 s, then ever more seldom up to every 10 s,
    /// for 600 s. (Contract §1.4.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::synapse::Client) -> quintet::Result<()> {
    /// use quintet::synapse::Deferred;
    ///
    /// let plugins = client.plugins();
    /// let image = serde_json::json!({"image": "https://example.org/image.png"});
    /// let reply = plugins.run("detector@1.2.0", "inference").param("model", 12).param("json", image).await?;
    /// let result = match Deferred::of(&reply) {
    ///     Some(Deferred { ticket: Some(ticket), .. }) => plugins.wait_for_result("detector@1.2.0", 12, ticket).await?,
    ///     _ => reply,
    /// };
    /// println!("{result}");
    /// # Ok(()) }
    /// ```
    ///
    /// Each look is a request of its own, for which the release must still be there. A look that fails for a passing reason
    /// is not the end.
    ///
    /// # Errors
    /// [`Failed`](crate::ErrorKind::Failed) with the error of the inference, [`Gone`](crate::ErrorKind::Gone) when the agent
    /// does not know the ticket, [`Timeout`](crate::ErrorKind::Timeout).
    pub fn wait_for_result(
        &self,
        lookup: impl Into<String>,
        model: impl Into<Value>,
        ticket: impl Into<String>,
    ) -> Wait<UntilInferred> {
        let watch = UntilInferred::new(self.clone(), lookup.into(), model.into(), ticket.into());
        let (first, longest) = (Duration::from_secs(2), Duration::from_secs(10));
        Wait::through(&self.transport, watch, first, Duration::from_secs(600))
            .growing_to(longest)
            .delayed()
    }
}

fn lookup(lookup: &str) -> Result<&str> {
    path::segment("plugin release", lookup)
}
