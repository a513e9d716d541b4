//! What the tests and the weaknesses of other LiteBoxd code demand of this crate. Contract: §6, §7.

mod backend;
mod python;
mod stage;
mod weaknesses;
