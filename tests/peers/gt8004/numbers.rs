//! No number of the contract is forgotten. Contract: §7, §8.

use super::super::numbers::tested;

/// Cases of §7.
const CASES: u32 = 73;

/// Weaknesses of §8.
const WEAKNESSES: u32 = 20;

#[test]
fn every_case_has_a_test() {
    assert_eq!(tested("gt8004", 'c'), (1..=CASES).collect::<Vec<_>>());
}

#[test]
fn every_weakness_has_a_test() {
    assert_eq!(tested("gt8004", 'w'), (1..=WEAKNESSES).collect::<Vec<_>>());
}
