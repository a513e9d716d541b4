//! The settings of a client, the same for every backend.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;

use super::credential::Credential;
use super::endpoint::Endpoint;
use super::options::{self, positive};
use super::retry::{RetryBudget, RetryPolicy};
use super::tls;
use super::transport::Transport;
use crate::Secret;
use crate::error::{Error, Result};

/// What a backend adds to the common settings.
pub trait Backend: Default {
    /// The facade.
    type Client;

    /// Used when no base URL is given; `None` when it has no well-known address.
    const DEFAULT_BASE_URL: Option<&'static str>;

    /// The API prefix that a base URL may include or leave out.
    const API_PREFIX: &'static str;

    /// The time of making a connection unless the builder is told another.
    const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

    /// The time of a whole call unless the builder or the call is told another.
    const TIMEOUT: Duration = Duration::from_secs(30);

    /// How often calls are tried unless the builder is told otherwise.
    fn retry() -> RetryPolicy {
        RetryPolicy::default()
    }

    /// The base URL as the engine is to read it. Default: as given.
    ///
    /// # Errors
    /// When no such URL can lead to this backend.
    fn base_url<'a>(&self, given: &'a str) -> Result<Cow<'a, str>> {
        Ok(Cow::Borrowed(given))
    }

    /// Where the server is.
    ///
    /// # Errors
    /// When nothing says so, or what was given is no URL that can lead to this backend.
    fn endpoint(&self, given: Option<&str>) -> Result<Endpoint> {
        let Some(url) = given.or(Self::DEFAULT_BASE_URL) else {
            return Err(Error::invalid(
                "no base URL; this server has no well-known address, so give `base_url`, like `https://host:8080`",
            ));
        };
        Endpoint::parse(&self.base_url(url)?, Self::API_PREFIX)
    }

    /// The credential that a token stands for. Default: `Authorization: Bearer`, or none without a token.
    ///
    /// # Errors
    /// When no header can carry the token.
    fn credential(&self, token: Option<&Secret>) -> Result<Credential> {
        token.map_or_else(|| Ok(Credential::default()), Credential::bearer)
    }

    /// Puts the facade on its transport.
    ///
    /// # Errors
    /// When the backend's own settings are wrong.
    fn client(self, transport: Arc<Transport>) -> Result<Self::Client>;
}

/// Collects the settings of a client. `build` checks them; nothing is sent.
///
/// ```
/// use std::time::Duration;
///
/// let client = quintet::liteboxd::Client::builder()
///     .base_url("http://127.0.0.1:8080/api/v1")
///     .token("lbxk_0123")
///     .timeout(Duration::from_secs(10))
///     .build()?;
/// # Ok::<(), quintet::Error>(())
/// ```
#[must_use = "a builder does nothing until `build` is called"]
pub struct Builder<B> {
    pub(crate) backend: B,
    base_url: Option<String>,
    token: Option<Secret>,
    http: Option<reqwest::ClientBuilder>,
    connect_timeout: Duration,
    timeout: Duration,
    idle_timeout: Duration,
    max_body: usize,
    retry: RetryPolicy,
    headers: Vec<(String, String)>,
}

impl<B: Backend> Builder<B> {
    pub(crate) fn new() -> Self {
        Self {
            backend: B::default(),
            base_url: None,
            token: None,
            http: None,
            connect_timeout: B::CONNECT_TIMEOUT,
            timeout: B::TIMEOUT,
            idle_timeout: Duration::from_secs(30),
            max_body: 64 * 1024 * 1024,
            retry: B::retry(),
            headers: Vec::new(),
        }
    }

    /// Where the server is, with or without the API prefix. Default: what the backend's documentation says.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// The credential, as the server issued it.
    pub fn token(mut self, token: impl Into<Secret>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// The time of a whole call: attempts, sleeps and reading the reply. Default: 30 s unless the backend's documentation
    /// says otherwise. Streams have none.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// The time of making a connection. Default: 10 s unless the backend's documentation says otherwise.
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit;
        self
    }

    /// How long an upload or a download may stand still. Default: 30 s.
    pub fn idle_timeout(mut self, limit: Duration) -> Self {
        self.idle_timeout = limit;
        self
    }

    /// The largest reply that is read into memory, in bytes. Default: 64 MiB.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// How often calls are tried. Default: [`RetryPolicy::default`] unless the backend's documentation says otherwise.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Adds a header to every request. It goes to the server's own origin only, and its value is never shown.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Starts from an HTTP client with settings of your own: proxy, roots, client certificate, another TLS library.
    ///
    /// It is a builder and not a client because the guarantees of this crate need their own settings on top: redirects
    /// and retries are made here, never in reqwest. Default headers set on it go to every origin that a redirect leads
    /// to; those of [`header`](Self::header) do not. The `User-Agent` is the one that it sets, if any.
    pub fn http_client(mut self, builder: reqwest::ClientBuilder) -> Self {
        self.http = Some(builder);
        self
    }

    /// Checks the settings and builds the client.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for a base URL that is not absolute, an empty token, a limit of
    /// zero, a header that is none.
    pub fn build(self) -> Result<B::Client> {
        positive("the timeout", Some(self.timeout))?;
        positive("the connect timeout", Some(self.connect_timeout))?;
        positive("the idle timeout", Some(self.idle_timeout))?;
        self.retry.check()?;
        if self.max_body == 0 {
            return Err(Error::invalid("the body limit is zero; no reply would fit"));
        }
        let endpoint = self.backend.endpoint(self.base_url.as_deref())?;
        let credential = self.backend.credential(self.token.as_ref())?;
        credential.warn_if_exposed(&endpoint);
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            headers.extend([options::header(name, value)?]);
        }
        let http = http_client(self.http, &endpoint, self.connect_timeout)?;
        self.backend.client(Arc::new(Transport {
            http,
            endpoint,
            credential,
            issuer: None,
            headers,
            timeout: self.timeout,
            idle_timeout: self.idle_timeout,
            max_body: self.max_body,
            retries_everything: false,
            retry: self.retry,
            budget: RetryBudget::default(),
        }))
    }
}

fn http_client(
    builder: Option<reqwest::ClientBuilder>,
    endpoint: &Endpoint,
    connect_timeout: Duration,
) -> Result<reqwest::Client> {
    tls::install_provider();
    let builder = builder.unwrap_or_else(|| {
        let builder =
            reqwest::Client::builder().user_agent(concat!("quintet/", env!("CARGO_PKG_VERSION")));
        // No proxy of the environment can reach this machine's own loopback.
        if endpoint.is_loopback() {
            builder.no_proxy()
        } else {
            builder
        }
    });
    builder
        .connect_timeout(connect_timeout)
        // Servers close idle connections after 60 s; a request on a closing connection is lost.
        .pool_idle_timeout(Duration::from_secs(45))
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .build()
        .map_err(|error| Error::invalid("the HTTP client cannot be built").with_source(error))
}

/// Without the token and the values of headers.
impl<B> fmt::Debug for Builder<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("token", &self.token)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
