//! What the middleware adds to a request.

use std::convert::Infallible;

use axum::Router;
use axum::body::Body;
use http::{Request, Response};
use http_body_util::BodyExt;
use tower_service::Service;

use crate::app::{self, Kind};
use crate::clock::{ClockId, now, runtime};
use crate::loopback::Served;
use crate::percentile::percentile;
use crate::spread::Spread;
use crate::turns::{self, Round};

/// What the median may be, in microseconds.
const GOAL: f64 = 5.0;

/// Of a round; they fit into the queue.
const REQUESTS: usize = 2000;

/// What requests took in one way, in microseconds.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) half: f64,
    pub(crate) most: f64,
    /// The CPU time of the whole process for each, the logger's worker included.
    pub(crate) cpu: f64,
}

impl Cost {
    /// Of these times, and of so much CPU time altogether.
    pub(crate) fn new(times: &mut [f64], cpu: f64) -> Self {
        Self {
            half: percentile(times, 50),
            most: percentile(times, 99),
            cpu: cpu / times.len() as f64,
        }
    }
}

pub(crate) fn run(base: &str, rounds: usize, few: usize) {
    println!(
        "{:32} | {:>8} {:>8} | {:>18} | {:>18} | {:>20}",
        "one request, µs", "plain", "logged", "more at p50", "more at p99", "more CPU, worker too"
    );
    let mut worst: f64 = 0.0;
    for kind in Kind::ALL {
        worst = worst.max(direct(base, rounds, kind.of(REQUESTS / few), kind));
    }
    for kind in [Kind::Get, Kind::Post(1024)] {
        over_sockets(base, rounds, REQUESTS / 4 / few, kind);
    }
    println!("middleware: at most {worst:.2} µs more at the median (goal {GOAL:.0})");
    println!();
}

/// Calls the service; gives what is more at the median.
fn direct(base: &str, rounds: usize, requests: usize, kind: Kind) -> f64 {
    let logger = crate::logger(base);
    let (mut plain, mut logged) = (app::plain(), app::logged(&logger));
    let runtime = runtime();
    let pass = |app: &mut Router| runtime.block_on(call(app, requests, kind));
    let all = turns::compare(
        rounds,
        || spend(|| pass(&mut plain), || {}),
        || spend(|| pass(&mut logged), || crate::settle(&logger)),
    );
    crate::finish(&logger, ((rounds + 1) * requests) as u64);
    print(&kind.name(), &all)
}

/// Sends requests to a server.
fn over_sockets(base: &str, rounds: usize, requests: usize, kind: Kind) {
    let logger = crate::logger(base);
    let (plain, logged) = (Served::new(app::plain()), Served::new(app::logged(&logger)));
    let all = turns::compare(
        rounds,
        || spend(|| plain.call(requests, kind), || {}),
        || spend(|| logged.call(requests, kind), || crate::settle(&logger)),
    );
    crate::finish(&logger, ((rounds + 1) * requests) as u64);
    print(&format!("{}, HTTP", kind.name()), &all);
}

/// Makes calls, and has what they have logged sent.
fn spend(call: impl FnOnce() -> Vec<f64>, settle: impl FnOnce()) -> Cost {
    let cpu = now(ClockId::ProcessCPUTime);
    let mut times = call();
    settle();
    Cost::new(&mut times, now(ClockId::ProcessCPUTime) - cpu)
}

/// Prints a line; gives what is more at the median.
fn print(name: &str, rounds: &[Round<Cost>]) -> f64 {
    let all = |value: &dyn Fn(&Round<Cost>) -> f64| Spread::new(rounds.iter().map(value));
    let more = |of: &dyn Fn(&Cost) -> f64| all(&|round| of(&round.ours) - of(&round.bare));
    let half = more(&|cost| cost.half);
    println!(
        "{name:32} | {:>8.2} {:>8.2} | {:>18} | {:>18} | {:>20}",
        all(&|round| round.bare.half).median,
        all(&|round| round.ours.half).median,
        half.to_string(),
        more(&|cost| cost.most).to_string(),
        more(&|cost| cost.cpu).to_string(),
    );
    half.median
}

/// Calls the service so often, and reads its replies to the end.
async fn call(app: &mut Router, requests: usize, kind: Kind) -> Vec<f64> {
    let mut times = Vec::with_capacity(requests);
    for _ in 0..requests {
        let request = kind.request();
        let begun = now(ClockId::Monotonic);
        let reply = exchange(app, request).await;
        times.push(now(ClockId::Monotonic) - begun);
        assert!(!reply.is_empty());
    }
    times
}

async fn exchange(app: &mut Router, request: Request<Body>) -> bytes::Bytes {
    let reply: Result<Response<Body>, Infallible> = app.call(request).await;
    let reply = reply.expect("a reply").into_body().collect().await;
    reply.expect("a body").to_bytes()
}
