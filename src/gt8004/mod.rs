//! GT8004: shipping logs of the requests that an agent serves.
//!
//! ```no_run
//! # async fn f() -> quintet::Result<()> {
//! use std::time::Duration;
//! use quintet::gt8004::{Logger, RequestLogEntry};
//!
//! let logger = Logger::new("agent-1", "gt8004_0123")?;
//! logger.verify_connection().await?;
//! logger.log(RequestLogEntry::new("GET", "/api/search", 200, Duration::from_millis(12)).with_tool_name("search"));
//! let ledger = logger.close(Duration::from_secs(5)).await;
//! println!("{ledger}");
//! # Ok(()) }
//! ```
//!
//! # Defaults
//! | what | default |
//! |---|---|
//! | network | the test network; [`network`](crate::Builder::network) or an ingestion URL says otherwise |
//! | ingestion URL | `https://testnet.ingest.gt8004.xyz/v1/ingest`, `https://ingest.gt8004.xyz/v1/ingest` |
//! | a batch | 50 entries, 51,200 bytes, or what came in 5 s |
//! | the queue | 10,000 entries, 16 MiB; then the entry that comes is given up |
//! | a request | 10 s |
//! | requests for a batch | 3, after 1 s and 2 s and up to 1 s by chance, later if the server says so |
//! | the breaker | opens for 30 s after 5 batches in a row that could not be sent, then one request decides |
//! | a refused key | nothing is sent for 60 s, then one request decides |
//!
//! # What becomes of an entry
//! [`Logger::ledger`] says it, exactly and at every moment: `accepted = delivered + dropped + queued + spooled`. An entry is
//! sent at least once: when a request has no answer, the service may have the batch, and gets it again; it recognises
//! nothing, but the ids of requests and of the batch stay the same.
//!
//! # Where the service surprises
//! - It answers before it stores. One entry that does not fit into its columns loses the whole batch without a word, so
//!   entries are clamped, and the [ledger](Ledger::clamped) counts them.
//! - It takes 51,200 bytes. What is larger is taken apart, goes without bodies, and is given up, in this order.
//! - It tells customers apart by [`ip_address`](RequestLogEntry::ip_address), not by
//!   [`customer_id`](RequestLogEntry::customer_id), and stores the time of arrival, not the entry's.
//! - The agent is whose key it is, whatever the agent's id.

mod clamp;
mod client;
mod entry;
mod envelope;
mod health;
mod ingest;
mod logger;
pub mod middleware;
mod network;
mod request_id;

pub use crate::generated::gt8004::types::Health;
pub use crate::runtime::{DropCause, DropPolicy, Ledger};
pub use clamp::ColumnLimits;
pub use client::{Client, Gt8004};
pub use entry::{Protocol, RequestLogEntry};
pub use envelope::Envelope;
pub use health::{CheckHealth, CheckReadiness};
pub use ingest::{Ingest, VerifyConnection};
pub use logger::{Logger, LoggerBuilder};
pub use network::Network;
