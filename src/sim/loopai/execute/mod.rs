//! `POST /tasks/{task_id}/execute`, and what an execution is, alone or in a batch.

mod fault;
mod request;
mod run;
mod synthesis;
#[cfg(test)]
mod tests;

pub use fault::ExecutionFault;
pub(super) use fault::Faults;
pub(super) use request::execute;
pub(super) use run::{Job, Run, run, settle};
pub use synthesis::Generator;
pub(super) use synthesis::{Synthesis, generate};
