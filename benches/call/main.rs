//! What a call through the facade costs more than the same call on bare reqwest.
//!
//! Both go to one server on loopback, in turns within one run, so that the ratios mean something on a busy machine. The
//! server is a process of its own, so that the CPU time measured is the client's alone.
//!
//! `cargo bench --bench call --features sim` prints the table. `-- --criterion`, or a filter such as `-- get/`, adds
//! criterion's absolute figures.
#![allow(clippy::expect_used, clippy::print_stdout)]

mod absolute;
#[path = "../support/child.rs"]
mod child;
#[path = "../support/clock.rs"]
mod clock;
mod measure;
mod report;
mod server;
#[path = "../support/spread.rs"]
mod spread;
mod subject;
#[path = "../support/turns.rs"]
mod turns;

use child::Server;
use measure::Load;
use report::Line;
use subject::{Bare, Facade, Kind};

/// Tells the program that it is the server.
const SERVE: &str = "--serve";

const LOADS: [Load; 2] = [
    Load {
        concurrency: 1,
        calls: 500,
    },
    Load {
        concurrency: 64,
        calls: 2048,
    },
];

/// Odd, so that the median is one of the rounds.
const ROUNDS: usize = 41;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let given = |flag: &str| arguments.iter().any(|argument| argument == flag);
    if given(SERVE) {
        return child::serve(server::listen);
    }
    let server = Server::start(&[SERVE]);
    let facade = Facade::new(&server.base);
    let bare = Bare::new(&server.base);
    // Without `--bench` this is `cargo test --benches`: it works, and that is all there is to see.
    let rounds = if given("--bench") { ROUNDS } else { 1 };

    let runtime = clock::runtime();
    let mut lines = Vec::new();
    for load in LOADS {
        for kind in Kind::ALL {
            let rounds = measure::compare(&runtime, rounds, load, kind, &bare, &facade);
            lines.push(Line::new(kind, load, &rounds));
        }
    }
    report::print(&lines);

    let filter = arguments.iter().find(|argument| !argument.starts_with('-'));
    if filter.is_some() || given("--criterion") {
        absolute::run(&runtime, filter.map(String::as_str), &bare, &facade);
    }
}
