//! A tower middleware that logs what an agent serves. Contract: §6.3 to §6.6.
//!
//! ```no_run
//! # fn f<S>(service: S) -> quintet::Result<()> {
//! use quintet::gt8004::Logger;
//! use quintet::gt8004::middleware::{LogLayer, ProxyTrust};
//! use tower_layer::Layer as _;
//!
//! let logger = Logger::new("agent-1", "gt8004_0123")?;
//! let layer = LogLayer::new(logger).proxy_trust(ProxyTrust::Hops(1));
//! let service = layer.layer(service); // with axum: `Router::new().layer(layer)`
//! # let _ = service;
//! # Ok(()) }
//! ```
//!
//! Bodies stream through: no byte waits for another, and nothing is changed. What is kept of them is a copy of their beginning,
//! as far as it was read. An entry is logged when the reply has been sent, or was given up; tools, payments, redaction and the
//! hooks on bodies are the worker's business and cost the request nothing.
//!
//! # What is logged
//! | field | from |
//! |---|---|
//! | `method`, `path` | the request, without the query |
//! | `status_code` | the reply; 500 when the service fails or panics, 499 when it is given up before it replies |
//! | `response_ms` | from the request to the end of the reply's body |
//! | `error_type` | `HTTP_<status>` from 500 on, `panic`, `service_error`, `cancelled`, `body_error` |
//! | bodies | text, up to 16 KiB; the sizes are those of the whole |
//! | `headers` | `user-agent`, `content-type`, `referer`; no others, least of all credentials |
//! | `ip_address` | see [`ProxyTrust`] and [`LogLayer::peer_address`] |
//! | `customer_id` | a function, `X-Customer-ID`, or the subject of a token, see [`LogLayer::customer_id`] |
//! | `tool_name` | by the logger's protocol: what MCP's `tools/call` names, A2A's `skill_id`, or the path's last segment |
//! | `x402_…` | the headers `X-Payment` of the request and `X-Payment-Response` of the reply |

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
