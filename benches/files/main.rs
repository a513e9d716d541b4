//! What moving a large file through the facade costs more than on bare reqwest: in time, and in memory.
//!
//! Both go to one server on loopback, in turns within one run, so that the ratios mean something on a busy machine. The
//! server is a process of its own, so that the memory measured is the client's alone.
//!
//! `cargo bench --bench files` prints the table. It takes 2 GiB of room in the folder for temporary files.
#![allow(clippy::expect_used, clippy::print_stdout)]

#[path = "../support/child.rs"]
mod child;
mod measure;
mod report;
mod server;
mod subject;
#[path = "../support/turns.rs"]
mod turns;

use std::fs::File;
use std::io::{Read, Write, copy, repeat};

use child::Server;
use report::Line;
use subject::{Bare, Facade, Files, Kind};

/// Tells the program that it is the server.
const SERVE: &str = "--serve";

/// Odd, so that the median is one of the rounds.
const ROUNDS: usize = 9;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, size] = &arguments[..]
        && flag == SERVE
    {
        let size = size.parse().expect("a size");
        return child::serve(move || server::listen(size));
    }
    // Without `--bench` this is `cargo test --benches`: it works, and that is all there is to see.
    let (size, rounds) = match arguments.iter().any(|argument| argument == "--bench") {
        true => (1 << 30, ROUNDS),
        false => (1 << 20, 1),
    };
    let server = Server::start(&[SERVE, &size.to_string()]);
    let folder = tempfile::tempdir().expect("a folder");
    let files = Files {
        source: folder.path().join("source"),
        target: folder.path().join("target"),
    };
    fill(&files, size);

    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    // The facade first: it brings the TLS provider, without which bare reqwest cannot be made.
    let facade = Facade::new(&server.base);
    let subjects = (&Bare::new(&server.base), &facade);
    let held = measure::held();
    let lines = Kind::ALL.map(|kind| {
        let rounds = measure::compare(&runtime, rounds, size, kind, &files, subjects);
        Line::new(kind, held, &rounds)
    });
    report::print(size, &lines);
}

/// Writes the file that is uploaded, to the disk: what is on its way there would disturb the measurement.
fn fill(files: &Files, size: u64) {
    let mut file = File::create(&files.source).expect("a file");
    copy(&mut repeat(b'x').take(size), &mut file).expect("a disk with room");
    file.flush().expect("a file");
    file.sync_all().expect("a file");
}
