//! Image prepull: `/images/prepull`

mod operations;
mod route;
mod task;

use std::collections::BTreeSet;
use std::time::Duration;

pub(super) use route::Route;
use task::Task;

use super::random;

/// Nodes of the cluster, unless a test says otherwise.
const NODES: u64 = 3;

/// The prepull tasks, oldest first, and the cluster that they run in.
#[derive(Debug)]
pub(super) struct Prepulls {
    tasks: Vec<Task>,
    nodes: u64,
    /// Images that cannot be pulled.
    stalled: BTreeSet<String>,
    /// Why the job of the next task cannot be created.
    next_failure: Option<String>,
}

impl Default for Prepulls {
    fn default() -> Self {
        Self {
            tasks: Vec::new(),
            nodes: NODES,
            stalled: BTreeSet::new(),
            next_failure: None,
        }
    }
}

/// Why there is no new task, with the server's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    Invalid(&'static str),
    InProgress(String),
}

impl Prepulls {
    /// Starts a task. One whose job cannot be created is made as well, and has failed.
    pub(super) fn create(
        &mut self,
        now: Duration,
        image: &str,
        template: Option<&str>,
    ) -> Result<(), Refusal> {
        let image = image.trim();
        if image.is_empty() {
            return Err(Refusal::Invalid("image is required"));
        }
        let active = |task: &&Task| task.image == image && task.is_active();
        if let Some(task) = self.tasks.iter().rev().find(active) {
            return Err(Refusal::InProgress(format!(
                "prepull already in progress for image '{image}' (id: {})",
                task.id
            )));
        }
        let id = format!("pp-{}", random::hex(8));
        let mut task = Task::new(id, image, template, now);
        task.known.total = self.nodes;
        if let Some(error) = self.next_failure.take() {
            task.fail(now, error);
        } else if self.stalled.contains(image) {
            task.hang(now);
        }
        self.tasks.push(task);
        Ok(())
    }

    /// Makes the server know what it has seen of the cluster by now.
    pub(super) fn settle(&mut self, now: Duration) {
        for task in self.tasks.iter_mut().filter(|task| task.is_active()) {
            task.settle(now);
        }
    }

    /// How many nodes the cluster has from now on.
    pub(super) fn set_nodes(&mut self, nodes: u64) {
        self.nodes = nodes;
    }

    /// The job of the next task cannot be created.
    pub(super) fn fail_next(&mut self, reason: &str) {
        self.next_failure = Some(reason.to_owned());
    }

    /// No other node gets the image.
    pub(super) fn stall(&mut self, now: Duration, image: &str) {
        self.stalled.insert(image.to_owned());
        self.active(image).for_each(|task| task.hang(now));
    }

    /// Nodes get the image again.
    pub(super) fn resume(&mut self, now: Duration, image: &str) {
        self.stalled.remove(image);
        self.active(image).for_each(|task| task.resume(now));
    }

    /// The job of the image is gone from the cluster.
    pub(super) fn vanish(&mut self, now: Duration, image: &str) {
        self.active(image).for_each(|task| task.vanish(now));
    }

    fn active<'a>(&'a mut self, image: &'a str) -> impl Iterator<Item = &'a mut Task> {
        self.tasks
            .iter_mut()
            .filter(move |task| task.image == image && task.is_active())
    }
}

#[cfg(test)]
mod tests;
