//! A simulator with a client that does not wait before it tries again, and what became of a tail.

use futures_util::StreamExt as _;
use quintet::Error;
use quintet::sim::synapse::{Job, JobStatus, Simulator};
use quintet::synapse::{Client, Protocol, Tail, TailJobLogs, TailOutcome};

use crate::support::raw_server::Step::Request;
use crate::support::raw_server::{RawServer, reply, send};
use crate::support::raw_synapse::{answers, builder, client};
use crate::support::websocket_peer::Peer;

/// Both ways that a log comes.
pub(super) const WAYS: [Protocol; 2] = [Protocol::WebSocket, Protocol::Http];

/// Everything that a tail can be told.
pub(super) const ALL: [Protocol; 3] = [Protocol::Auto, Protocol::WebSocket, Protocol::Http];

/// An agent and a client of it.
pub(super) struct Agent {
    pub(super) simulator: Simulator,
    pub(super) client: Client,
}

impl Agent {
    pub(super) async fn start() -> Self {
        let simulator = Simulator::start().await.unwrap();
        let builder = builder(&simulator.base_url()).token(simulator.token());
        let client = builder.build().unwrap();
        Self { simulator, client }
    }

    /// One with a job that has written this and is over.
    pub(super) async fn with(job: Job) -> Self {
        let agent = Self::start().await;
        agent.simulator.add_job(job.then(JobStatus::Succeeded));
        agent
    }

    /// Follows the job that is called `job`.
    pub(super) fn tail(&self, protocol: Protocol) -> TailJobLogs {
        self.client.jobs().tail("job").protocol(protocol)
    }

    /// WebSockets and replies that brought a log, so far.
    pub(super) fn connections(&self) -> (usize, usize) {
        let counts = self.simulator.tails();
        (counts.websockets, counts.streams)
    }

    /// Returns when nobody follows a log any more.
    pub(super) async fn until_left(&self) {
        self.simulator.until_tails(|counts| counts.open == 0).await;
    }
}

/// A job whose lines are those of [`lines`].
pub(super) fn numbered(lines: u64) -> Job {
    Job::new("job").generate(lines, |line| format!("line {line}"))
}

/// `line 0` and so on.
pub(super) fn lines(count: u64) -> Vec<String> {
    (0..count).map(|line| format!("line {line}")).collect()
}

/// All lines, how the tail ended, and with what error.
pub(super) struct Read {
    pub(super) lines: Vec<String>,
    outcome: TailOutcome,
    error: Option<Error>,
}

impl Read {
    pub(super) async fn all(tail: &mut Tail) -> Self {
        let (mut lines, mut error) = (Vec::new(), None);
        while let Some(item) = tail.next().await {
            assert!(error.is_none(), "something after an error: {item:?}");
            match item {
                Ok(line) => lines.push(line),
                Err(last) => error = Some(last),
            }
        }
        Self {
            lines,
            outcome: tail.outcome().expect("an outcome"),
            error,
        }
    }

    /// The lines of a log that is complete.
    #[track_caller]
    pub(super) fn complete(self) -> Vec<String> {
        assert!(self.error.is_none(), "{:?}", self.error);
        assert_eq!(self.outcome, TailOutcome::Complete);
        self.lines
    }

    /// The error of a tail that ended in this way.
    #[track_caller]
    pub(super) fn failed(self, outcome: TailOutcome) -> Error {
        assert_eq!(self.outcome, outcome, "{:?}", self.error);
        self.error.expect("an error")
    }
}

/// The lines of these messages, after which the log is said to be complete.
pub(super) async fn over_websocket(messages: &[&str]) -> Vec<String> {
    let peer = Peer::start().await;
    let tail = client(&peer.url()).jobs().tail("job");
    let tail = tail.protocol(Protocol::WebSocket).into_future();
    let (tail, mut guest) = tokio::join!(tail, peer.open());
    for message in messages {
        guest.text(message).await;
    }
    guest.text(r#"{"type":"complete"}"#).await;
    Read::all(&mut tail.unwrap()).await.complete()
}

/// The lines of a body of this type, after which the job is over, and the body the same once more.
pub(super) async fn over_http(media: &str, body: &str) -> Vec<String> {
    let lines = match media {
        "" => "200 OK".to_owned(),
        media => format!("200 OK\ncontent-type: {media}"),
    };
    let log = vec![Request, send(reply(&lines, body))];
    let over = answers("200 OK", r#"{"status":"SUCCEEDED"}"#);
    let server = RawServer::start([log.clone(), over, log]).await;
    let tail = client(server.url()).jobs().tail("job");
    let mut tail = tail.protocol(Protocol::Http).await.unwrap();
    Read::all(&mut tail).await.complete()
}
