//! Synapse: jobs and their logs, plugin releases and containers, on an agent.

mod access;
mod check;
mod client;
mod health;
mod jobs;
mod reply;

pub use crate::generated::synapse::types::{
    Job, JobDriver, JobErrorType, JobStatus, JobType, RuntimeEnvironment, StoppedJob,
};
pub use client::{Client, Synapse};
pub use health::CheckHealth;
pub use jobs::{GetJob, GetJobLogs, Jobs, ListJobs, StopJob, UntilOver, UntilSucceeded};
