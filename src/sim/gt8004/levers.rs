//! What tests can make happen, and see.

use std::collections::HashMap;

use super::Simulator;
use super::numbers::Numbers;
use super::row::Row;

/// What was stored.
impl Simulator {
    /// The rows, in the order in which they were stored.
    pub fn rows(&self) -> Vec<Row> {
        self.with(|world| world.rows.clone())
    }

    /// How often each request was stored, by its id: more than once after a batch was sent again.
    pub fn stored(&self) -> HashMap<String, usize> {
        self.with(|world| world.stored.clone())
    }

    /// The numbers that dashboards show.
    pub fn numbers(&self) -> Numbers {
        self.with(|world| world.counter.numbers())
    }

    /// How often an agent said that it is connected.
    pub fn pings(&self) -> usize {
        self.with(|world| world.pings)
    }

    /// How many batches were accepted, those included that were lost afterwards.
    pub fn batches(&self) -> usize {
        self.with(|world| world.batches)
    }

    /// Batches that were accepted and not stored: for each the column that could not hold one of its values, or `queue`.
    pub fn lost_batches(&self) -> Vec<String> {
        self.with(|world| world.lost.clone())
    }
}

/// What goes wrong.
impl Simulator {
    /// Whether the API key is refused.
    pub fn set_revoked(&self, on: bool) {
        self.with(|world| world.revoked = on);
    }

    /// Whether it says that it takes no requests; it takes them nevertheless.
    pub fn set_not_ready(&self, on: bool) {
        self.with(|world| world.not_ready = on);
    }

    /// The most bytes that it takes of a batch. The default is 51,200.
    pub fn set_body_limit(&self, bytes: usize) {
        self.with(|world| world.body_limit = bytes);
    }

    /// So many batches from now on are accepted and not stored, as when the queue between is full.
    pub fn lose_batches(&self, batches: usize) {
        self.with(|world| world.losing = batches);
    }
}
