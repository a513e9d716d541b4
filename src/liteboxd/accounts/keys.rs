//! Creating, listing and revoking API keys.

use crate::error::{Error, Result};
use crate::generated::liteboxd::Client as Raw;
use crate::generated::liteboxd::types::CreateApiKeyRequest;
use crate::liteboxd::{ApiKey, CreatedApiKey};
use crate::runtime::{Call, Exchange, Invoke, path};

/// Creates a key; made by [`Accounts::create_key`](super::Accounts::create_key).
#[derive(Debug, Clone)]
pub struct CreateKey {
    name: String,
    pub(super) expires_in_days: Option<i64>,
}

impl CreateKey {
    pub(super) fn new(name: String) -> Self {
        Self {
            name,
            expires_in_days: None,
        }
    }

    /// The server takes a lifetime of 0 and less for one without end.
    pub(super) fn check(&self) -> Result<()> {
        let length = self.name.chars().count();
        if !(1..=128).contains(&length) {
            return Err(Error::invalid(format!(
                "a name of {length} characters; the server takes names of 1 to 128"
            )));
        }
        match self.expires_in_days {
            Some(days) if days < 1 => Err(Error::invalid(format!(
                "a key that expires in {days} days; give 1 or more, or none for a key that never expires"
            ))),
            _ => Ok(()),
        }
    }
}

impl Call<CreateKey> {
    /// The days until the key expires, 1 or more. Default: it never does.
    pub fn expires_in_days(mut self, days: i64) -> Self {
        self.parameters.expires_in_days = Some(days);
        self
    }
}

impl Invoke for CreateKey {
    type Output = CreatedApiKey;
    const OPERATION: &'static str = "create_api_key";

    async fn invoke(self, exchange: Exchange) -> Result<CreatedApiKey> {
        self.check()?;
        let body = CreateApiKeyRequest {
            name: self.name,
            expires_in_days: self.expires_in_days,
        };
        Raw::of(&exchange).create_api_key(&body).await
    }
}

/// Lists keys; made by [`Accounts::list_keys`](super::Accounts::list_keys).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ListKeys;

impl Invoke for ListKeys {
    type Output = Vec<ApiKey>;
    const OPERATION: &'static str = "list_api_keys";

    async fn invoke(self, exchange: Exchange) -> Result<Vec<ApiKey>> {
        Raw::of(&exchange).list_api_keys().await
    }
}

/// Revokes a key; made by [`Accounts::delete_key`](super::Accounts::delete_key).
#[derive(Debug, Clone)]
pub struct DeleteKey {
    pub(super) id: String,
}

impl Invoke for DeleteKey {
    type Output = ();
    const OPERATION: &'static str = "delete_api_key";

    async fn invoke(self, exchange: Exchange) -> Result<()> {
        // Paths end up in the logs of servers and proxies.
        if self.id.starts_with("lbxk_") {
            return Err(Error::invalid(
                "a key in the place of its id; give the `id` that creating and listing tell",
            ));
        }
        let id = path::segment("key id", &self.id)?;
        exchange.deleted(Raw::of(&exchange).delete_api_key(id).await)
    }
}
