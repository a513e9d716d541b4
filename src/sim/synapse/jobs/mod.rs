//! `/jobs/`: what runs on the cluster.

mod log;
mod read;
mod record;
mod spec;
#[cfg(test)]
mod tests;
mod view;

use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};

use super::reply;
use super::world::World;
use crate::sim::exchange::Reply;
pub(super) use log::Cursor;
pub(super) use read::logs;
use record::{Over, Record};
pub use spec::{Job, JobStatus};

/// The jobs, oldest first.
#[derive(Debug, Default)]
pub(super) struct Jobs {
    records: Vec<Record>,
    /// How many there ever were.
    count: u64,
}

impl Jobs {
    /// Adds a job, in the place of one of the same id.
    pub(super) fn add(&mut self, job: Job, now: Duration) {
        self.count += 1;
        let job_id = format!("{:02x}000000", self.count);
        self.remove(&job.id);
        self.records.push(Record::new(job, job_id, now));
    }

    pub(super) fn remove(&mut self, id: &str) {
        self.records.retain(|record| record.spec.id != id);
    }

    /// A job as it is now.
    pub(super) fn at(&mut self, id: &str, now: Duration) -> Option<&mut Record> {
        let record = self.records.iter_mut().find(|record| record.is(id))?;
        record.settle(now);
        Some(record)
    }

    /// A job that has a log.
    pub(super) fn with_log(&mut self, id: &str, now: Duration) -> Option<&mut Record> {
        self.at(id, now).filter(|record| !record.spec.is_driver)
    }

    /// How many run.
    pub(super) fn running(&mut self, now: Duration) -> usize {
        let records = self.records.iter_mut();
        let running = records.filter_map(|record| {
            record.settle(now);
            (record.status(now) == JobStatus::Running).then_some(())
        });
        running.count()
    }

    pub(super) fn status(&mut self, id: &str, now: Duration) -> Option<JobStatus> {
        Some(self.at(id, now)?.status(now))
    }

    pub(super) fn begin(&mut self, id: &str, now: Duration) {
        if let Some(record) = self.at(id, now) {
            record.begin(now);
        }
    }

    pub(super) fn finish(&mut self, id: &str, status: JobStatus, now: Duration) {
        if let Some(record) = self.at(id, now) {
            record.finish(now, status);
        }
    }

    pub(super) fn append(&mut self, id: &str, text: &str, now: Duration) {
        if let Some(record) = self.at(id, now) {
            record.append(text, now);
        }
    }
}

/// `GET /jobs/`
pub(super) fn list(world: &mut World) -> Reply {
    let (clock, now) = (world.clock, world.clock.now());
    let rows = world.jobs.records.iter_mut().map(|record| {
        record.settle(now);
        view::row(record, &clock, now)
    });
    reply::ok(&rows.collect::<Vec<Value>>().into())
}

/// `GET /jobs/{job_id}/`
pub(super) fn get(world: &mut World, id: &str) -> Reply {
    let (clock, now) = (world.clock, world.clock.now());
    match world.jobs.at(id, now) {
        Some(record) => reply::ok(&view::row(record, &clock, now)),
        None => reply::not_found("Job", id),
    }
}

/// `POST /jobs/{job_id}/stop/`
pub(super) fn stop(world: &mut World, id: &str) -> Reply {
    let now = world.clock.now();
    let Some(record) = world.jobs.at(id, now) else {
        return reply::not_found("Job", id);
    };
    if record.spec.is_driver {
        let text = "Can only stop submission type jobs";
        return reply::error(StatusCode::BAD_REQUEST, text);
    }
    match record.stop(now) {
        Ok(()) => reply::ok(&json!({ "status": "STOPPING", "job_id": id })),
        Err(Over(status)) => {
            let text = format!("Job {id} is already in a terminal state: {}", status.name());
            reply::error(StatusCode::BAD_REQUEST, text)
        }
    }
}
