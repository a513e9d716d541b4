//! Whatever happens, in whatever order: every entry is accounted for, and goes out in order.

use std::time::Duration;

use proptest::prelude::*;

use super::script::{Bench, DOUBTFUL, PASSING, SECOND, numbers, settings};
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
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        6 => (1u32..12, 1usize..130).prop_map(|(entries, size)| Event::Log(entries, size)),
        6 => (0u64..20_000).prop_map(Event::Pass),
        1 => Just(Event::Flush),
        1 => Just(Event::Interrupt),
        1 => (0u64..20_000).prop_map(Event::Close),
    ]
}

fn outcome() -> impl Strategy<Value = Option<Why>> {
    prop_oneof![
        4 => Just(None),
        2 => Just(Some(PASSING)),
        1 => Just(Some(DOUBTFUL)),
        1 => Just(Some(Why::TooLarge)),
        1 => Just(Some(Why::Malformed)),
        1 => Just(Some(Why::Rejected)),
        1 => Just(Some(Why::Unauthorized)),
    ]
}

/// What a server saw, and the bounds.
struct Watch {
    accepted: Vec<u32>,
    settings: Settings,
}

impl Watch {
    fn look(&self, bench: &Bench) -> Result<(), TestCaseError> {
        let ledger = bench.buffer.ledger();
        prop_assert!(ledger.is_balanced(), "{}", ledger);
        prop_assert_eq!(ledger.delivered, self.accepted.len() as u64);
        prop_assert!(ledger.in_flight <= ledger.queued);
        let (entries, bytes) = bench.buffer.shared().core().load();
        prop_assert!(
            entries <= self.settings.queue_entries as u64 && bytes <= self.settings.queue_bytes
        );
        Ok(())
    }

    /// Plays the worker until it waits.
    fn work(
        &mut self,
        bench: &mut Bench,
        outcomes: &mut impl Iterator<Item = Option<Why>>,
    ) -> Result<(), TestCaseError> {
        for _ in 0..1000 {
            let Step::Send(parcel) = bench.step() else {
                return self.look(bench);
            };
            let size: usize = parcel.entries.iter().map(|entry| entry.len() + 1).sum();
            prop_assert!(size + 9 <= self.settings.batch_bytes, "{} bytes", size + 9);
            prop_assert!(parcel.entries.len() <= self.settings.batch_entries);
            self.look(bench)?;
            match outcomes.next().flatten() {
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
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]
    #[test]
    fn the_ledger_is_exact_at_every_moment(
        oldest: bool,
        queue_bytes in 50usize..2000,
        events in prop::collection::vec(event(), 1..60),
        outcomes in prop::collection::vec(outcome(), 0..200),
    ) {
        let policy = if oldest { DropPolicy::Oldest } else { DropPolicy::Newest };
        let settings = Settings { policy, queue_bytes, ..settings() };
        let mut bench = Bench::new(settings.clone());
        let mut watch = Watch { accepted: Vec::new(), settings };
        let mut outcomes = outcomes.into_iter();
        let mut logged = 0;
        for event in events {
            match event {
                Event::Log(entries, size) => {
                    for _ in 0..entries {
                        bench.log_sized(size);
                        logged += 1;
                    }
                }
                Event::Pass(millis) => bench.pass(Duration::from_millis(millis)),
                Event::Flush => bench.buffer.shared().core().hurry(),
                Event::Close(millis) => bench.close(Duration::from_millis(millis)),
                Event::Interrupt => bench.interrupt(),
            }
            watch.look(&bench)?;
            watch.work(&mut bench, &mut outcomes)?;
        }
        // From here on the server takes everything, and time passes.
        for _ in 0..10 {
            bench.pass(90 * SECOND);
            watch.work(&mut bench, &mut std::iter::empty())?;
        }
        let ledger = bench.buffer.ledger();
        prop_assert_eq!((ledger.queued, ledger.accepted + ledger.refused), (0, logged));
        prop_assert!(watch.accepted.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", watch.accepted);
        prop_assert!(bench.buffer.shared().core().is_settled(u64::MAX));
    }
}
