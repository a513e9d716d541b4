//! Running an action of a plugin that is not released.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::error::Result;
use crate::generated::synapse::Client as Raw;
use crate::generated::synapse::types::RunDebugPluginReleaseRequest;
use crate::runtime::{Call, Exchange, Invoke};
use crate::synapse::check::{filled, readable_job_id};
use crate::synapse::fields::Fields;
use crate::synapse::reply;

/// Runs an action of a plugin that is not released; made by [`Plugins::run_debug`](super::Plugins::run_debug).
#[derive(Debug, Clone)]
pub struct RunDebugPluginRelease {
    action: String,
    params: Fields,
    plugin_path: Option<String>,
    config: Fields,
    modules: BTreeMap<String, String>,
    requirements: Vec<String>,
    job_id: Option<String>,
    language: Option<String>,
}

impl RunDebugPluginRelease {
    pub(super) fn new(action: String) -> Self {
        Self {
            action,
            params: Fields::new("params"),
            plugin_path: None,
            config: Fields::new("config"),
            modules: BTreeMap::new(),
            requirements: Vec::new(),
            job_id: None,
            language: None,
        }
    }

    fn body(self) -> Result<RunDebugPluginReleaseRequest> {
        filled("action", &self.action)?;
        self.job_id.as_deref().map(readable_job_id).transpose()?;
        for module in self.modules.keys() {
            filled("module", module)?;
        }
        Ok(RunDebugPluginReleaseRequest {
            action: self.action,
            params: self.params.checked()?.unwrap_or_default(),
            plugin_path: self.plugin_path,
            config: self.config.checked()?.unwrap_or_default(),
            modules: self.modules,
            requirements: self.requirements,
            job_id: self.job_id,
            language: self.language,
        })
    }
}

impl Call<RunDebugPluginRelease> {
    /// Sets a parameter of the action, replacing one of that name: any value that can be JSON.
    pub fn param(mut self, name: impl Into<String>, value: impl Serialize) -> Self {
        self.parameters.params.set(name.into(), value);
        self
    }

    /// Sets all parameters of a map or struct, replacing those of the same names.
    pub fn params(mut self, values: impl Serialize) -> Self {
        self.parameters.params.set_all(values);
        self
    }

    /// The folder of the plugin on the agent's machine. Default: none, all comes along.
    pub fn plugin_path(mut self, path: impl Into<String>) -> Self {
        self.parameters.plugin_path = Some(path.into());
        self
    }

    /// The configuration of the plugin, a map or a struct. Default: the one in its folder.
    pub fn config(mut self, config: impl Serialize) -> Self {
        self.parameters.config.set_all(config);
        self
    }

    /// Adds a Python source under the name of its module, replacing one of that name.
    pub fn module(mut self, name: impl Into<String>, source: impl Into<String>) -> Self {
        let modules = &mut self.parameters.modules;
        modules.insert(name.into(), source.into());
        self
    }

    /// Python packages to install before, as pip names them. Default: none.
    pub fn requirements<R: Into<String>>(
        mut self,
        requirements: impl IntoIterator<Item = R>,
    ) -> Self {
        let requirements = requirements.into_iter().map(Into::into);
        self.parameters.requirements.extend(requirements);
        self
    }

    /// The id of the job that is made. Default: one of Ray's making.
    pub fn job_id(mut self, id: impl Into<String>) -> Self {
        self.parameters.job_id = Some(id.into());
        self
    }

    /// The language of the texts that the action makes for people. Default: the agent's.
    pub fn language(mut self, language: impl Into<String>) -> Self {
        self.parameters.language = Some(language.into());
        self
    }
}

impl Invoke for RunDebugPluginRelease {
    type Output = Value;
    const OPERATION: &'static str = "run_debug_plugin_release";

    async fn invoke(self, exchange: Exchange) -> Result<Value> {
        let body = self.body()?;
        let ran = Raw::of(&exchange).run_debug_plugin_release(&body).await;
        reply::anything(&exchange, ran)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::synapse::Client;

    fn run() -> Call<RunDebugPluginRelease> {
        let builder = Client::builder().base_url("http://127.0.0.1:9").token("x");
        builder.build().unwrap().plugins().run_debug("train")
    }

    fn body(call: Call<RunDebugPluginRelease>) -> Result<Value> {
        Ok(serde_json::to_value(call.parameters.body()?).unwrap())
    }

    #[test]
    fn only_what_is_given_is_sent() {
        assert_eq!(body(run()).unwrap(), json!({"action": "train"}));
        let all = run()
            .param("epochs", 3)
            .params(json!({"rate": 0.5}))
            .plugin_path("/plugins/detector")
            .config(json!({"name": "detector"}))
            .module("plugin.train", "x = 1\n")
            .requirements(["numpy"])
            .job_id("train-1")
            .language("en");
        let expected = json!({
            "action": "train", "params": {"epochs": 3, "rate": 0.5}, "plugin_path": "/plugins/detector",
            "config": {"name": "detector"}, "modules": {"plugin.train": "x = 1\n"}, "requirements": ["numpy"],
            "job_id": "train-1", "language": "en"
        });
        assert_eq!(body(all).unwrap(), expected);
    }

    #[test]
    fn what_could_not_be_meant_is_refused() {
        for (call, expected) in [
            (run().job_id("a/b"), "Invalid job ID format"),
            (run().module("", "x = 1"), "module \"\" is empty"),
            (
                run().config("detector"),
                "config: neither a map nor a struct",
            ),
        ] {
            let error = body(call).unwrap_err();
            assert!(error.is_invalid_input());
            assert!(error.message().starts_with(expected), "{error}");
        }
    }
}
