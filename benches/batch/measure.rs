//! Rounds, and what they cost in time and in CPU.

use tokio::runtime::Runtime;

use crate::clock::{ClockId, now};
use crate::input::{File, Seen};
use crate::subject::{Subjects, Way};

/// The cost of one input, in microseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) wall: f64,
    pub(crate) cpu: f64,
}

/// What the same file cost in every way, one right after the other.
pub(crate) struct Round(Vec<(Way, Cost)>);

impl Round {
    pub(crate) fn of(&self, way: Way) -> Cost {
        let mut all = self.0.iter();
        let found = all.find(|(measured, _)| *measured == way);
        found.expect("every way is in every round").1
    }
}

/// Measures rounds, after one that does not count. Each begins with another way.
pub(crate) fn compare(
    runtime: &Runtime,
    rounds: usize,
    file: &File,
    subjects: &Subjects,
) -> Vec<Round> {
    let round = |number: usize| {
        let mut ways = Way::ALL;
        ways.rotate_left(number % Way::ALL.len());
        let cost = |way| (way, spend(runtime, way, file, subjects));
        Round(ways.into_iter().map(cost).collect())
    };
    (0..=rounds).map(round).skip(1).collect()
}

/// Sends the file once.
pub(crate) fn spend(runtime: &Runtime, way: Way, file: &File, subjects: &Subjects) -> Cost {
    let mut seen = Seen::of(file);
    let (wall, cpu) = (now(ClockId::Monotonic), now(ClockId::ProcessCPUTime));
    runtime.block_on(subjects.run(way, file, &mut seen));
    let inputs = file.lines as f64;
    let cost = Cost {
        wall: (now(ClockId::Monotonic) - wall) / inputs,
        cpu: (now(ClockId::ProcessCPUTime) - cpu) / inputs,
    };
    assert!(seen.all(), "{}: not every line has a result", way.name());
    cost
}
