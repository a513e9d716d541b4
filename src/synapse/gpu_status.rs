//! What the GPUs do. Contract: §1.2.

use serde_json::{Map, Value};

use crate::error::Result;
use crate::generated::synapse::Client as Raw;
use crate::runtime::{Exchange, Invoke};

/// Reads what the GPUs of all nodes do; made by [`Client::gpu_status`](super::Client::gpu_status).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct GetGpuStatus;

impl Invoke for GetGpuStatus {
    type Output = Map<String, Value>;
    const OPERATION: &'static str = "get_gpu_status";

    async fn invoke(self, exchange: Exchange) -> Result<Map<String, Value>> {
        Raw::of(&exchange).get_gpu_status().await
    }
}
