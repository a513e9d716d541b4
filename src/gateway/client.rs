//! The client and its settings.

use std::sync::Arc;
use std::time::Duration;

use super::access::{self, Access};
use super::catalogue::Catalogue;
use super::files::Files;
use super::health::{self, GetHealth, GetInfo};
use super::secrets::Secrets;
use crate::Secret;
use crate::error::{Error, Result};
use crate::runtime::{Backend, Builder, Call, Credential, Issuer, Transport, variable};

/// The gateway in production.
pub const PRODUCTION_URL: &str = "http://agent-builder-gateway.sensedeal.vip";

/// The gateway for tests.
pub const TEST_URL: &str = "http://agent-builder-gateway-test.sensedeal.vip";

/// The gateway as pods of its own cluster see it.
pub const CLUSTER_URL: &str = "http://agent-builder-gateway.default.svc.cluster.local";

/// The gateway where versions up to 0.3.0 of the published client expect it.
pub const LEGACY_URL: &str = "http://nodeport.sensedeal.vip:30566";

/// A Gateway client: cheap to clone, one connection pool for all clones.
///
/// ```
/// use quintet::gateway::Client;
///
/// let client = Client::builder().api_key("sk-0123").build()?;
/// # Ok::<(), quintet::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Client {
    pub(super) transport: Arc<Transport>,
    pub(super) legacy: bool,
    pub(super) run_timeout: Duration,
}

impl Client {
    /// Settings of a new client.
    ///
    /// One credential is needed: [`token`](Builder::token) for the internal token that the gateway hands to agents,
    /// [`api_key`](Builder::api_key), [`whitelist`](Builder::whitelist), or one of the two legacy ones.
    pub fn builder() -> Builder<Gateway> {
        Builder::new()
    }

    /// A client with the internal token of `X_INTERNAL_TOKEN`, else with the API key of `AGENT_BUILDER_API_KEY`, else, when
    /// `GATEWAY_WHITELIST` is `true`, without a credential. The base URL is that of `GATEWAY_BASE_URL`, or
    /// [`PRODUCTION_URL`].
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when a variable is set but empty, or is no base URL or token, and
    /// when there is none of the three: a forgotten variable must not turn into calls without a credential.
    pub fn from_env() -> Result<Self> {
        let mut builder = Self::builder();
        if let Some(url) = variable("GATEWAY_BASE_URL")? {
            builder = builder.base_url(url);
        }
        let whitelist = variable("GATEWAY_WHITELIST")?;
        let key = variable("AGENT_BUILDER_API_KEY")?;
        if let Some(token) = variable("X_INTERNAL_TOKEN")? {
            builder.token(token).build()
        } else if let Some(key) = key {
            builder.api_key(key).build()
        } else if whitelist.as_deref() == Some("true") {
            builder.whitelist().build()
        } else {
            Err(Error::invalid(
                "no credential; set X_INTERNAL_TOKEN or AGENT_BUILDER_API_KEY, or GATEWAY_WHITELIST=true when the server \
                 knows this machine by its address",
            ))
        }
    }

    /// Files: what goes into runs, what agents keep, and what they keep for a while.
    #[must_use]
    pub fn files(&self) -> Files {
        Files::new(&self.transport)
    }

    /// The prefabs that there are, and their functions. Provisional.
    #[must_use]
    pub fn catalogue(&self) -> Catalogue {
        Catalogue::new(&self.transport)
    }

    /// The secrets that prefabs need. Provisional.
    #[must_use]
    pub fn secrets(&self) -> Secrets {
        Secrets::new(&self.transport)
    }

    /// Asks whether the server lives. No credential is sent. Provisional. (Contract §1.6.)
    ///
    /// # Errors
    /// As every call.
    pub fn health(&self) -> Call<GetHealth> {
        health::open(&self.transport, GetHealth)
    }

    /// Asks what the server is. No credential is sent. Provisional. (Contract §1.6.)
    ///
    /// # Errors
    /// As every call.
    pub fn info(&self) -> Call<GetInfo> {
        health::open(&self.transport, GetInfo)
    }
}

/// The settings that only the Gateway has.
#[derive(Debug)]
#[non_exhaustive]
pub struct Gateway {
    access: Access,
    run_timeout: Duration,
}

impl Default for Gateway {
    fn default() -> Self {
        Self {
            access: Access::default(),
            run_timeout: Duration::from_secs(1200),
        }
    }
}

impl Backend for Gateway {
    type Client = Client;

    const DEFAULT_BASE_URL: Option<&'static str> = Some(PRODUCTION_URL);
    const API_PREFIX: &'static str = "";

    fn credential(&self, token: Option<&Secret>) -> Result<Credential> {
        self.access.credential(token)
    }

    fn client(self, transport: Arc<Transport>) -> Result<Client> {
        if self.run_timeout.is_zero() {
            return Err(Error::invalid(
                "the run timeout is zero; give a longer time or leave it unset",
            ));
        }
        let legacy = self.access.is_legacy();
        let transport = match self.access {
            Access::ApiKey(key) => {
                let issue = move |exchange| access::issue(exchange, key.clone());
                transport.issued_by(Issuer::new(Arc::clone(&transport), issue))
            }
            _ => transport,
        };
        Ok(Client {
            transport,
            legacy,
            run_timeout: self.run_timeout,
        })
    }
}

impl Builder<Gateway> {
    /// An API key, as clients outside of the platform have it.
    ///
    /// It is exchanged for an internal token when the first call needs one; all calls share it, and a token that the server
    /// refuses (401) is replaced once. Such tokens belong to no agent, so that the files of agents are out of reach.
    /// (Contract §1.1 and §2.)
    pub fn api_key(mut self, key: impl Into<Secret>) -> Self {
        self.backend.access.add(Access::ApiKey(key.into()));
        self
    }

    /// No credential: the server knows this machine by its address. (Contract §2.)
    pub fn whitelist(mut self) -> Self {
        self.backend.access.add(Access::Whitelist);
        self
    }

    /// A JWT as servers before internal tokens take it, with or without `Bearer` before it; runs go to `/v1/run`.
    /// (Contract §1.3.)
    pub fn legacy_jwt(mut self, token: impl Into<Secret>) -> Self {
        self.backend.access.add(Access::LegacyJwt(token.into()));
        self
    }

    /// An API key in the header `X-API-Key`, as servers before internal tokens take it; runs go to `/v1/run`.
    /// (Contract §1.3.)
    pub fn legacy_api_key(mut self, key: impl Into<Secret>) -> Self {
        self.backend.access.add(Access::LegacyApiKey(key.into()));
        self
    }

    /// The time of a whole run, and how long the events of a streaming run may stand still. Default: 1200 s; a call's own
    /// [`timeout`](crate::Call::timeout) and [`idle_timeout`](crate::Call::idle_timeout) come first.
    ///
    /// [`timeout`](Self::timeout), 30 s unless set, is for all other calls.
    pub fn run_timeout(mut self, limit: Duration) -> Self {
        self.backend.run_timeout = limit;
        self
    }
}
