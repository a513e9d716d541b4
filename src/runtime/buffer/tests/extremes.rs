//! Settings and replies without end, and what users' code may do to the worker.

use std::time::Duration;

use super::script::{Bench, Entry, PANICS, PASSING, SECOND, settings};
use crate::error::{Error, ErrorKind};
use crate::runtime::buffer::{DropCause, DropPolicy, Refused, Settings, Why};

const YEAR: Duration = Duration::from_secs(365 * 86_400);

/// What makes a pause endless, and the refusal that leads to it.
type Endless = (fn(&mut Settings), Why);

fn bench(set: impl FnOnce(&mut Settings)) -> Bench {
    let mut settings = settings();
    set(&mut settings);
    Bench::new(settings)
}

fn asks_for(pause: Duration) -> Refused {
    let error = Error::new(ErrorKind::RateLimited, "x").with_retry_after(Some(pause));
    Refused {
        why: PASSING,
        error,
    }
}

#[tokio::test(start_paused = true)]
async fn an_interval_without_end_leaves_full_batches_and_flushes() {
    let mut bench = bench(|settings| settings.interval = Duration::MAX);
    bench.log(4);
    assert!(bench.waits() > Some(YEAR));
    bench.log(2);
    assert_eq!(bench.sends(), [0, 1, 2, 3, 4]);
    for pause in [1, 2] {
        bench.refuse(PASSING);
        assert_eq!(bench.waits(), Some(pause * SECOND));
        bench.pass(pause * SECOND);
        bench.sends();
    }
    bench.refuse(PASSING);
    assert!(bench.waits() > Some(YEAR));
    bench.buffer.shared().core().hurry();
    assert_eq!(bench.sends(), [0, 1, 2, 3, 4]);
}

#[tokio::test(start_paused = true)]
async fn pauses_without_end_end_with_the_buffer() {
    let endless: [Endless; 3] = [
        (|settings| settings.breaker_pause = Duration::MAX, PASSING),
        (
            |settings| settings.credential_pause = Duration::MAX,
            Why::Unauthorized,
        ),
        (
            |settings| (settings.base_delay, settings.jitter) = (Duration::MAX, Duration::MAX),
            PASSING,
        ),
    ];
    for (set, why) in endless {
        let mut bench = bench(|settings| {
            (settings.breaker_threshold, settings.attempts) = (1, 1);
            set(settings);
            if settings.base_delay == Duration::MAX {
                settings.attempts = 2;
            }
        });
        bench.log(5);
        bench.sends();
        bench.refuse(why);
        assert!(bench.waits() > Some(YEAR));
        bench.close(10 * SECOND);
        assert_eq!(bench.sends(), [0, 1, 2, 3, 4]);
        bench.accept();
        bench.ends();
        assert_eq!(bench.ledger().delivered, 5);
    }
}

#[tokio::test(start_paused = true)]
async fn the_server_may_ask_for_a_pause_without_end() {
    let mut bench = bench(|settings| settings.max_retry_after = Duration::MAX);
    bench.log(5);
    bench.sends();
    bench.settle(Err(asks_for(Duration::MAX)));
    assert!(bench.waits() > Some(YEAR));
    let mut flush = Box::pin(bench.buffer.flush());
    let std::task::Poll::Ready(Err(error)) = futures_util::poll!(flush.as_mut()) else {
        panic!("the flush waits for years");
    };
    let text = error.message();
    assert!(
        text.starts_with("the server asked to be left alone"),
        "{text}"
    );
    drop(flush);
    bench.close(10 * SECOND);
    assert_eq!(bench.sends(), [0, 1, 2, 3, 4]);
    // Also when it asks again: it is the last chance.
    bench.settle(Err(asks_for(Duration::MAX)));
    assert_eq!(bench.waits(), Some(SECOND));
}

/// Where a pause is shorter than what a round takes anyway, a flush waits.
#[tokio::test(start_paused = true)]
async fn a_flush_waits_for_a_short_pause() {
    let mut bench = bench(|_| ());
    bench.log(5);
    bench.sends();
    bench.settle(Err(asks_for(4 * SECOND)));
    assert_eq!(bench.waits(), Some(4 * SECOND));
    let mut flush = Box::pin(bench.buffer.flush());
    assert!(futures_util::poll!(flush.as_mut()).is_pending());
}

#[tokio::test(start_paused = true)]
async fn a_second_close_may_leave_less_time() {
    let mut bench = bench(|_| ());
    bench.log(5);
    bench.sends();
    bench.settle(Err(asks_for(20 * SECOND)));
    bench.close(30 * SECOND);
    assert_eq!(bench.waits(), Some(20 * SECOND));
    bench.close(10 * SECOND);
    assert_eq!(bench.sends(), [0, 1, 2, 3, 4]);
}

#[tokio::test(start_paused = true)]
async fn a_panic_costs_one_entry() {
    let mut bench = bench(|_| ());
    bench.log(2);
    let entry = Entry {
        number: PANICS,
        size: 1,
    };
    bench.buffer.push(entry, 1);
    bench.log(2);
    assert_eq!(bench.sends(), [0, 1, 2, 3]);
    bench.accept();
    let ledger = bench.ledger();
    assert_eq!(
        (
            ledger.dropped(DropCause::Invalid),
            ledger.delivered,
            ledger.queued
        ),
        (1, 4, 0)
    );
}

#[tokio::test(start_paused = true)]
async fn a_flush_tells_of_entries_that_made_room() {
    let mut bench = bench(|settings| settings.policy = DropPolicy::Oldest);
    bench.log(8);
    assert_eq!(bench.sends(), [0, 1, 2, 3, 4]);
    let buffer = std::sync::Arc::clone(bench.buffer.shared_arc());
    let aim = crate::runtime::buffer::handle::Aim::at(&mut buffer.core());
    // 5, 6 and 7 have to go.
    bench.log(18);
    bench.accept();
    assert_eq!(bench.sends()[0], 11);
    let outcome = aim.outcome(&buffer.core());
    let error = outcome.unwrap().unwrap_err();
    assert!(
        error.message().starts_with("6 entries were given up"),
        "{error}"
    );
    // Entries that were never taken concern no flush.
    let mut bench = self::bench(|_| ());
    bench.log(8);
    let aim = crate::runtime::buffer::handle::Aim::at(&mut bench.buffer.shared().core());
    bench.log(18);
    while bench.ledger().queued > 0 {
        bench.sends();
        bench.accept();
    }
    assert!(aim.outcome(&bench.buffer.shared().core()).unwrap().is_ok());
}
