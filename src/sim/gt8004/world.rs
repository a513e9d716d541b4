//! What the service knows.

use std::collections::HashMap;

use super::Keep;
use super::batch::{Batch, Entry};
use super::columns;
use super::numbers::Counter;
use super::row::Row;
use crate::sim::clock::Clock;

/// The whole state.
#[derive(Debug)]
pub(super) struct World {
    clock: Clock,
    keep: Keep,
    pub(super) revoked: bool,
    pub(super) not_ready: bool,
    /// Batches to come that are accepted and not stored.
    pub(super) losing: usize,
    /// The most bytes of a body.
    pub(super) body_limit: usize,
    pub(super) rows: Vec<Row>,
    /// How often a request was stored, by its id.
    pub(super) stored: HashMap<String, usize>,
    pub(super) counter: Counter,
    pub(super) pings: usize,
    pub(super) batches: usize,
    pub(super) lost: Vec<String>,
}

impl World {
    pub(super) fn new(clock: Clock, keep: Keep) -> Self {
        Self {
            clock,
            keep,
            revoked: false,
            not_ready: false,
            losing: 0,
            body_limit: 51_200,
            rows: Vec::new(),
            stored: HashMap::new(),
            counter: Counter::default(),
            pings: 0,
            batches: 0,
            lost: Vec::new(),
        }
    }

    /// Stores a batch that was accepted, whole or not at all.
    pub(super) fn store(&mut self, batch: &Batch<'_>, entries: Vec<Entry<'_>>) {
        self.batches += 1;
        if self.losing > 0 {
            self.losing -= 1;
            self.lost.push("queue".to_owned());
            return;
        }
        let is_ping = |entry: &Entry| entry.source.as_deref() == Some("sdk_ping");
        self.pings += entries.iter().filter(|entry| is_ping(entry)).count();
        let logged = || entries.iter().filter(|entry| !is_ping(entry));
        if let Some(column) = logged().find_map(|entry| columns::overflow(batch, entry)) {
            self.lost.push(column.to_owned());
            return;
        }
        let now = self.clock.wall(self.clock.now());
        for entry in entries.into_iter().filter(|entry| !is_ping(entry)) {
            self.counter.add(&entry);
            if self.keep == Keep::Rows {
                let row = Row::new(batch, entry, now);
                *self.stored.entry(row.request_id.clone()).or_default() += 1;
                self.rows.push(row);
            }
        }
    }
}
