//! Whether the agent works. Contract: §1.2.

use serde_json::Value;

use super::reply;
use crate::error::Result;
use crate::generated::synapse::Client as Raw;
use crate::runtime::{Exchange, Invoke};

/// Asks whether the agent works; made by [`Client::health`](super::Client::health).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CheckHealth;

impl Invoke for CheckHealth {
    type Output = Value;
    const OPERATION: &'static str = "health_check";

    async fn invoke(self, exchange: Exchange) -> Result<Value> {
        let said = Raw::of(&exchange).health_check().await;
        reply::anything(&exchange, said.map(Value::Object))
    }
}
