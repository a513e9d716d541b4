//! A million lines over connections that break: every line once, in order, in constant memory.
//!
//! The simulator is a process of its own, so that the memory counted is the client's alone. What breaks, and where, is drawn
//! from a seed: cuts and resets inside of frames, ends without a word, close codes, over WebSockets, over HTTP, and from one to
//! the other. The allocator counts: the most that was held at a time, above what was held before. It must not grow with the log.
//!
//! `cargo bench --bench tail_breaks --features sim` prints the table, and fails where anything of this does not hold. The seed
//! can be given: `-- 7`.
#![allow(clippy::expect_used, clippy::panic, clippy::print_stdout)]

#[path = "../support/child.rs"]
mod child;
mod server;

use std::collections::HashSet;
use std::time::Duration;

use child::Server;
use futures_util::StreamExt;
use peak_alloc::PeakAlloc;
use quintet::RetryPolicy;
use quintet::synapse::{Client, Protocol, Tail, TailLimits, TailOutcome};
use server::Plan;
use tokio::runtime::Runtime;
use tokio::time::Instant;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Tells the program that it is the server.
const SERVE: &str = "--serve";

/// The most memory of a tail: buffers of the connection, most of it. Already the smaller log is larger.
const MOST: usize = 2 << 20;

const WAYS: [Protocol; 3] = [Protocol::WebSocket, Protocol::Http, Protocol::Auto];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, plan @ ..] = &arguments[..]
        && flag == SERVE
    {
        let plan = Plan::of(plan);
        return child::serve(move || server::listen(plan));
    }
    // Without `--bench` this is `cargo test --benches`: it works, and that is all there is to see.
    let lines = match arguments.iter().any(|argument| argument == "--bench") {
        true => 1_000_000,
        false => 10_000,
    };
    let seed = arguments.iter().find_map(|argument| argument.parse().ok());
    let seed = seed.unwrap_or(1);
    println!(
        "{:10} {:>9} | {:>6} | {:>7} | {:>12}",
        "seed", seed, "breaks", "s", "memory KiB"
    );
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    for protocol in WAYS {
        for lines in [lines / 10, lines] {
            let plan = Plan {
                lines,
                seed,
                protocol,
            };
            let held = run(&runtime, plan);
            assert!(held <= MOST, "{protocol}: {held} bytes");
        }
    }
    println!("every line came once and in order, in memory that does not grow with their number");
}

/// Follows so many lines; gives the most bytes that were held at a time, above what was held before.
fn run(runtime: &Runtime, plan: Plan) -> usize {
    let Plan {
        lines, protocol, ..
    } = plan;
    let [number, seed, name] = plan.arguments();
    let server = Server::start(&[SERVE, &number, &seed, &name]);
    // The delays are not what is measured.
    let policy = RetryPolicy::default().base_delay(Duration::ZERO);
    let client = Client::builder()
        .base_url(&server.base)
        .token(server::TOKEN);
    let jobs = client.retry(policy).build().expect("a client").jobs();
    let tail = jobs.tail(server::JOB).protocol(protocol);
    let tail = tail.limits(TailLimits::unlimited());

    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let started = Instant::now();
    let breaks = runtime.block_on(async {
        let mut tail = tail.await.expect("a tail");
        let ways = read(&mut tail, lines).await;
        assert_eq!(ways, if protocol == Protocol::Auto { 2 } else { 1 });
        tail.reconnected()
    });
    let time = started.elapsed().as_secs_f64();
    let held = MEMORY.peak_usage().saturating_sub(before);
    let least = plan.breaks();
    assert!(breaks >= least, "{name}: only {breaks} breaks of {least}");
    println!(
        "{name:10} {lines:>9} | {breaks:>6} | {time:>7.2} | {:>12}",
        held >> 10
    );
    held
}

/// Reads all lines, each once and in order; gives in how many ways they came.
async fn read(tail: &mut Tail, lines: u64) -> usize {
    let (mut next, mut ways) = (0, HashSet::new());
    while let Some(line) = tail.next().await {
        assert_eq!(line.expect("a line"), server::line(next));
        ways.extend(tail.protocol());
        next += 1;
    }
    assert_eq!((next, tail.outcome()), (lines, Some(TailOutcome::Complete)));
    ways.len()
}
