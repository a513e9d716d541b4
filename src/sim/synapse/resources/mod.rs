//! `/resources/` and `/gpu_status/`: what the cluster has left, and who may use it.

mod feasibility;
mod policy;
mod snapshot;
#[cfg(test)]
mod tests;

pub(super) use feasibility::check;
pub(super) use policy::{Policy, get as policy, update as update_policy};
pub(super) use snapshot::{Usage, cluster, gpu_status};
