//! The one integration test binary: real sockets, real simulators, no sleeps.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    missing_docs,
    clippy::disallowed_methods
)]

mod accounts;
mod agent;
mod architecture;
mod batches;
mod blocking;
mod codegen;
#[path = "../build/compiler/mod.rs"]
mod compiler;
mod contract;
mod events;
mod faults;
#[path = "../build/fingerprint.rs"]
mod fingerprint;
mod import_export;
mod inputs;
mod middleware;
mod names;
mod objects;
mod paths;
mod peers;
mod ports;
mod prepull;
mod programs;
mod records;
mod redirects;
mod secrets;
mod simulators;
mod streaming;
mod support;
mod tail;
mod templates;
mod terminal;
mod waits;
