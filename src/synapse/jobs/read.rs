//! Reading jobs.

use crate::error::Result;
use crate::generated::synapse::Client as Raw;
use crate::runtime::{Exchange, Invoke};
use crate::synapse::Job;
use crate::synapse::check::readable_job_id;

/// Lists the jobs; made by [`Jobs::list`](super::Jobs::list).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ListJobs;

impl Invoke for ListJobs {
    type Output = Vec<Job>;
    const OPERATION: &'static str = "list_jobs";

    async fn invoke(self, exchange: Exchange) -> Result<Vec<Job>> {
        Raw::of(&exchange).list_jobs().await
    }
}

/// Reads a job; made by [`Jobs::get`](super::Jobs::get).
#[derive(Debug, Clone)]
pub struct GetJob {
    pub(super) id: String,
}

impl Invoke for GetJob {
    type Output = Job;
    const OPERATION: &'static str = "get_job";

    async fn invoke(self, exchange: Exchange) -> Result<Job> {
        let id = readable_job_id(&self.id)?;
        Raw::of(&exchange).get_job(id).await
    }
}
