//! One release: fetched, read, removed.

use serde_json::Value;

use super::lookup;
use crate::error::Result;
use crate::generated::synapse::Client as Raw;
use crate::generated::synapse::types::CreatePluginReleaseRequest;
use crate::runtime::{Exchange, Invoke};
use crate::synapse::check::filled;
use crate::synapse::{PluginRelease, reply};

/// Fetches a release; made by [`Plugins::create`](super::Plugins::create).
#[derive(Debug, Clone)]
pub struct CreatePluginRelease {
    pub(super) plugin: String,
    pub(super) version: String,
}

impl Invoke for CreatePluginRelease {
    type Output = PluginRelease;
    const OPERATION: &'static str = "create_plugin_release";

    async fn invoke(self, exchange: Exchange) -> Result<PluginRelease> {
        filled("plugin", &self.plugin)?;
        filled("version", &self.version)?;
        let body = CreatePluginReleaseRequest {
            plugin: self.plugin,
            version: self.version,
        };
        let created = Raw::of(&exchange).create_plugin_release(&body).await;
        reply::acknowledged(&exchange, created)
    }
}

/// Reads a release; made by [`Plugins::get`](super::Plugins::get).
#[derive(Debug, Clone)]
pub struct GetPluginRelease {
    pub(super) lookup: String,
}

impl Invoke for GetPluginRelease {
    type Output = PluginRelease;
    const OPERATION: &'static str = "get_plugin_release";

    async fn invoke(self, exchange: Exchange) -> Result<PluginRelease> {
        let lookup = lookup(&self.lookup)?;
        Raw::of(&exchange).get_plugin_release(lookup).await
    }
}

/// Removes a release; made by [`Plugins::delete`](super::Plugins::delete).
#[derive(Debug, Clone)]
pub struct DeletePluginRelease {
    pub(super) lookup: String,
}

impl Invoke for DeletePluginRelease {
    type Output = ();
    const OPERATION: &'static str = "delete_plugin_release";

    async fn invoke(self, exchange: Exchange) -> Result<()> {
        let lookup = lookup(&self.lookup)?;
        let deleted = Raw::of(&exchange).delete_plugin_release(lookup).await;
        exchange.deleted(exchange.done(deleted))
    }
}

impl PluginRelease {
    /// What it is asked for by: its id, a number or a text.
    #[must_use]
    pub fn lookup(&self) -> Option<String> {
        match self.id.as_ref()? {
            Value::String(id) => Some(id.clone()),
            Value::Number(id) => Some(id.to_string()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_number_or_a_text() {
        for (text, id) in [
            (r#"{"id":7}"#, Some("7")),
            (r#"{"id":"detector@1.2.0"}"#, Some("detector@1.2.0")),
            (r#"{"id":null}"#, None),
            (r#"{"id":[7]}"#, None),
            ("{}", None),
        ] {
            let release: PluginRelease = serde_json::from_str(text).unwrap();
            assert_eq!(release.lookup().as_deref(), id, "{text}");
        }
    }
}
