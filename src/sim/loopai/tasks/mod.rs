//! `/tasks`: what programs are to do, and the programs.

mod artifact;
mod create;
mod read;
mod store;
mod task;
#[cfg(test)]
mod tests;

pub(super) use artifact::{Artifact, Record, State, share};
pub(super) use create::create;
pub(super) use read::{artifact, artifacts, get};
pub(super) use store::Tasks;
pub(super) use task::{Task, Wish};
