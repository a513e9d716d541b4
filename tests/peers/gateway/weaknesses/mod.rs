//! The weaknesses of the published client, each with a test that it is not one of this crate. The names of the tests begin
//! with the number of the contract. Contract: §8.
//!
//! Of 16, unused code and dependencies of a Python package are no matter here; the version that a program says it has is.
//! That reading a stream takes time in proportion to its length (10) is measured by the benchmark of events, which no test
//! on a busy machine can be; here is that its memory is limited.

mod clients;
mod errors;
mod files;
mod replies;

use super::super::numbers::tested;

#[test]
fn every_number_has_a_test() {
    assert_eq!(tested("gateway", 'w'), (1..=17).collect::<Vec<_>>());
}
