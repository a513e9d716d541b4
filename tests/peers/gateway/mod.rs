//! What the tests and the weaknesses of other Gateway code demand of this crate. Contract: §7, §8.
//!
//! The tests have the names of those that they stand for. Of what the contract recommends besides, the rows of the table of
//! streams are in `events/`, and those of the table of errors in `events/refusals.rs`, each streaming and not; the rest is
//! here.

mod captures;
mod offline;
mod package;
mod pages;
mod server;
mod stage;
mod tokens;
mod weaknesses;
