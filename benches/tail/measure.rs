//! Rounds, and what they cost.

use rustix::time::{ClockId, clock_gettime};
use tokio::runtime::Runtime;

use crate::input::Input;
use crate::subject::Subjects;

/// What the same log cost in two ways, one right after the other: seconds of processor time, and of any time.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Round {
    pub(crate) bare: [f64; 2],
    pub(crate) facade: [f64; 2],
}

/// One thread, so that the processor time is that of reading and not of threads waking each other.
pub(crate) fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

/// Measures rounds, after one that does not count. Who goes first alternates.
pub(crate) fn compare(
    runtime: &Runtime,
    rounds: usize,
    input: &Input,
    subjects: &Subjects,
) -> Vec<Round> {
    let content = input.content();
    let bare = || {
        spend(|| {
            assert_eq!(
                runtime.block_on(subjects.bare.read(input)),
                content,
                "{input}"
            )
        })
    };
    let facade = || {
        spend(|| {
            assert_eq!(
                runtime.block_on(subjects.facade.read(input)),
                content,
                "{input}"
            )
        })
    };
    let round = |number: usize| {
        if number.is_multiple_of(2) {
            let bare = bare();
            let facade = facade();
            Round { bare, facade }
        } else {
            let facade = facade();
            let bare = bare();
            Round { bare, facade }
        }
    };
    (0..=rounds).map(round).skip(1).collect()
}

fn spend(act: impl FnOnce()) -> [f64; 2] {
    let before = [now(), time(ClockId::Monotonic)];
    act();
    [now() - before[0], time(ClockId::Monotonic) - before[1]]
}

/// The processor time of this program, in seconds: others may take the processor, but not the time.
pub(crate) fn now() -> f64 {
    time(ClockId::ProcessCPUTime)
}

fn time(clock: ClockId) -> f64 {
    let time = clock_gettime(clock);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

pub(crate) fn median(values: impl Iterator<Item = f64>) -> f64 {
    spread(values)[0]
}

/// The median, the least and the most.
pub(crate) fn spread(values: impl Iterator<Item = f64>) -> [f64; 3] {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    [
        sorted[sorted.len() / 2],
        sorted[0],
        sorted[sorted.len() - 1],
    ]
}
