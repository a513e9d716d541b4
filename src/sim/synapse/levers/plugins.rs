//! Plugin releases, builds and containers.

use serde_json::Value;

use super::super::plugins::GpuBusy;
use super::super::{BuildOutcome, Deferral, Simulator};

/// Plugin releases, builds and containers.
impl Simulator {
    /// Adds a plugin release, unless it is there; its id.
    pub fn add_plugin_release(&self, plugin: &str, version: &str) -> u64 {
        self.with(|world| world.plugins.add(plugin, version))
    }

    /// The GPUs are too busy, so that nothing is run: 503 with these numbers, in percent.
    pub fn set_gpu_unavailable(&self, max_utilization: f64, threshold: f64) {
        let busy = GpuBusy {
            max_utilization,
            threshold,
        };
        self.with(|world| world.plugins.gpu_busy = Some(busy));
    }

    /// The GPUs have room again.
    pub fn set_gpu_available(&self) {
        self.with(|world| world.plugins.gpu_busy = None);
    }

    /// What running this action gives, any JSON, in the place of a job. The empty text is the action `null`.
    pub fn set_run_result(&self, action: &str, result: Value) {
        self.with(|world| world.plugins.results.insert(action.to_owned(), result));
    }

    /// What becomes of inferences that begin now. `None`, the default, is that each gives its result at once.
    pub fn set_deferral(&self, deferral: Option<Deferral>) {
        self.with(|world| world.plugins.deferral = deferral);
    }

    /// What becomes of builds that begin now.
    pub fn set_build_outcome(&self, outcome: BuildOutcome) {
        self.with(|world| world.containers.outcome = outcome);
    }

    /// The root of the URLs that lead to other pages. `None`, the default, is the host that a request names.
    pub fn set_page_root(&self, root: Option<&str>) {
        self.with(|world| world.page_root = root.map(str::to_owned));
    }
}
