//! Creating a sandbox: what can be overridden, and what the server cannot take.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::error::{Error, Result};
use crate::generated::liteboxd::Client as Raw;
use crate::generated::liteboxd::types::{
    CreateSandboxRequest, PersistenceOverrides, SandboxOverrides,
};
use crate::liteboxd::Sandbox;
use crate::liteboxd::check::{quantity, template_name, template_version, variable_name};
use crate::runtime::{Call, Exchange, Invoke};

/// Creates a sandbox; made by [`Sandboxes::create`](super::Sandboxes::create).
#[derive(Debug)]
pub struct Create {
    template: String,
    version: Option<i64>,
    cpu: Option<String>,
    memory: Option<String>,
    ttl: Option<Duration>,
    env: BTreeMap<String, String>,
    persistence_size: Option<String>,
}

impl Create {
    pub(super) fn new(template: String) -> Self {
        Self {
            template,
            version: None,
            cpu: None,
            memory: None,
            ttl: None,
            env: BTreeMap::new(),
            persistence_size: None,
        }
    }

    fn check(&self) -> Result<()> {
        template_name(&self.template)?;
        self.version.map_or(Ok(()), template_version)?;
        for (name, value) in [
            ("cpu", &self.cpu),
            ("memory", &self.memory),
            ("size", &self.persistence_size),
        ] {
            value
                .as_deref()
                .map_or(Ok(()), |value| quantity(name, value))?;
        }
        if let Some(ttl) = self.ttl.filter(|ttl| ttl.subsec_nanos() > 0) {
            return Err(Error::invalid(format!(
                "ttl of {ttl:?}; the server counts whole seconds"
            )));
        }
        self.env.keys().try_for_each(|name| variable_name(name))
    }

    fn body(self) -> CreateSandboxRequest {
        let overrides = SandboxOverrides {
            cpu: self.cpu,
            memory: self.memory,
            ttl: self
                .ttl
                .map(|ttl| i64::try_from(ttl.as_secs()).unwrap_or(i64::MAX)),
            env: self.env,
            persistence: self
                .persistence_size
                .map(|size| PersistenceOverrides { size: Some(size) }),
        };
        CreateSandboxRequest {
            template: self.template,
            template_version: self.version,
            overrides: Some(overrides),
        }
    }
}

impl Call<Create> {
    /// The version of the template, from 1. Default: the latest.
    pub fn version(mut self, version: i64) -> Self {
        self.parameters.version = Some(version);
        self
    }

    /// CPU as a Kubernetes quantity, such as `500m`. Default: the template's.
    pub fn cpu(mut self, quantity: impl Into<String>) -> Self {
        self.parameters.cpu = Some(quantity.into());
        self
    }

    /// Memory as a Kubernetes quantity, such as `512Mi`. Default: the template's.
    pub fn memory(mut self, quantity: impl Into<String>) -> Self {
        self.parameters.memory = Some(quantity.into());
        self
    }

    /// The time to live, in whole seconds; zero means for ever. Default: the template's.
    pub fn ttl(mut self, ttl: Duration) -> Self {
        self.parameters.ttl = Some(ttl);
        self
    }

    /// Lets the sandbox live until it is deleted.
    pub fn never_expires(self) -> Self {
        self.ttl(Duration::ZERO)
    }

    /// Sets an environment variable over those of the template.
    pub fn env(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.env.insert(name.into(), value.into());
        self
    }

    /// Sets several environment variables.
    pub fn envs<K: Into<String>, V: Into<String>>(
        mut self,
        variables: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        let variables = variables
            .into_iter()
            .map(|(name, value)| (name.into(), value.into()));
        self.parameters.env.extend(variables);
        self
    }

    /// The size of the persistent storage, such as `2Gi`. Only for templates with persistence.
    pub fn persistence_size(mut self, quantity: impl Into<String>) -> Self {
        self.parameters.persistence_size = Some(quantity.into());
        self
    }
}

impl Invoke for Create {
    type Output = Sandbox;
    const OPERATION: &'static str = "create_sandbox";

    async fn invoke(self, exchange: Exchange) -> Result<Sandbox> {
        self.check()?;
        let body = self.body();
        Raw::of(&exchange).create_sandbox(&body).await
    }
}
