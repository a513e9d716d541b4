//! The secrets that prefabs need. Provisional. Contract: §1.6.

use std::sync::Arc;

use crate::Secret;
use crate::error::{Error, Result};
use crate::gateway::SecretName;
use crate::gateway::catalogue::prefab_id;
use crate::generated::gateway::Client as Raw;
use crate::generated::gateway::types::StoreSecretRequest;
use crate::runtime::{Call, CallOptions, Exchange, Invoke, Transport, path};

/// The user's secrets, which prefabs find in their environment; made by [`Client::secrets`](super::Client::secrets).
///
/// A run of a prefab that lacks one is refused with the code `MISSING_SECRET`. Values are stored and never read back.
///
/// ```no_run
/// # async fn f(client: quintet::gateway::Client) -> quintet::Result<()> {
/// let secrets = client.secrets();
/// secrets.store("weather", "WEATHER_KEY", "not-a-real-key").await?;
/// for secret in secrets.list().await? {
///     println!("{}: {}", secret.prefab_id, secret.secret_name);
/// }
/// # Ok(()) }
/// ```
///
/// Provisional: an early server has these routes; whether today's has them, and takes internal tokens there, is unknown.
/// (Contract §1.6.)
#[derive(Debug, Clone)]
pub struct Secrets {
    transport: Arc<Transport>,
}

impl Secrets {
    pub(super) fn new(transport: &Arc<Transport>) -> Self {
        let transport = Arc::clone(transport);
        Self { transport }
    }

    /// Stores a secret for a prefab, or replaces it. Sent once. (Contract §1.6.)
    ///
    /// The value is shown nowhere, also when the server echoes it.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for an empty value, and for an id or name that could not be deleted
    /// again: both become a part of a path then.
    pub fn store(
        &self,
        prefab: impl Into<String>,
        name: impl Into<String>,
        value: impl Into<Secret>,
    ) -> Call<StoreSecret> {
        let parameters = StoreSecret {
            prefab: prefab.into(),
            name: name.into(),
            value: value.into(),
        };
        Call::new(&self.transport, parameters)
    }

    /// Lists the secrets of all prefabs, without their values. (Contract §1.6.)
    ///
    /// # Errors
    /// As every call.
    pub fn list(&self) -> Call<ListSecrets> {
        Call::new(&self.transport, ListSecrets)
    }

    /// Lists the names of the secrets for one prefab. (Contract §1.6.)
    ///
    /// A prefab that does not exist has none.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for an id that is empty or would change the path.
    pub fn list_for(&self, prefab: impl Into<String>) -> Call<ListPrefabSecrets> {
        let prefab = prefab.into();
        Call::new(&self.transport, ListPrefabSecrets { prefab })
    }

    /// Deletes a secret. One that does not exist is no error. (Contract §1.6.)
    ///
    /// # Errors
    /// As [`list_for`](Self::list_for), for the name too.
    pub fn delete(&self, prefab: impl Into<String>, name: impl Into<String>) -> Call<DeleteSecret> {
        let (prefab, name) = (prefab.into(), name.into());
        Call::new(&self.transport, DeleteSecret { prefab, name })
    }
}

/// Stores a secret; made by [`Secrets::store`].
#[derive(Debug, Clone)]
pub struct StoreSecret {
    prefab: String,
    name: String,
    value: Secret,
}

impl StoreSecret {
    fn check(&self) -> Result<()> {
        prefab_id(&self.prefab)?;
        secret_name(&self.name)?;
        if self.value.expose().is_empty() {
            return Err(Error::invalid(
                "the value of the secret is empty; give the value, or `delete` the secret",
            ));
        }
        Ok(())
    }
}

impl Invoke for StoreSecret {
    type Output = ();
    const OPERATION: &'static str = "store_secret";

    fn adjust(&self, options: &mut CallOptions) {
        options.hidden.push(self.value.clone());
    }

    async fn invoke(self, exchange: Exchange) -> Result<()> {
        self.check()?;
        let body = StoreSecretRequest {
            prefab_id: self.prefab,
            secret_name: self.name,
            secret_value: self.value,
        };
        Raw::of(&exchange).store_secret(&body).await
    }
}

/// Lists all secrets; made by [`Secrets::list`].
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ListSecrets;

impl Invoke for ListSecrets {
    type Output = Vec<SecretName>;
    const OPERATION: &'static str = "list_secrets";

    async fn invoke(self, exchange: Exchange) -> Result<Vec<SecretName>> {
        Ok(Raw::of(&exchange).list_secrets().await?.secrets)
    }
}

/// Lists the secrets for a prefab; made by [`Secrets::list_for`].
#[derive(Debug, Clone)]
pub struct ListPrefabSecrets {
    prefab: String,
}

impl Invoke for ListPrefabSecrets {
    type Output = Vec<String>;
    const OPERATION: &'static str = "list_prefab_secrets";

    async fn invoke(self, exchange: Exchange) -> Result<Vec<String>> {
        let prefab = prefab_id(&self.prefab)?;
        let listed = Raw::of(&exchange).list_prefab_secrets(prefab).await?;
        Ok(listed.secret_names)
    }
}

/// Deletes a secret; made by [`Secrets::delete`].
#[derive(Debug, Clone)]
pub struct DeleteSecret {
    prefab: String,
    name: String,
}

impl Invoke for DeleteSecret {
    type Output = ();
    const OPERATION: &'static str = "delete_secret";

    async fn invoke(self, exchange: Exchange) -> Result<()> {
        let (prefab, name) = (prefab_id(&self.prefab)?, secret_name(&self.name)?);
        let raw = Raw::of(&exchange);
        exchange.deleted(raw.delete_secret(prefab, name).await)
    }
}

fn secret_name(name: &str) -> Result<&str> {
    path::segment("secret name", name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store(prefab: &str, name: &str, value: &str) -> StoreSecret {
        StoreSecret {
            prefab: prefab.to_owned(),
            name: name.to_owned(),
            value: Secret::new(value),
        }
    }

    #[test]
    fn what_could_not_be_deleted_again_is_not_stored() {
        assert!(store("weather", "WEATHER_KEY", "canary").check().is_ok());
        for (prefab, name, value, word) in [
            ("", "K", "canary", "prefab id"),
            ("a/b", "K", "canary", "prefab id"),
            ("weather", "", "canary", "secret name"),
            ("weather", "..", "canary", "secret name"),
            ("weather", "a\nb", "canary", "secret name"),
            ("weather", "K", "", "value"),
        ] {
            let error = store(prefab, name, value).check().unwrap_err();
            let message = error.message();
            assert!(
                error.is_invalid_input() && message.contains(word),
                "{error}"
            );
            assert!(!message.contains("canary"), "{error}");
        }
    }

    #[test]
    fn the_value_is_hidden() {
        let call = store("weather", "WEATHER_KEY", "canary");
        assert!(!format!("{call:?}").contains("canary"));
        let mut options = CallOptions::default();
        call.adjust(&mut options);
        assert_eq!(options.hidden[0].expose(), "canary");
    }
}
