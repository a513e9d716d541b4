//! Rounds, and what they cost.

use tokio::runtime::Runtime;

use crate::clock::{ClockId, now};
use crate::input::Input;
use crate::subject::Subjects;
use crate::turns::{self, Round};

/// Microseconds of processor time, and of any time.
pub(crate) type Cost = [f64; 2];

/// Measures rounds of one log.
pub(crate) fn compare(
    runtime: &Runtime,
    rounds: usize,
    input: &Input,
    subjects: &Subjects,
) -> Vec<Round<Cost>> {
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
    turns::compare(rounds, bare, facade)
}

/// Others may take the processor, but not its time.
fn spend(act: impl FnOnce()) -> Cost {
    let clocks = [ClockId::ProcessCPUTime, ClockId::Monotonic];
    let before = clocks.map(now);
    act();
    [now(clocks[0]) - before[0], now(clocks[1]) - before[1]]
}
