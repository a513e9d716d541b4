//! Whether the server lives, and whether it takes requests. Contract: §1.7.

use crate::error::{Error, ErrorKind, Result};
use crate::generated::liteboxd::Client as Raw;
use crate::liteboxd::{Health, HealthStatus};
use crate::runtime::{CallOptions, Exchange, Invoke};

/// Asks whether the server lives; made by [`Client::health`](super::Client::health).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct GetHealth;

impl Invoke for GetHealth {
    type Output = Health;
    const OPERATION: &'static str = "get_health";

    async fn invoke(self, exchange: Exchange) -> Result<Health> {
        Raw::of(&exchange).get_health().await
    }
}

/// Whether a server takes requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Readiness {
    /// It does.
    Ready,
    /// It is shutting down and refuses all requests.
    Draining,
}

impl Readiness {
    /// Whether the server takes requests.
    #[must_use]
    pub fn is_ready(self) -> bool {
        self == Self::Ready
    }
}

/// Asks whether the server takes requests; made by [`Client::readiness`](super::Client::readiness).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct GetReadiness;

impl Invoke for GetReadiness {
    type Output = Readiness;
    const OPERATION: &'static str = "get_readiness";

    fn adjust(&self, options: &mut CallOptions) {
        options.answer = Some(is_draining);
    }

    async fn invoke(self, exchange: Exchange) -> Result<Readiness> {
        match Raw::of(&exchange).get_readiness().await {
            Ok(health) if health.status == HealthStatus::Draining => Ok(Readiness::Draining),
            Ok(_) => Ok(Readiness::Ready),
            Err(error) if is_draining(&error) => {
                exchange.accept(&error);
                Ok(Readiness::Draining)
            }
            Err(error) => Err(error),
        }
    }
}

/// Whether a refusal says that the server drains: a proxy's own 503 says nothing about the server.
fn is_draining(error: &Error) -> bool {
    let body = error
        .body()
        .filter(|_| error.kind() == ErrorKind::Unavailable);
    let said = body.and_then(|body| serde_json::from_slice::<Health>(body).ok());
    said.is_some_and(|health| health.status == HealthStatus::Draining)
}
