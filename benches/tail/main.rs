//! How fast a log is followed: the tail of Synapse next to loops that are written by hand on tokio-tungstenite and on
//! reqwest, over WebSockets and HTTP, in every shape that a log comes in. And what one endless line costs.
//!
//! All read from one server on loopback, in turns within one run, so that the ratios mean something on a busy machine. The
//! server is a process of its own that sends what it has made before, and processor time is counted, so that what is measured
//! is the client alone and waits for nobody.
//!
//! `cargo bench --bench tail` prints the tables.
#![allow(clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod bare;
#[path = "../support/child.rs"]
mod child;
#[path = "../support/clock.rs"]
mod clock;
mod input;
mod long;
mod measure;
mod report;
mod server;
#[path = "../support/spread.rs"]
mod spread;
mod subject;
#[path = "../support/turns.rs"]
mod turns;

use child::Server;
use input::Input;
use report::Line;
use subject::Subjects;

/// Tells the program that it is the server.
const SERVE: &str = "--serve";

/// Odd, so that the median is one of the rounds.
const ROUNDS: usize = 21;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let given = |flag: &str| arguments.iter().any(|argument| argument == flag);
    if given(SERVE) {
        return child::serve(server::listen);
    }
    // Without `--bench` this is `cargo test --benches`: it works, and that is all there is to see.
    let (lines, rounds) = match given("--bench") {
        true => (200_000, ROUNDS),
        false => (2_000, 1),
    };
    let server = Server::start(&[SERVE]);
    let runtime = clock::runtime();
    let subjects = Subjects::new(&server.base);
    let filter = arguments.iter().find(|argument| !argument.starts_with('-'));
    let inputs = Input::all(lines);
    let chosen = inputs
        .iter()
        .filter(|input| filter.is_none_or(|filter| input.name().contains(filter)));
    report::head();
    let mut worst = f64::INFINITY;
    for input in chosen {
        let line = Line::new(input, &measure::compare(&runtime, rounds, input, &subjects));
        line.print();
        worst = line.ratio().min(worst);
    }
    report::verdict(worst);
    if filter.is_none() {
        report::print_long(&long::measure(&runtime, rounds, &subjects));
    }
}
