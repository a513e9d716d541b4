//! The edge runtime: the program of one task, on a machine of its own. Contract: §1.9.

mod client;

use std::collections::BTreeMap;

use crate::error::Result;
use crate::generated::loopai::Client as Raw;
use crate::generated::loopai::types::EdgeExecuteRequest;
use crate::loopai::{EdgeExecution, EdgeHealth, EdgeMetrics, refusal};
use crate::runtime::{Exchange, Invoke};

pub use client::{Edge, EdgeClient};

/// Executes the program of an edge runtime; made by [`EdgeClient::execute`].
#[derive(Debug, Clone)]
pub struct EdgeExecute {
    input: BTreeMap<String, String>,
}

impl Invoke for EdgeExecute {
    type Output = EdgeExecution;
    const OPERATION: &'static str = "edge_execute";

    async fn invoke(self, exchange: Exchange) -> Result<EdgeExecution> {
        let body = EdgeExecuteRequest { input: self.input };
        let executed = Raw::of(&exchange).edge_execute(&body).await;
        executed.map_err(refusal::of_edge)
    }
}

/// Reads what an edge runtime did; made by [`EdgeClient::metrics`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct GetEdgeMetrics;

impl Invoke for GetEdgeMetrics {
    type Output = EdgeMetrics;
    const OPERATION: &'static str = "edge_metrics";

    async fn invoke(self, exchange: Exchange) -> Result<EdgeMetrics> {
        Raw::of(&exchange).edge_metrics().await
    }
}

/// Asks an edge runtime whether it works; made by [`EdgeClient::health`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CheckEdgeHealth;

impl Invoke for CheckEdgeHealth {
    type Output = EdgeHealth;
    const OPERATION: &'static str = "edge_health";

    async fn invoke(self, exchange: Exchange) -> Result<EdgeHealth> {
        Raw::of(&exchange).edge_health().await
    }
}
