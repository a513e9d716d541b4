//! The backends, imitated in your own process.
//!
//! A simulator is a real HTTP server on a loopback port. It keeps state, behaves as the backend's contract says, oddities
//! included, and misbehaves on request: see [`Fault`]. Use it to test code that calls a backend, without the backend.
//!
//! ```
//! use quintet::sim::{Fault, liteboxd::Simulator};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> std::io::Result<()> {
//! let simulator = Simulator::start().await?;
//! // The next two requests are answered with 503, whatever they ask for.
//! simulator.inject(Fault::status(503).times(2));
//! assert!(simulator.base_url().starts_with("http://127.0.0.1:"));
//! assert_eq!(simulator.request_count("POST", "/api/v1/sandboxes"), 0);
//! # Ok(())
//! # }
//! ```
//!
//! The servers run on the tokio runtime that started them and end when the last handle is dropped. Code that blocks
//! its thread needs a multi-threaded runtime beside it, or the simulator cannot answer.

#![cfg_attr(
    not(all(
        feature = "gateway",
        feature = "gt8004",
        feature = "liteboxd",
        feature = "loopai",
        feature = "synapse"
    )),
    allow(dead_code, reason = "a part of the backends needs a part of this")
)]

mod clock;
mod door;
mod exchange;
#[cfg(any(feature = "gateway", feature = "loopai", feature = "synapse"))]
mod fastapi;
mod fault;
#[cfg(feature = "gateway")]
pub mod gateway;
mod gauge;
#[cfg(any(feature = "gt8004", feature = "liteboxd"))]
mod gin;
#[cfg(feature = "gt8004")]
pub mod gt8004;
mod handle;
#[cfg(feature = "liteboxd")]
pub mod liteboxd;
mod lock;
#[cfg(feature = "loopai")]
pub mod loopai;
mod multipart;
mod percent;
mod random;
mod recorder;
mod reply;
mod server;
#[cfg(feature = "synapse")]
pub mod synapse;
#[cfg(all(
    test,
    any(
        feature = "gateway",
        feature = "gt8004",
        feature = "loopai",
        feature = "synapse"
    )
))]
#[allow(dead_code, reason = "a part of the backends needs a part of this")]
mod testing;
mod upgrade;
#[cfg(any(feature = "liteboxd", feature = "synapse"))]
mod websocket;
mod wire;

pub use fault::{Ending, Fault};
pub use recorder::Recorded;
