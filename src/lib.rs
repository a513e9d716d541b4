#![doc = include_str!("../README.md")]
// A part of the backends calls a part of the engine.
#![cfg_attr(
    not(all(
        feature = "gateway",
        feature = "gt8004",
        feature = "liteboxd",
        feature = "loopai",
        feature = "synapse"
    )),
    allow(dead_code, unreachable_pub, unused_imports, unused_macros)
)]

mod error;
mod generated;
mod runtime;
mod secret;

#[cfg(feature = "blocking")]
pub mod blocking;
#[cfg(feature = "gateway")]
pub mod gateway;
#[cfg(feature = "gt8004")]
pub mod gt8004;
#[cfg(feature = "liteboxd")]
pub mod liteboxd;
#[cfg(feature = "loopai")]
pub mod loopai;
#[cfg(feature = "sim")]
pub mod sim;
#[cfg(feature = "synapse")]
pub mod synapse;

pub use error::{Error, ErrorKind, Result};
pub use runtime::batch;
#[cfg(feature = "websocket")]
pub use runtime::websocket;
pub use runtime::{
    Backend, Batch, Builder, Call, Download, End, Invoke, Paged, Response, RetryPolicy, Timestamp,
    Upload, Verdict, Wait, Watch,
};
pub use secret::Secret;
