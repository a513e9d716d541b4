//! A process with a spool is killed three times; what it had accepted is sent by the next one. Contract: §8 (7e).

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

use quintet::gt8004::Logger;
use quintet::sim::Fault;
use quintet::sim::gt8004::Simulator;
use tokio::runtime::Runtime;

use super::stage::{HOUR, LIMIT, client, entry};

/// What the child is told: where the service is, its key, the spool, and the number of the run.
const TOLD: [&str; 4] = ["KILLS_URL", "KILLS_KEY", "KILLS_SPOOL", "KILLS_RUN"];

/// Entries that the child logs at once.
const CHUNK: usize = 500;

fn logger(url: &str, key: &str, spool: &Path) -> Logger {
    let builder = client(url, key).logger();
    let builder = builder.retry_delay(Duration::from_millis(1));
    let builder = builder.flush_interval(Duration::from_millis(1));
    builder.spool(spool, 1 << 30, HOUR).start().unwrap()
}

/// Logs a chunk for each line that it reads, and says then how many entries are safe: on disk, or delivered.
#[test]
#[ignore = "the child of the other test, which kills it"]
fn child() {
    let told = TOLD.map(|name| std::env::var(name).ok());
    let [Some(url), Some(key), Some(spool), Some(run)] = told else {
        return;
    };
    let logger = logger(&url, &key, Path::new(&spool));
    eprintln!("recovered {}", logger.ledger().recovered);
    for (chunk, _) in std::io::stdin().lines().enumerate() {
        for number in chunk * CHUNK..(chunk + 1) * CHUNK {
            logger.log(entry("/").with_request_id(format!("{run}/{number}")));
        }
        while logger.ledger().queued > 0 {
            std::thread::yield_now();
        }
        let ledger = logger.ledger();
        assert!(
            ledger.is_balanced() && ledger.dropped_total() == 0,
            "{ledger}"
        );
        eprintln!("safe {}", (chunk + 1) * CHUNK);
    }
}

/// The child as the test sees it; dropping it kills it.
struct Killed {
    child: Child,
    input: ChildStdin,
    lines: Lines<BufReader<ChildStderr>>,
}

impl Killed {
    fn start(told: [&str; 4]) -> Self {
        let name = "peers::gt8004::kills::child";
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", name, "--ignored", "--nocapture"])
            .envs(TOLD.into_iter().zip(told))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        Self {
            child,
            input,
            lines,
        }
    }

    /// The next number that the child says under this name.
    fn number(&mut self, name: &str) -> usize {
        let mut others = Vec::new();
        for line in self.lines.by_ref() {
            let line = line.unwrap();
            let number = line.strip_prefix(name).map(str::trim);
            if let Some(number) = number.and_then(|number| number.parse().ok()) {
                return number;
            }
            others.push(line);
        }
        panic!("the child ended: {others:?}");
    }

    /// Has the child log another chunk.
    fn begin_chunk(&mut self) {
        self.input.write_all(b"\n").unwrap();
    }

    /// The same, and gives how many entries are safe then.
    fn chunk(&mut self) -> usize {
        self.begin_chunk();
        self.number("safe")
    }
}

/// SIGKILL, where there are signals.
impl Drop for Killed {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// How many entries were safe when the child was killed, in the midst of more.
///
/// The first batch of each run is handled and not answered. The key is refused from the middle of the run on, so that some of
/// what is safe is on disk alone.
fn run_and_kill(simulator: &Simulator, spool: &Path, run: usize) -> usize {
    simulator.set_revoked(false);
    simulator.inject(Fault::reset_after_handling());
    let (url, number) = (simulator.ingest_url(), run.to_string());
    let spool = spool.to_str().unwrap();
    let mut child = Killed::start([&url, simulator.token(), spool, &number]);
    let recovered = child.number("recovered");
    assert_eq!(recovered > 0, run > 0, "run {run}: {recovered}");
    child.chunk();
    let prefix = format!("{run}/");
    let is_stored = || {
        let stored = simulator.stored();
        stored.keys().any(|id| id.starts_with(&prefix))
    };
    let start = Instant::now();
    while !is_stored() {
        assert!(start.elapsed() < LIMIT, "run {run}: nothing arrived");
        std::thread::yield_now();
    }
    simulator.set_revoked(true);
    child.chunk();
    let safe = child.chunk();
    child.begin_chunk();
    safe
}

/// How many of the entries that were safe are not stored.
fn lost(stored: &HashMap<String, usize>, safe: &[usize]) -> usize {
    let runs = safe.iter().enumerate();
    let ids =
        runs.flat_map(|(run, count)| (0..*count).map(move |number| format!("{run}/{number}")));
    ids.filter(|id| !stored.contains_key(id)).count()
}

#[test]
fn what_was_safe_outlives_three_kills() {
    let runtime = Runtime::new().unwrap();
    let simulator = runtime.block_on(Simulator::start()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let spool = folder.path().join("spool");
    let safe: Vec<_> = (0..3)
        .map(|run| run_and_kill(&simulator, &spool, run))
        .collect();
    assert!(lost(&simulator.stored(), &safe) > 0);
    simulator.set_revoked(false);
    let ledger = runtime.block_on(async {
        let last = logger(&simulator.ingest_url(), simulator.token(), &spool);
        last.close(HOUR).await
    });
    assert!(ledger.is_balanced() && ledger.recovered > 0, "{ledger}");
    assert_eq!(
        (ledger.delivered, ledger.spooled),
        (ledger.recovered, 0),
        "{ledger}"
    );
    let stored = simulator.stored();
    assert_eq!(lost(&stored, &safe), 0, "{safe:?} were safe; {ledger}");
    // A batch of each run was handled and not answered; it came twice, and its entries have the same ids.
    let twice = stored.values().filter(|times| **times > 1).count();
    assert!(twice > 0, "{ledger}");
    assert_eq!(stored.values().sum::<usize>(), simulator.rows().len());
}
