//! Whether the service works. Contract: §1.3.

use super::Health;
use crate::error::Result;
use crate::generated::gt8004::Client as Raw;
use crate::runtime::{Exchange, Invoke};

/// Asks whether the service lives; made by [`Client::health`](super::Client::health).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CheckHealth;

impl Invoke for CheckHealth {
    type Output = Health;
    const OPERATION: &'static str = "check_health";

    async fn invoke(self, exchange: Exchange) -> Result<Health> {
        Raw::of(&exchange).check_health().await
    }
}

/// Asks whether the service takes requests; made by [`Client::readiness`](super::Client::readiness).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CheckReadiness;

impl Invoke for CheckReadiness {
    type Output = Health;
    const OPERATION: &'static str = "check_readiness";

    async fn invoke(self, exchange: Exchange) -> Result<Health> {
        Raw::of(&exchange).check_readiness().await
    }
}
