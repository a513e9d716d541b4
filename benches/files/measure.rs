//! Rounds of transfers, and what they cost in time and in memory.

use std::fs;
use std::time::Duration;

use tokio::runtime::Runtime;
use tokio::time::Instant;

use crate::subject::{Files, Kind, Subject};
use crate::turns::{self, Round};

/// The cost of one transfer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) time: Duration,
    /// The most memory that the process held, in bytes; `None` where the system does not tell.
    pub(crate) peak: Option<u64>,
}

/// Measures rounds of one kind of transfer.
pub(crate) fn compare(
    runtime: &Runtime,
    rounds: usize,
    size: u64,
    kind: Kind,
    files: &Files,
    (bare, facade): (&impl Subject, &impl Subject),
) -> Vec<Round<Cost>> {
    turns::compare(
        rounds,
        || spend(runtime, size, kind, files, bare),
        || spend(runtime, size, kind, files, facade),
    )
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
