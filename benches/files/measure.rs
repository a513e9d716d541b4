//! Rounds of transfers, and what they cost in time and in memory.

use std::fs;
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio::time::Instant;

use crate::subject::{Files, Kind, Subject};

/// The cost of one transfer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) time: Duration,
    /// The most memory that the process held, in bytes; `None` where the system does not tell.
    pub(crate) peak: Option<u64>,
}

/// What the same transfer cost in two ways, one right after the other.
pub(crate) struct Round {
    pub(crate) bare: Cost,
    pub(crate) facade: Cost,
}

/// Measures rounds, after one that does not count. Who goes first alternates.
pub(crate) fn compare(
    runtime: &Runtime,
    rounds: usize,
    size: u64,
    kind: Kind,
    files: &Files,
    (bare, facade): (&impl Subject, &impl Subject),
) -> Vec<Round> {
    let round = |number: usize| {
        if number.is_multiple_of(2) {
            let bare = spend(runtime, size, kind, files, bare);
            let facade = spend(runtime, size, kind, files, facade);
            Round { bare, facade }
        } else {
            let facade = spend(runtime, size, kind, files, facade);
            let bare = spend(runtime, size, kind, files, bare);
            Round { bare, facade }
        }
    };
    (0..=rounds).map(round).skip(1).collect()
}

fn spend(runtime: &Runtime, size: u64, kind: Kind, files: &Files, subject: &impl Subject) -> Cost {
    // The file of the transfer before, whose removal takes time.
    let _ = fs::remove_file(&files.target);
    // Where this cannot be done there is no peak to read either.
    let _ = fs::write("/proc/self/clear_refs", "5");
    let started = Instant::now();
    let received = runtime.block_on(subject.transfer(kind, files));
    let time = started.elapsed();
    let peak = memory("VmHWM:");
    let expected = if kind == Kind::Upload { 0 } else { size };
    assert_eq!(received, expected, "{kind:?}");
    Cost { time, peak }
}

/// The memory that the process holds now, in bytes; `None` where the system does not tell.
pub(crate) fn held() -> Option<u64> {
    memory("VmRSS:")
}

/// A line of what Linux says about this process, in bytes.
fn memory(name: &str) -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    let kib: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kib * 1024)
}
