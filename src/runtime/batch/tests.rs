//! Batches whose calls end when the test says so.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::{FutureExt, TryStreamExt};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep, timeout};

use super::drive::WINDOW;
use super::*;
use crate::ErrorKind;

type Outcome = Result<usize>;

fn failure() -> Outcome {
    Err(Error::new(ErrorKind::Server, "no"))
}

/// The calls in flight, by input: each ends when it is told to.
#[derive(Clone, Default)]
struct Desk(Arc<Mutex<BTreeMap<usize, oneshot::Sender<Outcome>>>>);

impl Desk {
    fn call(&self, input: usize) -> impl Future<Output = Outcome> + Send + use<> {
        let (end, ended) = oneshot::channel();
        self.0.lock().unwrap().insert(input, end);
        async move { ended.await.unwrap() }
    }

    fn batch(
        &self,
        inputs: impl IntoIterator<IntoIter: Iterator<Item = usize> + Send + 'static, Item = usize>,
    ) -> Batch<usize> {
        let desk = self.clone();
        Batch::new(inputs, move |input| desk.call(input))
    }

    /// The inputs whose calls are under way.
    fn open(&self) -> Vec<usize> {
        self.0.lock().unwrap().keys().copied().collect()
    }

    fn end(&self, input: usize, outcome: Outcome) {
        let end = self.0.lock().unwrap().remove(&input).unwrap();
        end.send(outcome).unwrap();
    }

    fn succeed(&self, inputs: impl IntoIterator<Item = usize>) {
        for input in inputs {
            self.end(input, Ok(input));
        }
    }

    /// Whether the calls under way were dropped.
    fn is_abandoned(&self) -> bool {
        self.0
            .lock()
            .unwrap()
            .values()
            .all(oneshot::Sender::is_closed)
    }
}

/// What is there now: an item by its index, or the end.
fn now<T>(items: &mut Items<T>) -> Option<Option<usize>> {
    let next = items.next().now_or_never()?;
    Some(next.map(|item| item.index))
}

/// All indices that are there now.
fn indices<T>(items: &mut Items<T>) -> Vec<usize> {
    std::iter::from_fn(|| now(items).flatten()).collect()
}

#[test]
fn order_is_kept_however_calls_end() {
    let desk = Desk::default();
    let mut items = desk.batch(0..5).concurrency(5).items().unwrap();
    assert_eq!(now(&mut items), None);
    desk.succeed([4, 1, 3]);
    assert_eq!(now(&mut items), None);
    desk.succeed([0]);
    assert_eq!(indices(&mut items), [0, 1]);
    desk.succeed([2]);
    assert_eq!(indices(&mut items), [2, 3, 4]);
    assert_eq!(now(&mut items), Some(None));
}

#[test]
fn as_completed_gives_each_at_once() {
    let desk = Desk::default();
    let batch = desk.batch(0..4).concurrency(4).order(Order::AsCompleted);
    let mut items = batch.items().unwrap();
    assert_eq!(now(&mut items), None);
    for input in [2, 0, 3, 1] {
        desk.succeed([input]);
        assert_eq!(indices(&mut items), [input]);
    }
    assert_eq!(now(&mut items), Some(None));
}

#[test]
fn an_outcome_belongs_to_its_input() {
    for order in [Order::Kept, Order::AsCompleted] {
        let desk = Desk::default();
        let batch = desk.batch([30, 10, 20]).order(order);
        let mut items = batch.items().unwrap();
        assert_eq!(now(&mut items), None);
        desk.succeed([10, 20, 30]);
        let mut found: Vec<_> = std::iter::from_fn(|| items.next().now_or_never().flatten())
            .map(|item| (item.index, item.outcome.unwrap()))
            .collect();
        found.sort_unstable();
        assert_eq!(found, [(0, 30), (1, 10), (2, 20)]);
    }
}

#[test]
fn exactly_as_many_are_in_flight_as_allowed() {
    for order in [Order::Kept, Order::AsCompleted] {
        for concurrency in [1, 2, 7] {
            let desk = Desk::default();
            let batch = desk.batch(0..).concurrency(concurrency).order(order);
            let mut items = batch.items().unwrap();
            assert_eq!(desk.open(), [0; 0], "nothing starts before it is read");
            for round in 0..50 {
                assert_eq!(now(&mut items), None);
                let open = desk.open();
                assert_eq!(open.len(), concurrency, "{order:?}");
                assert_eq!(items.summary().in_flight, concurrency as u64);
                desk.succeed([open[0]]);
                assert_eq!(now(&mut items), Some(Some(round)));
            }
        }
    }
}

#[test]
fn the_default_is_eight_in_order() {
    let desk = Desk::default();
    let mut items = desk.batch(0..).items().unwrap();
    assert_eq!(now(&mut items), None);
    assert_eq!(desk.open().len(), 8);
    desk.succeed([1]);
    assert_eq!(now(&mut items), None);
}

#[test]
fn a_slow_first_call_holds_a_window_and_no_more() {
    let desk = Desk::default();
    let mut items = desk.batch(0..).concurrency(3).items().unwrap();
    let mut ended = 0;
    loop {
        assert_eq!(now(&mut items), None);
        let mut open = desk.open();
        assert_eq!(open.remove(0), 0);
        if open.is_empty() {
            break;
        }
        ended += open.len();
        desk.succeed(open);
    }
    assert_eq!(1 + ended, 3 * WINDOW);
    assert_eq!(items.summary().started, 3 * WINDOW as u64);
    // The window goes on once the first is there.
    desk.succeed([0]);
    assert_eq!(now(&mut items), Some(Some(0)));
    assert_eq!(indices(&mut items), (1..3 * WINDOW).collect::<Vec<_>>());
    assert_eq!(desk.open().len(), 3);
}

#[test]
fn giving_an_item_moves_the_others_first() {
    let desk = Desk::default();
    let mut items = desk.batch(0..).concurrency(2).items().unwrap();
    assert_eq!(now(&mut items), None);
    desk.succeed([0, 1]);
    assert_eq!(now(&mut items), Some(Some(0)));
    assert_eq!(desk.open(), [2, 3], "started while 1 still waits");
}

#[test]
fn a_failure_is_an_item_among_others() {
    let desk = Desk::default();
    let mut items = desk.batch(0..4).items().unwrap();
    assert_eq!(now(&mut items), None);
    desk.end(1, failure());
    desk.succeed([0, 2, 3]);
    let outcomes: Vec<_> = std::iter::from_fn(|| items.next().now_or_never().flatten()).collect();
    let failed: Vec<_> = outcomes.iter().map(|item| item.outcome.is_err()).collect();
    assert_eq!(failed, [false, true, false, false]);
    assert_eq!(now(&mut items), Some(None));
    let summary = items.summary();
    assert_eq!((summary.succeeded, summary.failed), (3, 1));
    assert_eq!((summary.in_flight, summary.skipped), (0, Some(0)));
}

#[test]
fn an_error_stops_what_has_not_begun_and_nothing_else() {
    for order in [Order::Kept, Order::AsCompleted] {
        let desk = Desk::default();
        let batch = desk.batch(0..10).concurrency(3).order(order);
        let mut items = batch.stop_on_error().items().unwrap();
        assert_eq!(now(&mut items), None);
        desk.end(1, failure());
        let first = indices(&mut items);
        assert_eq!(desk.open(), [0, 2], "in flight, and nothing new");
        assert_eq!(items.summary().skipped, Some(7));
        desk.succeed([0, 2]);
        let rest = indices(&mut items);
        let given = [first, rest].concat();
        match order {
            Order::Kept => assert_eq!(given, [0, 1, 2]),
            Order::AsCompleted => assert_eq!(given, [1, 0, 2]),
        }
        assert_eq!(now(&mut items), Some(None));
        let summary = items.summary();
        assert_eq!((summary.started, summary.succeeded), (3, 2));
        assert_eq!((summary.failed, summary.cancelled), (1, 0));
        assert_eq!((summary.in_flight, summary.skipped), (0, Some(7)));
    }
}

#[test]
fn an_error_that_comes_at_once_is_the_only_item() {
    for order in [Order::Kept, Order::AsCompleted] {
        let calls = async |input| if input == 0 { failure() } else { Ok(input) };
        let batch = Batch::new(0..10, calls).order(order).stop_on_error();
        let mut items = batch.items().unwrap();
        assert_eq!(indices(&mut items), [0]);
        let summary = items.summary();
        assert_eq!((summary.started, summary.skipped), (1, Some(9)));
    }
}

#[test]
fn a_failure_as_the_last_item_skips_nothing() {
    let desk = Desk::default();
    let mut items = desk.batch(0..1).stop_on_error().items().unwrap();
    assert_eq!(now(&mut items), None);
    desk.end(0, failure());
    assert_eq!(now(&mut items), Some(Some(0)));
    assert_eq!(now(&mut items), Some(None));
    assert_eq!(items.summary().skipped, Some(0));
}

#[test]
fn how_many_are_skipped_of_an_endless_stream_is_not_known() {
    let desk = Desk::default();
    let mut items = desk.batch(0..).stop_on_error().items().unwrap();
    assert_eq!(now(&mut items), None);
    desk.end(0, failure());
    assert_eq!(now(&mut items), Some(Some(0)));
    assert_eq!(items.summary().skipped, None);
}

#[test]
fn no_input_no_item() {
    for order in [Order::Kept, Order::AsCompleted] {
        let desk = Desk::default();
        let mut items = desk.batch([]).order(order).items().unwrap();
        assert_eq!(now(&mut items), Some(None));
        assert_eq!(now(&mut items), Some(None));
        let results = desk.batch([]).order(order).results();
        assert!(results.now_or_never().unwrap().unwrap().is_empty());
    }
}

#[test]
fn an_impossible_concurrency_is_refused_before_any_input_is_taken() {
    for concurrency in [0, 1001, usize::MAX] {
        let batch = || {
            let untouched = std::iter::from_fn(|| -> Option<usize> { panic!("an input is taken") });
            Batch::new(untouched, async |input| Ok(input)).concurrency(concurrency)
        };
        let error = batch().items().unwrap_err();
        assert!(error.is_invalid_input());
        let message = format!("the concurrency of a batch must be 1 to 1000, not {concurrency}");
        assert_eq!(error.message(), message);
        let results = batch().results().now_or_never().unwrap();
        assert!(results.unwrap_err().is_invalid_input());
    }
    for concurrency in [1, 1000] {
        let desk = Desk::default();
        let mut items = desk.batch(0..).concurrency(concurrency).items().unwrap();
        assert_eq!(now(&mut items), None);
        assert_eq!(desk.open().len(), concurrency);
    }
}

#[test]
fn endless_inputs_take_no_memory() {
    for order in [Order::Kept, Order::AsCompleted] {
        let taken = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&taken);
        let inputs = std::iter::repeat_with(move || counter.fetch_add(1, Ordering::Relaxed));
        let batch = Batch::new(inputs, async |input| Ok(input)).order(order);
        let mut items = batch.concurrency(4).items().unwrap();
        for given in 1..=100_000 {
            assert!(now(&mut items).flatten().is_some());
            let ahead = taken.load(Ordering::Relaxed) - given;
            assert!(ahead <= 4 * WINDOW, "{ahead} are taken and not given");
        }
    }
}

#[test]
fn dropping_the_stream_ends_what_is_in_flight() {
    for order in [Order::Kept, Order::AsCompleted] {
        let desk = Desk::default();
        let batch = desk.batch(0..10).concurrency(4).order(order);
        let progress = batch.progress();
        let mut items = batch.items().unwrap();
        assert_eq!(now(&mut items), None);
        desk.succeed([0]);
        assert_eq!(now(&mut items), Some(Some(0)));
        assert!(!desk.is_abandoned());
        drop(items);
        assert!(desk.is_abandoned());
        let summary = progress.summary();
        assert_eq!((summary.in_flight, summary.succeeded), (0, 1));
        let ended = summary.succeeded + summary.cancelled;
        assert_eq!(ended, summary.started);
        assert_eq!(summary.started + summary.skipped.unwrap(), 10);
    }
}

#[test]
fn dropping_the_future_of_the_results_ends_what_is_in_flight() {
    let desk = Desk::default();
    let mut results = Box::pin(desk.batch(0..10).results());
    assert!(results.as_mut().now_or_never().is_none());
    assert_eq!(desk.open().len(), 8);
    drop(results);
    assert!(desk.is_abandoned());
}

#[test]
fn an_end_stays_the_end_and_inputs_are_not_asked_again() {
    for order in [Order::Kept, Order::AsCompleted] {
        let mut calls = 0;
        // Begins anew after its end.
        let inputs = stream::poll_fn(move |_| {
            calls += 1;
            Poll::Ready((calls % 2 == 1).then_some(calls))
        });
        let batch = Batch::from_stream(inputs, async |input| Ok(input)).order(order);
        let mut items = batch.items().unwrap();
        assert_eq!(indices(&mut items), [0]);
        for _ in 0..5 {
            assert_eq!(now(&mut items), Some(None));
        }
    }
}

#[test]
fn results_are_in_the_order_of_the_inputs_and_none_waits_for_another() {
    let desk = Desk::default();
    let batch = desk.batch(0..100).concurrency(2);
    let progress = batch.progress();
    let mut results = Box::pin(batch.results());
    // The first call is the last to end.
    for input in 1..100 {
        assert!(results.as_mut().now_or_never().is_none());
        let outcome = if input % 10 == 3 {
            failure()
        } else {
            Ok(input)
        };
        desk.end(input, outcome);
    }
    assert!(results.as_mut().now_or_never().is_none());
    assert_eq!(progress.summary().in_flight, 1);
    desk.succeed([0]);
    let results = results.now_or_never().unwrap().unwrap();
    assert_eq!(results.len(), 100);
    for (index, result) in results.into_iter().enumerate() {
        assert_eq!(result.ok(), (index % 10 != 3).then_some(index));
    }
    assert_eq!(progress.summary().failed, 10);
}

#[test]
fn results_of_a_batch_that_stopped_are_those_that_were_started() {
    let desk = Desk::default();
    let batch = desk.batch(0..10).concurrency(2).stop_on_error();
    let progress = batch.progress();
    let mut results = Box::pin(batch.results());
    assert!(results.as_mut().now_or_never().is_none());
    desk.end(1, failure());
    assert!(results.as_mut().now_or_never().is_none());
    desk.succeed([0]);
    let results = results.now_or_never().unwrap().unwrap();
    let succeeded: Vec<_> = results.iter().map(Result::is_ok).collect();
    assert_eq!(succeeded, [true, false]);
    assert_eq!(progress.summary().skipped, Some(8));
}

#[tokio::test(start_paused = true)]
async fn inputs_may_come_slowly() {
    for order in [Order::Kept, Order::AsCompleted] {
        let (feed, inputs) = mpsc::channel::<usize>(1);
        let inputs = stream::unfold(inputs, async |mut inputs| {
            Some((inputs.recv().await?, inputs))
        });
        let batch = Batch::from_stream(inputs, async |input| {
            sleep(Duration::from_millis(10)).await;
            Ok(input)
        });
        let mut items = batch.order(order).items().unwrap();
        let feeding = async move {
            for input in 0..5 {
                sleep(Duration::from_secs(1)).await;
                feed.send(input).await.unwrap();
            }
        };
        let reading = async {
            let mut times = Vec::new();
            let begun = Instant::now();
            while let Some(item) = items.next().await {
                assert_eq!(item.outcome.unwrap(), item.index);
                times.push(begun.elapsed().as_millis());
            }
            times
        };
        let both = async { tokio::join!(feeding, reading) };
        let ((), times) = timeout(Duration::from_secs(3600), both).await.unwrap();
        assert_eq!(times, [1010, 2010, 3010, 4010, 5010], "{order:?}");
    }
}

#[test]
fn a_batch_and_its_stream_can_be_sent_to_another_thread() {
    fn sent<T: Send + 'static>(value: T) -> T {
        value
    }
    let batch = sent(Desk::default().batch(0..3));
    assert!(format!("{batch:?}").contains("concurrency: 8"));
    let items = sent(batch.items().unwrap());
    assert!(format!("{items:?}").contains("started: 0"), "{items:?}");
    let results = Batch::new(0..3, async |input| Ok(input)).results();
    let read = std::thread::spawn(|| results.now_or_never().unwrap());
    assert_eq!(read.join().unwrap().unwrap().len(), 3);
}

#[test]
fn results_can_be_one_result() {
    let results = Batch::new(
        0..3,
        async |input| if input == 1 { failure() } else { Ok(input) },
    );
    let results = results.results().now_or_never().unwrap().unwrap();
    let all: Result<Vec<_>> = results.into_iter().collect();
    assert_eq!(all.unwrap_err().kind(), ErrorKind::Server);
    let items = Batch::new(0..3, async |input| Ok(input)).items().unwrap();
    let values = items.map(|item| item.outcome).try_collect::<Vec<_>>();
    assert_eq!(values.now_or_never().unwrap().unwrap(), [0, 1, 2]);
}

#[cfg(feature = "blocking")]
#[test]
fn from_a_plain_thread() {
    use crate::blocking::{Blocking, BlockingStream};

    let batch = || {
        Batch::new([30, 20, 10], async |pause| {
            sleep(Duration::from_millis(pause)).await;
            Ok(pause)
        })
    };
    let items = batch().items().unwrap().blocking_iter().unwrap();
    let values: Vec<_> = items.map(|item| item.outcome.unwrap()).collect();
    assert_eq!(values, [30, 20, 10]);
    let results = Box::pin(batch().results()).blocking().unwrap();
    assert_eq!(results.len(), 3);
}
