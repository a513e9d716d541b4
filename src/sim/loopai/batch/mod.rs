//! `/batch`: many executions, or many comparisons, in one request.

mod execute;
mod report;
#[cfg(test)]
mod tests;
mod validate;

pub use execute::BatchExecutor;
pub(super) use execute::execute;
pub(super) use validate::validate;
