//! The weaknesses of the published client, each with a test that it is not one of this crate. The names of the tests begin
//! with the number of the contract; `numbers.rs` has those that are of no client. Contract: §7.
//!
//! That a long line takes time in proportion to its length (10) is measured by the benchmark of tails, which no test on a
//! busy machine can be; here is that a limit does not wait for its end.

mod agent;
mod calls;
mod clients;
mod ends;
mod inputs;
mod lines;
