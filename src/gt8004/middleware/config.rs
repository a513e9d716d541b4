//! What the layer was told.

use std::fmt;
use std::net::IpAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use http::Extensions;
use http::request::Parts;

use super::capture::Oversize;
use super::client_address::ProxyTrust;
use super::finish::Rules;
use crate::gt8004::entry::Protocol;
use crate::gt8004::logger::Logger;

type Customer = dyn Fn(&Parts) -> Option<String> + Send + Sync;
type Peer = dyn Fn(&Extensions) -> Option<IpAddr> + Send + Sync;

/// Shared by all services of a layer.
#[derive(Clone)]
pub(super) struct Config {
    pub(super) logger: Logger,
    pub(super) protocol: Option<Protocol>,
    pub(super) excluded: Vec<String>,
    pub(super) trust: ProxyTrust,
    pub(super) keeps_bodies: bool,
    pub(super) reads_token: bool,
    pub(super) customer: Option<Arc<Customer>>,
    pub(super) peer: Option<Arc<Peer>>,
    pub(super) rules: Arc<Rules>,
}

impl Config {
    pub(super) fn new(logger: Logger) -> Self {
        let excluded = [
            "/health",
            "/healthz",
            "/readyz",
            "/_health",
            "/.well-known/agent.json/health",
        ];
        Self {
            logger,
            protocol: None,
            excluded: excluded.map(str::to_owned).into(),
            trust: ProxyTrust::default(),
            keeps_bodies: true,
            reads_token: false,
            customer: None,
            peer: None,
            rules: Arc::new(Rules {
                oversize: Oversize::default(),
                redacts: true,
                sanitize: None,
                amend: None,
            }),
        }
    }

    pub(super) fn excludes(&self, path: &str) -> bool {
        self.excluded.iter().any(|excluded| excluded == path)
    }
}

/// What a hook gives; `None` when it panics, which concerns nobody but the log.
pub(super) fn fenced<T>(hook: impl FnOnce() -> T) -> Option<T> {
    let outcome = catch_unwind(AssertUnwindSafe(hook)).ok();
    if outcome.is_none() {
        tracing::warn!("a hook of the logging middleware panicked");
    }
    outcome
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("protocol", &self.protocol)
            .field("excluded", &self.excluded)
            .field("trust", &self.trust)
            .field("keeps_bodies", &self.keeps_bodies)
            .field("redacts", &self.rules.redacts)
            .finish_non_exhaustive()
    }
}
