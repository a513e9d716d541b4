//! Reading what the cluster has.

use crate::error::Result;
use crate::generated::synapse::Client as Raw;
use crate::runtime::{Call, Exchange, Invoke};
use crate::synapse::ClusterResourceSnapshot;

/// Reads what the cluster has; made by [`Resources::cluster`](super::Resources::cluster).
#[derive(Debug, Clone, Default)]
pub struct GetClusterResources {
    fresh: bool,
}

impl Call<GetClusterResources> {
    /// Lets the agent read everything anew. Default: what it read a few seconds ago will do.
    pub fn fresh(mut self) -> Self {
        self.parameters.fresh = true;
        self
    }
}

impl Invoke for GetClusterResources {
    type Output = ClusterResourceSnapshot;
    const OPERATION: &'static str = "get_cluster_resources";

    async fn invoke(self, exchange: Exchange) -> Result<ClusterResourceSnapshot> {
        Raw::of(&exchange).get_cluster_resources(!self.fresh).await
    }
}
