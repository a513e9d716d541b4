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
//! A web server need not make entries itself: the [`middleware`] makes one of every request.
//!
//! # Credentials
//! The API key goes as a bearer token to the origin of the ingestion URL and nowhere else, and is never shown. It alone says
//! whose entries these are. (Contract §2.)
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
//! | a spool | none; `LoggerBuilder::spool` of the feature `spool` |
//!
//! # What becomes of an entry
//! [`Logger::ledger`] says it, exactly and at every moment: `accepted = delivered + dropped + queued + spooled`. An entry is
//! sent at least once: when a request has no answer, the service may have the batch, and gets it again; it recognises
//! nothing, but the ids of requests and of the batch stay the same.
//!
//! | the service answers a batch with | what follows (contract §5) |
//! |---|---|
//! | 2xx | it is delivered; after a page of HTML, which no ingestion service sends, it waits for the next flush |
//! | 408, 425, 429, any 5xx, no answer, no connection | another request; after the third the batch waits for the next flush |
//! | 413 | it is halved; a single entry goes without bodies, then without headers, then it is given up: [`TooLarge`](DropCause::TooLarge) |
//! | 400, 422 | it is halved; a single entry is given up: [`Rejected`](DropCause::Rejected). So are whole batches after 10 refusals with nothing accepted in between |
//! | 401 | it waits; when the logger is closed it is given up, [`Unauthorized`](DropCause::Unauthorized), or stays in the spool |
//! | anything else | it is given up: [`Rejected`](DropCause::Rejected) |
//!
//! What is being sent when the limit of [`Logger::close`] passes is [`Unconfirmed`](DropCause::Unconfirmed), or stays in the
//! spool. One request is under way at a time, with the oldest entries.
//!
//! # Where the methods are
//! | in the user's document, and in other clients | here |
//! |---|---|
//! | `GT8004Logger(agent_id, api_key)` | [`Logger::new`], [`Logger::from_env`] |
//! | `ingest_url`, `network` | [`base_url`](crate::Builder::base_url) and [`network`](crate::Builder::network) of [`Client::builder`] |
//! | `batch_size`, `flush_interval`, `protocol` | of [`Client::logger`], as everything else about batches; `protocol` of [`LogLayer`](middleware::LogLayer), too |
//! | `start_auto_flush` | nothing: the worker starts with the first entry, also without a runtime |
//! | `log`, `flush`, `close` | [`Logger::log`], [`Logger::flush`], [`Logger::close`] |
//! | `verify_connection`, which is always true | [`Logger::verify_connection`], [`Client::verify_connection`] |
//! | `RequestLogEntry(…)` | [`RequestLogEntry::new`] and its `with_…` |
//! | the middlewares for FastAPI, Flask and Django; `sanitize_fn`, `exclude_paths` | [`middleware::LogLayer`]: `sanitize`, `exclude_paths` |
//!
//! # Where it differs from the user's document
//! | about | the document | here (contract §9) |
//! |---|---|---|
//! | the ingestion URL | `http://localhost:9092`, whatever `GT8004_INGEST_URL` says | the test network over TLS; the variable is heeded |
//! | production | `https://gt8004.xyz/v1/ingest` | [`Network::Mainnet`], where the service is |
//! | names on the wire | all in snake_case, of which the service makes empty entries | entries in camelCase, the [`Envelope`] in both |
//! | requests for a batch | after 1, 2 and 4 s, then an error for who logs | 3, with 1 s and 2 s and chance in between; who logs is never told, who flushes is |
//! | the breaker | after 3 failures | after 5, for 30 s, as the published clients; [`breaker`](LoggerBuilder::breaker) |
//! | no loss of data | promised, out of memory | with a spool; without one the ledger says what was lost, and why |
//! | long bodies | cut at 16,384 characters | at 16,384 bytes, between characters; the sizes are those of the whole |
//! | the customer's id | by the service, also out of any bearer token | by the middleware; out of a token [where that is asked for](middleware::LogLayer::customer_from_token) |
//! | payments of X-402 | by hand | out of the headers, too |
//! | the time of an entry | normalised by the service | not stored: rows have the time of arrival |
//!
//! # Where the service surprises
//! - It answers before it stores. One entry that does not fit into its columns loses the whole batch without a word, so
//!   entries are clamped, and the [ledger](Ledger::clamped) counts them.
//! - It takes 51,200 bytes. What is larger is taken apart, goes without bodies, without headers, and is given up, in this order.
//! - It tells customers apart by [`ip_address`](RequestLogEntry::ip_address), not by
//!   [`customer_id`](RequestLogEntry::customer_id), and stores the time of arrival, not the entry's.
//! - The agent is whose key it is, whatever the agent's id.
//! - It has no limit of a rate and asks nobody to wait. What stands before it may, and is heeded.

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
mod timestamp;

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
