//! What the cluster has left, and who may use it. Contract: §1.3.

mod cluster;
mod feasibility;
mod policy;
mod snapshot;
mod update;

use std::sync::Arc;

pub use cluster::GetClusterResources;
pub use feasibility::CheckFeasibility;
pub use policy::GetPolicy;
pub use update::UpdatePolicy;

use crate::runtime::{Call, Transport};
use crate::synapse::FeasibilityKind;

/// What the agent's cluster has left; made by [`Client::resources`](super::Client::resources).
#[derive(Debug, Clone)]
pub struct Resources {
    transport: Arc<Transport>,
}

impl Resources {
    pub(super) fn new(transport: &Arc<Transport>) -> Self {
        let transport = Arc::clone(transport);
        Self { transport }
    }

    /// Reads what the cluster has and what is in use. (Contract §1.3.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::synapse::Client) -> quintet::Result<()> {
    /// let cluster = client.resources().cluster().fresh().await?;
    /// println!("{} of {} processors", cluster.cpu().available(), cluster.cpu().total());
    /// for node in &cluster.nodes {
    ///     println!("{}: {}", node.node_id, node.state());
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// As every call.
    pub fn cluster(&self) -> Call<GetClusterResources> {
        Call::new(&self.transport, GetClusterResources::default())
    }

    /// Asks whether something that needs so many processors could be run now; nothing is run or set aside.
    /// (Contract §1.3.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::synapse::Client) -> quintet::Result<()> {
    /// use quintet::synapse::FeasibilityKind;
    ///
    /// let answer = client.resources().feasibility(FeasibilityKind::Job, 2.0).gpus(0.5).await?;
    /// if !answer.allowed() {
    ///     println!("{}", answer.explanation());
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for negative numbers and those that JSON does not have.
    pub fn feasibility(&self, kind: FeasibilityKind, cpus: f64) -> Call<CheckFeasibility> {
        Call::new(&self.transport, CheckFeasibility::new(kind, cpus))
    }

    /// Reads the limits that the agent runs work under. (Contract §1.3.)
    ///
    /// A limit that the agent does not know is absent, which tells one version of it from another:
    /// [`RuntimePolicy::is_set`](super::RuntimePolicy::is_set). The methods give what holds in either case.
    ///
    /// # Errors
    /// [`Decode`](crate::ErrorKind::Decode) when a limit is there but is not what it should be.
    pub fn policy(&self) -> Call<GetPolicy> {
        Call::new(&self.transport, GetPolicy)
    }

    /// Changes the limits that are set on the call, and gives those that hold now. Sent once. (Contract §1.3.)
    ///
    /// ```no_run
    /// # async fn f(client: quintet::synapse::Client) -> quintet::Result<()> {
    /// let policy = client.resources().update_policy().max_concurrent_jobs(5).enable_gatekeeping().await?;
    /// assert_eq!(policy.max_concurrent_jobs(), 5);
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`BadRequest`](crate::ErrorKind::BadRequest) for limits that the agent does not take;
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for numbers that JSON does not have.
    pub fn update_policy(&self) -> Call<UpdatePolicy> {
        Call::new(&self.transport, UpdatePolicy::default())
    }
}
