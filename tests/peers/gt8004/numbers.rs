//! No number of the contract is forgotten. Contract: §7, §8.

use super::super::numbers::tested;

/// Cases of §7.
const CASES: u32 = 73;

/// The cases that the newer version of the client adds, in the order of §7.
const NEWER: u32 = 14;

/// Weaknesses of §8.
const WEAKNESSES: u32 = 20;

#[test]
fn every_case_has_a_test() {
    assert_eq!(tested("gt8004", 'c'), (1..=CASES).collect::<Vec<_>>());
}

#[test]
fn every_newer_case_has_a_test() {
    assert_eq!(tested("gt8004", 'n'), (1..=NEWER).collect::<Vec<_>>());
}

#[test]
fn every_weakness_has_a_test() {
    assert_eq!(tested("gt8004", 'w'), (1..=WEAKNESSES).collect::<Vec<_>>());
}
