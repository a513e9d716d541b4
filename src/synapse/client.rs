//! The client and its settings. Contract: §0, §4.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use super::access::Access;
use super::builds::Builds;
use super::check;
use super::containers::{Containers, Docker};
use super::gpu_status::GetGpuStatus;
use super::health::CheckHealth;
use super::jobs::Jobs;
use super::nodes::Nodes;
use super::plugins::Plugins;
use super::resources::Resources;
use super::serve::Serve;
use super::system::System;
use super::tasks::Tasks;
use crate::Secret;
use crate::error::{Error, Result};
use crate::runtime::{Backend, Builder, Call, Credential, Transport, variable};

/// A client of one Synapse agent: cheap to clone, one connection pool for all clones.
///
/// ```
/// use quintet::synapse::Client;
///
/// let client = Client::builder()
///     .base_url("http://localhost:8100")
///     .token("0123456789abcdef0123456789abcdef01234567")
///     .user_token("fedcba9876543210")
///     .tenant("acme")
///     .build()?;
/// # Ok::<(), quintet::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Client {
    transport: Arc<Transport>,
}

impl Client {
    /// Settings of a new client.
    ///
    /// [`base_url`](Builder::base_url) is needed, since no address of an agent is well known, and so is
    /// [`token`](Builder::token), the agent's own. Making a connection may take 3 s and a call 10 s unless told otherwise.
    /// (Contract §0, §4.)
    pub fn builder() -> Builder<Synapse> {
        Builder::new()
    }

    /// A client of the agent at `SYNAPSE_AGENT_URL` with the token of `SYNAPSE_AGENT_TOKEN`, both needed; with the user
    /// token of `SYNAPSE_PLUGIN_RUN_USER_TOKEN` and the tenant of `SYNAPSE_PLUGIN_RUN_TENANT`, where they are set. They
    /// are what a plugin finds in its environment. (Contract §0.)
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when one of the first two is not set, and when a variable is set but
    /// empty, or is no base URL or token.
    pub fn from_env() -> Result<Self> {
        let needed = |name| {
            variable(name)?.ok_or_else(|| {
                Error::invalid(format!(
                    "the environment variable {name} is not set; an agent is found by SYNAPSE_AGENT_URL and \
                     SYNAPSE_AGENT_TOKEN"
                ))
            })
        };
        let mut builder = Self::builder()
            .base_url(needed("SYNAPSE_AGENT_URL")?)
            .token(needed("SYNAPSE_AGENT_TOKEN")?);
        if let Some(token) = variable("SYNAPSE_PLUGIN_RUN_USER_TOKEN")? {
            builder = builder.user_token(token);
        }
        if let Some(tenant) = variable("SYNAPSE_PLUGIN_RUN_TENANT")? {
            builder = builder.tenant(tenant);
        }
        builder.build()
    }

    /// Asks whether the agent works, and whether its token is good. (Contract §1.2.)
    ///
    /// What the agent says of itself is fixed nowhere: any JSON, a text, or nothing, which is `null`. The status is the
    /// answer.
    ///
    /// # Errors
    /// [`Unauthorized`](crate::ErrorKind::Unauthorized) for a wrong token; others as every call.
    pub fn health(&self) -> Call<CheckHealth> {
        Call::new(&self.transport, CheckHealth)
    }

    /// The jobs of the cluster and their logs.
    #[must_use]
    pub fn jobs(&self) -> Jobs {
        Jobs::new(&self.transport)
    }

    /// The nodes of the cluster.
    #[must_use]
    pub fn nodes(&self) -> Nodes {
        Nodes::new(&self.transport)
    }

    /// The tasks of the cluster.
    #[must_use]
    pub fn tasks(&self) -> Tasks {
        Tasks::new(&self.transport)
    }

    /// The applications of the cluster that stay and answer requests.
    #[must_use]
    pub fn serve(&self) -> Serve {
        Serve::new(&self.transport)
    }

    /// Reads what the GPUs of all nodes do, in a form that is the agent's own. (Contract §1.2.)
    ///
    /// [`Resources::cluster`] has the same with names.
    ///
    /// # Errors
    /// As every call.
    pub fn gpu_status(&self) -> Call<GetGpuStatus> {
        Call::new(&self.transport, GetGpuStatus)
    }

    /// What the cluster has left, and who may use it.
    #[must_use]
    pub fn resources(&self) -> Resources {
        Resources::new(&self.transport)
    }

    /// Plugin releases on the agent, and running them.
    #[must_use]
    pub fn plugins(&self) -> Plugins {
        Plugins::new(&self.transport)
    }

    /// What becomes of containers that are being made.
    #[must_use]
    pub fn builds(&self) -> Builds {
        Builds::new(&self.transport)
    }

    /// The containers that the agent keeps a record of.
    #[must_use]
    pub fn containers(&self) -> Containers {
        Containers::new(&self.transport)
    }

    /// The Docker containers of the agent's machine.
    #[must_use]
    pub fn docker(&self) -> Docker {
        Docker::new(&self.transport)
    }

    /// The agent's own installation.
    #[must_use]
    pub fn system(&self) -> System {
        System::new(&self.transport)
    }
}

/// The settings that only Synapse has.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Synapse {
    access: Access,
}

impl Backend for Synapse {
    type Client = Client;

    const DEFAULT_BASE_URL: Option<&'static str> = None;
    const API_PREFIX: &'static str = "";
    const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
    const TIMEOUT: Duration = Duration::from_secs(10);

    fn base_url<'a>(&self, given: &'a str) -> Result<Cow<'a, str>> {
        check::base_url(given)
    }

    fn credential(&self, token: Option<&Secret>) -> Result<Credential> {
        self.access.credential(token)
    }

    fn client(self, transport: Arc<Transport>) -> Result<Client> {
        Ok(Client { transport })
    }
}

impl Builder<Synapse> {
    /// The token of the user that all requests are made for. Default: none. (Contract §1.1.)
    pub fn user_token(mut self, token: impl Into<Secret>) -> Self {
        self.backend.access.user = Some(token.into());
        self
    }

    /// The tenant that all requests are made for; a secret as well. Default: none. (Contract §1.1.)
    pub fn tenant(mut self, tenant: impl Into<Secret>) -> Self {
        self.backend.access.tenant = Some(tenant.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agent_has_no_well_known_address() {
        let error = Client::builder().token("x").build().unwrap_err();
        assert!(error.is_invalid_input());
        assert!(error.message().starts_with("no base URL"), "{error}");
        let error = Client::builder().base_url("http://localhost:8100").build();
        assert!(error.unwrap_err().message().starts_with("no agent token"));
    }

    #[test]
    fn limits_are_those_of_the_contract() {
        let builder = Client::builder().base_url("http://localhost:8100/agent/");
        let client = builder.token("x").build().unwrap();
        assert_eq!(client.transport.timeout, Duration::from_secs(10));
        assert_eq!(
            client.transport.endpoint.as_str(),
            "http://localhost:8100/agent"
        );
    }

    #[test]
    fn no_setting_is_shown() {
        let builder = Client::builder()
            .base_url("http://localhost:8100")
            .token("canary")
            .user_token("canary")
            .tenant("canary");
        assert!(!format!("{builder:?}{:?}", builder.backend).contains("canary"));
        assert!(!format!("{:?}", builder.build().unwrap()).contains("canary"));
    }
}
