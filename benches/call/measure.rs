//! Rounds of calls, and what they cost in time and in CPU.

use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use crate::clock::{ClockId, now};
use crate::subject::{Kind, Subject};
use crate::turns::{self, Round};

/// How many calls a round makes, and how many of them at a time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Load {
    pub(crate) concurrency: usize,
    pub(crate) calls: usize,
}

/// The cost of one call, in microseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) wall: f64,
    pub(crate) cpu: f64,
}

/// Measures rounds of one load.
pub(crate) fn compare(
    runtime: &Runtime,
    rounds: usize,
    load: Load,
    kind: Kind,
    bare: &impl Subject,
    facade: &impl Subject,
) -> Vec<Round<Cost>> {
    turns::compare(
        rounds,
        || spend(runtime, load, kind, bare),
        || spend(runtime, load, kind, facade),
    )
}

fn spend(runtime: &Runtime, load: Load, kind: Kind, subject: &impl Subject) -> Cost {
    let each = load.calls / load.concurrency;
    let (wall, cpu) = (now(ClockId::Monotonic), now(ClockId::ProcessCPUTime));
    runtime.block_on(async {
        let mut workers = JoinSet::new();
        for _ in 0..load.concurrency {
            let subject = subject.clone();
            workers.spawn(async move {
                for _ in 0..each {
                    std::hint::black_box(subject.call(kind).await);
                }
            });
        }
        workers.join_all().await;
    });
    let calls = (each * load.concurrency) as f64;
    Cost {
        wall: (now(ClockId::Monotonic) - wall) / calls,
        cpu: (now(ClockId::ProcessCPUTime) - cpu) / calls,
    }
}
