//! `/validation`: how programs do, whether another one does better, and bringing that one into use.

mod canary;
mod compare;
mod improve;
mod metrics;
#[cfg(test)]
mod tests;

pub use canary::CanaryVerdict;
pub(super) use canary::{Canaries, get, progress, roll_back, start};
pub(super) use compare::compare;
pub(super) use improve::{improve, recommendations, summary};
