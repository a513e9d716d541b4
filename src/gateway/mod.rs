//! The Gateway: prefabs, their runs, streams and files.

mod access;
mod check;
mod client;

pub use client::{CLUSTER_URL, Client, Gateway, LEGACY_URL, PRODUCTION_URL, TEST_URL};
