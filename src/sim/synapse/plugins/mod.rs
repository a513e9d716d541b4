//! `/plugin_releases/`: releases on the agent, and running them.

mod deferral;
mod releases;
mod run;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::Value;

pub use deferral::Deferral;
use deferral::Tickets;
use releases::Release;
pub(super) use releases::{create, delete, get, list};
pub(super) use run::{run, run_debug};

/// The GPUs are too busy to run anything.
#[derive(Clone, Copy, Debug)]
pub(super) struct GpuBusy {
    pub(super) max_utilization: f64,
    pub(super) threshold: f64,
}

/// Releases, and what comes of running them.
#[derive(Debug, Default)]
pub(super) struct Plugins {
    releases: Vec<Release>,
    /// How many there ever were.
    count: u64,
    pub(super) gpu_busy: Option<GpuBusy>,
    /// What actions give, by their name.
    pub(super) results: BTreeMap<String, Value>,
    tickets: Tickets,
    pub(super) deferral: Option<Deferral>,
}

impl Plugins {
    pub(super) fn seeded() -> Self {
        let mut plugins = Self::default();
        plugins.add("detector", "1.2.0");
        plugins.add("trainer", "0.3.1");
        plugins
    }
}
