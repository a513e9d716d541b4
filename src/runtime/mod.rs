//! The engine: what every call of every backend goes through. It knows no backend.
//!
//! A call's way: facade → [`Call`] → raw client → [`Exchange`] → [`Transport`] → retry loop → attempt → wire, and back.

mod attempt;
pub mod batch;
mod body;
mod breaker;
mod buffer;
mod builder;
mod call;
pub(crate) mod chunk;
mod cookie;
mod credential;
mod download;
mod endpoint;
mod env;
mod events;
mod exchange;
mod idle;
mod issuer;
pub(crate) mod lines;
mod operation;
mod options;
mod page;
pub(crate) mod path;
mod pieces;
mod presigned;
mod reading;
mod redirect;
mod response;
mod resume;
mod retry;
mod save;
mod seen;
mod spare;
#[allow(
    dead_code,
    unused_imports,
    reason = "benchmark and fuzzer use the parser by itself"
)]
pub(crate) mod sse;
pub(crate) mod tail;
mod timestamp;
mod tls;
mod trace;
mod transport;
mod upload;
mod wait;
#[cfg(feature = "websocket")]
pub mod websocket;

pub use batch::Batch;
pub use buffer::{DropCause, DropPolicy, Ledger};
pub use builder::{Backend, Builder};
pub use call::{Call, Invoke};
pub use download::Download;
pub use page::Paged;
pub use response::Response;
pub use retry::RetryPolicy;
pub use tail::TailOutcome;
pub use timestamp::Timestamp;
pub use upload::Upload;
pub use wait::{End, Verdict, Wait, Watch};

pub(crate) use attempt::Body;
#[cfg(feature = "spool")]
pub(crate) use buffer::SpoolLimits;
pub(crate) use buffer::{Buffer, Encoded, Parcel, Refused, Settings, Ship, Spool, Weight, Why};
pub(crate) use credential::Credential;
pub(crate) use endpoint::Endpoint;
pub(crate) use env::variable;
pub(crate) use events::Events;
pub(crate) use exchange::Exchange;
pub(crate) use issuer::Issuer;
pub(crate) use operation::{Meaning, Operation, find};
pub(crate) use options::{CallOptions, positive};
pub(crate) use page::Trail;
pub(crate) use reading::{Proxy, Reading};
pub(crate) use resume::Rest;
pub(crate) use transport::Transport;
pub(crate) use upload::{Label, form};
