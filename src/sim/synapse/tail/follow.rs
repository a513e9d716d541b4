//! Following the log of a job, as Ray does it.

use std::time::Duration;

use tokio::sync::watch;

use super::super::backend::Shared;
use super::super::jobs::Cursor;
use super::super::lock;
use super::Batching;
use crate::sim::clock::Clock;

/// How often Ray looks whether a job has written more.
const POLL: Duration = Duration::from_secs(1);

/// What follows in a log.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    Text(String),
    /// The job is over, and so is its log.
    Over,
    /// There is no such job any more.
    Gone,
}

/// Somebody who follows a log from its start.
pub(super) struct Follower {
    shared: Shared,
    clock: Clock,
    /// Ray's own id of the job: another job may come under the other one.
    job: String,
    cursor: Cursor,
    batching: Batching,
    changes: watch::Receiver<()>,
}

impl Follower {
    pub(super) fn new(shared: &Shared, job: String, batching: Batching) -> Self {
        let world = lock(shared);
        Self {
            clock: world.clock,
            changes: world.changes.subscribe(),
            shared: Shared::clone(shared),
            job,
            cursor: Cursor::default(),
            batching,
        }
    }

    /// What follows, with at most so many line ends. Nothing is lost when this is not awaited to its end.
    pub(super) async fn next(&mut self, most_lines: u64) -> Next {
        loop {
            self.changes.mark_unchanged();
            if let Some(next) = self.look(most_lines) {
                return next;
            }
            tokio::select! {
                () = self.clock.sleep(POLL) => {}
                _ = self.changes.changed() => {}
            }
        }
    }

    fn look(&mut self, most_lines: u64) -> Option<Next> {
        let mut world = lock(&self.shared);
        let now = world.clock.now();
        let Some(record) = world.jobs.with_log(&self.job, now) else {
            return Some(Next::Gone);
        };
        let text = record.read(now, &mut self.cursor, self.batching, most_lines);
        if !text.is_empty() {
            return Some(Next::Text(text));
        }
        record.is_over().then_some(Next::Over)
    }
}
