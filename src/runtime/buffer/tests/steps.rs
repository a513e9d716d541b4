//! What the worker is told to do, step by step.

use std::time::Duration;

use super::script::{Bench, DOUBTFUL, PASSING, SECOND, settings};
use crate::error::{Error, ErrorKind};
use crate::runtime::buffer::{DropCause, DropPolicy, Refused, Settings, Why};

fn bench() -> Bench {
    Bench::new(settings())
}

#[tokio::test(start_paused = true)]
async fn a_batch_goes_when_it_is_full() {
    let mut bench = bench();
    assert_eq!(bench.waits(), None);
    bench.log(4);
    assert_eq!(bench.waits(), Some(5 * SECOND));
    bench.log(3);
    assert_eq!(bench.sends(), [0, 1, 2, 3, 4]);
    assert_eq!((bench.ledger().queued, bench.ledger().in_flight), (7, 5));
    bench.accept();
    assert_eq!((bench.ledger().delivered, bench.ledger().queued), (5, 2));
    // The rest waits for others, as long as those before it would have.
    assert_eq!(bench.waits(), Some(5 * SECOND));
    bench.pass(5 * SECOND);
    assert_eq!(bench.sends(), [5, 6]);
    bench.accept();
    assert_eq!(bench.waits(), None);
}

/// A flush may look after the pump has taken entries, and before it has noted them.
#[tokio::test(start_paused = true)]
async fn what_was_taken_is_not_settled() {
    let mut bench = bench();
    bench.log(5);
    let shared = bench.buffer.shared();
    let mut core = shared.core();
    let target = core.last_seq();
    assert_eq!(core.take(&shared.settings, 3, 0).len(), 3);
    assert!(!core.is_settled(1));
    assert_eq!(core.take(&shared.settings, 3, 0).len(), 2);
    assert!(!core.is_settled(1) && !core.is_settled(target));
}

#[tokio::test(start_paused = true)]
async fn a_batch_goes_when_it_is_large() {
    let mut bench = bench();
    for _ in 0..3 {
        bench.log_sized(40);
    }
    // 10 around them, and a comma: 91 bytes of 100.
    assert_eq!(bench.sends(), [0, 1]);
    bench.accept();
    assert_eq!(bench.sends(), [2]);
    bench.accept();
    assert_eq!(bench.ledger().delivered, 3);
}

#[tokio::test(start_paused = true)]
async fn what_does_not_fit_alone_goes_with_less_or_not_at_all() {
    let mut bench = bench();
    bench.log_sized(91);
    bench.pass(5 * SECOND);
    assert_eq!(bench.sends(), [0]);
    bench.accept();
    assert_eq!((bench.ledger().stripped, bench.ledger().delivered), (1, 1));

    let mut tight = Bench::new(Settings {
        batch_bytes: 10,
        ..settings()
    });
    tight.log(1);
    tight.pass(5 * SECOND);
    assert_eq!(tight.waits(), None);
    assert_eq!(tight.ledger().dropped(DropCause::TooLarge), 1);
}

#[tokio::test(start_paused = true)]
async fn a_failed_batch_is_sent_three_times_then_waits_for_the_next_round() {
    let mut bench = bench();
    bench.log(6);
    assert_eq!(bench.sends(), [0, 1, 2, 3, 4]);
    for delay in [1, 2] {
        bench.refuse(PASSING);
        assert_eq!(bench.waits(), Some(delay * SECOND));
        bench.pass(delay * SECOND);
        assert_eq!(bench.sends(), [0, 1, 2, 3, 4]);
    }
    bench.refuse(PASSING);
    assert_eq!(bench.waits(), Some(5 * SECOND));
    assert_eq!((bench.ledger().queued, bench.ledger().requests), (6, 3));
    bench.pass(5 * SECOND);
    assert_eq!(bench.sends(), [0, 1, 2, 3, 4]);
    bench.accept();
    assert_eq!(bench.sends(), [5]);
}

#[tokio::test(start_paused = true)]
async fn the_server_says_when_to_come_back() {
    let mut bench = bench();
    bench.log(5);
    bench.sends();
    let error = Error::new(ErrorKind::RateLimited, "x").with_retry_after(Some(7 * SECOND));
    bench.settle(Err(Refused {
        why: PASSING,
        error,
    }));
    assert_eq!(bench.waits(), Some(7 * SECOND));
    bench.pass(7 * SECOND);
    bench.sends();
    let error = Error::new(ErrorKind::RateLimited, "x").with_retry_after(Some(3600 * SECOND));
    bench.settle(Err(Refused {
        why: PASSING,
        error,
    }));
    // Of a longer time, as much as the settings say.
    assert_eq!(bench.waits(), Some(60 * SECOND));
}

/// Fails so many rounds.
fn fail_rounds(bench: &mut Bench, rounds: u32) {
    for _ in 0..rounds {
        for pause in [1, 2, 5] {
            bench.sends();
            bench.refuse(PASSING);
            bench.pass(pause * SECOND);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn five_failed_rounds_open_the_breaker_and_one_request_decides() {
    let mut bench = bench();
    bench.log(5);
    fail_rounds(&mut bench, 5);
    // 30 s from the failure, of which 5 have passed.
    assert_eq!(bench.waits(), Some(25 * SECOND));
    bench.pass(25 * SECOND);
    bench.sends();
    bench.refuse(PASSING);
    assert_eq!(bench.waits(), Some(30 * SECOND));
    bench.pass(30 * SECOND);
    bench.sends();
    bench.accept();
    assert_eq!(bench.ledger().delivered, 5);
    bench.log(5);
    assert_eq!(bench.sends().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_batch_that_is_too_large_is_halved_then_stripped_then_given_up() {
    let mut bench = bench();
    bench.log(3);
    bench.pass(5 * SECOND);
    assert_eq!(bench.sends(), [0, 1, 2]);
    bench.refuse(Why::TooLarge);
    assert_eq!(bench.sends(), [0, 1]);
    bench.refuse(Why::TooLarge);
    assert_eq!(bench.sends(), [0]);
    bench.refuse(Why::TooLarge);
    assert_eq!(bench.ledger().stripped, 1);
    assert_eq!(bench.sends(), [0]);
    bench.refuse(Why::TooLarge);
    assert_eq!(bench.ledger().dropped(DropCause::TooLarge), 1);
    for expected in [1, 2] {
        assert_eq!(bench.sends(), [expected]);
        bench.accept();
    }
    let ledger = bench.ledger();
    assert_eq!((ledger.split, ledger.delivered, ledger.requests), (2, 2, 6));
}

#[tokio::test(start_paused = true)]
async fn the_one_malformed_entry_is_found() {
    let mut bench = bench();
    bench.log(5);
    let mut sent = Vec::new();
    while bench.ledger().queued > 0 {
        let batch = bench.sends();
        if batch.contains(&3) {
            bench.refuse(Why::Malformed);
        } else {
            bench.accept();
            sent.extend(batch);
        }
    }
    assert_eq!(sent, [0, 1, 2, 4]);
    assert_eq!(bench.ledger().dropped(DropCause::Rejected), 1);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_takes_nothing_is_not_asked_for_every_entry() {
    let mut bench = bench();
    bench.log(20);
    let mut requests = 0;
    while bench.ledger().queued > 0 {
        bench.sends();
        bench.refuse(Why::Malformed);
        requests += 1;
    }
    assert!(requests <= 16, "{requests}");
    assert_eq!(bench.ledger().dropped(DropCause::Rejected), 20);
}

#[tokio::test(start_paused = true)]
async fn what_is_refused_for_good_is_given_up_and_no_failure() {
    let mut bench = bench();
    for _ in 0..6 {
        bench.log(5);
        bench.sends();
        bench.refuse(Why::Rejected);
    }
    assert_eq!(bench.ledger().dropped(DropCause::Rejected), 30);
    assert_eq!(bench.waits(), None);
}

#[tokio::test(start_paused = true)]
async fn a_refused_credential_stops_everything_and_loses_nothing() {
    let mut bench = bench();
    bench.log(7);
    bench.sends();
    bench.refuse(Why::Unauthorized);
    assert_eq!(bench.waits(), Some(60 * SECOND));
    assert_eq!(bench.ledger().queued, 7);
    bench.pass(60 * SECOND);
    bench.sends();
    bench.refuse(Why::Unauthorized);
    assert_eq!(bench.waits(), Some(60 * SECOND));
    bench.pass(60 * SECOND);
    bench.sends();
    bench.accept();
    assert_eq!(bench.sends().len(), 2);
    bench.accept();
    assert_eq!(bench.ledger().delivered, 7);
}

#[tokio::test(start_paused = true)]
async fn the_newest_is_given_up_when_the_queue_is_full() {
    let mut bench = bench();
    bench.log(25);
    assert_eq!(bench.ledger().dropped(DropCause::QueueFull), 5);
    assert_eq!(bench.sends(), [0, 1, 2, 3, 4]);
    bench.log(1);
    // What is being sent still counts.
    assert_eq!(bench.ledger().dropped(DropCause::QueueFull), 6);
    bench.accept();
    bench.log(1);
    assert_eq!(bench.ledger().dropped(DropCause::QueueFull), 6);
}

#[tokio::test(start_paused = true)]
async fn the_oldest_is_given_up_when_that_is_asked_for() {
    let mut bench = Bench::new(Settings {
        policy: DropPolicy::Oldest,
        queue_bytes: 60,
        ..settings()
    });
    bench.log(25);
    assert_eq!(bench.ledger().dropped(DropCause::QueueFull), 5);
    assert_eq!(bench.sends(), [5, 6, 7, 8, 9]);
    bench.log(2);
    bench.accept();
    assert_eq!(bench.sends(), [12, 13, 14, 15, 16]);
    bench.accept();
    // One that is larger than the whole queue drives nothing out.
    bench.log_sized(61);
    let ledger = bench.ledger();
    assert_eq!(
        (ledger.dropped(DropCause::QueueFull), ledger.queued),
        (8, 10)
    );
    bench.log_sized(40);
    let load = bench.buffer.shared().core().load();
    assert!(load.1 <= 60, "{load:?}");
}

#[tokio::test(start_paused = true)]
async fn closing_tries_at_once_whatever_the_breaker_says() {
    let mut bench = bench();
    bench.log(5);
    fail_rounds(&mut bench, 5);
    assert!(bench.waits().is_some());
    bench.log(3);
    bench.close(10 * SECOND);
    bench.log(2);
    assert_eq!(bench.ledger().refused, 2);
    assert_eq!(bench.sends(), [0, 1, 2, 3, 4]);
    bench.accept();
    assert_eq!(bench.sends(), [5, 6, 7]);
    bench.accept();
    bench.ends();
    assert_eq!(bench.ledger().delivered, 8);
}

#[tokio::test(start_paused = true)]
async fn closing_goes_on_until_the_deadline_and_says_what_was_lost() {
    let mut bench = bench();
    bench.log(8);
    bench.close(10 * SECOND);
    let mut requests = 0;
    loop {
        bench.sends();
        bench.refuse(if requests == 0 { DOUBTFUL } else { PASSING });
        requests += 1;
        let Some(wait) = bench.waits() else { panic!() };
        bench.pass(wait);
        if bench.buffer.shared().core().is_over(bench.now) {
            break;
        }
    }
    bench.ends();
    assert!(requests >= 4, "{requests}");
    let ledger = bench.ledger();
    // The server may have the first five.
    assert_eq!(ledger.dropped(DropCause::Unconfirmed), 5);
    assert_eq!(ledger.dropped(DropCause::Closed), 3);
    // What comes too late changes nothing.
    bench.accept();
    assert_eq!(bench.ledger(), ledger);
}

#[tokio::test(start_paused = true)]
async fn what_is_being_sent_at_the_deadline_is_unconfirmed() {
    let mut bench = bench();
    bench.log(7);
    bench.sends();
    bench.close(SECOND);
    bench.pass(SECOND);
    bench.ends();
    assert_eq!(bench.ledger().dropped(DropCause::Unconfirmed), 5);
    assert_eq!(bench.ledger().dropped(DropCause::Closed), 2);
}

#[tokio::test(start_paused = true)]
async fn closing_with_a_refused_credential_ends_at_once() {
    let mut bench = bench();
    bench.log(7);
    bench.close(100 * SECOND);
    bench.sends();
    bench.refuse(Why::Unauthorized);
    bench.ends();
    assert_eq!(bench.ledger().dropped(DropCause::Unauthorized), 7);
}

#[tokio::test(start_paused = true)]
async fn closing_heeds_the_server_where_there_is_time_for_it() {
    for (limit, wait) in [(30, 20), (10, 0)] {
        let mut bench = bench();
        bench.log(5);
        bench.sends();
        let error = Error::new(ErrorKind::Unavailable, "x").with_retry_after(Some(20 * SECOND));
        bench.settle(Err(Refused {
            why: PASSING,
            error,
        }));
        bench.close(limit * SECOND);
        if wait > 0 {
            assert_eq!(bench.waits(), Some(wait * SECOND));
            bench.pass(wait * SECOND);
        }
        assert_eq!(bench.sends().len(), 5);
    }
}

#[tokio::test(start_paused = true)]
async fn what_has_no_form_on_the_wire_is_given_up() {
    let bench = bench();
    let entry = super::script::Entry {
        number: u32::MAX,
        size: 1,
    };
    bench.buffer.push(entry, 1);
    let mut bench = bench;
    bench.log(14);
    bench.pass(Duration::from_secs(5));
    while bench.ledger().queued > 0 {
        bench.sends();
        bench.accept();
    }
    let ledger = bench.ledger();
    assert_eq!(
        (
            ledger.dropped(DropCause::Invalid),
            ledger.delivered,
            ledger.clamped
        ),
        (1, 14, 1)
    );
}
