//! What reading server-sent events costs, side by side with other crates, from memory: the same chunks through each of them,
//! in turns within one run, so that the ratios mean something on a busy machine.
//!
//! `cargo bench --bench sse` prints the table. Only differences between its columns are results.
#![allow(clippy::expect_used, clippy::print_stdout)]

#[path = "../../src/runtime/lines/mod.rs"]
#[allow(dead_code)]
mod lines;
#[path = "../../src/runtime/sse/mod.rs"]
#[allow(dead_code, unused_imports)]
mod sse;

mod input;
mod measure;
mod report;
mod subject;

use input::{Input, Size};

/// Odd, so that the median is one of the rounds.
const ROUNDS: usize = 15;

fn main() {
    // Without `--bench` this is `cargo test --benches`: it works, and that is all there is to see.
    let (size, rounds) = match std::env::args().any(|argument| argument == "--bench") {
        true => (Size::Full, ROUNDS),
        false => (Size::Small, 1),
    };
    let inputs = Input::all(size);
    let lines: Vec<report::Line> = inputs
        .iter()
        .map(|input| report::Line::new(input, &measure::compare(rounds, input)))
        .collect();
    report::print(&lines);
}
