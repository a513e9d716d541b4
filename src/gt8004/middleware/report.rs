//! What is known of a request under way. Dropping it logs it, however that comes about.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, REFERER, USER_AGENT};
use http::request::Parts;
use http::{Extensions, HeaderMap, Method, StatusCode};
use tokio::time::Instant;

use super::capture::Capture;
use super::client_address::client_address;
use super::config::{Config, fenced};
use super::customer::customer;
use super::finish::Raw;
use super::header::{text, whole};
use crate::gt8004::entry::RequestLogEntry;

/// Given up before there was a reply; what proxies log for it.
const CANCELLED: u16 = 499;

/// The copy of a request's body, which grows where the body is read.
#[derive(Debug, Clone)]
pub(super) struct Tap(Arc<Mutex<Capture>>);

impl Tap {
    pub(super) fn with<T>(&self, work: impl FnOnce(&mut Capture) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A request under way.
pub(super) struct Report {
    config: Arc<Config>,
    started: Instant,
    /// Taken when it is logged.
    entry: Option<RequestLogEntry>,
    request: Tap,
    reply: Capture,
    payment: Option<String>,
    receipt: Option<String>,
    has_reply: bool,
    /// The service or its body is at work: who never comes out of there has panicked.
    is_inside: bool,
}

impl Report {
    pub(super) fn new(config: &Arc<Config>, parts: &Parts) -> Box<Self> {
        let headers = &parts.headers;
        let mut entry = RequestLogEntry::new(
            parts.method.as_str(),
            parts.uri.path(),
            CANCELLED,
            std::time::Duration::ZERO,
        );
        entry.protocol = config.protocol;
        for (name, field) in [
            (USER_AGENT, &mut entry.user_agent),
            (CONTENT_TYPE, &mut entry.content_type),
            (REFERER, &mut entry.referer),
        ] {
            *field = text(headers, name.as_str());
        }
        entry.accept_language = text(headers, ACCEPT_LANGUAGE.as_str());
        let peer = match &config.peer {
            Some(find) => fenced(|| find(&parts.extensions)).flatten(),
            None => peer(&parts.extensions),
        };
        let address = client_address(config.trust, headers, peer);
        entry.ip_address = address.map(|address| address.to_string());
        let named = config.customer.as_ref();
        let named = named.and_then(|find| fenced(|| find(parts)).flatten());
        let named = named.filter(|id| !id.trim().is_empty());
        entry.customer_id = named.or_else(|| customer(headers, config.reads_token));
        let request = Capture::new(headers, config.keeps_bodies);
        Box::new(Self {
            config: Arc::clone(config),
            started: Instant::now(),
            entry: Some(entry),
            request: Tap(Arc::new(Mutex::new(request))),
            reply: Capture::default(),
            payment: whole(headers, "x-payment"),
            receipt: None,
            has_reply: false,
            is_inside: false,
        })
    }

    /// Where the request's body is copied to.
    pub(super) fn tap(&self) -> Tap {
        self.request.clone()
    }

    /// Where the reply's body is copied to.
    pub(super) fn reply(&mut self) -> &mut Capture {
        &mut self.reply
    }

    /// The service or its body begins to work.
    pub(super) fn enter(&mut self) {
        self.is_inside = true;
    }

    /// It did not panic.
    pub(super) fn leave(&mut self) {
        self.is_inside = false;
    }

    /// There is a reply.
    pub(super) fn replied(&mut self, status: StatusCode, headers: &HeaderMap) {
        self.has_reply = true;
        self.receipt = whole(headers, "x-payment-response");
        if let Some(entry) = &mut self.entry {
            if has_body(&entry.method, status) {
                self.reply = Capture::new(headers, self.config.keeps_bodies);
            }
            entry.status_code = status.as_u16();
            if status.is_server_error() {
                entry.error_type = Some(format!("HTTP_{}", status.as_u16()));
            }
        }
    }

    /// The service failed, and gave no reply.
    pub(super) fn failed(&mut self) {
        self.has_reply = true;
        self.set_error(Some(500), "service_error");
    }

    /// The reply's body failed.
    pub(super) fn broke_off(&mut self) {
        self.set_error(None, "body_error");
    }

    fn set_error(&mut self, status: Option<u16>, kind: &str) {
        if let Some(entry) = &mut self.entry {
            entry.status_code = status.unwrap_or(entry.status_code);
            entry.error_type = Some(kind.to_owned());
        }
    }
}

impl Drop for Report {
    fn drop(&mut self) {
        // Whatever unwinds just now, it is the service's panic only when that never came back.
        match (self.has_reply, self.is_inside) {
            (false, true) => self.set_error(Some(500), "panic"),
            (true, true) => self.set_error(None, "panic"),
            (false, false) => self.set_error(None, "cancelled"),
            (true, false) => {}
        }
        let Some(mut entry) = self.entry.take() else {
            return;
        };
        entry.response_ms = self.started.elapsed().as_secs_f64() * 1000.0;
        let request = self.request.with(std::mem::take);
        let raw = Raw {
            request,
            reply: std::mem::take(&mut self.reply),
            payment: self.payment.take(),
            receipt: self.receipt.take(),
        };
        let weight = raw.weight();
        let rules = Arc::clone(&self.config.rules);
        let finish = Box::new(move |entry: &mut RequestLogEntry| raw.finish(&rules, entry));
        self.config.logger.log_raw(entry, weight, finish);
    }
}

/// Without bodies, headers and who it was.
impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report")
            .field("entry", &self.entry)
            .field("has_reply", &self.has_reply)
            .finish_non_exhaustive()
    }
}

/// Whether a reply has a body, whatever its head says of one.
fn has_body(method: &str, status: StatusCode) -> bool {
    let is_bodiless = status.is_informational()
        || status == StatusCode::NO_CONTENT
        || status == StatusCode::NOT_MODIFIED;
    let is_tunnel = method == Method::CONNECT.as_str() && status.is_success();
    !is_bodiless && !is_tunnel && method != Method::HEAD.as_str()
}

/// What servers put into requests without a type of their own.
fn peer(extensions: &Extensions) -> Option<IpAddr> {
    let socket = extensions.get::<SocketAddr>().map(SocketAddr::ip);
    socket.or_else(|| extensions.get().copied())
}
