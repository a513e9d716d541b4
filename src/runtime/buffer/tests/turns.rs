//! The disk and the server take turns, and what comes at the worst moment is counted all the same.

use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::Notify;
use tokio::task::yield_now;

use super::platter::Platter;
use super::script::{Bench, DOUBTFUL, PASSING, SECOND, numbers, refused, settings};
use crate::runtime::buffer::pump::Step;
use crate::runtime::buffer::worker::Shared;
use crate::runtime::buffer::{Buffer, DropCause, Encoded, Parcel, Refused, Settings, Ship, Why};

fn bench(platter: &Platter) -> Bench {
    Bench::with_spool(settings(), Some(platter.large()))
}

/// What goes out next, while an entry comes during each write.
#[track_caller]
fn sends_while_others_log(bench: &mut Bench) -> Vec<u32> {
    for _ in 0..20 {
        let step = bench.bare_step();
        match step {
            Step::Store => {
                bench.log(1);
                bench.store();
            }
            Step::Load {
                after,
                entries,
                bytes,
            } => bench.load(after, entries, bytes),
            Step::Send(parcel) => return numbers(&parcel),
            other => panic!("{other:?}"),
        }
    }
    panic!("it writes and writes, and sends nothing");
}

#[tokio::test(start_paused = true)]
async fn who_logs_as_fast_as_the_disk_writes_keeps_nothing_from_being_sent() {
    let mut bench = bench(&Platter::default());
    bench.log(5);
    for batch in 0..4 {
        let first = batch * 5;
        bench.log(4);
        let expected: Vec<u32> = (first..first + 5).collect();
        assert_eq!(sends_while_others_log(&mut bench), expected);
        bench.accept();
    }
    // While nothing can be sent, all of it is written.
    bench.log(5);
    assert_eq!(sends_while_others_log(&mut bench).len(), 5);
    bench.refuse(Why::Unauthorized);
    bench.waits();
    assert_eq!(bench.ledger().queued, 0);
}

/// At the end nothing is left in memory, however much it is.
#[tokio::test(start_paused = true)]
async fn the_end_writes_more_than_fits_into_one_write() {
    let settings = Settings {
        queue_entries: 10_000,
        queue_bytes: 1 << 20,
        ..settings()
    };
    let platter = Platter::default();
    let mut bench = Bench::with_spool(settings, Some(platter.large()));
    bench.log(7000);
    bench.close(Duration::ZERO);
    bench.ends();
    let ledger = bench.ledger();
    assert_eq!((ledger.spooled, ledger.dropped_total()), (7000, 0));
}

/// The disk was full for a while, and is not at the end.
#[tokio::test(start_paused = true)]
async fn the_end_writes_what_could_not_be_written_before() {
    for (why, expected) in [(PASSING, 12), (DOUBTFUL, 7)] {
        let platter = Platter::default();
        let mut bench = bench(&platter);
        platter.is_full.store(true, SeqCst);
        bench.log(9);
        assert_eq!(bench.sends(), [0, 1, 2, 3, 4]);
        bench.refuse(why);
        bench.waits();
        platter.is_full.store(false, SeqCst);
        bench.log(3);
        bench.close(Duration::ZERO);
        bench.ends();
        let ledger = bench.ledger();
        // What the server may have is not kept for another time.
        let lost = ledger.dropped(DropCause::Unconfirmed);
        assert_eq!(
            (ledger.spooled, lost),
            (expected, 12 - expected),
            "{ledger}"
        );
        let next = platter.after_a_kill().large();
        assert_eq!(next.found().entries, expected);
        let read = next.read(0, 20, 1000).unwrap().entries;
        assert!(read.is_sorted_by_key(|(key, _)| *key));
    }
}

/// The worker goes away while a thread is about to write. Another worker writes, sends and forgets the same, and then that
/// thread gets its turn.
#[tokio::test(start_paused = true)]
async fn a_write_that_comes_too_late_brings_nothing_back() {
    let platter = Platter::default();
    let mut bench = bench(&platter);
    bench.log(5);
    assert!(matches!(bench.bare_step(), Step::Store));
    let late = bench.buffer.shared().pump().changes();
    bench.interrupt();
    assert_eq!(bench.sends(), [0, 1, 2, 3, 4]);
    bench.accept();
    bench.waits();
    assert!(
        bench
            .buffer
            .shared()
            .spool
            .as_ref()
            .unwrap()
            .write(&late)
            .is_err()
    );
    assert_eq!(platter.after_a_kill().large().found().entries, 0);
    // And what comes next is written as ever.
    bench.log(3);
    bench.waits();
    assert_eq!(bench.ledger().spooled, 3);
    assert_eq!(platter.after_a_kill().large().found().entries, 3);
}

/// A full queue waits for nobody else: no more entries can come.
#[tokio::test(start_paused = true)]
async fn a_queue_smaller_than_a_batch_goes_when_it_is_full() {
    let small = [
        Settings {
            queue_entries: 3,
            ..settings()
        },
        Settings {
            queue_bytes: 15,
            ..settings()
        },
    ];
    for settings in small {
        let mut bench = Bench::new(settings);
        bench.log(2);
        assert_eq!(bench.waits(), Some(5 * SECOND));
        bench.log(1);
        assert_eq!(bench.sends(), [0, 1, 2]);
    }
}

/// Entries that do something while they are serialised, as hooks may, and that have no form on the wire if they say so.
#[derive(Default)]
struct Hooks {
    answer: Notify,
    is_answered: AtomicBool,
    sent: AtomicBool,
}

type Hook = Box<dyn FnOnce() -> Option<&'static str> + Send>;

impl Ship for Hooks {
    type Entry = Hook;

    fn overhead(&self) -> usize {
        0
    }

    fn encode(&self, entry: Hook) -> Option<Encoded> {
        let bytes = Bytes::from_static(entry()?.as_bytes());
        Some(Encoded {
            bytes,
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
        self.sent.store(true, SeqCst);
        self.answer.notified().await;
        self.is_answered.store(true, SeqCst);
        Err(refused(Why::Rejected))
    }
}

/// The very last entry comes after the last look at the queue, and before the end.
#[tokio::test(start_paused = true)]
async fn what_comes_right_before_the_end_is_written_down() {
    for is_late in [true, false] {
        let platter = Platter::default();
        let buffer = Buffer::new(Hooks::default(), settings(), Some(platter.large())).unwrap();
        buffer.shared().core().is_running = true;
        let place: Arc<Mutex<Weak<Shared<Hooks>>>> = Arc::default();
        *place.lock().unwrap() = Arc::downgrade(buffer.shared_arc());
        let hook = move || {
            let shared = place.lock().unwrap().upgrade().unwrap();
            let mut core = shared.core();
            let last: Hook = Box::new(|| Some("1"));
            let _ = core.push(&shared.settings, last, 1.into());
            core.close(if is_late { Duration::ZERO } else { SECOND });
            None
        };
        buffer.push(Box::new(hook), 1);
        let shared = buffer.shared();
        let now = tokio::time::Instant::now();
        let step = shared.pump().next(shared, now);
        assert!(matches!(step, Step::Store), "{step:?}");
        let written = shared
            .spool
            .as_ref()
            .unwrap()
            .write(&shared.pump().changes());
        shared.pump().stored(shared, written, now);
        let ledger = buffer.ledger();
        assert_eq!((ledger.spooled, ledger.queued), (1, 0), "{ledger}");
    }
}

/// A disk that takes its time is no reason to overlook an answer until it is too late for it.
#[tokio::test(start_paused = true)]
async fn an_answer_is_heard_while_the_disk_is_busy() {
    let platter = Platter::default();
    let buffer = Buffer::new(Hooks::default(), settings(), Some(platter.large())).unwrap();
    let log = || buffer.push(Box::new(|| Some("1")), 1);
    (0..5).for_each(|_| log());
    let ship = buffer.ship();
    while !ship.sent.load(SeqCst) {
        yield_now().await;
    }
    platter.is_stuck.store(true, SeqCst);
    log();
    // Until the worker has given it to the disk.
    while buffer.shared().core().load().0 == 0 || !platter.waits() {
        yield_now().await;
    }
    ship.answer.notify_one();
    for _ in 0..1000 {
        yield_now().await;
    }
    let is_answered = ship.is_answered.load(SeqCst);
    platter.is_stuck.store(false, SeqCst);
    assert!(is_answered);
    let ledger = buffer.close(SECOND).await;
    assert!(ledger.is_balanced() && ledger.spooled == 1, "{ledger}");
}
