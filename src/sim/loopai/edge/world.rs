//! What the runtime knows.

use std::time::Duration;

use chrono::NaiveDate;
use serde_json::Value;

use super::super::programs::Program;
use super::super::seed;
use crate::sim::clock::Clock;

/// An execution that was written down.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) day: NaiveDate,
    /// In milliseconds.
    pub(super) latency: f64,
    pub(super) line: String,
}

/// The whole state.
#[derive(Debug)]
pub(super) struct World {
    pub(super) clock: Clock,
    pub(super) task: String,
    pub(super) version: i32,
    pub(super) next_version: i32,
    pub(super) program: Program,
    pub(super) error: Option<String>,
    pub(super) output: Option<Value>,
    pub(super) takes: Duration,
    pub(super) log: Vec<Entry>,
}

impl World {
    pub(super) fn new(clock: Clock, task: String) -> Self {
        Self {
            clock,
            task,
            version: 1,
            next_version: 1,
            program: seed::program(),
            error: None,
            output: None,
            takes: Duration::ZERO,
            log: Vec::new(),
        }
    }

    /// The executions since midnight.
    pub(super) fn today(&self) -> Vec<&Entry> {
        let today = self.clock.wall(self.clock.now()).date_naive();
        let log = self.log.iter();
        log.filter(|entry| entry.day == today).collect()
    }
}
