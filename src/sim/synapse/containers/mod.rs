//! `/builds/`, `/containers/` and `/containers/docker/`.

mod build;
mod create;
pub(super) mod docker;
mod records;
#[cfg(test)]
mod tests;

use std::time::Duration;

use build::Build;
pub use build::BuildOutcome;
pub(super) use build::get as build;
pub(super) use create::{create, read_form};
use docker::Docker;
use records::Record;
pub(super) use records::{delete, get, list, update};

/// Builds, and the containers that come of them.
#[derive(Debug, Default)]
pub(super) struct Containers {
    builds: Vec<Build>,
    /// What becomes of builds that begin now.
    pub(super) outcome: BuildOutcome,
    records: Vec<Record>,
    /// How many records there ever were.
    count: i64,
    docker: Vec<Docker>,
}

impl Containers {
    /// A container that has been there for long.
    pub(super) fn seeded() -> Self {
        let mut containers = Self::default();
        containers.make(&create::Plan::of("detector", "1.2.0"));
        containers
    }

    /// Lets everything happen that is due.
    pub(super) fn settle(&mut self, now: Duration) {
        for place in 0..self.builds.len() {
            if self.builds[place].is_to_complete(now) {
                let made = self.make(&self.builds[place].plan.clone());
                self.builds[place].result = Some(made);
            }
        }
    }

    /// Makes what a build has built.
    fn make(&mut self, plan: &create::Plan) -> serde_json::Value {
        self.count += 1;
        let docker = Docker::new(&plan.name(), "running");
        let record = Record::new(self.count, plan, &docker);
        let result = record.result();
        self.docker.push(docker);
        self.records.push(record);
        result
    }
}
