//! Rounds of calls, and what they cost in time and in CPU.

use rustix::time::{ClockId, clock_gettime};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

use crate::subject::{Kind, Subject};

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

/// What the same load cost in two ways, one right after the other.
pub(crate) struct Round {
    pub(crate) bare: Cost,
    pub(crate) facade: Cost,
}

/// One thread, so that the CPU time is that of the calls and not of threads waking each other.
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
    load: Load,
    kind: Kind,
    bare: &impl Subject,
    facade: &impl Subject,
) -> Vec<Round> {
    let round = |number: usize| {
        if number.is_multiple_of(2) {
            let bare = spend(runtime, load, kind, bare);
            let facade = spend(runtime, load, kind, facade);
            Round { bare, facade }
        } else {
            let facade = spend(runtime, load, kind, facade);
            let bare = spend(runtime, load, kind, bare);
            Round { bare, facade }
        }
    };
    (0..=rounds).map(round).skip(1).collect()
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

/// A clock, in microseconds.
fn now(clock: ClockId) -> f64 {
    let time = clock_gettime(clock);
    time.tv_sec as f64 * 1e6 + time.tv_nsec as f64 / 1e3
}
