//! The application: two routes of axum, with and without the layer.

use axum::Router;
use axum::body::Body;
use axum::routing::{get, post};
use http::{Method, Request};
use quintet::gt8004::Logger;
use quintet::gt8004::middleware::{LogLayer, ProxyTrust};

use crate::entry::body;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// No body, and a small one in reply.
    Get,
    /// A JSON body of so many bytes, which comes back.
    Post(usize),
}

impl Kind {
    pub(crate) const ALL: [Self; 3] = [Self::Get, Self::Post(1024), Self::Post(16 * 1024)];

    pub(crate) fn name(self) -> String {
        match self {
            Self::Get => "GET, no body".to_owned(),
            Self::Post(bytes) => format!("POST, {} KiB both ways", bytes >> 10),
        }
    }

    /// How many of a round fit into the queue with their bodies.
    pub(crate) fn of(self, requests: usize) -> usize {
        match self {
            Self::Post(16_384) => requests / 8,
            _ => requests,
        }
        .max(1)
    }

    pub(crate) fn method(self) -> Method {
        match self {
            Self::Get => Method::GET,
            Self::Post(_) => Method::POST,
        }
    }

    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Get => "/api/search",
            Self::Post(_) => "/api/echo",
        }
    }

    pub(crate) fn body(self) -> String {
        match self {
            Self::Get => String::new(),
            Self::Post(bytes) => body(bytes),
        }
    }

    /// The request as a server hands it on.
    pub(crate) fn request(self) -> Request<Body> {
        let request = Request::builder()
            .method(self.method())
            .uri(self.path())
            .header("host", "agent.example")
            .header("user-agent", "Mozilla/5.0 (X11; Linux x86_64) agent/1.0")
            .header("accept", "*/*")
            .header("x-forwarded-for", "203.0.113.7");
        let request = match self {
            Self::Get => request.body(Body::empty()),
            Self::Post(bytes) => request
                .header("content-type", "application/json")
                .header("content-length", bytes)
                .body(Body::from(self.body())),
        };
        request.expect("a request")
    }
}

/// The application as it is.
pub(crate) fn plain() -> Router {
    Router::new()
        .route("/api/search", get(|| async { r#"{"results":[]}"# }))
        .route("/api/echo", post(|body: bytes::Bytes| async { body }))
}

/// The same, logged.
pub(crate) fn logged(logger: &Logger) -> Router {
    let layer = LogLayer::new(logger.clone());
    plain().layer(layer.proxy_trust(ProxyTrust::Hops(1)))
}
