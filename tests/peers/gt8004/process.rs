//! A process that logs: this very binary, of which one test is told to be the child.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

use quintet::gt8004::{Client, LoggerBuilder};
use quintet::sim::gt8004::Simulator;

use super::stage::{HOUR, LIMIT};
use crate::support::raw_server::http;

/// What the child is told: where the service is, its key, the spool, and the number of the run.
const TOLD: [&str; 4] = [
    "QUINTET_TEST_LOG_URL",
    "QUINTET_TEST_LOG_KEY",
    "QUINTET_TEST_LOG_SPOOL",
    "QUINTET_TEST_LOG_RUN",
];

/// A logger with a spool, which events move and not time.
pub(super) fn logger(url: &str, key: &str, spool: &Path) -> LoggerBuilder {
    let builder = Client::builder().base_url(url).http_client(http());
    let builder = builder.agent_id("agent-1").token(key);
    let client = builder.timeout(HOUR).build().unwrap();
    let builder = client.logger().retry_delay(Duration::from_millis(1));
    let builder = builder.flush_interval(HOUR).credential_pause(HOUR);
    builder.spool(spool, 1 << 30, HOUR)
}

/// In the child: what it was told, as a logger and the number of its run. `None` in every other process.
pub(super) fn told() -> Option<(LoggerBuilder, String)> {
    let told = TOLD.map(|name| std::env::var(name).ok());
    let [Some(url), Some(key), Some(spool), Some(run)] = told else {
        return None;
    };
    Some((logger(&url, &key, Path::new(&spool)), run))
}

/// Waits for what another thread or process does.
#[track_caller]
pub(super) fn wait_for(mut is_done: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_done() {
        assert!(start.elapsed() < LIMIT, "it does not come");
        std::thread::yield_now();
    }
}

/// The child as the test sees it; dropping it kills it.
pub(super) struct Process {
    child: Child,
    input: ChildStdin,
    lines: Lines<BufReader<ChildStderr>>,
}

impl Process {
    /// Starts the test of this name as a child. `around` is a command in front of it.
    pub(super) fn start(
        around: &[&str],
        name: &str,
        simulator: &Simulator,
        spool: &Path,
        run: usize,
    ) -> Self {
        let this = std::env::current_exe().unwrap();
        let words = around.iter().map(OsString::from);
        let mut words = words.chain([this.into_os_string()]);
        let mut child = Command::new(words.next().unwrap())
            .args(words)
            .args(["--exact", name, "--nocapture", "--test-threads=1"])
            .env(TOLD[0], simulator.ingest_url())
            .env(TOLD[1], simulator.token())
            .env(TOLD[2], spool)
            .env(TOLD[3], run.to_string())
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

    /// What the child says next, of what is looked for.
    fn next<T>(&mut self, find: impl Fn(&str) -> Option<T>) -> T {
        let mut others = Vec::new();
        for line in self.lines.by_ref() {
            let line = line.unwrap();
            if let Some(found) = find(&line) {
                return found;
            }
            others.push(line);
        }
        panic!("the child ended: {others:?}");
    }

    /// The next number that the child says under this name.
    pub(super) fn number(&mut self, name: &str) -> u64 {
        self.next(|line| line.strip_prefix(name)?.trim().parse().ok())
    }

    /// Waits until the child says something with this text.
    pub(super) fn line(&mut self, text: &str) {
        self.next(|line| line.contains(text).then_some(()));
    }

    /// Has the child go on.
    pub(super) fn go_on(&mut self) {
        self.input.write_all(b"\n").unwrap();
    }

    /// SIGKILL, of which the child learns nothing.
    pub(super) fn kill(mut self) {
        self.child.kill().unwrap();
        assert!(!self.child.wait().unwrap().success());
    }

    /// Waits until it ends by itself.
    pub(super) fn end(mut self) {
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
