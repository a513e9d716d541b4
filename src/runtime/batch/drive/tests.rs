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

/// What a batch that adapts has in flight at a server that bears so many calls and refuses others: the most, by quarters of the
/// batch, and how many were refused.
async fn adapted(bears: usize, inputs: usize) -> ([usize; 4], u64) {
    let gauge = Arc::new(Gauge::default());
    let measured = Arc::clone(&gauge);
    let batch = Batch::new(0..inputs, move |_| {
        let gauge = Arc::clone(&measured);
        async move {
            let now = gauge.now.fetch_add(1, Ordering::Relaxed) + 1;
            gauge.most.fetch_max(now, Ordering::Relaxed);
            pause(10).await;
            gauge.now.fetch_sub(1, Ordering::Relaxed);
            match now > bears {
                true => Err(Error::new(ErrorKind::RateLimited, "too many")),
                false => Ok(()),
            }
        }
    });
    let mut items = batch.concurrency(100).adaptive().items().unwrap();
    let mut most = [0; 4];
    for quarter in &mut most {
        for _ in 0..inputs / 4 {
            items.next().await.unwrap();
            let limit = items.summary().limit;
            assert!((1..=100).contains(&limit) && items.summary().in_flight <= 100);
        }
        *quarter = gauge.most.swap(0, Ordering::Relaxed);
    }
    (most, items.summary().failed)
}

#[tokio::test(start_paused = true)]
async fn a_batch_that_adapts_sends_as_much_as_the_server_bears() {
    let (most, refused) = adapted(usize::MAX, 8000).await;
    assert_eq!((most[3], refused), (100, 0));
    assert!(most[0] < 100, "{most:?}");
    let (most, refused) = adapted(20, 4000).await;
    assert!(most.iter().all(|most| (15..=25).contains(most)), "{most:?}");
    // One in some two hundred: the price of knowing.
    assert!((1..=60).contains(&refused), "{refused}");
}

#[tokio::test(start_paused = true)]
async fn a_batch_that_does_not_adapt_has_a_fixed_limit() {
    let batch = Batch::new(0..3, async |_| failure()).concurrency(7);
    let progress = batch.progress();
    batch.results().await.unwrap();
    assert_eq!(progress.summary().limit, 7);
}
