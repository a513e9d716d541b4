//! What a job says about itself. Contract: §5.3.

use chrono::{DateTime, Utc};

use crate::synapse::{Job, JobStatus};

impl Job {
    /// The id under which it is asked for: the one that it was submitted under, else Ray's own.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.submission_id.as_deref().or(self.job_id.as_deref())
    }

    /// Whether it is over. One whose status is unknown is not.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.status.as_ref().is_some_and(JobStatus::is_final)
    }

    /// When it began.
    #[must_use]
    pub fn started_at(&self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_millis(self.start_time?)
    }

    /// When it ended.
    #[must_use]
    pub fn ended_at(&self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_millis(self.end_time?)
    }
}

impl JobStatus {
    /// Whether no other status follows: `STOPPED`, `SUCCEEDED` and `FAILED`.
    #[must_use]
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Stopped | Self::Succeeded | Self::Failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(text: &str) -> Job {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn its_id_is_the_one_that_it_was_submitted_under() {
        let submitted = job(r#"{"job_id":"01000000","submission_id":"raysubmit_1"}"#);
        assert_eq!(submitted.id(), Some("raysubmit_1"));
        let driver = job(r#"{"job_id":"02000000","submission_id":null}"#);
        assert_eq!(driver.id(), Some("02000000"));
        assert_eq!(job("{}").id(), None);
    }

    #[test]
    fn three_statuses_are_final() {
        for (status, over) in [
            ("PENDING", false),
            ("RUNNING", false),
            ("STOPPED", true),
            ("SUCCEEDED", true),
            ("FAILED", true),
            ("succeeded", false),
            ("PAUSED", false),
        ] {
            let job = job(&format!(r#"{{"status":"{status}"}}"#));
            assert_eq!(job.is_over(), over, "{status}");
        }
        assert!(!job("{}").is_over());
    }

    #[test]
    fn times_are_milliseconds() {
        let job = job(r#"{"start_time":1700000000123,"end_time":null}"#);
        let started = job.started_at().unwrap().to_rfc3339();
        assert_eq!(started, "2023-11-14T22:13:20.123+00:00");
        assert_eq!(job.ended_at(), None);
    }
}
