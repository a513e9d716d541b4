//! What the tests and the weaknesses of the published clients of Loopai demand of this crate. Contract: §7, §8.
//!
//! The names of the tests begin with a number: `c05_` is case 5 of [`numbers`], which says where it comes from, and `w05_`
//! weakness 5 of §8.

mod batches;
mod clients;
mod edge;
mod executions;
mod health;
mod numbers;
mod programs;
mod stage;
mod tasks;
mod weaknesses;
