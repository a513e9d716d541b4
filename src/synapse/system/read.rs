//! How the agent is installed, and what is going on.

use serde_json::Value;

use crate::error::Result;
use crate::generated::synapse::Client as Raw;
use crate::runtime::{Exchange, Invoke};
use crate::synapse::{ComposeConfig, SystemStatus};

/// Reads how the agent is installed; made by [`System::compose_config`](super::System::compose_config).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct GetComposeConfig;

impl Invoke for GetComposeConfig {
    type Output = ComposeConfig;
    const OPERATION: &'static str = "get_compose_config";

    async fn invoke(self, exchange: Exchange) -> Result<ComposeConfig> {
        Raw::of(&exchange).get_compose_config().await
    }
}

/// Reads what is going on; made by [`System::status`](super::System::status).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct GetSystemStatus;

impl Invoke for GetSystemStatus {
    type Output = SystemStatus;
    const OPERATION: &'static str = "get_system_status";

    async fn invoke(self, exchange: Exchange) -> Result<SystemStatus> {
        Raw::of(&exchange).get_system_status().await
    }
}

impl ComposeConfig {
    /// The files that describe the installation, whether the agent gives a list or a text with commas.
    #[must_use]
    pub fn files(&self) -> Vec<String> {
        match &self.config_files {
            Some(Value::Array(files)) => {
                let names = files.iter().filter_map(Value::as_str);
                names.map(str::to_owned).collect()
            }
            Some(Value::String(files)) => {
                let names = files.split(',').map(str::trim);
                names
                    .filter(|name| !name.is_empty())
                    .map(str::to_owned)
                    .collect()
            }
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_a_list_or_a_text() {
        for (text, files) in [
            (
                r#"{"config_files":["a.yml","b.yml"]}"#,
                &["a.yml", "b.yml"][..],
            ),
            (r#"{"config_files":"a.yml, b.yml"}"#, &["a.yml", "b.yml"]),
            (r#"{"config_files":""}"#, &[]),
            (r#"{"config_files":null}"#, &[]),
            ("{}", &[]),
        ] {
            let config: ComposeConfig = serde_json::from_str(text).unwrap();
            assert_eq!(config.files(), files, "{text}");
        }
    }
}
