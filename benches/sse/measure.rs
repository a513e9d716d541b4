//! Rounds, and what they cost.

use rustix::time::{ClockId, clock_gettime};

use crate::input::Input;
use crate::subject::Subject;

/// The seconds of processor time that each subject needed, in the order of `Subject::ALL`; `None` where it did not read.
pub(crate) type Round = [Option<f64>; Subject::ALL.len()];

/// Measures rounds, after one that does not count. Who goes first changes.
pub(crate) fn compare(rounds: usize, input: &Input) -> Vec<Round> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    let round = |number: usize| {
        let mut round = Round::default();
        for turn in 0..round.len() {
            let place = (number + turn) % round.len();
            let subject = Subject::ALL[place];
            if subject.can_read(input) {
                let before = now();
                for _ in 0..input.times {
                    let content = runtime.block_on(subject.read(input));
                    assert_eq!(content, input.content, "{}", subject.name());
                }
                round[place] = Some((now() - before) / input.times as f64);
            }
        }
        round
    };
    (0..=rounds).map(round).skip(1).collect()
}

/// The processor time of this program, in seconds: others may take the processor, but not the time.
fn now() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}
