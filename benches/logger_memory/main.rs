//! How much memory the logger takes while the service is down and a million entries are logged.
//!
//! The allocator counts: the most that was held at a time, above what the program held before the first logger was made. It must stay below
//! what the queue may hold, plus what a client, its worker and two copies of a batch take. A service that is down either
//! refuses connections or takes them and says nothing.
//!
//! `cargo bench --bench logger_memory --features sim` prints the table, and fails where the bound does not hold. A number of
//! entries other than a million can be given: `-- 50000`.
#![allow(clippy::expect_used, clippy::print_stdout)]

use std::net::{Ipv4Addr, TcpListener};
use std::time::Duration;

use peak_alloc::PeakAlloc;
use quintet::gt8004::{Client, DropPolicy, Ledger, LoggerBuilder, RequestLogEntry};
use tokio::time::Instant;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Besides the queue: the client with its connections and the worker with a batch that is being sent.
const BESIDES: usize = 1 << 20;

/// What the queue may hold by default, and less.
const BOUNDS: [usize; 2] = [16 << 20, 4 << 20];

/// How long a worker may take to end.
const PATIENCE: Duration = Duration::from_secs(30);

/// What is logged.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Small,
    /// With headers.
    Headers,
    /// With bodies of 2 KiB each.
    Bodies,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Small, Self::Headers, Self::Bodies];

    fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Headers => "with headers",
            Self::Bodies => "with bodies",
        }
    }

    fn entry(self, number: usize) -> RequestLogEntry {
        let took = Duration::from_micros(number as u64 % 100_000);
        let entry = RequestLogEntry::new("POST", "/api/search", 200, took);
        match self {
            Self::Small => entry,
            Self::Headers => entry
                .with_header("user-agent", "agent/1.0")
                .with_header("content-type", "application/json"),
            Self::Bodies => entry
                .with_request_body("x".repeat(2048))
                .with_response_body("y".repeat(2048)),
        }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // Without `--bench` this is `cargo test --benches`: it works, and that is all there is to see.
    let entries = match arguments.iter().any(|argument| argument == "--bench") {
        true => 1_000_000,
        false => 20_000,
    };
    let number = arguments.iter().find_map(|argument| argument.parse().ok());
    let entries = number.unwrap_or(entries);
    println!(
        "{:42} | {:>10} | {:>8} | {:>9} | {:>9}",
        format!("{entries} entries, the service is down"),
        "entries/s",
        "queued",
        "bound KiB",
        "held KiB"
    );
    // Of the program, so that what one run leaves behind counts for the next.
    let before = MEMORY.current_usage();
    for bound in BOUNDS {
        for kind in Kind::ALL {
            for is_silent in [false, true] {
                run(kind, bound, is_silent, entries, before);
            }
        }
    }
    println!(
        "never more than the bound of the queue and {} KiB",
        BESIDES >> 10
    );
}

/// Logs so many entries to a service that is down.
fn run(kind: Kind, bound: usize, is_silent: bool, entries: usize, before: usize) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let address = listener.local_addr().expect("an address");
    // The system takes connections as long as somebody listens; nobody answers.
    let listener = is_silent.then_some(listener);
    for policy in [DropPolicy::Newest, DropPolicy::Oldest] {
        wait_until_freed(before);
        MEMORY.reset_peak_usage();
        let logger = builder(&format!("http://{address}"));
        // The queue is bounded by bytes alone.
        let logger = logger.queue_entries(usize::MAX).queue_bytes(bound);
        let logger = logger.drop_policy(policy).own_thread();
        let logger = logger.start().expect("a logger");
        let begun = Instant::now();
        for number in 0..entries {
            logger.log(kind.entry(number));
        }
        let rate = entries as f64 / begun.elapsed().as_secs_f64();
        let ledger: Ledger = logger.ledger();
        let held = MEMORY.peak_usage().saturating_sub(before);
        assert!(ledger.is_balanced() && ledger.delivered == 0, "{ledger}");
        assert_eq!(ledger.accepted, entries as u64);
        let down = if is_silent { "silent" } else { "refusing" };
        println!(
            "{:42} | {rate:>10.0} | {:>8} | {:>9} | {:>9}",
            format!("{}, {down}, drops {policy:?}", kind.name()),
            ledger.queued,
            bound >> 10,
            held >> 10
        );
        assert!(held <= bound + BESIDES, "{held} bytes");
        let closed = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime")
            .block_on(logger.close(Duration::ZERO));
        assert!(closed.is_balanced(), "{closed}");
    }
    drop(listener);
}

/// What a logger held is gone when its worker has ended, soon after it was closed.
fn wait_until_freed(before: usize) {
    let begun = Instant::now();
    while MEMORY.current_usage() > before + BESIDES / 4 {
        assert!(begun.elapsed() < PATIENCE, "a closed logger holds memory");
        std::thread::yield_now();
    }
}

fn builder(base: &str) -> LoggerBuilder {
    let client = Client::builder().base_url(base).agent_id("agent-1");
    let client = client.token("quintet-sim").build().expect("a client");
    client.logger()
}
