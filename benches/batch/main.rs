//! What batches of Loopai cost more than loops by hand on bare reqwest, and how much memory a million inputs take.
//!
//! The inputs are lines of a JSONL file, read one by one as they are sent. All ways go to one simulator on loopback, in turns
//! within one run, so that the ratios mean something on a busy machine. The simulator is a process of its own, so that CPU time
//! and memory are the client's alone.
//!
//! The ratios come from rounds of fewer inputs. Then each strategy sends the million once: every input must give one result, and
//! the most memory that was held at a time, above what was held before, is bounded. That bound is asserted.
//!
//! `cargo bench --bench batch --features sim` prints the tables. A number of inputs other than a million can be given:
//! `-- 50000`.
#![allow(clippy::expect_used, clippy::print_stdout)]

#[path = "../support/child.rs"]
mod child;
#[path = "../support/clock.rs"]
mod clock;
mod input;
mod measure;
mod report;
mod server;
#[path = "../support/spread.rs"]
mod spread;
mod subject;

use child::Server;
use input::File;
use peak_alloc::PeakAlloc;
use subject::{Subjects, Way};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Tells the program that it is the server.
const SERVE: &str = "--serve";

/// The most memory of a batch, however long.
const MOST: usize = 64 << 20;

/// Odd, so that the median is one of the rounds.
const ROUNDS: usize = 15;

/// What is looked at in which way, and what it is compared with.
const PAIRS: [(Way, Way); 3] = [
    (Way::Single, Way::BareSingle),
    (Way::Ordered, Way::BareSingle),
    (Way::Chunks, Way::BareChunks),
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let given = |flag: &str| arguments.iter().any(|argument| argument == flag);
    if given(SERVE) {
        return child::serve(server::listen);
    }
    // Without `--bench` this is `cargo test --benches`: it works, and that is all there is to see.
    let (rounds, few, many) = match given("--bench") {
        true => (ROUNDS, 10_000, 1_000_000),
        false => (1, 500, 5_000),
    };
    let number = arguments.iter().find_map(|argument| argument.parse().ok());
    let server = Server::start(&[SERVE]);
    let subjects = Subjects::new(&server.base);
    let runtime = clock::runtime();

    let file = File::write(few);
    let rounds = measure::compare(&runtime, rounds, &file, &subjects);
    report::print(&file, &rounds, &PAIRS);

    let file = File::write(number.unwrap_or(many));
    report::memory_head(&file);
    for way in [Way::Ordered, Way::Chunks] {
        MEMORY.reset_peak_usage();
        let before = MEMORY.current_usage();
        let cost = measure::spend(&runtime, way, &file, &subjects);
        let held = MEMORY.peak_usage().saturating_sub(before);
        report::memory(way, &cost, held);
        assert!(held <= MOST, "{}: {held} bytes", way.name());
    }
    report::memory_verdict(MOST);
}
