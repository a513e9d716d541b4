//! Jobs as tests describe them.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::log::{Items, Log};

/// State of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JobStatus {
    /// It waits for its start, and its log is empty.
    Pending,
    /// It runs and writes its log.
    Running,
    /// It was stopped.
    Stopped,
    /// It ended well.
    Succeeded,
    /// It ended badly.
    Failed,
}

impl JobStatus {
    /// As it is on the wire.
    pub(in super::super) fn name(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Running => "RUNNING",
            Self::Stopped => "STOPPED",
            Self::Succeeded => "SUCCEEDED",
            Self::Failed => "FAILED",
        }
    }

    /// Whether nothing follows.
    pub(in super::super) fn is_final(self) -> bool {
        !matches!(self, Self::Pending | Self::Running)
    }
}

/// A job for a simulator: what it writes, how fast, and how it ends.
///
/// ```
/// use quintet::sim::synapse::{Job, JobStatus};
/// use std::time::Duration;
///
/// // A line in each simulated second; after the last one it has succeeded.
/// let slow = Job::new("train-1")
///     .lines(["epoch 1", "epoch 2", "epoch 3"])
///     .every(Duration::from_secs(1))
///     .then(JobStatus::Succeeded);
/// // A million lines that are made when they are read, all there at once.
/// let huge = Job::new("huge").generate(1_000_000, |line| format!("line {line}")).then(JobStatus::Succeeded);
/// // A line that is never finished, and no line end anywhere.
/// let open = Job::new("open").text("half a li");
/// # let _ = (slow, huge, open);
/// ```
///
/// Lines, texts and generated lines stand in the log in the order of these calls. The log is the same for everybody who reads
/// it, from its start.
#[derive(Clone)]
#[must_use = "a job does nothing until it is added to a simulator"]
pub struct Job {
    pub(super) id: String,
    pub(super) log: Log,
    pub(super) pace: Duration,
    /// How long it waits for its start; `None` is until a lever starts it.
    pub(super) wait: Option<Duration>,
    pub(super) then: JobStatus,
    pub(super) message: Option<String>,
    pub(super) entrypoint: String,
    pub(super) metadata: BTreeMap<String, String>,
    pub(super) env_vars: BTreeMap<String, String>,
    pub(super) is_driver: bool,
}

impl Job {
    /// A job of that id that runs from the moment it is added, writes nothing, and does not end by itself.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            log: Log::default(),
            pace: Duration::ZERO,
            wait: Some(Duration::ZERO),
            then: JobStatus::Running,
            message: None,
            entrypoint: "python -m synapse_sdk.plugins.entrypoint".to_owned(),
            metadata: BTreeMap::new(),
            env_vars: BTreeMap::new(),
            is_driver: false,
        }
    }

    /// One more line. `\n` is added to it.
    pub fn line(self, line: impl AsRef<str>) -> Self {
        self.lines([line])
    }

    /// More lines. `\n` is added to each of them.
    pub fn lines<L: AsRef<str>>(mut self, lines: impl IntoIterator<Item = L>) -> Self {
        let lines = lines.into_iter();
        let lines = lines.map(|line| format!("{}\n", line.as_ref()).into());
        self.log.push(Items::Given(lines.collect()));
        self
    }

    /// A text as it is: several lines, a part of one, line ends of any kind.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        let text = [text.into().into()];
        self.log.push(Items::Given(text.into()));
        self
    }

    /// So many lines, each made of its number, from 0, when it is read. `\n` is added to each of them.
    pub fn generate(
        mut self,
        lines: u64,
        make: impl Fn(u64) -> String + Send + Sync + 'static,
    ) -> Self {
        self.log.push(Items::Made(lines, Arc::new(make)));
        self
    }

    /// The simulated time between the lines and texts. The default, zero, is that all are there when the job starts.
    pub fn every(mut self, pace: Duration) -> Self {
        self.pace = pace;
        self
    }

    /// What the job becomes when it has written everything. The default, [`JobStatus::Running`], is that it goes on until it
    /// is stopped, or until a lever ends it.
    pub fn then(mut self, status: JobStatus) -> Self {
        self.then = status;
        self
    }

    /// The job waits for its start until a lever starts it.
    pub fn pending(mut self) -> Self {
        self.wait = None;
        self
    }

    /// The job waits for its start for so long in simulated time.
    pub fn pending_for(mut self, span: Duration) -> Self {
        self.wait = Some(span);
        self
    }

    /// More on its end, for people. The default is Ray's own text.
    pub fn message(mut self, text: impl Into<String>) -> Self {
        self.message = Some(text.into());
        self
    }

    /// The command that it is.
    pub fn entrypoint(mut self, command: impl Into<String>) -> Self {
        self.entrypoint = command.into();
        self
    }

    /// Something noted about it.
    pub fn metadata(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.metadata.insert(name.into(), value.into());
        self
    }

    /// A variable of its environment, which its row shows.
    pub fn env_var(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.env_vars.insert(name.into(), value.into());
        self
    }

    /// It connected to the cluster by itself: it has no submission id, cannot be stopped, and the agent has no log of it.
    pub fn driver(mut self) -> Self {
        self.is_driver = true;
        self
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job")
            .field("id", &self.id)
            .field("then", &self.then)
            .finish_non_exhaustive()
    }
}
