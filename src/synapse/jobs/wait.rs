//! Waiting for a job to succeed, or to be over.

use std::time::Duration;

use super::Jobs;
use crate::error::Result;
use crate::runtime::{Verdict, Watch};
use crate::synapse::{Job, JobStatus};

/// A job that is to succeed; made by [`Jobs::wait`].
#[derive(Debug)]
pub struct UntilSucceeded {
    jobs: Jobs,
    id: String,
}

impl UntilSucceeded {
    pub(super) fn new(jobs: Jobs, id: String) -> Self {
        Self { jobs, id }
    }
}

impl Watch for UntilSucceeded {
    type State = Job;
    type Output = Job;

    async fn look(&self, left: Duration) -> Result<Job> {
        self.jobs.look(&self.id, left).await
    }

    fn judge(&self, job: &Job) -> Verdict {
        match &job.status {
            Some(JobStatus::Succeeded) => Verdict::Ready,
            Some(status) if status.is_final() => Verdict::Failed(reason(job)),
            _ => Verdict::Pending,
        }
    }

    fn output(&self, job: Job) -> Job {
        job
    }

    fn subject(&self) -> String {
        format!("job {} to succeed", self.id)
    }

    fn describe(&self, job: &Job) -> String {
        describe(job)
    }
}

/// A job that is to be over; made by [`Jobs::wait_until_over`].
#[derive(Debug)]
pub struct UntilOver {
    jobs: Jobs,
    id: String,
}

impl UntilOver {
    pub(super) fn new(jobs: Jobs, id: String) -> Self {
        Self { jobs, id }
    }
}

impl Watch for UntilOver {
    type State = Job;
    type Output = Job;

    async fn look(&self, left: Duration) -> Result<Job> {
        self.jobs.look(&self.id, left).await
    }

    fn judge(&self, job: &Job) -> Verdict {
        if job.is_over() {
            Verdict::Ready
        } else {
            Verdict::Pending
        }
    }

    fn output(&self, job: Job) -> Job {
        job
    }

    fn subject(&self) -> String {
        format!("job {} to be over", self.id)
    }

    fn describe(&self, job: &Job) -> String {
        describe(job)
    }
}

fn reason(job: &Job) -> String {
    let message = job.message.as_deref().filter(|message| !message.is_empty());
    match (message, &job.error_type) {
        (Some(message), _) => message.to_owned(),
        (None, Some(kind)) => kind.to_string(),
        (None, None) => "the agent gives no reason".to_owned(),
    }
}

fn describe(job: &Job) -> String {
    match &job.status {
        Some(status) => status.to_string(),
        None => "without a status".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synapse::Client;

    fn job(text: &str) -> Job {
        serde_json::from_str(text).unwrap()
    }

    fn jobs() -> Jobs {
        let builder = Client::builder().base_url("http://127.0.0.1:9").token("x");
        builder.build().unwrap().jobs()
    }

    #[test]
    fn a_job_that_ended_badly_has_failed_but_is_over() {
        let succeeded = UntilSucceeded::new(jobs(), "j".to_owned());
        let over = UntilOver::new(jobs(), "j".to_owned());
        let failed = |reason: &str| Verdict::Failed(reason.to_owned());
        for (text, verdict) in [
            (r#"{"status":"SUCCEEDED"}"#, Verdict::Ready),
            (
                r#"{"status":"FAILED","message":"exit code 1","error_type":"JOB_ENTRYPOINT_COMMAND_ERROR"}"#,
                failed("exit code 1"),
            ),
            (
                r#"{"status":"FAILED","message":"","error_type":"JOB_SUPERVISOR_ACTOR_DIED"}"#,
                failed("JOB_SUPERVISOR_ACTOR_DIED"),
            ),
            (
                r#"{"status":"STOPPED"}"#,
                failed("the agent gives no reason"),
            ),
            (r#"{"status":"RUNNING"}"#, Verdict::Pending),
            (r#"{"status":"PAUSED"}"#, Verdict::Pending),
            ("{}", Verdict::Pending),
        ] {
            let job = job(text);
            let is_over = verdict != Verdict::Pending;
            assert_eq!(succeeded.judge(&job), verdict, "{text}");
            assert_eq!(over.judge(&job) == Verdict::Ready, is_over, "{text}");
        }
        assert_eq!(over.describe(&job("{}")), "without a status");
        assert_eq!(over.subject(), "job j to be over");
    }
}
