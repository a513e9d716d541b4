//! Nodes of the cluster. Contract: §1.2, §5.3.

use std::sync::Arc;

use crate::error::Result;
use crate::generated::synapse::Client as Raw;
use crate::runtime::{Call, Exchange, Invoke, Transport, path};
use crate::synapse::Node;

/// The nodes of the agent's cluster; made by [`Client::nodes`](super::Client::nodes).
///
/// ```no_run
/// # async fn f(client: quintet::synapse::Client) -> quintet::Result<()> {
/// for node in client.nodes().list().await? {
///     println!("{:?}: {:?}", node.node_id, node.state);
/// }
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct Nodes {
    transport: Arc<Transport>,
}

impl Nodes {
    pub(super) fn new(transport: &Arc<Transport>) -> Self {
        let transport = Arc::clone(transport);
        Self { transport }
    }

    /// Lists the nodes, all in one reply. (Contract §1.2.)
    ///
    /// # Errors
    /// As every call.
    pub fn list(&self) -> Call<ListNodes> {
        Call::new(&self.transport, ListNodes)
    }

    /// Reads one node, maybe with more to it than in the list. (Contract §1.2.)
    ///
    /// # Errors
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is none; [`InvalidInput`](crate::ErrorKind::InvalidInput) for an
    /// id that is empty or would change the path.
    pub fn get(&self, id: impl Into<String>) -> Call<GetNode> {
        Call::new(&self.transport, GetNode { id: id.into() })
    }
}

/// Lists the nodes; made by [`Nodes::list`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ListNodes;

impl Invoke for ListNodes {
    type Output = Vec<Node>;
    const OPERATION: &'static str = "list_nodes";

    async fn invoke(self, exchange: Exchange) -> Result<Vec<Node>> {
        Raw::of(&exchange).list_nodes().await
    }
}

/// Reads a node; made by [`Nodes::get`].
#[derive(Debug, Clone)]
pub struct GetNode {
    id: String,
}

impl Invoke for GetNode {
    type Output = Node;
    const OPERATION: &'static str = "get_node";

    async fn invoke(self, exchange: Exchange) -> Result<Node> {
        let id = path::segment("node id", &self.id)?;
        Raw::of(&exchange).get_node(id).await
    }
}
