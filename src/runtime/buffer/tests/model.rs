//! Whatever happens, in whatever order: every entry is accounted for, goes out in order and once, and no flush says that
//! something is done which is not.

use std::collections::BTreeSet;
use std::time::Duration;

use proptest::prelude::*;

use super::script::{Bench, DOUBTFUL, PASSING, SECOND, numbers, settings};
use crate::runtime::buffer::handle::Aim;
use crate::runtime::buffer::pump::Step;
use crate::runtime::buffer::{DropPolicy, Settings, Why};

#[derive(Debug, Clone)]
enum Event {
    Log(u32, usize),
    Pass(u64),
    Flush,
    Close(u64),
    /// The worker goes away, and another one takes over.
    Interrupt,
    /// From now on the disk is full, or not.
    Fill(bool),
    /// From now on what is written is there, but nobody is told so; or no longer.
    Mute(bool),
}

/// What the server does with a batch.
#[derive(Debug, Clone)]
struct Reply {
    why: Option<Why>,
    /// How long it takes.
    millis: u64,
    /// What comes meanwhile.
    logged: u32,
    /// Whether the worker is gone before it sees it.
    is_lost: bool,
}

impl Reply {
    fn good() -> Self {
        Self {
            why: None,
            millis: 0,
            logged: 0,
            is_lost: false,
        }
    }
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        6 => (1u32..12, 1usize..130).prop_map(|(entries, size)| Event::Log(entries, size)),
        6 => (0u64..20_000).prop_map(Event::Pass),
        2 => Just(Event::Flush),
        1 => Just(Event::Interrupt),
        1 => (0u64..20_000).prop_map(Event::Close),
        1 => any::<bool>().prop_map(Event::Fill),
        1 => any::<bool>().prop_map(Event::Mute),
    ]
}

fn reply() -> impl Strategy<Value = Reply> {
    let why = prop_oneof![
        4 => Just(None),
        2 => Just(Some(PASSING)),
        1 => Just(Some(DOUBTFUL)),
        1 => Just(Some(Why::TooLarge)),
        1 => Just(Some(Why::Malformed)),
        1 => Just(Some(Why::Rejected)),
        1 => Just(Some(Why::Unauthorized)),
    ];
    let millis = prop_oneof![4 => Just(0), 1 => 0u64..8000];
    let logged = prop_oneof![4 => Just(0), 1 => 1u32..8];
    let is_lost = prop_oneof![9 => Just(false), 1 => Just(true)];
    (why, millis, logged, is_lost).prop_map(|(why, millis, logged, is_lost)| Reply {
        why,
        millis,
        logged,
        is_lost,
    })
}

fn policy() -> impl Strategy<Value = DropPolicy> {
    prop_oneof![Just(DropPolicy::Newest), Just(DropPolicy::Oldest)]
}

/// A flush that waits.
struct Flush {
    aim: Aim,
    /// The first entry that does not concern it.
    before: u32,
    /// Entries that wait, and how many of those before were delivered already.
    waiting: u64,
    delivered: u64,
}

/// What a server saw, and the bounds.
struct Watch {
    accepted: Vec<u32>,
    settings: Settings,
    logged: u64,
    flushes: Vec<Flush>,
    /// Whether flushes that say nothing are wrong.
    ends_flushes: bool,
    /// Whether the disk has failed: what is there may have to wait then, and others do not.
    has_failed: bool,
}

impl Watch {
    fn new(settings: Settings) -> Self {
        Self {
            accepted: Vec::new(),
            settings,
            logged: 0,
            flushes: Vec::new(),
            ends_flushes: false,
            has_failed: false,
        }
    }

    fn log(&mut self, bench: &mut Bench, entries: u32, size: usize) {
        for _ in 0..entries {
            bench.log_sized(size);
            self.logged += 1;
        }
    }

    fn delivered_before(&self, number: u32) -> u64 {
        self.accepted.iter().filter(|one| **one < number).count() as u64
    }

    fn flush(&mut self, bench: &Bench) {
        let aim = Aim::at(&mut bench.buffer.shared().core());
        let (ledger, before) = (bench.buffer.ledger(), bench.next_number());
        self.flushes.push(Flush {
            aim,
            before,
            waiting: ledger.queued + ledger.spooled,
            delivered: self.delivered_before(before),
        });
    }

    fn look(&mut self, bench: &Bench) -> Result<(), TestCaseError> {
        let ledger = bench.buffer.ledger();
        prop_assert!(ledger.is_balanced(), "{}", ledger);
        prop_assert_eq!(ledger.delivered, self.accepted.len() as u64);
        prop_assert_eq!(ledger.accepted + ledger.refused, self.logged);
        prop_assert!(ledger.in_flight <= ledger.queued + ledger.spooled);
        let core = bench.buffer.shared().core();
        let (entries, bytes) = core.load();
        prop_assert!(
            entries <= self.settings.queue_entries as u64 && bytes <= self.settings.queue_bytes
        );
        let mut ended = Vec::new();
        self.flushes.retain(|flush| {
            let outcome = flush.aim.outcome(&core);
            ended.extend(outcome.map(|outcome| {
                let waiting = (flush.before, flush.delivered, flush.waiting);
                (outcome.is_ok(), waiting)
            }));
            flush.aim.outcome(&core).is_none()
        });
        for (is_ok, (before, delivered, waiting)) in ended {
            // Nothing was given up, so all that waited is delivered.
            let since = self.delivered_before(before) - delivered;
            prop_assert!(
                !is_ok || since == waiting,
                "a flush of {} ended after {}",
                waiting,
                since
            );
        }
        prop_assert!(!self.ends_flushes || self.flushes.is_empty());
        Ok(())
    }

    /// Plays the worker until it waits.
    fn work(
        &mut self,
        bench: &mut Bench,
        replies: &mut impl Iterator<Item = Reply>,
    ) -> Result<(), TestCaseError> {
        for _ in 0..1000 {
            let Step::Send(parcel) = bench.step() else {
                return self.look(bench);
            };
            let size: usize = parcel.entries.iter().map(|entry| entry.len() + 1).sum();
            prop_assert!(size + 9 <= self.settings.batch_bytes, "{} bytes", size + 9);
            prop_assert!(parcel.entries.len() <= self.settings.batch_entries);
            self.look(bench)?;
            let reply = replies.next().unwrap_or(Reply::good());
            self.log(bench, reply.logged, 3);
            bench.keep();
            bench.pass(Duration::from_millis(reply.millis));
            self.look(bench)?;
            if bench.buffer.shared().core().is_over(bench.now) {
                // The worker gives the request up.
                continue;
            }
            match reply.why {
                _ if reply.is_lost => bench.interrupt(),
                None => {
                    self.accepted.extend(numbers(&parcel));
                    bench.accept();
                }
                Some(why) => bench.refuse(why),
            }
            self.look(bench)?;
        }
        prop_assert!(false, "it never waits");
        Ok(())
    }

    /// From here on the server takes everything, and time passes.
    fn calm(&mut self, bench: &mut Bench) -> Result<(), TestCaseError> {
        for _ in 0..10 {
            bench.pass(90 * SECOND);
            self.work(bench, &mut std::iter::empty())?;
        }
        self.ends_flushes = true;
        self.look(bench)?;
        let ledger = bench.buffer.ledger();
        prop_assert_eq!(ledger.queued, 0);
        let different: BTreeSet<u32> = self.accepted.iter().copied().collect();
        prop_assert_eq!(different.len(), self.accepted.len());
        let is_in_order = self.accepted.is_sorted();
        prop_assert!(is_in_order || self.has_failed, "{:?}", self.accepted);
        prop_assert!(bench.buffer.shared().core().is_settled(u64::MAX));
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]
    #[test]
    fn the_ledger_is_exact_at_every_moment(
        policy in policy(),
        queue_bytes in 50usize..2000,
        events in prop::collection::vec(event(), 1..60),
        replies in prop::collection::vec(reply(), 0..200),
    ) {
        let settings = Settings { policy, queue_bytes, ..settings() };
        let mut bench = Bench::new(settings.clone());
        let mut watch = Watch::new(settings);
        let mut replies = replies.into_iter();
        for event in events {
            match event {
                Event::Log(entries, size) => watch.log(&mut bench, entries, size),
                Event::Pass(millis) => bench.pass(Duration::from_millis(millis)),
                Event::Flush => watch.flush(&bench),
                Event::Close(millis) => bench.close(Duration::from_millis(millis)),
                Event::Interrupt => bench.interrupt(),
                Event::Fill(_) | Event::Mute(_) => continue,
            }
            watch.look(&bench)?;
            watch.work(&mut bench, &mut replies)?;
        }
        watch.calm(&mut bench)?;
    }
}

#[cfg(feature = "spool")]
mod spooled {
    use std::sync::atomic::Ordering::SeqCst;

    use super::*;
    use crate::runtime::buffer::tests::platter::Platter;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]
        /// The same over a disk that fails now and then. At the end the process is killed, and another one goes on.
        #[test]
        fn the_ledger_is_exact_also_with_a_spool(
            policy in policy(),
            queue_bytes in 50usize..2000,
            spool_bytes in 60u64..3000,
            events in prop::collection::vec(event(), 1..40),
            replies in prop::collection::vec(reply(), 0..100),
            is_killed: bool,
            may_fail: bool,
        ) {
            let settings = Settings { policy, queue_bytes, ..settings() };
            let platter = Platter::default();
            let spool = platter.spool(spool_bytes, Duration::MAX, policy);
            let mut bench = Bench::with_spool(settings.clone(), Some(spool));
            let mut watch = Watch::new(settings.clone());
            watch.has_failed = may_fail;
            let mut replies = replies.into_iter();
            for event in events {
                match event {
                    Event::Log(entries, size) => watch.log(&mut bench, entries, size),
                    Event::Pass(millis) => bench.pass(Duration::from_millis(millis)),
                    Event::Flush => watch.flush(&bench),
                    Event::Close(millis) => bench.close(Duration::from_millis(millis)),
                    Event::Interrupt => bench.interrupt(),
                    Event::Fill(on) => platter.is_full.store(on && may_fail, SeqCst),
                    Event::Mute(on) => platter.is_mute.store(on && may_fail, SeqCst),
                }
                watch.look(&bench)?;
                watch.work(&mut bench, &mut replies)?;
                let ledger = bench.buffer.ledger();
                prop_assert!(ledger.spooled <= spool_bytes);
            }
            platter.is_full.store(false, SeqCst);
            platter.is_mute.store(false, SeqCst);
            if !is_killed {
                watch.calm(&mut bench)?;
            }
            let before = bench.buffer.ledger();
            let next = Platter::after_a_kill(&platter).large();
            let recovered = next.found().entries;
            // A write that nobody confirmed may have driven entries out: they count as lost when they are looked for.
            let is_sure = !may_fail || policy == DropPolicy::Newest;
            prop_assert!(recovered >= before.spooled || !is_sure);
            let known: BTreeSet<u32> = watch.accepted.iter().copied().collect();
            let mut bench_after = Bench::with_spool(settings.clone(), Some(next));
            bench_after.number_from(bench.next_number());
            let mut after = Watch::new(settings);
            after.logged = recovered;
            after.calm(&mut bench_after)?;
            prop_assert_eq!(after.accepted.len() as u64, recovered);
            let news = after.accepted.iter().filter(|number| !known.contains(number));
            prop_assert!(news.count() as u64 >= before.spooled || !is_sure);
        }
    }
}
