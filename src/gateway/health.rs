//! Whether the server lives, and what it is. Contract: §1.6.

use std::sync::Arc;

use crate::error::Result;
use crate::gateway::{Health, Info};
use crate::generated::gateway::Client as Raw;
use crate::runtime::{Call, Credential, Exchange, Invoke, Transport};

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

/// Asks what the server is; made by [`Client::info`](super::Client::info).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct GetInfo;

impl Invoke for GetInfo {
    type Output = Info;
    const OPERATION: &'static str = "get_info";

    async fn invoke(self, exchange: Exchange) -> Result<Info> {
        Raw::of(&exchange).get_info().await
    }
}

/// A call that needs no credential: none is sent, and none has to be asked for first.
pub(super) fn open<I: Invoke>(transport: &Transport, parameters: I) -> Call<I> {
    let anonymous = transport.with_credential(Credential::default());
    Call::new(&Arc::new(anonymous), parameters)
}
