//! The client and its settings.

use std::sync::Arc;
use std::time::Duration;

use super::accounts::Accounts;
use super::health::{GetHealth, GetReadiness};
use super::import_export::ImportExport;
use super::prepull::Prepulls;
use super::reconciliation::Reconciliation;
use super::sandboxes::Sandboxes;
use super::templates::Templates;
use crate::error::{Error, Result};
use crate::runtime::{Backend, Builder, Call, Endpoint, Transport, variable};

/// A LiteBoxd client: cheap to clone, one connection pool for all clones.
///
/// ```
/// let client = quintet::liteboxd::Client::builder().token("lbxk_0123").build()?;
/// # Ok::<(), quintet::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Client {
    transport: Arc<Transport>,
    write_timeout: Duration,
    gateway: Option<Endpoint>,
}

impl Client {
    /// Settings of a new client.
    pub fn builder() -> Builder<LiteBoxd> {
        Builder::new()
    }

    /// A client from `LITEBOXD_BASE_URL` (default `http://localhost:8080/api/v1`) and `LITEBOXD_AUTH_TOKEN` (default:
    /// none).
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) when a variable is set but empty, or is no base URL or token.
    pub fn from_env() -> Result<Self> {
        let mut builder = Self::builder();
        if let Some(url) = variable("LITEBOXD_BASE_URL")? {
            builder = builder.base_url(url);
        }
        if let Some(token) = variable("LITEBOXD_AUTH_TOKEN")? {
            builder = builder.token(token);
        }
        builder.build()
    }

    /// The sandboxes of the server.
    #[must_use]
    pub fn sandboxes(&self) -> Sandboxes {
        Sandboxes::new(&self.transport, self.write_timeout, self.gateway.clone())
    }

    /// The templates of the server.
    #[must_use]
    pub fn templates(&self) -> Templates {
        Templates::new(&self.transport)
    }

    /// The tasks that pull images to all nodes.
    #[must_use]
    pub fn prepulls(&self) -> Prepulls {
        Prepulls::new(&self.transport)
    }

    /// Import and export of templates.
    #[must_use]
    pub fn import_export(&self) -> ImportExport {
        ImportExport::new(&self.transport)
    }

    /// Sessions, the password and API keys.
    #[must_use]
    pub fn accounts(&self) -> Accounts {
        Accounts::new(self.clone())
    }

    /// The reconciler of the server, which keeps its records in line with the cluster.
    #[must_use]
    pub fn reconciliation(&self) -> Reconciliation {
        Reconciliation::new(&self.transport)
    }

    /// Asks whether the server lives. It does also while it shuts down. No credential is needed. (Contract §1.7.)
    ///
    /// # Errors
    /// As every call.
    pub fn health(&self) -> Call<GetHealth> {
        Call::new(&self.transport, GetHealth)
    }

    /// Asks whether the server takes requests. No credential is needed. (Contract §1.7.)
    ///
    /// A server that is shutting down answers 503, here and everywhere else; here that is an answer and no error, and it is
    /// not asked again.
    ///
    /// # Errors
    /// As every call.
    pub fn readiness(&self) -> Call<GetReadiness> {
        Call::new(&self.transport, GetReadiness)
    }

    pub(super) fn transport(&self) -> &Arc<Transport> {
        &self.transport
    }

    /// The same client over another transport.
    pub(super) fn over(&self, transport: Transport) -> Self {
        Self {
            transport: Arc::new(transport),
            ..self.clone()
        }
    }
}

/// The settings that only LiteBoxd has.
#[derive(Debug)]
#[non_exhaustive]
pub struct LiteBoxd {
    write_timeout: Duration,
    gateway_url: Option<String>,
}

impl Default for LiteBoxd {
    fn default() -> Self {
        Self {
            write_timeout: Duration::from_secs(60),
            gateway_url: None,
        }
    }
}

impl Backend for LiteBoxd {
    type Client = Client;

    const DEFAULT_BASE_URL: Option<&'static str> = Some("http://localhost:8080/api/v1");
    const API_PREFIX: &'static str = "/api/v1";

    fn client(self, transport: Arc<Transport>) -> Result<Client> {
        if self.write_timeout.is_zero() {
            return Err(Error::invalid(
                "the server's write timeout is zero; give the value of its WRITE_TIMEOUT",
            ));
        }
        let gateway = self.gateway_url.as_deref();
        let gateway = gateway.map(|url| Endpoint::parse(url, Self::API_PREFIX));
        Ok(Client {
            transport,
            write_timeout: self.write_timeout,
            gateway: gateway.transpose()?,
        })
    }
}

impl Builder<LiteBoxd> {
    /// The `WRITE_TIMEOUT` that the server runs with. Default: 60 s, as the server's.
    ///
    /// The server throws the result of a longer command away, so commands with a longer time limit are refused.
    pub fn server_write_timeout(mut self, limit: Duration) -> Self {
        self.backend.write_timeout = limit;
        self
    }

    /// Where the gateway to the ports of sandboxes is, with or without `/api/v1`. Default: what each sandbox says in its
    /// `access_url`, which is wrong when the server runs without `GATEWAY_URL`.
    pub fn gateway_url(mut self, url: impl Into<String>) -> Self {
        self.backend.gateway_url = Some(url.into());
        self
    }
}
