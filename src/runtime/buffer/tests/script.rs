//! What the tests of the buffer share: entries that are numbers, and a worker that is played by the test.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::atomic::{AtomicBool, AtomicU32};
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use crate::error::{Error, ErrorKind};
use crate::runtime::buffer::pump::Step;
use crate::runtime::buffer::{
    Buffer, DropPolicy, Encoded, Ledger, Parcel, Refused, Settings, Ship, Spool, Weight, Why,
};

pub(super) const SECOND: Duration = Duration::from_secs(1);

/// A number, and how many bytes it has on the wire with and without its body.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) number: u32,
    pub(super) size: usize,
}

/// Its serialisation panics.
pub(super) const PANICS: u32 = u32::MAX - 1;
/// Takes as much of memory as of a batch.
impl From<usize> for Weight {
    fn from(bytes: usize) -> Self {
        Self {
            memory: bytes,
            size: bytes,
        }
    }
}

/// Numbers as text, padded with `+` that can be left out; `send` gives the scripted outcomes, then successes.
#[derive(Debug, Default)]
pub(super) struct Script {
    pub(super) outcomes: Mutex<VecDeque<Option<Why>>>,
    pub(super) sent: Mutex<Vec<Vec<u32>>>,
    /// What was accepted.
    pub(super) taken: Mutex<Vec<u32>>,
    /// So many requests to come have no end.
    pub(super) stuck: AtomicU32,
    /// Nothing is accepted, whatever the script says.
    pub(super) is_down: AtomicBool,
}

impl Ship for Script {
    type Entry = Entry;

    fn overhead(&self) -> usize {
        10
    }

    fn encode(&self, entry: Entry) -> Option<Encoded> {
        if entry.number == u32::MAX {
            return None;
        }
        assert_ne!(entry.number, PANICS, "as a hook may");
        let text = format!("{:+<width$}", entry.number, width = entry.size);
        Some(Encoded {
            bytes: text.into(),
            clamped: entry.number == 13,
        })
    }

    fn strip(&self, encoded: &[u8]) -> Option<Bytes> {
        let end = encoded.iter().position(|byte| *byte == b'+')?;
        Some(Bytes::copy_from_slice(&encoded[..end]))
    }

    fn batch_id(&self) -> String {
        String::new()
    }

    async fn send(&self, parcel: Parcel) -> Result<(), Refused> {
        self.sent.lock().unwrap().push(numbers(&parcel));
        let less = |stuck: u32| stuck.checked_sub(1);
        if self.stuck.fetch_update(SeqCst, SeqCst, less).is_ok() {
            std::future::pending::<()>().await;
        }
        if self.is_down.load(SeqCst) {
            return Err(refused(PASSING));
        }
        let next = self.outcomes.lock().unwrap().pop_front();
        match next {
            Some(Some(why)) => Err(refused(why)),
            _ => {
                self.taken.lock().unwrap().extend(numbers(&parcel));
                Ok(())
            }
        }
    }
}

pub(super) fn numbers(parcel: &Parcel) -> Vec<u32> {
    let number = |entry: &Bytes| {
        let text = std::str::from_utf8(entry).unwrap();
        text.trim_end_matches('+').parse().unwrap()
    };
    parcel.entries.iter().map(number).collect()
}

pub(super) fn refused(why: Why) -> Refused {
    let error = Error::new(ErrorKind::Server, "scripted");
    Refused { why, error }
}

pub(super) const PASSING: Why = Why::Passing { is_doubtful: false };
pub(super) const DOUBTFUL: Why = Why::Passing { is_doubtful: true };

/// As in the contract, but that chance adds nothing, and batches are small.
pub(super) fn settings() -> Settings {
    Settings {
        queue_entries: 20,
        queue_bytes: 10_000,
        policy: DropPolicy::Newest,
        batch_entries: 5,
        batch_bytes: 100,
        interval: 5 * SECOND,
        attempts: 3,
        base_delay: SECOND,
        jitter: Duration::ZERO,
        max_retry_after: 60 * SECOND,
        breaker_threshold: 5,
        breaker_pause: 30 * SECOND,
        credential_pause: 60 * SECOND,
        own_thread: false,
    }
}

/// A buffer whose worker the test plays.
pub(super) struct Bench {
    pub(super) buffer: Buffer<Script>,
    pub(super) now: Instant,
    next: u32,
}

impl Bench {
    pub(super) fn new(settings: Settings) -> Self {
        Self::with_spool(settings, None)
    }

    pub(super) fn with_spool(settings: Settings, spool: Option<Spool>) -> Self {
        let buffer = Buffer::new(Script::default(), settings, spool).unwrap();
        // The worker is here already: the test.
        buffer.shared().core().is_running = true;
        Self {
            buffer,
            now: Instant::now(),
            next: 0,
        }
    }

    /// Logs so many small entries, numbered on.
    pub(super) fn log(&mut self, entries: u32) {
        for _ in 0..entries {
            self.log_sized(3);
        }
    }

    /// Logs one that has so many bytes on the wire.
    pub(super) fn log_sized(&mut self, size: usize) {
        let entry = Entry {
            number: self.next,
            size,
        };
        self.next += 1;
        self.buffer.push(entry, size);
    }

    /// What is to be done besides work at the spool, which is done.
    #[track_caller]
    pub(super) fn step(&mut self) -> Step {
        for _ in 0..1000 {
            match self.bare_step() {
                Step::Store => self.store(),
                Step::Load {
                    after,
                    entries,
                    bytes,
                } => self.load(after, entries, bytes),
                step => return step,
            }
        }
        panic!("it is at the spool for ever");
    }

    /// What is to be done, and nothing of it is.
    pub(super) fn bare_step(&mut self) -> Step {
        let shared = self.buffer.shared();
        shared.pump().next(shared, self.now)
    }

    pub(super) fn store(&self) {
        let shared = self.buffer.shared();
        let changes = shared.pump().changes();
        let written = shared.spool.as_ref().unwrap().write(&changes);
        shared.pump().stored(shared, written, self.now);
    }

    pub(super) fn load(&self, after: u64, entries: usize, bytes: usize) {
        let shared = self.buffer.shared();
        let read = shared.spool.as_ref().unwrap().read(after, entries, bytes);
        shared.pump().loaded(shared, read, self.now);
    }

    /// What comes while a batch is being sent is spooled.
    pub(super) fn keep(&self) {
        let shared = self.buffer.shared();
        let keeps = shared.pump().keeps(shared, self.now);
        if keeps {
            self.store();
        }
    }

    /// The batch that is to be sent now.
    #[track_caller]
    pub(super) fn sends(&mut self) -> Vec<u32> {
        match self.step() {
            Step::Send(parcel) => numbers(&parcel),
            other => panic!("not sent: {other:?}"),
        }
    }

    /// How long the worker is to wait now.
    #[track_caller]
    pub(super) fn waits(&mut self) -> Option<Duration> {
        match self.step() {
            Step::Wait(until) => until.map(|until| until - self.now),
            other => panic!("no wait: {other:?}"),
        }
    }

    #[track_caller]
    pub(super) fn ends(&mut self) {
        let step = self.step();
        assert!(matches!(step, Step::End), "{step:?}");
    }

    pub(super) fn pass(&mut self, time: Duration) {
        self.now += time;
    }

    pub(super) fn settle(&mut self, outcome: Result<(), Refused>) {
        let shared = self.buffer.shared();
        shared.pump().settle(shared, outcome, self.now);
        let ledger = self.buffer.ledger();
        assert!(ledger.is_balanced(), "{ledger}");
    }

    pub(super) fn accept(&mut self) {
        self.settle(Ok(()));
    }

    pub(super) fn refuse(&mut self, why: Why) {
        self.settle(Err(refused(why)));
    }

    /// The worker goes away in the middle of what it does.
    pub(super) fn interrupt(&mut self) {
        let shared = self.buffer.shared();
        let mut pump = shared.pump();
        let mut core = shared.core();
        pump.interrupted(core.in_flight() > 0, self.now);
        pump.note(&mut core);
        core.set_in_flight(0, 0);
    }

    /// The next number.
    pub(super) fn next_number(&self) -> u32 {
        self.next
    }

    /// Goes on with numbers that nobody has used.
    pub(super) fn number_from(&mut self, next: u32) {
        self.next = next;
    }

    /// As [`Buffer::close`], with the test's clock.
    pub(super) fn close(&mut self, limit: Duration) {
        let mut core = self.buffer.shared().core();
        // The core reads the clock itself; the test's is ahead of it.
        let ahead = self.now - Instant::now();
        core.close(ahead + limit);
    }

    #[track_caller]
    pub(super) fn ledger(&self) -> Ledger {
        let ledger = self.buffer.ledger();
        assert!(ledger.is_balanced(), "{ledger}");
        ledger
    }
}
