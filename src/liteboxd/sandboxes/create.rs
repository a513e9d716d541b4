//! Creating a sandbox: what can be overridden, and what the server cannot take.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::error::{Error, Result};
use crate::generated::liteboxd::Client as Raw;
use crate::generated::liteboxd::types::{
    CreateSandboxRequest, PersistenceOverrides, SandboxOverrides,
};
use crate::liteboxd::Sandbox;
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
        if let Some(version) = self.version.filter(|version| *version < 1) {
            return Err(Error::invalid(format!(
                "version {version} of a template; versions begin with 1"
            )));
        }
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
        match self
            .env
            .keys()
            .find(|key| key.is_empty() || key.contains(['=', '\0']))
        {
            Some(key) => Err(Error::invalid(format!(
                "{key:?} names no variable; give a name without `=` and NUL"
            ))),
            None => Ok(()),
        }
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
        exchange.value(Raw::of(&exchange).create_sandbox(&body).await)
    }
}

/// A name that a template can have.
fn template_name(name: &str) -> Result<()> {
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let fits = (1..=63).contains(&name.len())
        && name.chars().all(inner)
        && !name.starts_with('-')
        && !name.ends_with('-');
    if fits {
        return Ok(());
    }
    Err(Error::invalid(format!(
        "template {name:?}; a name has 1 to 63 of `a-z`, `0-9` and `-`, and `-` neither first nor last"
    )))
}

/// A Kubernetes quantity. The server does not check: a bad one crashes its handler and leaves a broken record behind.
fn quantity(name: &str, text: &str) -> Result<()> {
    let digits = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (number, suffix) = text.split_at(digits);
    let is_number = number.bytes().any(|b| b.is_ascii_digit())
        && number.bytes().filter(|b| *b == b'.').count() <= 1;
    let is_exponent = suffix
        .strip_prefix(['e', 'E'])
        .is_some_and(|exponent| exponent.parse::<i8>().is_ok());
    let units = [
        "", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei",
    ];
    if is_number && (is_exponent || units.contains(&suffix)) {
        return Ok(());
    }
    Err(Error::invalid(format!(
        "{name} {text:?} is no quantity; write a number with one of n, u, m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi, Ei, \
         such as `500m` or `512Mi`"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_those_of_kubernetes() {
        for good in [
            "1", "0.5", ".5", "1.", "500m", "512Mi", "1e3", "2E", "1E-3", "100n", "2Ti",
        ] {
            assert!(quantity("cpu", good).is_ok(), "{good}");
        }
        for bad in [
            "", ".", "m", "512MB", "1 Gi", "-1", "1.2.3", "1e", "1Mi2", "١", "lots", "1mi", "+1",
        ] {
            let error = quantity("memory", bad).unwrap_err();
            assert!(
                error.is_invalid_input() && error.message().contains("`512Mi`"),
                "{bad}: {error}"
            );
        }
    }

    #[test]
    fn template_names_follow_the_servers_rule() {
        for good in ["a", "a1", "python-data-science", &"x".repeat(63)] {
            assert!(template_name(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "-a",
            "a-",
            "A",
            "a_b",
            "a/b",
            "..",
            "é",
            &"x".repeat(64),
        ] {
            assert!(template_name(bad).is_err(), "{bad}");
        }
    }
}
