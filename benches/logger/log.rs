//! What a call of `log` takes its caller.

use std::hint::black_box;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Barrier;
use std::thread;

use quintet::gt8004::{DropCause, RequestLogEntry};

use crate::clock::{ClockId, now};
use crate::entry::entry;
use crate::percentile::percentile;
use crate::spread::Spread;

/// What both figures are to stay below.
const GOAL: f64 = 1000.0;

/// Of a round; together they fit into the queue.
const CALLS: usize = 8000;

/// A round, in nanoseconds.
struct Round {
    half: f64,
    most: f64,
}

pub(crate) fn run(base: &str, rounds: usize, few: usize) {
    println!(
        "{:32} | {:>22} | {:>22}",
        "one call, ns", "p50 (min–max)", "p99"
    );
    let nothing = Line::new("the clock alone", rounds, || {
        summary(measure(CALLS / few, |number| number, drop))
    });
    let calls = CALLS / few;
    let mut worst: f64 = 0.0;
    for threads in [1, 8] {
        for line in [
            sent(base, rounds, threads, calls),
            full(rounds, threads, calls),
        ] {
            worst = worst.max(line.half).max(line.most);
        }
    }
    built(base, rounds, calls);
    println!(
        "log: at most {worst:.0} ns (goal below {GOAL:.0}), the {:.0} of the clock included",
        nothing.half
    );
    println!();
}

/// Calls while the worker sends what was logged.
fn sent(base: &str, rounds: usize, threads: usize, calls: usize) -> Line {
    let logger = crate::logger(base);
    let each = calls / threads;
    let line = Line::new(&format!("log, threads: {threads}"), rounds, || {
        let round = round(threads, each, |entry| logger.log(entry));
        crate::settle(&logger);
        round
    });
    // The first round does not count, but it was logged.
    crate::finish(&logger, ((rounds + 1) * threads * each) as u64);
    line
}

/// Calls while the service is down and the queue is full, so that every entry is given up.
fn full(rounds: usize, threads: usize, calls: usize) -> Line {
    let nobody = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let address = nobody.local_addr().expect("an address");
    let client = crate::client(&format!("http://{address}"));
    drop(nobody);
    let logger = client.logger().own_thread().queue_entries(1);
    let logger = logger.start().expect("a logger");
    logger.log(entry(0));
    let name = format!("log, threads: {threads}, queue full");
    let line = Line::new(&name, rounds, || {
        round(threads, calls / threads, |entry| logger.log(entry))
    });
    let ledger = logger.ledger();
    assert_eq!(ledger.dropped(DropCause::QueueFull) + 1, ledger.accepted);
    line
}

/// An entry that is made first, as every caller does.
fn built(base: &str, rounds: usize, calls: usize) {
    let logger = crate::logger(base);
    Line::new("made and logged, threads: 1", rounds, || {
        let round = measure(calls, |number| number, |number| logger.log(entry(number)));
        crate::settle(&logger);
        summary(round)
    });
    crate::finish(&logger, ((rounds + 1) * calls) as u64);
}

/// What is printed.
struct Line {
    half: f64,
    most: f64,
}

impl Line {
    fn new(name: &str, rounds: usize, mut round: impl FnMut() -> Round) -> Self {
        let rounds: Vec<Round> = (0..=rounds).map(|_| round()).skip(1).collect();
        let half = Spread::new(rounds.iter().map(|round| round.half));
        let most = Spread::new(rounds.iter().map(|round| round.most));
        let (shown, shown_most) = (format!("{half:.0}"), format!("{most:.0}"));
        println!("{name:32} | {shown:>22} | {shown_most:>22}");
        Self {
            half: half.median,
            most: most.median,
        }
    }
}

/// Threads that begin together and make so many calls each.
fn round(threads: usize, each: usize, call: impl Fn(RequestLogEntry) + Sync) -> Round {
    let barrier = Barrier::new(threads);
    let work = || {
        barrier.wait();
        measure(each, entry, &call)
    };
    let all = thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let all = threads.into_iter().map(thread::ScopedJoinHandle::join);
        all.flat_map(|times| times.expect("a thread")).collect()
    });
    summary(all)
}

/// Calls with what is made right before, as a caller does.
fn measure<T>(calls: usize, make: impl Fn(usize) -> T, call: impl Fn(T)) -> Vec<f64> {
    let mut times = Vec::with_capacity(calls);
    for number in 0..calls {
        let made = black_box(make(number));
        let begun = now(ClockId::Monotonic);
        call(made);
        times.push((now(ClockId::Monotonic) - begun) * 1e3);
    }
    times
}

fn summary(mut times: Vec<f64>) -> Round {
    Round {
        half: percentile(&mut times, 50),
        most: percentile(&mut times, 99),
    }
}
