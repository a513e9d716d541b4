//! What the logger of GT8004 costs: a call of `log`, a request that passes through the middleware, an entry on its way.
//!
//! The service is the simulator, in a process of its own, so that the CPU time measured is the client's alone. What is
//! compared takes turns within one run, so that the differences mean something on a busy machine. Nothing is measured against
//! a full queue: every round is sent before the next one begins, and the ledger must balance.
//!
//! `cargo bench --bench logger --features sim` prints the tables; `-- log`, `-- middleware` or `-- ship` one of them.
#![allow(clippy::expect_used, clippy::print_stdout)]

mod app;
#[path = "../support/child.rs"]
mod child;
#[path = "../support/clock.rs"]
mod clock;
mod entry;
mod log;
mod loopback;
mod middleware;
mod percentile;
mod server;
mod ship;
#[path = "../support/spread.rs"]
mod spread;
#[path = "../support/turns.rs"]
mod turns;

use std::time::Duration;

use child::Server;
use quintet::gt8004::{Client, Ledger, Logger};

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
    let (rounds, few) = match given("--bench") {
        true => (ROUNDS, 1),
        false => (1, 50),
    };
    let named = arguments.iter().any(|argument| !argument.starts_with('-'));
    let wanted = |table: &str| !named || given(table);
    let server = Server::start(&[SERVE]);
    if wanted("log") {
        log::run(&server.base, rounds, few);
    }
    if wanted("middleware") {
        middleware::run(&server.base, rounds, few);
    }
    if wanted("ship") {
        ship::run(&server.base, rounds, few);
    }
}

/// A client of the simulator.
fn client(base: &str) -> Client {
    let client = Client::builder().base_url(base).agent_id("agent-1");
    client.token(server::KEY).build().expect("a client")
}

/// A logger with the default settings, whose worker has a thread of its own.
fn logger(base: &str) -> Logger {
    let logger = client(base).logger().own_thread();
    logger.start().expect("a logger")
}

/// Waits until all is sent.
fn settle(logger: &Logger) {
    clock::runtime()
        .block_on(logger.flush())
        .expect("what was logged is sent");
}

/// The end: every entry has arrived.
fn finish(logger: &Logger, logged: u64) {
    let ledger: Ledger = clock::runtime().block_on(logger.close(Duration::from_secs(10)));
    assert!(ledger.is_balanced(), "{ledger}");
    assert_eq!((ledger.accepted, ledger.delivered), (logged, logged));
}
