//! The layer and its settings.

use std::net::IpAddr;
use std::sync::Arc;

use http::Extensions;
use http::request::Parts;
use tower_layer::Layer;

use super::capture::Oversize;
use super::client_address::ProxyTrust;
use super::config::Config;
use super::finish::Rules;
use super::service::LogService;
use crate::gt8004::entry::{Protocol, RequestLogEntry};
use crate::gt8004::logger::Logger;

/// Puts [`LogService`] around services. (Contract §6.3.)
///
/// ```
/// # fn f<S>(service: S, logger: quintet::gt8004::Logger) {
/// use quintet::gt8004::middleware::{LogLayer, ProxyTrust};
/// use tower_layer::Layer as _;
///
/// let layer = LogLayer::new(logger).proxy_trust(ProxyTrust::Hops(1)).exclude_paths(["/health", "/metrics"]);
/// let service = layer.layer(service);
/// # let _ = service;
/// # }
/// ```
///
/// It belongs outside of everything else, so that it sees what the client gets.
#[derive(Debug, Clone)]
#[must_use = "a layer does nothing until it is applied"]
pub struct LogLayer(Arc<Config>);

impl LogLayer {
    /// A layer with the default settings.
    pub fn new(logger: Logger) -> Self {
        Self(Arc::new(Config::new(logger)))
    }

    /// What the requests of this layer speak, which decides how their tools are named. Default: what the logger was told, else
    /// plain HTTP. (Contract §6.4.)
    ///
    /// ```
    /// # fn f(logger: quintet::gt8004::Logger) {
    /// use quintet::gt8004::{Protocol, middleware::LogLayer};
    ///
    /// let http = LogLayer::new(logger);
    /// let (mcp, a2a) = (http.clone().protocol(Protocol::Mcp), http.clone().protocol(Protocol::A2a));
    /// # let _ = (mcp, a2a);
    /// # }
    /// ```
    ///
    /// It comes before the logger's. Only a logger without one has layers of plain HTTP.
    pub fn protocol(self, protocol: Protocol) -> Self {
        self.set(|config| config.protocol = Some(protocol))
    }

    /// Paths whose requests are not logged, exactly as they are, in place of the default ones: `/health`, `/healthz`,
    /// `/readyz`, `/_health` and `/.well-known/agent.json/health`.
    pub fn exclude_paths<T: Into<String>>(self, paths: impl IntoIterator<Item = T>) -> Self {
        let paths = paths.into_iter().map(Into::into).collect();
        self.set(|config| config.excluded = paths)
    }

    /// Whose word counts for where a request comes from. Default: nobody's. (Contract §6.5.)
    pub fn proxy_trust(self, trust: ProxyTrust) -> Self {
        self.set(|config| config.trust = trust)
    }

    /// Tells the address at the other end of the connection from what the server put into a request. Default: a `SocketAddr`
    /// or an `IpAddr`, if there is one.
    ///
    /// With axum: `|extensions| Some(extensions.get::<ConnectInfo<SocketAddr>>()?.0.ip())`.
    pub fn peer_address(
        self,
        find: impl Fn(&Extensions) -> Option<IpAddr> + Send + Sync + 'static,
    ) -> Self {
        self.set(|config| config.peer = Some(Arc::new(find)))
    }

    /// Tells who asked. Where it gives nothing, the header `X-Customer-ID` does. Default: the header alone. (Contract §6.5.)
    ///
    /// ```
    /// # fn f(layer: quintet::gt8004::middleware::LogLayer) {
    /// let layer = layer.customer_id(|request| Some(request.headers.get("x-tenant")?.to_str().ok()?.to_owned()));
    /// # let _ = layer;
    /// # }
    /// ```
    pub fn customer_id(
        self,
        find: impl Fn(&Parts) -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        self.set(|config| config.customer = Some(Arc::new(find)))
    }

    /// Takes the subject of a bearer token that is a JWT for who asked, where nothing else says it. The token is not verified.
    pub fn customer_from_token(self) -> Self {
        self.set(|config| config.reads_token = true)
    }

    /// Logs no bodies, only their sizes. Tools that are named in bodies are not known then.
    pub fn without_bodies(self) -> Self {
        self.set(|config| config.keeps_bodies = false)
    }

    /// What is logged of a body that is longer than 16 KiB. Default: its beginning.
    pub fn oversize(self, oversize: Oversize) -> Self {
        self.set_rules(|rules| rules.oversize = oversize)
    }

    /// Changes what is logged of the bodies of requests and replies, before it is cut; never what is sent. A body that it
    /// panics over is not logged. It runs in the logger's worker, before the usual secrets are masked. (Contract §6.6.)
    ///
    /// ```
    /// # fn f(layer: quintet::gt8004::middleware::LogLayer) {
    /// let layer = layer.sanitize(|body| body.replace("Alice", "***"));
    /// # let _ = layer;
    /// # }
    /// ```
    pub fn sanitize(self, change: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        self.set_rules(|rules| rules.sanitize = Some(Arc::new(change)))
    }

    /// Leaves values of fields such as `password` and `api_key`, and what looks like a key, in what is logged of
    /// bodies, the path and `Referer`.
    pub fn without_redaction(self) -> Self {
        self.set_rules(|rules| rules.redacts = false)
    }

    /// Changes entries before they are sent. It runs in the logger's worker; an entry that it panics over goes as it is then.
    ///
    /// ```
    /// # fn f(layer: quintet::gt8004::middleware::LogLayer) {
    /// let layer = layer.amend(|entry| entry.country = Some("KR".to_owned()));
    /// # let _ = layer;
    /// # }
    /// ```
    pub fn amend(self, change: impl Fn(&mut RequestLogEntry) + Send + Sync + 'static) -> Self {
        self.set_rules(|rules| rules.amend = Some(Arc::new(change)))
    }

    fn set(mut self, change: impl FnOnce(&mut Config)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    fn set_rules(self, change: impl FnOnce(&mut Rules)) -> Self {
        self.set(|config| change(Arc::make_mut(&mut config.rules)))
    }
}

impl<S> Layer<S> for LogLayer {
    type Service = LogService<S>;

    fn layer(&self, inner: S) -> LogService<S> {
        LogService {
            inner,
            config: Arc::clone(&self.0),
        }
    }
}
