//! A spool that cannot be written or read: entries go from memory, none twice, and what is on disk waits there.

use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::time::{sleep, timeout};

use super::platter::Platter;
use super::script::{Bench, Entry, SECOND, Script, settings};
use crate::runtime::buffer::spool::Changes;
use crate::runtime::buffer::{Buffer, DropCause, DropPolicy, Settings, SpoolLimits, Why};

fn buffer(platter: &Platter) -> Buffer<Script> {
    Buffer::new(Script::default(), settings(), Some(platter.large())).unwrap()
}

fn log(buffer: &Buffer<Script>, numbers: std::ops::Range<u32>) {
    for number in numbers {
        buffer.push(Entry { number, size: 3 }, 3);
    }
}

fn taken(buffer: &Buffer<Script>) -> Vec<u32> {
    buffer.ship().taken.lock().unwrap().clone()
}

fn count(numbers: std::ops::Range<u32>) -> Vec<u32> {
    numbers.collect()
}

fn set(switch: &AtomicBool, on: bool) {
    switch.store(on, SeqCst);
}

/// Lets the worker settle what it can.
async fn settle() {
    sleep(Duration::from_millis(100)).await;
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_written_is_sent_from_memory() {
    let platter = Platter::default();
    let buffer = buffer(&platter);
    set(&platter.is_full, true);
    log(&buffer, 0..7);
    buffer.flush().await.unwrap();
    assert_eq!(taken(&buffer), count(0..7));
    // It is left alone for a while, and sending goes on.
    log(&buffer, 7..9);
    buffer.flush().await.unwrap();
    // With nothing to do it waits for nothing.
    sleep(100 * SECOND).await;
    log(&buffer, 9..12);
    let ledger = buffer.close(10 * SECOND).await;
    assert_eq!((ledger.delivered, ledger.spooled), (12, 0), "{ledger}");
    assert_eq!(taken(&buffer), count(0..12));
}

#[tokio::test(start_paused = true)]
async fn closing_sends_what_waits_for_the_disk() {
    let platter = Platter::default();
    let buffer = buffer(&platter);
    set(&platter.is_full, true);
    log(&buffer, 0..3);
    settle().await;
    log(&buffer, 3..6);
    settle().await;
    let ledger = buffer.close(2 * SECOND).await;
    assert_eq!(
        (ledger.delivered, ledger.dropped_total()),
        (6, 0),
        "{ledger}"
    );
}

#[tokio::test(start_paused = true)]
async fn entries_are_spooled_again_once_there_is_room() {
    let platter = Platter::default();
    let buffer = buffer(&platter);
    set(&buffer.ship().is_down, true);
    log(&buffer, 0..7);
    settle().await;
    assert_eq!(buffer.ledger().spooled, 7);
    set(&platter.is_full, true);
    log(&buffer, 7..12);
    settle().await;
    let ledger = buffer.ledger();
    assert_eq!((ledger.spooled, ledger.queued), (7, 5), "{ledger}");
    set(&platter.is_full, false);
    sleep(6 * SECOND).await;
    log(&buffer, 12..20);
    settle().await;
    let ledger = buffer.ledger();
    assert_eq!((ledger.spooled, ledger.queued), (15, 5), "{ledger}");
    // Wherever they were: in order, and once.
    set(&buffer.ship().is_down, false);
    sleep(60 * SECOND).await;
    buffer.flush().await.unwrap();
    assert_eq!(taken(&buffer), count(0..20));
    let ledger = buffer.close(SECOND).await;
    assert_eq!((ledger.delivered, ledger.spooled), (20, 0), "{ledger}");
    assert_eq!(platter.large().found().entries, 0);
}

/// The write was not confirmed, and is there nevertheless.
#[tokio::test(start_paused = true)]
async fn what_may_have_been_written_is_not_sent_twice() {
    let platter = Platter::default();
    let buffer = buffer(&platter);
    set(&buffer.ship().is_down, true);
    set(&platter.is_mute, true);
    log(&buffer, 0..7);
    settle().await;
    assert_eq!(buffer.ledger().queued, 7);
    set(&platter.is_mute, false);
    sleep(6 * SECOND).await;
    log(&buffer, 7..12);
    settle().await;
    set(&buffer.ship().is_down, false);
    sleep(60 * SECOND).await;
    buffer.flush().await.unwrap();
    assert_eq!(taken(&buffer), count(0..12));
    let ledger = buffer.close(SECOND).await;
    assert_eq!((ledger.delivered, ledger.accepted), (12, 12), "{ledger}");
    assert_eq!(platter.large().found().entries, 0);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_read_waits_until_it_can() {
    let platter = Platter::default();
    let first = buffer(&platter);
    set(&first.ship().is_down, true);
    log(&first, 0..20);
    first.close(SECOND).await;
    let buffer = buffer(&platter);
    set(&platter.is_unreadable, true);
    buffer.resume();
    let error = timeout(SECOND, buffer.flush()).await.unwrap().unwrap_err();
    assert!(error.message().contains("cannot be read"), "{error}");
    sleep(60 * SECOND).await;
    let ledger = buffer.ledger();
    assert_eq!((ledger.spooled, ledger.requests), (20, 0), "{ledger}");
    // What comes meanwhile is not held up.
    log(&buffer, 20..22);
    sleep(60 * SECOND).await;
    set(&platter.is_unreadable, false);
    sleep(60 * SECOND).await;
    buffer.flush().await.unwrap();
    let mut all = taken(&buffer);
    all.sort_unstable();
    assert_eq!(all, count(0..22));
}

#[tokio::test(start_paused = true)]
async fn closing_does_not_wait_for_a_disk_that_cannot_be_read() {
    let platter = Platter::default();
    let first = buffer(&platter);
    set(&first.ship().is_down, true);
    log(&first, 0..20);
    first.close(SECOND).await;
    let buffer = buffer(&platter);
    set(&platter.is_unreadable, true);
    buffer.resume();
    let ledger = buffer.close(20 * SECOND).await;
    assert_eq!((ledger.spooled, ledger.dropped_total()), (20, 0));
    let error = buffer.flush().await.unwrap_err();
    assert!(
        error
            .message()
            .starts_with("it is closed; 20 entries wait on disk"),
        "{error}"
    );
}

/// What one run may send can be too much for the next.
#[tokio::test(start_paused = true)]
async fn what_was_written_for_larger_batches_is_cut_or_given_up() {
    let platter = Platter::default();
    let first = buffer(&platter);
    set(&first.ship().is_down, true);
    for (number, size) in [(0, 3), (1, 80), (1_000_000, 7), (3, 3)] {
        first.push(Entry { number, size }, size);
    }
    first.close(SECOND).await;
    let smaller = Settings {
        batch_bytes: 15,
        ..settings()
    };
    let mut bench = Bench::with_spool(smaller, Some(platter.large()));
    bench.pass(5 * SECOND);
    for expected in [[0, 1].as_slice(), &[3]] {
        assert_eq!(bench.sends(), expected);
        bench.accept();
    }
    bench.waits();
    let ledger = bench.ledger();
    assert_eq!(
        (
            ledger.dropped(DropCause::TooLarge),
            ledger.stripped,
            ledger.spooled
        ),
        (1, 1, 0)
    );
    assert_eq!(platter.after_a_kill().large().found().entries, 0);
}

/// A key that is refused at the end is no reason to lose what can be written.
#[tokio::test(start_paused = true)]
async fn a_refused_credential_leaves_everything_on_disk() {
    let platter = Platter::default();
    let mut bench = Bench::with_spool(settings(), Some(platter.large()));
    bench.log(5);
    bench.close(100 * SECOND);
    bench.sends();
    bench.refuse(Why::Unauthorized);
    bench.ends();
    drop(bench);
    let mut bench = Bench::with_spool(settings(), Some(platter.large()));
    bench.log(5);
    bench.sends();
    // They come while the request is under way, and nobody has written them down yet.
    bench.log(3);
    bench.close(100 * SECOND);
    bench.refuse(Why::Unauthorized);
    bench.ends();
    let ledger = bench.ledger();
    assert_eq!(
        (ledger.spooled, ledger.dropped_total()),
        (13, 0),
        "{ledger}"
    );
}

/// What is in memory alone and under way at the end may be with the server, also where there is a spool.
#[tokio::test(start_paused = true)]
async fn the_end_knows_what_was_not_on_disk() {
    let platter = Platter::default();
    let mut bench = Bench::with_spool(settings(), Some(platter.large()));
    set(&platter.is_full, true);
    bench.log(7);
    assert_eq!(bench.sends(), [0, 1, 2, 3, 4]);
    bench.close(SECOND);
    bench.pass(SECOND);
    bench.ends();
    let ledger = bench.ledger();
    assert_eq!(ledger.dropped(DropCause::Unconfirmed), 5, "{ledger}");
    assert_eq!(ledger.dropped(DropCause::Closed), 2);
}

fn runtime() -> Runtime {
    let mut builder = Builder::new_current_thread();
    builder.enable_all().start_paused(true).build().unwrap()
}

/// The runtime ends before its worker has written anything down.
#[test]
fn without_a_worker_dropping_it_still_writes_down_what_waits() {
    let platter = Platter::default();
    let first = runtime();
    let buffer = buffer(&platter);
    {
        let _inside = first.enter();
        log(&buffer, 0..3);
    }
    drop(first);
    assert_eq!(buffer.ledger().queued, 3);
    drop(buffer);
    assert_eq!(platter.large().found().entries, 3);

    // And in the other order.
    let first = runtime();
    let buffer = self::buffer(&platter);
    {
        let _inside = first.enter();
        log(&buffer, 3..5);
    }
    drop(buffer);
    drop(first);
    assert_eq!(platter.large().found().entries, 5);
}

#[tokio::test(start_paused = true)]
async fn the_file_is_free_once_it_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("spool");
    let open = || {
        let limits = crate::runtime::buffer::SpoolLimits {
            bytes: 10_000,
            age: Duration::MAX,
            policy: DropPolicy::Newest,
        };
        crate::runtime::buffer::Spool::open(&path, limits)
    };
    for round in 0..5 {
        let buffer = Buffer::new(Script::default(), settings(), Some(open().unwrap())).unwrap();
        set(&buffer.ship().is_down, true);
        log(&buffer, 0..2);
        let ledger = buffer.close(Duration::ZERO).await;
        assert_eq!(ledger.spooled, 2 * (round + 1));
        // The handle is still there.
        assert_eq!(open().unwrap().found().entries, ledger.spooled);
    }
}

const DAY: Duration = Duration::from_secs(86_400);

fn limits(age: Duration) -> SpoolLimits {
    SpoolLimits {
        bytes: 1 << 40,
        age,
        policy: DropPolicy::Newest,
    }
}

/// A file that nobody here wrote has no place for what comes after it.
#[test]
fn a_file_without_room_for_more_numbers_is_refused() {
    for (last, is_good) in [
        (u64::MAX, false),
        (u64::MAX / 2 + 1, false),
        (1 << 40, true),
    ] {
        let platter = Platter::default();
        let changes = Changes {
            add: vec![(last, "1".into())],
            ..Changes::default()
        };
        platter.large().write(&changes).unwrap();
        let again = platter.after_a_kill().open(limits(DAY));
        assert_eq!(again.is_ok(), is_good);
    }
}

#[test]
fn a_spool_without_room_or_time_is_refused() {
    for (bytes, age, expected) in [
        (0, DAY, "has a size of zero bytes"),
        (1, Duration::ZERO, "has an age of zero"),
    ] {
        let limits = SpoolLimits {
            bytes,
            ..limits(age)
        };
        let error = Platter::default().open(limits).unwrap_err();
        assert!(
            error.is_invalid_input() && error.message().starts_with(expected),
            "{error}"
        );
    }
}

/// However often a write failed that was there nevertheless.
#[test]
fn what_could_not_be_written_is_gone_once_something_can() {
    let platter = Platter::default();
    let spool = platter.large();
    let add = |keys: std::ops::Range<u64>| Changes {
        add: keys.map(|key| (key, "1".into())).collect(),
        ..Changes::default()
    };
    spool.write(&add(1..4)).unwrap();
    set(&platter.is_mute, true);
    for round in 1..100 {
        spool.write(&add(round * 10..round * 10 + 5)).unwrap_err();
    }
    set(&platter.is_mute, false);
    spool.write(&add(2000..2002)).unwrap();
    let keys: Vec<u64> = spool
        .read(0, 5000, 5000)
        .unwrap()
        .entries
        .iter()
        .map(|(key, _)| *key)
        .collect();
    assert_eq!(keys, [1, 2, 3, 2000, 2001]);
}
