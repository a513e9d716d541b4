//! A buffer over a spool, on paused time and a real file.

use std::path::Path;
use std::time::Duration;

use tokio::time::sleep;

use super::script::{Entry, PASSING, SECOND, Script, settings};
use crate::runtime::buffer::{Buffer, DropCause, DropPolicy, Spool, SpoolLimits, Why};

fn spool(path: &Path, bytes: u64, policy: DropPolicy) -> Spool {
    let limits = SpoolLimits {
        bytes,
        age: Duration::from_secs(3600),
        policy,
    };
    Spool::open(path, limits).unwrap()
}

fn buffer(path: &Path, outcomes: &[Option<Why>]) -> Buffer<Script> {
    let spool = spool(path, 10_000, DropPolicy::Newest);
    let buffer = Buffer::new(Script::default(), settings(), Some(spool)).unwrap();
    *buffer.ship().outcomes.lock().unwrap() = outcomes.to_vec().into();
    buffer
}

fn log(buffer: &Buffer<Script>, numbers: std::ops::Range<u32>) {
    for number in numbers {
        buffer.push(Entry { number, size: 3 }, 3);
    }
}

fn sent(buffer: &Buffer<Script>) -> Vec<u32> {
    buffer.ship().sent.lock().unwrap().concat()
}

/// Waits until the worker of a buffer that was dropped has let go of the file.
async fn end(buffer: Buffer<Script>) {
    let worker = std::sync::Arc::downgrade(buffer.shared_arc());
    drop(buffer);
    while worker.strong_count() > 0 {
        sleep(Duration::from_millis(1)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_delivered_leaves_the_spool() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("spool");
    let buffer = buffer(&path, &[]);
    log(&buffer, 0..12);
    buffer.flush().await.unwrap();
    let ledger = buffer.ledger();
    assert_eq!(
        (ledger.delivered, ledger.queued, ledger.spooled),
        (12, 0, 0),
        "{ledger}"
    );
    assert_eq!(sent(&buffer), (0..12).collect::<Vec<_>>());
    let ledger = buffer.close(SECOND).await;
    assert!(ledger.is_balanced());
    end(buffer).await;
    assert_eq!(spool(&path, 100, DropPolicy::Newest).found().entries, 0);
}

#[tokio::test(start_paused = true)]
async fn what_is_not_delivered_is_sent_by_the_next_oldest_first() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("spool");
    let first = buffer(&path, &[Some(PASSING); 100]);
    log(&first, 0..7);
    assert!(first.flush().await.is_err());
    log(&first, 7..12);
    let ledger = first.close(2 * SECOND).await;
    assert!(ledger.is_balanced(), "{ledger}");
    assert_eq!((ledger.spooled, ledger.dropped_total()), (12, 0));
    end(first).await;

    let second = buffer(&path, &[]);
    let ledger = second.ledger();
    assert_eq!(
        (ledger.recovered, ledger.accepted, ledger.spooled),
        (12, 12, 12)
    );
    second.resume();
    log(&second, 12..14);
    second.flush().await.unwrap();
    assert_eq!(sent(&second), (0..14).collect::<Vec<_>>());
    let ledger = second.close(SECOND).await;
    assert_eq!((ledger.delivered, ledger.spooled), (14, 0));
}

#[tokio::test(start_paused = true)]
async fn dropping_it_writes_down_what_waits() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("spool");
    let first = buffer(&path, &[]);
    log(&first, 0..3);
    end(first).await;
    let second = buffer(&path, &[]);
    assert_eq!(second.ledger().recovered, 3);
}

#[tokio::test(start_paused = true)]
async fn without_time_to_send_everything_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("spool");
    let first = buffer(&path, &[]);
    log(&first, 0..20);
    let ledger = first.close(Duration::ZERO).await;
    assert_eq!(
        (ledger.spooled, ledger.delivered, ledger.dropped_total()),
        (20, 0, 0),
        "{ledger}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_full_spool_counts_what_it_cannot_take() {
    for (policy, first_sent) in [(DropPolicy::Newest, 0), (DropPolicy::Oldest, 10)] {
        let folder = tempfile::tempdir().unwrap();
        let spool = spool(&folder.path().join("spool"), 30, policy);
        let mut settings = settings();
        settings.policy = policy;
        let buffer = Buffer::new(Script::default(), settings, Some(spool)).unwrap();
        log(&buffer, 0..20);
        buffer.flush().await.unwrap_err();
        let ledger = buffer.ledger();
        assert_eq!(
            (ledger.delivered, ledger.dropped(DropCause::SpoolFull)),
            (10, 10),
            "{ledger}"
        );
        assert!(ledger.is_balanced());
        assert_eq!(sent(&buffer)[0], first_sent);
    }
}

#[tokio::test(start_paused = true)]
async fn entries_are_spooled_while_nothing_can_be_sent() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("spool");
    let buffer = buffer(&path, &[Some(Why::Unauthorized)]);
    log(&buffer, 0..5);
    buffer.flush().await.unwrap_err();
    // More than the queue in memory holds, a little at a time.
    for start in 1..20 {
        log(&buffer, start * 5..start * 5 + 5);
        sleep(Duration::from_millis(10)).await;
    }
    let ledger = buffer.ledger();
    assert_eq!(
        (ledger.spooled, ledger.queued, ledger.dropped_total()),
        (100, 0, 0),
        "{ledger}"
    );
    sleep(100 * SECOND).await;
    buffer.flush().await.unwrap();
    assert_eq!(buffer.ledger().delivered, 100);
}
