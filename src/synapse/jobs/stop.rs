//! Stopping a job.

use crate::error::Result;
use crate::generated::synapse::Client as Raw;
use crate::runtime::{Exchange, Invoke};
use crate::synapse::check::job_id;
use crate::synapse::{StoppedJob, reply};

/// Stops a job; made by [`Jobs::stop`](super::Jobs::stop).
#[derive(Debug, Clone)]
pub struct StopJob {
    pub(super) id: String,
}

impl Invoke for StopJob {
    type Output = StoppedJob;
    const OPERATION: &'static str = "stop_job";

    async fn invoke(self, exchange: Exchange) -> Result<StoppedJob> {
        let id = job_id(&self.id)?;
        let stopped = Raw::of(&exchange).stop_job(id).await;
        reply::acknowledged(&exchange, stopped)
    }
}
