//! Jobs and their logs.

use super::super::{Job, JobStatus, LogReply, Simulator};

/// Jobs.
impl Simulator {
    /// Adds a job, in the place of one of the same id. Who follows the log of the other one is told that it is gone.
    pub fn add_job(&self, job: Job) {
        self.change(|world| {
            let now = world.clock.now();
            world.jobs.add(job, now);
        });
    }

    /// A job vanishes. Who follows its log is told so.
    pub fn remove_job(&self, id: &str) {
        self.change(|world| world.jobs.remove(id));
    }

    /// A job that waits for its start runs. Others are left alone.
    pub fn start_job(&self, id: &str) {
        self.change(|world| {
            let now = world.clock.now();
            world.jobs.begin(id, now);
        });
    }

    /// A job is over, in this way. What it has not written yet it never will. A job that is over is left alone, and so is every
    /// job when the status is not a final one.
    pub fn finish_job(&self, id: &str, status: JobStatus) {
        self.change(|world| {
            let now = world.clock.now();
            world.jobs.finish(id, status, now);
        });
    }

    /// Writes this text to the log of a job now, as it is: whole lines need their `\n`. What its script has not written yet
    /// comes later. A job that is over can still write.
    pub fn append_log(&self, id: &str, text: &str) {
        self.change(|world| {
            let now = world.clock.now();
            world.jobs.append(id, text, now);
        });
    }

    /// The state of a job, by its id or Ray's own.
    pub fn job_status(&self, id: &str) -> Option<JobStatus> {
        self.with(|world| world.jobs.status(id, world.clock.now()))
    }

    /// What whole logs look like in replies.
    pub fn set_log_reply(&self, reply: LogReply) {
        self.with(|world| world.log_reply = reply);
    }

    /// Whether the cluster does not answer: everything that is Ray's gets a 503.
    pub fn set_ray_down(&self, on: bool) {
        self.with(|world| world.ray_down = on);
    }
}
