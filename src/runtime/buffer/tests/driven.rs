//! The whole buffer with its worker, on paused time.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::script::{DOUBTFUL, Entry, PASSING, SECOND, Script, settings};
use crate::runtime::buffer::{Buffer, DropCause, Settings, Why};

fn buffer(outcomes: &[Option<Why>]) -> Buffer<Script> {
    let buffer = Buffer::new(Script::default(), settings(), None).unwrap();
    *buffer.ship().outcomes.lock().unwrap() = outcomes.to_vec().into();
    buffer
}

fn log(buffer: &Buffer<Script>, numbers: std::ops::Range<u32>) {
    for number in numbers {
        buffer.push(Entry { number, size: 3 }, 3);
    }
}

fn sent(buffer: &Buffer<Script>) -> Vec<Vec<u32>> {
    buffer.ship().sent.lock().unwrap().clone()
}

#[tokio::test(start_paused = true)]
async fn entries_go_out_by_themselves() {
    let buffer = buffer(&[]);
    log(&buffer, 0..6);
    sleep(SECOND).await;
    assert_eq!(sent(&buffer), [vec![0, 1, 2, 3, 4]]);
    sleep(5 * SECOND).await;
    assert_eq!(sent(&buffer)[1], [5]);
    // And again after it has slept.
    sleep(100 * SECOND).await;
    log(&buffer, 6..7);
    sleep(4 * SECOND).await;
    assert_eq!(sent(&buffer).len(), 2);
    sleep(2 * SECOND).await;
    assert_eq!(sent(&buffer)[2], [6]);
    assert_eq!(buffer.ledger().delivered, 7);
}

#[tokio::test(start_paused = true)]
async fn a_flush_waits_for_what_was_there_before() {
    let buffer = buffer(&[Some(PASSING), Some(PASSING)]);
    let started = Instant::now();
    buffer.flush().await.unwrap();
    log(&buffer, 0..3);
    buffer.flush().await.unwrap();
    assert_eq!(started.elapsed(), 3 * SECOND);
    assert_eq!((buffer.ledger().delivered, sent(&buffer).len()), (3, 3));
}

#[tokio::test(start_paused = true)]
async fn a_flush_tells_the_truth() {
    let failing = vec![Some(PASSING); 15];
    let buffer = buffer(&failing);
    log(&buffer, 0..2);
    for _ in 0..5 {
        let error = buffer.flush().await.unwrap_err();
        assert!(error.message().contains("scripted"), "{error}");
    }
    let error = buffer.flush().await.unwrap_err();
    assert!(
        error
            .message()
            .starts_with("the breaker is open for another"),
        "{error}"
    );
    assert_eq!((buffer.ledger().queued, sent(&buffer).len()), (2, 15));
    sleep(30 * SECOND).await;
    buffer.flush().await.unwrap();

    let refusing = self::buffer(&[Some(Why::Rejected)]);
    log(&refusing, 0..2);
    let error = refusing.flush().await.unwrap_err();
    assert!(
        error.message().starts_with("2 entries were given up"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn closing_sends_what_waits_and_refuses_what_comes() {
    let buffer = buffer(&[Some(DOUBTFUL)]);
    log(&buffer, 0..7);
    let ledger = buffer.close(10 * SECOND).await;
    assert_eq!((ledger.delivered, ledger.queued), (7, 0));
    log(&buffer, 7..9);
    let ledger = buffer.close(SECOND).await;
    assert_eq!((ledger.refused, ledger.accepted), (2, 7));
    assert!(buffer.flush().await.is_ok() && !buffer.is_open());
}

#[tokio::test(start_paused = true)]
async fn closing_is_over_at_the_deadline() {
    let buffer = buffer(&[Some(PASSING); 100]);
    log(&buffer, 0..7);
    let started = Instant::now();
    let ledger = buffer.close(Duration::from_millis(2500)).await;
    assert_eq!(started.elapsed(), Duration::from_millis(2500));
    assert!(ledger.is_balanced());
    assert_eq!(ledger.dropped(DropCause::Closed), 7);
    assert_eq!(sent(&buffer).len(), 2);
}

#[tokio::test(start_paused = true)]
async fn closing_needs_no_worker_that_was_there_before() {
    let buffer = buffer(&[]);
    assert_eq!(buffer.close(SECOND).await.accepted, 0);
}

#[test]
fn a_buffer_outlives_the_runtime_of_its_worker() {
    let runtime = || {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_all().start_paused(true).build().unwrap()
    };
    let buffer = buffer(&[]);
    let first = runtime();
    first.block_on(async {
        log(&buffer, 0..7);
        sleep(SECOND).await;
    });
    drop(first);
    assert_eq!(sent(&buffer).len(), 1);
    let ledger = runtime().block_on(async {
        log(&buffer, 7..8);
        buffer.close(10 * SECOND).await
    });
    assert_eq!((ledger.delivered, ledger.queued), (8, 0));
}

#[test]
fn without_a_runtime_the_worker_has_a_thread() {
    let buffer = buffer(&[]);
    log(&buffer, 0..7);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let ledger = runtime.unwrap().block_on(buffer.close(60 * SECOND));
    assert_eq!((ledger.delivered, ledger.queued), (7, 0));
}

#[tokio::test(start_paused = true)]
async fn dropping_it_ends_the_worker() {
    let buffer = buffer(&[]);
    log(&buffer, 0..3);
    let worker = std::sync::Arc::downgrade(buffer.shared_arc());
    drop(buffer);
    sleep(SECOND).await;
    assert_eq!(worker.strong_count(), 0);
}

#[test]
fn settings_of_nothing_are_refused() {
    let spoilt: [fn(&mut Settings); 9] = [
        |settings| settings.base_delay = Duration::ZERO,
        |settings| settings.breaker_pause = Duration::ZERO,
        |settings| settings.credential_pause = Duration::ZERO,
        |settings| settings.queue_entries = 0,
        |settings| settings.queue_bytes = 0,
        |settings| settings.batch_entries = 0,
        |settings| settings.batch_bytes = 0,
        |settings| settings.attempts = 0,
        |settings| settings.interval = Duration::ZERO,
    ];
    for spoil in spoilt {
        let mut settings = settings();
        spoil(&mut settings);
        let error = Buffer::new(Script::default(), settings, None).unwrap_err();
        assert!(
            error.is_invalid_input() && error.message().contains("is zero"),
            "{error}"
        );
    }
}
