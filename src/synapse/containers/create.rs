//! Making a container of a plugin release or of a plugin file. Contract: §1.5.

use std::collections::BTreeMap;
use std::time::Duration;

use reqwest::Body;
use serde::Serialize;
use serde_json::Value;

use super::body::{self, Field};
use crate::error::{Error, Result};
use crate::generated::synapse::Client as Raw;
use crate::runtime::{Call, CallOptions, Exchange, Invoke, Label, Upload, form};
use crate::synapse::check::{filled, variable_name};
use crate::synapse::fields::Fields;
use crate::synapse::{ContainerBuild, reply};

/// What a container is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ContainerKind {
    /// It runs a plugin.
    PluginRuntime,
    /// People write code in it.
    CodeServer,
}

impl ContainerKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::PluginRuntime => "plugin_runtime",
            Self::CodeServer => "code_server",
        }
    }
}

/// Begins to make a container; made by [`Containers::create`](super::Containers::create) and
/// [`Containers::create_from_file`](super::Containers::create_from_file).
#[derive(Debug)]
pub struct CreateContainer {
    release: Option<String>,
    plugin: Option<String>,
    version: Option<String>,
    model: Option<i64>,
    params: Fields,
    envs: BTreeMap<String, String>,
    metadata: Fields,
    labels: Vec<String>,
    kind: Option<ContainerKind>,
    backend_container_id: Option<i64>,
    action: Option<String>,
    entrypoint: Option<String>,
    file: Option<Upload>,
    /// How long it may take; a file may take as long as it likes.
    time: Option<Duration>,
}

impl CreateContainer {
    pub(super) fn of_release(release: String, time: Duration) -> Self {
        Self {
            release: Some(release),
            time: Some(time),
            ..Self::of_nothing()
        }
    }

    pub(super) fn of_file(file: Upload) -> Self {
        Self {
            file: Some(file),
            ..Self::of_nothing()
        }
    }

    fn of_nothing() -> Self {
        Self {
            release: None,
            plugin: None,
            version: None,
            model: None,
            params: Fields::new("params"),
            envs: BTreeMap::new(),
            metadata: Fields::new("metadata"),
            labels: Vec::new(),
            kind: None,
            backend_container_id: None,
            action: None,
            entrypoint: None,
            file: None,
            time: None,
        }
    }

    /// The fields that are sent; only parameters may be empty.
    fn fields(self) -> Result<Vec<Field>> {
        let release = self.release.as_deref();
        let parts = release.map(parts).transpose()?.flatten().unzip();
        let texts = [
            ("plugin_release", self.release.as_deref()),
            ("plugin", self.plugin.as_deref().or(parts.0)),
            ("version", self.version.as_deref().or(parts.1)),
            ("kind", self.kind.map(ContainerKind::as_str)),
            ("action", self.action.as_deref()),
            ("entrypoint", self.entrypoint.as_deref()),
        ];
        let mut fields = Vec::new();
        for (name, text) in texts {
            if let Some(text) = text {
                fields.push((name, Value::from(filled(name, text)?)));
            }
        }
        for name in self.envs.keys() {
            variable_name(name)?;
        }
        let params = self.params.checked()?.map(Value::Object);
        let metadata = self.metadata.checked()?;
        let metadata = metadata.filter(|metadata| !metadata.is_empty());
        let envs = self
            .envs
            .into_iter()
            .map(|(name, value)| (name, value.into()));
        let envs: serde_json::Map<_, _> = envs.collect();
        let others = [
            ("model", self.model.map(Value::from)),
            ("params", params),
            ("envs", (!envs.is_empty()).then(|| envs.into())),
            ("metadata", metadata.map(Value::Object)),
            (
                "labels",
                (!self.labels.is_empty()).then(|| self.labels.into()),
            ),
            (
                "backend_container_id",
                self.backend_container_id.map(Value::from),
            ),
        ];
        let others = others.into_iter();
        fields.extend(others.filter_map(|(name, value)| Some((name, value?))));
        Ok(fields)
    }
}

/// Code and version of a release that is named by both.
fn parts(release: &str) -> Result<Option<(&str, &str)>> {
    match filled("plugin release", release)?.rsplit_once('@') {
        Some(("", _) | (_, "")) => Err(Error::invalid(format!(
            "plugin release {release:?} lacks what comes before or after its last `@`; write it as `code@version`"
        ))),
        parts => Ok(parts),
    }
}

impl Call<CreateContainer> {
    /// The release, as `code@version`, or its code alone when [`version`](Self::version) is given too. Default for a plugin
    /// file: none.
    pub fn release(mut self, release: impl Into<String>) -> Self {
        self.parameters.release = Some(release.into());
        self
    }

    /// The code of the plugin. Default: what comes before the last `@` of the release.
    pub fn plugin(mut self, code: impl Into<String>) -> Self {
        self.parameters.plugin = Some(code.into());
        self
    }

    /// The version of the release. Default: what comes after the last `@` of it.
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.parameters.version = Some(version.into());
        self
    }

    /// The id of a model that the plugin gets. Default: none.
    pub fn model(mut self, id: i64) -> Self {
        self.parameters.model = Some(id);
        self
    }

    /// Sets a parameter of the plugin, replacing one of that name: any value that can be JSON.
    pub fn param(mut self, name: impl Into<String>, value: impl Serialize) -> Self {
        self.parameters.params.set(name.into(), value);
        self
    }

    /// Sets all parameters of a map or struct. An empty one is sent, unlike none.
    pub fn params(mut self, values: impl Serialize) -> Self {
        self.parameters.params.set_all(values);
        self
    }

    /// Sets an environment variable, replacing one of that name.
    pub fn env(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.envs.insert(name.into(), value.into());
        self
    }

    /// Notes something about the container: any value that can be JSON.
    pub fn metadata(mut self, name: impl Into<String>, value: impl Serialize) -> Self {
        self.parameters.metadata.set(name.into(), value);
        self
    }

    /// Adds a label.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.parameters.labels.push(label.into());
        self
    }

    /// What it is for. Default: running a plugin.
    pub fn kind(mut self, kind: ContainerKind) -> Self {
        self.parameters.kind = Some(kind);
        self
    }

    /// The id of the container at the backend that the agent belongs to. Default: none.
    pub fn backend_container_id(mut self, id: i64) -> Self {
        self.parameters.backend_container_id = Some(id);
        self
    }

    /// The action that the container serves. Default: the agent's choice.
    pub fn action(mut self, action: impl Into<String>) -> Self {
        self.parameters.action = Some(action.into());
        self
    }

    /// The file of that action within the plugin, such as `plugin/gradio_interface.py`. Default: the agent's choice.
    pub fn entrypoint(mut self, file: impl Into<String>) -> Self {
        self.parameters.entrypoint = Some(file.into());
        self
    }
}

impl Invoke for CreateContainer {
    type Output = ContainerBuild;
    const OPERATION: &'static str = "create_container";

    fn adjust(&self, options: &mut CallOptions) {
        options.timeout = options.timeout.or(self.time);
    }

    async fn invoke(mut self, exchange: Exchange) -> Result<ContainerBuild> {
        let file = self.file.take();
        let fields = self.fields()?;
        let (media, body) = match file {
            None => (
                "application/json".to_owned(),
                Body::from(body::json(fields)),
            ),
            Some(file) => {
                named(&file)?;
                let parts = body::parts(fields);
                form(&parts, "file", Label::Named, file, exchange.progress())?
            }
        };
        let created = Raw::of(&exchange).create_container(&media, body).await;
        reply::acknowledged(&exchange, created)
    }
}

/// The agent tells the kind of package from its name.
fn named(file: &Upload) -> Result<()> {
    if file.file_name().is_some() {
        return Ok(());
    }
    Err(Error::invalid(
        "the plugin file has no name; name it with `named`, or give a file of this machine as `Upload::file`",
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::synapse::{Client, Containers};

    fn containers() -> Containers {
        let builder = Client::builder().base_url("http://127.0.0.1:9").token("x");
        builder.build().unwrap().containers()
    }

    fn sent(call: Call<CreateContainer>) -> Result<Value> {
        let fields = call.parameters.fields()?;
        Ok(serde_json::from_str(&body::json(fields)).unwrap())
    }

    #[test]
    fn a_release_is_divided_at_its_last_at() {
        for (release, expected) in [
            (
                "detector@1.2.0",
                json!({"plugin_release": "detector@1.2.0", "plugin": "detector", "version": "1.2.0"}),
            ),
            (
                "a@b@1",
                json!({"plugin_release": "a@b@1", "plugin": "a@b", "version": "1"}),
            ),
            ("detector", json!({"plugin_release": "detector"})),
        ] {
            assert_eq!(sent(containers().create(release)).unwrap(), expected);
        }
        let parted = containers().create("detector").plugin("d").version("1.2.0");
        let expected = json!({"plugin_release": "detector", "plugin": "d", "version": "1.2.0"});
        assert_eq!(sent(parted).unwrap(), expected);
        for bad in ["", "@1.2.0", "detector@", "@", " d@1"] {
            let error = sent(containers().create(bad)).unwrap_err();
            assert!(error.is_invalid_input(), "{bad}");
        }
    }

    #[test]
    fn only_parameters_are_sent_empty() {
        let empty = containers().create("d").params(json!({}));
        assert_eq!(
            sent(empty).unwrap(),
            json!({"plugin_release": "d", "params": {}})
        );
        let all = containers()
            .create("d@1")
            .model(12)
            .param("threshold", 0.5)
            .env("LOG_LEVEL", "debug")
            .metadata("owner", "someone")
            .label("a")
            .label("b")
            .kind(ContainerKind::CodeServer)
            .backend_container_id(5)
            .action("gradio")
            .entrypoint("plugin/gradio_interface.py");
        let expected = json!({
            "plugin_release": "d@1", "plugin": "d", "version": "1", "model": 12, "params": {"threshold": 0.5},
            "envs": {"LOG_LEVEL": "debug"}, "metadata": {"owner": "someone"}, "labels": ["a", "b"],
            "kind": "code_server", "backend_container_id": 5, "action": "gradio",
            "entrypoint": "plugin/gradio_interface.py"
        });
        assert_eq!(sent(all).unwrap(), expected);
    }

    #[test]
    fn a_plugin_file_needs_a_name_and_no_release() {
        let file = containers().create_from_file("PK").model(12);
        assert_eq!(sent(file).unwrap(), json!({"model": 12}));
        assert!(named(&Upload::from("PK").named("detector.zip")).is_ok());
        let error = named(&Upload::from("PK")).unwrap_err();
        assert!(error.is_invalid_input() && error.message().contains("`named`"));
    }
}
