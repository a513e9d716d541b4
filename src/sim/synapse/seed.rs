//! What is there from the start.

use std::time::Duration;

use super::jobs::{Job, JobStatus, Jobs};

/// Jobs of every state; the first one runs and logs until it is stopped.
pub(super) fn jobs(now: Duration) -> Jobs {
    let second = Duration::from_secs(1);
    let mut jobs = Jobs::default();
    let running = Job::new("raysubmit_abc123")
        .generate(u64::MAX, |line| {
            let (epoch, step) = (line / 10 + 1, line % 10 + 1);
            format!(
                "epoch {epoch} step {step}/10 loss {:.4}",
                1.0 / (line + 1) as f64
            )
        })
        .every(second)
        .metadata("owner", "someone")
        .env_var("SYNAPSE_JOB_ID", "raysubmit_abc123");
    jobs.add(running, now);
    let lines = ["loading the model", "epoch 1", "epoch 2", "done"];
    let ended = |id, status| Job::new(id).lines(lines).then(status);
    jobs.add(ended("raysubmit_succeeded", JobStatus::Succeeded), now);
    jobs.add(ended("raysubmit_failed", JobStatus::Failed), now);
    jobs.add(ended("raysubmit_stopped", JobStatus::Stopped), now);
    jobs.add(Job::new("raysubmit_pending").pending(), now);
    let driver = Job::new("notebook").entrypoint("python train.py");
    jobs.add(driver.driver(), now);
    jobs
}
