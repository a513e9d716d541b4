//! Runtimes that end, handles that are dropped, and closes that meet.

use std::io;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use futures_util::poll;
use tokio::runtime::{Builder, Runtime};
use tokio::time::{Instant, sleep, timeout};

use super::script::{Entry, PASSING, SECOND, Script, refused, settings};
use crate::runtime::buffer::{Buffer, DropCause, Encoded, Ledger, Parcel, Refused, Settings, Ship};

/// Longer than any test takes.
const HOUR: Duration = Duration::from_secs(3600);

fn runtime() -> Runtime {
    let mut builder = Builder::new_current_thread();
    builder.enable_all().start_paused(true).build().unwrap()
}

fn buffer() -> Buffer<Script> {
    Buffer::new(Script::default(), settings(), None).unwrap()
}

fn log(buffer: &Buffer<Script>, numbers: std::ops::Range<u32>) {
    for number in numbers {
        buffer.push(Entry { number, size: 3 }, 3);
    }
}

fn requests(buffer: &Buffer<Script>) -> usize {
    buffer.ship().sent.lock().unwrap().len()
}

/// A buffer whose worker is in the midst of a request, in this runtime.
fn at_work() -> (Buffer<Script>, Runtime) {
    let (buffer, first) = (buffer(), runtime());
    buffer.ship().stuck.store(1, SeqCst);
    first.block_on(async {
        log(&buffer, 0..7);
        while requests(&buffer) == 0 {
            tokio::task::yield_now().await;
        }
    });
    (buffer, first)
}

#[test]
fn a_flush_goes_on_when_the_runtime_of_the_worker_ends() {
    let (buffer, first) = at_work();
    runtime().block_on(async {
        let mut flush = std::pin::pin!(buffer.flush());
        assert!(poll!(flush.as_mut()).is_pending());
        first.shutdown_background();
        timeout(HOUR, flush).await.unwrap().unwrap();
    });
    let ledger = buffer.ledger();
    assert_eq!((ledger.delivered, ledger.requests), (7, 3));
}

#[test]
fn closing_goes_on_when_the_runtime_of_the_worker_ends() {
    for limit in [60 * SECOND, Duration::MAX] {
        let (buffer, first) = at_work();
        let ledger = runtime().block_on(async {
            let mut close = std::pin::pin!(buffer.close(limit));
            assert!(poll!(close.as_mut()).is_pending());
            first.shutdown_background();
            timeout(HOUR, close).await.unwrap()
        });
        assert_eq!(
            (ledger.delivered, ledger.dropped_total()),
            (7, 0),
            "{ledger}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn the_first_of_two_deadlines_counts() {
    for limits in [[10, 2], [2, 10]] {
        let buffer = buffer();
        buffer.ship().is_down.store(true, SeqCst);
        log(&buffer, 0..7);
        let start = Instant::now();
        let [one, other] = limits.map(|limit| buffer.close(limit * SECOND));
        let (one, other) = tokio::join!(one, other);
        assert_eq!((start.elapsed(), &one), (2 * SECOND, &other));
        assert_eq!(one.dropped(DropCause::Closed), 7);
    }
}

#[tokio::test(start_paused = true)]
async fn a_close_that_is_given_up_goes_on() {
    let buffer = buffer();
    buffer.ship().is_down.store(true, SeqCst);
    log(&buffer, 0..7);
    assert!(poll!(std::pin::pin!(buffer.close(5 * SECOND))).is_pending());
    sleep(2 * SECOND).await;
    buffer.ship().is_down.store(false, SeqCst);
    sleep(2 * SECOND).await;
    assert_eq!(buffer.ledger().delivered, 7);
    assert!(buffer.flush().await.is_ok() && !buffer.is_open());
}

#[tokio::test(start_paused = true)]
async fn a_close_without_time_still_counts() {
    let buffer = buffer();
    log(&buffer, 0..7);
    let ledger = buffer.close(Duration::ZERO).await;
    assert_eq!(
        (ledger.dropped(DropCause::Closed), ledger.queued),
        (7, 0),
        "{ledger}"
    );
}

/// The runtime of who logs does nothing for a worker with a thread of its own.
#[test]
fn a_worker_with_a_thread_needs_no_runtime() {
    let settings = Settings {
        own_thread: true,
        ..settings()
    };
    let buffer = Buffer::new(Script::default(), settings, None).unwrap();
    let first = runtime();
    {
        let _inside = first.enter();
        log(&buffer, 0..7);
    }
    drop(first);
    let real = Builder::new_current_thread().enable_all().build().unwrap();
    real.block_on(buffer.flush()).unwrap();
    assert_eq!(buffer.ledger().delivered, 7);
}

/// Whoever logs while it closes: each entry is delivered, or refused.
#[test]
fn entries_that_meet_the_end_are_counted() {
    for _ in 0..20 {
        let settings = Settings {
            queue_entries: 100_000,
            ..settings()
        };
        let buffer = Buffer::new(Script::default(), settings, None).unwrap();
        let runtime = Builder::new_multi_thread().enable_all().build().unwrap();
        let ledger = thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| log(&buffer, 0..1000));
            }
            runtime.block_on(buffer.close(HOUR));
            runtime.block_on(buffer.close(HOUR))
        });
        let last = buffer.ledger();
        assert_eq!(last.accepted + last.refused, 4000);
        assert_eq!(
            (last.delivered, last.accepted),
            (ledger.delivered, ledger.accepted)
        );
        assert!(last.is_balanced() && last.queued == 0, "{last}");
    }
}

/// What was warned of.
#[derive(Clone, Default)]
struct Warnings(Arc<Mutex<Vec<u8>>>);

impl io::Write for Warnings {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn warnings(work: impl FnOnce()) -> String {
    let warnings = Warnings::default();
    let writer = warnings.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false);
    let subscriber = subscriber.with_writer(move || writer.clone()).finish();
    tracing::subscriber::with_default(subscriber, work);
    let text = warnings.0.lock().unwrap().clone();
    String::from_utf8(text).unwrap()
}

#[test]
fn dropping_it_says_what_is_lost() {
    let text = warnings(|| {
        runtime().block_on(async {
            let buffer = buffer();
            log(&buffer, 0..3);
        });
    });
    assert!(text.contains("lost=3"), "{text}");
    let text = warnings(|| {
        runtime().block_on(async {
            let buffer = buffer();
            log(&buffer, 0..3);
            buffer.close(HOUR).await;
        });
    });
    assert_eq!(text, "");
}

/// Entries that hold what holds the buffer, as those of a middleware do.
#[derive(Default)]
struct Ring;

impl Ship for Ring {
    type Entry = Arc<Buffer<Self>>;

    fn overhead(&self) -> usize {
        0
    }

    fn encode(&self, _: Self::Entry) -> Option<Encoded> {
        Some(Encoded {
            bytes: Bytes::from_static(b"1"),
            clamped: false,
        })
    }

    fn strip(&self, _: &[u8]) -> Option<Bytes> {
        None
    }

    fn batch_id(&self) -> String {
        String::new()
    }

    async fn send(&self, _: Parcel) -> Result<(), Refused> {
        Err(refused(PASSING))
    }
}

/// The last handle is in an entry that is given up: nobody waits for a lock that it holds itself.
#[test]
fn an_entry_may_hold_the_last_handle() {
    let (done, is_done) = mpsc::channel();
    thread::spawn(move || {
        runtime().block_on(async {
            let settings = Settings {
                batch_entries: 1,
                ..settings()
            };
            let buffer = Arc::new(Buffer::new(Ring, settings, None).unwrap());
            for _ in 0..3 {
                buffer.push(Arc::clone(&buffer), 1);
            }
            let shared = Arc::downgrade(buffer.shared_arc());
            assert!(poll!(std::pin::pin!(buffer.close(5 * SECOND))).is_pending());
            drop(buffer);
            sleep(10 * SECOND).await;
            assert_eq!(shared.strong_count(), 0);
        });
        done.send(()).unwrap();
    });
    is_done.recv_timeout(HOUR / 60).unwrap();
}

/// A subscriber that logs, and looks at the ledger, whenever it is told something.
#[derive(Clone)]
struct Curious(Arc<Mutex<Option<Arc<Buffer<Script>>>>>);

impl io::Write for Curious {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(buffer) = &*self.0.lock().unwrap() {
            let ledger: Ledger = buffer.ledger();
            assert!(ledger.is_balanced());
            log(buffer, 100..101);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn who_is_warned_may_log() {
    let (done, is_done) = mpsc::channel();
    thread::spawn(move || {
        let place = Arc::new(Mutex::new(None));
        let writer = Curious(Arc::clone(&place));
        let subscriber = tracing_subscriber::fmt().with_writer(move || writer.clone());
        tracing::subscriber::with_default(subscriber.finish(), || {
            runtime().block_on(async {
                let buffer = Arc::new(buffer());
                *place.lock().unwrap() = Some(Arc::clone(&buffer));
                buffer.ship().is_down.store(true, SeqCst);
                log(&buffer, 0..5);
                buffer.flush().await.unwrap_err();
                assert!(buffer.ledger().accepted > 5);
                place.lock().unwrap().take();
            });
        });
        done.send(()).unwrap();
    });
    is_done.recv_timeout(HOUR / 60).unwrap();
}
