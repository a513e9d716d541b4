//! Following the log of a job: over both transports, in every shape that it comes in, and whatever breaks on the way.

mod auto;
mod blocking;
mod breaks;
mod ends;
mod hostile;
mod idle;
mod inputs;
mod limits;
mod refusals;
mod shapes;
mod wire;

use std::time::Duration;

use futures_util::StreamExt as _;
use quintet::sim::synapse::{Job, JobStatus, Simulator};
use quintet::synapse::{Client, Jobs, Protocol, Tail, TailJobLogs, TailOutcome};
use quintet::{Error, RetryPolicy};

use crate::support::websocket_peer::Peer;

/// Both ways that a log comes.
const WAYS: [Protocol; 2] = [Protocol::WebSocket, Protocol::Http];

/// An agent and a client of it.
struct Bench {
    simulator: Simulator,
    jobs: Jobs,
}

impl Bench {
    /// Simulated time runs 1000 times as fast as real time.
    async fn start() -> Self {
        let simulator = Simulator::builder().time_scale(1_000.0);
        let simulator = simulator.start().await.unwrap();
        let jobs = jobs(&simulator.base_url(), simulator.token());
        Self { simulator, jobs }
    }

    /// One with a job that has written this and is over.
    async fn with(job: Job) -> Self {
        let bench = Self::start().await;
        bench.simulator.add_job(job.then(JobStatus::Succeeded));
        bench
    }

    fn tail(&self, protocol: Protocol) -> TailJobLogs {
        self.jobs.tail("job").protocol(protocol)
    }
}

/// The jobs of an agent, for a client that does not wait before it tries again.
fn jobs(url: &str, token: &str) -> Jobs {
    let client = Client::builder()
        .base_url(url)
        .token(token)
        .retry(RetryPolicy::default().base_delay(Duration::ZERO))
        .build();
    client.unwrap().jobs()
}

/// The jobs of a peer that does what the test says.
fn jobs_of(peer: &Peer) -> Jobs {
    jobs(&peer.url(), "canary")
}

/// A job whose lines are `line 0` and so on.
fn numbered(lines: u64) -> Job {
    Job::new("job").generate(lines, |line| format!("line {line}"))
}

/// All lines, how the tail ended, and with what error.
struct Read {
    lines: Vec<String>,
    outcome: TailOutcome,
    error: Option<Error>,
}

impl Read {
    async fn all(tail: &mut Tail) -> Self {
        let (mut lines, mut error) = (Vec::new(), None);
        while let Some(item) = tail.next().await {
            assert!(error.is_none(), "something after an error: {item:?}");
            match item {
                Ok(line) => lines.push(line),
                Err(last) => error = Some(last),
            }
        }
        assert!(tail.next().await.is_none());
        Self {
            lines,
            outcome: tail.outcome().expect("an outcome"),
            error,
        }
    }

    /// The lines of a log that is complete.
    #[track_caller]
    fn complete(self) -> Vec<String> {
        assert!(self.error.is_none(), "{:?}", self.error);
        assert_eq!(self.outcome, TailOutcome::Complete);
        self.lines
    }

    /// The error of a tail that has ended in this way.
    #[track_caller]
    fn failed(self, outcome: TailOutcome) -> (Vec<String>, Error) {
        assert_eq!(self.outcome, outcome, "{:?}", self.error);
        (self.lines, self.error.expect("an error"))
    }
}

/// Reads the numbered lines, which must be all and in order, and forgets them.
async fn read_numbered(tail: &mut Tail) -> u64 {
    let mut next = 0;
    while let Some(line) = tail.next().await {
        assert_eq!(line.unwrap(), format!("line {next}"));
        next += 1;
    }
    assert_eq!(tail.outcome(), Some(TailOutcome::Complete));
    next
}
