//! A tower middleware that logs what an agent serves. Contract: §6.3 to §6.6.
//!
//! ```no_run
//! # #[cfg(feature = "sim")]
//! # async fn f(listener: tokio::net::TcpListener) -> Result<(), Box<dyn std::error::Error>> {
//! use std::net::SocketAddr;
//! use axum::{Router, extract::ConnectInfo, routing::get};
//! use quintet::gt8004::{Logger, middleware::LogLayer};
//!
//! let logger = Logger::from_env()?;
//! let layer = LogLayer::new(logger.clone())
//!     .peer_address(|seen| Some(seen.get::<ConnectInfo<SocketAddr>>()?.0.ip()));
//! let app = Router::new()
//!     .route("/api/search", get(|| async { r#"{"results":[]}"# }))
//!     .layer(layer)
//!     .into_make_service_with_connect_info::<SocketAddr>();
//! axum::serve(listener, app).await?;
//! # Ok(()) }
//! ```
//!
//! Bodies stream through: no byte waits for another, and nothing is changed. What is kept of them is a copy of their beginning,
//! as far as it was read. An entry is logged when the reply has been sent, or was given up; tools, payments, redaction and the
//! hooks on bodies are the worker's business and cost the request nothing.
//!
//! What the service does not read of a body is not known either: neither its text, nor a tool that it names, nor, unless the head
//! announces it, its size. Whoever closes the logger does so after the server has ended, or the last entries are refused.
//!
//! # What is logged
//! | field | from |
//! |---|---|
//! | `method`, `path` | the request, without the query; what looks like a key is masked |
//! | `status_code` | the reply; 500 when the service fails or panics, 499 when it is given up before it replies |
//! | `response_ms` | from the request to the end of the reply's body |
//! | `error_type` | `HTTP_<status>` from 500 on, `panic`, `service_error`, `cancelled`, `body_error` |
//! | bodies | text without the usual secrets, up to 16 KiB; the sizes are those of the whole |
//! | `headers` | `user-agent`, `content-type`, `referer`; no others, least of all credentials |
//! | `ip_address` | see [`ProxyTrust`] and [`LogLayer::peer_address`] |
//! | `customer_id` | a function, `X-Customer-ID`, or the subject of a token, see [`LogLayer::customer_id`] |
//! | `tool_name` | by the protocol: what MCP's `tools/call` names, A2A's `skill_id`, or the path's last segment |
//! | `x402_…` | the headers `X-Payment` of the request and `X-Payment-Response` of the reply |
//!
//! # Several protocols
//! An agent that speaks several gives each part of its routes a layer of its own, with one logger:
//!
//! ```
//! # #[cfg(feature = "sim")]
//! # fn f(logger: quintet::gt8004::Logger) -> axum::Router {
//! use axum::{Router, routing::{get, post}};
//! use quintet::gt8004::{Protocol, middleware::LogLayer};
//!
//! let http = LogLayer::new(logger);
//! let mcp = Router::new().route("/mcp", post(|| async { "{}" })).layer(http.clone().protocol(Protocol::Mcp));
//! let a2a = Router::new().route("/a2a/tasks", post(|| async { "{}" })).layer(http.clone().protocol(Protocol::A2a));
//! let api = Router::new().route("/api/search", get(|| async { "{}" })).layer(http);
//! let agent = mcp.merge(a2a).merge(api);
//! # agent }
//! ```
//!
//! With axum, a layer is around the routes that were added before it, and around what answers where there is no route; of routers
//! that are merged, the last one's does.

mod body;
mod capture;
mod client_address;
mod config;
mod customer;
mod finish;
mod future;
mod header;
mod layer;
mod payment;
mod redact;
mod report;
mod service;
mod tool;

pub use body::{RequestBody, ResponseBody};
pub use capture::Oversize;
pub use client_address::ProxyTrust;
pub use future::ResponseFuture;
pub use layer::LogLayer;
pub use service::LogService;

#[cfg(test)]
#[cfg(feature = "sim")]
mod tests;
