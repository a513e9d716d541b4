//! A process with a spool is killed three times; what it had accepted is sent by the next one. Contract: §8 (7e).

use std::path::Path;
use std::time::Duration;

use quintet::sim::Fault;
use quintet::sim::gt8004::Simulator;
use tokio::runtime::Runtime;

use super::process::{Process, logger, told, wait_for};
use super::stage::{HOUR, entry};

const CHILD: &str = "peers::gt8004::kills::child";

/// Entries that the child logs at once.
const CHUNK: usize = 500;

/// Entries of a batch, unless told otherwise.
const BATCH: usize = 50;

/// Not a test of its own: it does nothing unless it is told what to do.
///
/// Logs a chunk for each line that it reads, and says then how many entries are safe: on disk, or delivered.
#[test]
fn child() {
    let Some((builder, run)) = told() else { return };
    let logger = builder.start().unwrap();
    eprintln!("recovered {}", logger.ledger().recovered);
    for (chunk, _) in std::io::stdin().lines().enumerate() {
        for number in chunk * CHUNK..(chunk + 1) * CHUNK {
            logger.log(entry("/").with_request_id(format!("{run}/{number}")));
        }
        wait_for(|| logger.ledger().queued == 0);
        let ledger = logger.ledger();
        assert!(
            ledger.is_balanced() && ledger.dropped_total() == 0,
            "{ledger}"
        );
        eprintln!("safe {}", (chunk + 1) * CHUNK);
    }
}

/// What happens to the sixth batch of a run, which is the last that is answered.
fn sixth(run: usize) -> Option<Fault> {
    match run {
        // From here on the key is refused, so that all that comes is on disk alone.
        0 => None,
        // It is under way and not handled.
        1 => Some(Fault::delay(HOUR)),
        // It is handled, and its reply has no end: the next run sends it again.
        _ => Some(Fault::drip(1, HOUR)),
    }
}

/// How many entries were safe when the child was killed, in the midst of more, and how many it had found.
///
/// The first batch of each run is handled and not answered, so it is sent twice.
fn run_and_kill(simulator: &Simulator, spool: &Path, run: usize) -> (usize, u64) {
    simulator.set_revoked(false);
    simulator.inject(Fault::reset_after_handling());
    if let Some(fault) = sixth(run) {
        simulator.inject(fault.after(5));
    }
    let requests = || simulator.request_count("POST", "/v1/ingest");
    let before = requests();
    let mut child = Process::start(&[], CHILD, simulator, spool, run);
    let recovered = child.number("recovered");
    child.go_on();
    child.number("safe");
    wait_for(|| requests() >= before + 6);
    simulator.set_revoked(run == 0);
    child.go_on();
    child.number("safe");
    child.go_on();
    let safe = child.number("safe");
    child.go_on();
    child.kill();
    (usize::try_from(safe).unwrap(), recovered)
}

/// The run and the number of each entry that is stored, the first time that it was.
fn first_times(simulator: &Simulator) -> Vec<(usize, usize)> {
    let mut seen = std::collections::HashSet::new();
    let rows = simulator.rows().into_iter();
    let new = rows.filter(|row| seen.insert(row.request_id.clone()));
    new.map(|row| {
        let (run, number) = row.request_id.split_once('/').unwrap();
        (run.parse().unwrap(), number.parse().unwrap())
    })
    .collect()
}

#[test]
fn what_was_safe_outlives_three_kills() {
    let runtime = Runtime::new().unwrap();
    let simulator = runtime.block_on(Simulator::start()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let spool = folder.path().join("spool");
    let runs: Vec<_> = (0..3)
        .map(|run| run_and_kill(&simulator, &spool, run))
        .collect();
    assert_eq!(runs[0].1, 0);
    assert!(runs[1..].iter().all(|(_, found)| *found > 0), "{runs:?}");
    let safe = |run: usize| (0..runs[run].0).map(move |number| (run, number));
    let all_safe: Vec<_> = (0..3).flat_map(safe).collect();
    let is_missing = |stored: &[(usize, usize)]| {
        let missing = all_safe.iter().filter(|id| !stored.contains(id));
        missing.count()
    };
    assert!(is_missing(&first_times(&simulator)) > 0);

    let ledger = runtime.block_on(async {
        let builder = logger(&simulator.ingest_url(), simulator.token(), &spool);
        builder.start().unwrap().close(HOUR).await
    });
    assert!(ledger.is_balanced() && ledger.recovered > 0, "{ledger}");
    assert_eq!(
        (ledger.delivered, ledger.spooled),
        (ledger.recovered, 0),
        "{ledger}"
    );
    let stored = first_times(&simulator);
    assert_eq!(is_missing(&stored), 0, "{runs:?}; {ledger}");
    // Whatever the run that sent it: oldest first.
    assert!(stored.is_sorted(), "{stored:?}");
    duplicates_are_known(&simulator, stored.len());

    // Nothing is left in the file, which is as good as new.
    let reopened = logger(&simulator.ingest_url(), simulator.token(), &spool);
    let ledger = runtime.block_on(async {
        let logger = reopened.start().unwrap();
        assert_eq!(logger.ledger().recovered, 0);
        logger.log(entry("/").with_request_id("3/0"));
        logger.close(HOUR).await
    });
    assert_eq!(ledger.delivered, 1);
}

/// What came twice has the same ids: a batch for each reset, and the one that was under way, and handled, when its run was
/// killed.
fn duplicates_are_known(simulator: &Simulator, different: usize) {
    let stored = simulator.stored();
    assert_eq!(stored.len(), different);
    let rows = simulator.rows().len();
    assert_eq!(stored.values().sum::<usize>(), rows);
    let twice = stored.values().filter(|times| **times == 2).count();
    assert_eq!((twice, rows - different), (4 * BATCH, 4 * BATCH));
}

/// A file that a living process has is not to be had; that of a dead one is.
#[test]
fn a_spool_belongs_to_one_process() {
    let runtime = Runtime::new().unwrap();
    let simulator = runtime.block_on(Simulator::start()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let spool = folder.path().join("spool");
    let mut child = Process::start(&[], CHILD, &simulator, &spool, 0);
    child.number("recovered");
    let start = || logger(&simulator.ingest_url(), simulator.token(), &spool).start();
    let error = start().unwrap_err();
    assert_eq!(error.kind(), quintet::ErrorKind::File);
    let text = error.message();
    assert!(text.contains("is in use by another logger"), "{text}");
    child.kill();
    let ledger = runtime.block_on(start().unwrap().close(Duration::ZERO));
    assert_eq!(ledger.accepted, 0);
}
