//! What the tests and the weaknesses of the published client of Synapse demand of this crate. Contract: §6, §7.
//!
//! The names of the tests begin with the number of the contract: `c05_` is case 5 of §6, `w05_` weakness 5 of §7.

mod connections;
mod environment;
mod errors;
mod limits;
mod numbers;
mod pages;
mod repeats;
mod resources;
mod stage;
mod tails;
mod weaknesses;
