//! The fuzz target, without the fuzzer.

use super::agreement::check_input;
use super::cases::CASES;
use super::properties::PIECES;

#[test]
fn every_case_agrees_with_every_setting() {
    for (text, _) in CASES {
        for flags in 0..64 {
            let head = [flags, 20, 4, 0, 7, 1];
            check_input(&[&head, *text].concat());
        }
    }
}

#[test]
fn streams_at_random_agree() {
    let mut random = fastrand::Rng::with_seed(1);
    for _ in 0..2000 {
        let mut input: Vec<u8> = std::iter::repeat_with(|| random.u8(..)).take(2).collect();
        input.extend(std::iter::repeat_with(|| random.u8(0..24)).take(4));
        for _ in 0..random.usize(0..60) {
            input.extend(random.choice(PIECES).unwrap_or_default());
        }
        check_input(&input);
    }
}
