//! Whatever the timing: everything takes its own time, on a paused clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::stream;
use proptest::prelude::*;
use tokio::time::{sleep, timeout};

use super::*;
use crate::error::{Error, ErrorKind, Result};
use crate::runtime::batch::{Batch, Summary};

fn failure() -> Result<()> {
    Err(Error::new(ErrorKind::Server, "no"))
}

/// A batch in which everything takes its own time.
#[derive(Debug, Clone)]
struct Plan {
    /// For each input, how long it keeps the batch waiting, how long its call takes, and whether that fails.
    inputs: Vec<(u64, u64, bool)>,
    concurrency: usize,
    order: Order,
    stop: bool,
    /// How long the reader takes for each item.
    reading: u64,
}

fn plan() -> impl Strategy<Value = Plan> {
    let pause = || prop_oneof![3 => Just(0), 2 => 0..50u64];
    let input = (pause(), pause(), prop::bool::weighted(0.1));
    (
        prop::collection::vec(input, 0..60),
        1..10usize,
        prop::sample::select(vec![Order::Kept, Order::AsCompleted]),
        any::<bool>(),
        pause(),
    )
        .prop_map(|(inputs, concurrency, order, stop, reading)| Plan {
            inputs,
            concurrency,
            order,
            stop,
            reading,
        })
}

/// What is in flight, and the most that ever was.
#[derive(Default)]
struct Gauge {
    now: AtomicUsize,
    most: AtomicUsize,
}

async fn pause(milliseconds: u64) {
    // Without a pause it is over at once, and not when a timer says so.
    if milliseconds > 0 {
        sleep(Duration::from_millis(milliseconds)).await;
    }
}

/// Runs a plan; the items and the most that was in flight.
async fn run(plan: &Plan) -> (Vec<(usize, bool)>, Summary, usize) {
    let gauge = Arc::new(Gauge::default());
    let measured = Arc::clone(&gauge);
    let inputs = stream::iter(plan.inputs.clone()).then(async |(before, takes, fails)| {
        pause(before).await;
        (takes, fails)
    });
    let mut batch = Batch::from_stream(inputs, move |(takes, fails)| {
        let gauge = Arc::clone(&measured);
        async move {
            let now = gauge.now.fetch_add(1, Ordering::Relaxed) + 1;
            gauge.most.fetch_max(now, Ordering::Relaxed);
            pause(takes).await;
            gauge.now.fetch_sub(1, Ordering::Relaxed);
            if fails { failure() } else { Ok(()) }
        }
    });
    batch = batch.concurrency(plan.concurrency).order(plan.order);
    if plan.stop {
        batch = batch.stop_on_error();
    }
    let mut items = batch.items().unwrap();
    let mut given = Vec::new();
    while let Some(item) = items.next().await {
        given.push((item.index, item.outcome.is_err()));
        let summary = items.summary();
        let ahead = summary.started as usize - given.len();
        assert!(ahead <= plan.concurrency * WINDOW);
        pause(plan.reading).await;
    }
    (given, items.summary(), gauge.most.load(Ordering::Relaxed))
}

proptest! {
    #[test]
    fn every_input_gives_one_item_whatever_the_timing(plan in plan()) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        let hour = Duration::from_secs(3600);
        // A wake-up that is lost ends here, since time runs on when all wait.
        let ended = runtime.block_on(async { timeout(hour, run(&plan)).await });
        let (mut given, summary, most) = ended.unwrap();
        prop_assert!(most <= plan.concurrency);
        if plan.order == Order::Kept {
            prop_assert!(given.is_sorted());
        }
        given.sort_unstable();
        let expected: Vec<_> = plan.inputs.iter().map(|input| input.2).enumerate().collect();
        let failed = given.iter().filter(|item| item.1).count();
        prop_assert_eq!(&given[..], &expected[..given.len()]);
        prop_assert_eq!(summary.started, given.len() as u64);
        prop_assert_eq!(summary.failed, failed as u64);
        prop_assert_eq!(summary.succeeded, (given.len() - failed) as u64);
        prop_assert_eq!((summary.in_flight, summary.cancelled), (0, 0));
        match (plan.stop, failed) {
            (true, 1..) => prop_assert!(given.len() <= expected.len()),
            _ => prop_assert_eq!(given.len(), expected.len()),
        }
    }
}
