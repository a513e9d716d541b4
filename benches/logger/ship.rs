//! How many entries get to the service in a second.

use http::header::{AUTHORIZATION, CONTENT_TYPE};
use quintet::gt8004::{Logger, RequestLogEntry};
use tokio::runtime::Runtime;

use crate::clock::{ClockId, now, runtime};
use crate::entry::{entry, with_bodies};
use crate::spread::Spread;
use crate::{finish, server};

/// The least, in a second.
const GOAL: f64 = 200_000.0;

/// Of a round.
const ENTRIES: usize = 50_000;

/// What is logged at once; it fits into the queue.
const AT_ONCE: usize = 5000;

/// What is shipped, and how.
struct Way {
    name: &'static str,
    batch: usize,
    make: fn(usize) -> RequestLogEntry,
}

const WAYS: [Way; 3] = [
    Way {
        name: "batches of 50, the default",
        batch: 50,
        make: entry,
    },
    Way {
        name: "the same, with 600 bytes of bodies",
        batch: 50,
        make: |number| with_bodies(number, 600),
    },
    Way {
        name: "batches of up to 51,200 bytes",
        batch: 1000,
        make: entry,
    },
];

/// A round, in microseconds for an entry.
struct Round {
    wall: f64,
    cpu: f64,
}

pub(crate) fn run(base: &str, rounds: usize, few: usize) {
    println!(
        "{:36} | {:>6} {:>8} | {:>26} | {:>18} | {:>18}",
        "made, logged and shipped",
        "bytes",
        "a batch",
        "entries/s (min–max)",
        "µs each",
        "CPU µs, client"
    );
    let mut reached = 0.0;
    for (place, way) in WAYS.iter().enumerate() {
        let rate = ship(base, rounds, ENTRIES / few, way);
        if place == 0 {
            reached = rate;
        }
    }
    by_hand(base, rounds, ENTRIES / few);
    println!("shipping: {reached:.0} entries/s with the default settings (goal {GOAL:.0})");
    println!();
}

/// Logs and ships with a worker on the caller's own runtime, of one thread; gives the entries of a second.
fn ship(base: &str, rounds: usize, entries: usize, way: &Way) -> f64 {
    let runtime = runtime();
    let logger = crate::client(base).logger().batch_size(way.batch);
    let logger = logger.start().expect("a logger");
    let all: Vec<Round> = (0..=rounds)
        .map(|_| spend(&runtime, entries, || log(&logger, entries, way)))
        .skip(1)
        .collect();
    let ledger = logger.ledger();
    let bytes = serde_json::to_vec(&(way.make)(0)).expect("JSON").len();
    let batch = ledger.delivered as f64 / ledger.batches as f64;
    let rate = print(way.name, bytes, batch, &all);
    finish(&logger, ((rounds + 1) * entries) as u64);
    rate
}

async fn log(logger: &Logger, entries: usize, way: &Way) {
    for first in (0..entries).step_by(AT_ONCE) {
        for number in first..entries.min(first + AT_ONCE) {
            logger.log((way.make)(number));
        }
        logger.flush().await.expect("what was logged is sent");
    }
}

fn spend<F: Future<Output = ()>>(
    runtime: &Runtime,
    entries: usize,
    work: impl FnOnce() -> F,
) -> Round {
    let (wall, cpu) = (now(ClockId::Monotonic), now(ClockId::ProcessCPUTime));
    runtime.block_on(work());
    let entries = entries as f64;
    Round {
        wall: (now(ClockId::Monotonic) - wall) / entries,
        cpu: (now(ClockId::ProcessCPUTime) - cpu) / entries,
    }
}

fn print(name: &str, bytes: usize, batch: f64, rounds: &[Round]) -> f64 {
    let rate = Spread::new(rounds.iter().map(|round| 1e6 / round.wall));
    println!(
        "{name:36} | {bytes:>6} {batch:>8.1} | {:>26} | {:>18} | {:>18}",
        format!("{rate:.0}"),
        Spread::new(rounds.iter().map(|round| round.wall)).to_string(),
        Spread::new(rounds.iter().map(|round| round.cpu)).to_string(),
    );
    rate.median
}

/// The same batch again and again, made once, by reqwest alone: what no logger can be faster than, one request at a time.
fn by_hand(base: &str, rounds: usize, entries: usize) {
    let batch: Vec<_> = (0..50).map(entry).collect();
    let body = serde_json::json!({ "agent_id": "agent-1", "entries": batch }).to_string();
    let bytes = serde_json::to_vec(&batch[0]).expect("JSON").len();
    let http = reqwest::Client::builder().no_proxy().tls_certs_only([]);
    let http = http.build().expect("an HTTP client");
    let url = format!("{base}/v1/ingest");
    let body = bytes::Bytes::from(body);
    let send = || async {
        for _ in 0..entries / batch.len() {
            let request = http.post(&url).header(CONTENT_TYPE, "application/json");
            let request = request.header(AUTHORIZATION, format!("Bearer {}", server::KEY));
            let reply = request.body(body.clone()).send().await.expect("a reply");
            assert_eq!(reply.status(), 202);
            reply.bytes().await.expect("a body");
        }
    };
    let runtime = runtime();
    let all: Vec<Round> = (0..=rounds)
        .map(|_| spend(&runtime, entries, send))
        .skip(1)
        .collect();
    print("one batch, sent by reqwest alone", bytes, 50.0, &all);
}
