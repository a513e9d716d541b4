//! One prepull task: what happens in the cluster, and what the server knows of it.

use std::time::Duration;

/// How long the next node takes.
const NODE: Duration = Duration::from_secs(4);
/// How often the server looks at the cluster by itself.
const REFRESH: Duration = Duration::from_secs(10);

/// A task that pulls an image to all nodes.
#[derive(Debug)]
pub(super) struct Task {
    pub(super) id: String,
    pub(super) image: String,
    pub(super) template: Option<String>,
    pub(super) started: Duration,
    pub(super) known: Known,
    job: Job,
}

/// What the server knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) status: Status,
    pub(super) ready: u64,
    pub(super) total: u64,
    pub(super) error: String,
    pub(super) completed: Option<Duration>,
}

/// `status` of a task. `pending` lasts too short to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Pulling,
    Completed,
    Failed,
}

/// The job in the cluster, which pulls to one node after the other.
#[derive(Clone, Copy, Debug)]
enum Job {
    /// So many nodes have the image; the next ones follow from that moment on.
    Pulls {
        ready: u64,
        since: Duration,
    },
    /// So many nodes have the image, and no other one gets it.
    Hangs {
        ready: u64,
    },
    Gone {
        since: Duration,
    },
}

impl Status {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Pulling => "pulling",
            Self::Completed => "completed",
            Self::Failed => "failed",
        }
    }
}

impl Task {
    pub(super) fn new(id: String, image: &str, template: Option<&str>, now: Duration) -> Self {
        Self {
            id,
            image: image.to_owned(),
            template: template.map(str::to_owned),
            started: now,
            known: Known {
                status: Status::Pulling,
                ready: 0,
                total: 0,
                error: String::new(),
                completed: None,
            },
            job: Job::Pulls {
                ready: 0,
                since: now,
            },
        }
    }

    pub(super) fn is_active(&self) -> bool {
        self.known.status == Status::Pulling
    }

    /// From now on no other node gets the image.
    pub(super) fn hang(&mut self, now: Duration) {
        self.job = Job::Hangs {
            ready: self.ready(now),
        };
    }

    /// Nodes get the image again.
    pub(super) fn resume(&mut self, now: Duration) {
        if let Job::Hangs { ready } = self.job {
            self.job = Job::Pulls { ready, since: now };
        }
    }

    /// The job is not in the cluster any more.
    pub(super) fn vanish(&mut self, now: Duration) {
        self.job = Job::Gone { since: now };
    }

    /// Makes the server know what its own looks at the cluster have told it by now.
    pub(super) fn settle(&mut self, now: Duration) {
        if let Some(done) = self.done() {
            let seen = next_look(done.max(self.started));
            if seen <= now {
                return self.look(seen);
            }
        }
        let last = last_look(now);
        if last > self.started {
            self.look(last);
        }
    }

    /// The server looks at the cluster.
    pub(super) fn look(&mut self, at: Duration) {
        if !self.is_active() {
            return;
        }
        match self.job {
            Job::Gone { since } if since <= at => {
                self.known.ready = 0;
                self.known.total = 0;
                return self.fail(at, "DaemonSet not found".to_owned());
            }
            Job::Gone { .. } => return,
            Job::Pulls { .. } | Job::Hangs { .. } => {}
        }
        // The last look may have been a later one, at a list.
        self.known.ready = self.known.ready.max(self.ready(at));
        if self.known.total > 0 && self.known.ready == self.known.total {
            self.known.status = Status::Completed;
            self.known.completed = Some(at);
        }
    }

    pub(super) fn fail(&mut self, at: Duration, error: String) {
        self.known.status = Status::Failed;
        self.known.error = error;
        self.known.completed = Some(at);
    }

    /// How many nodes have the image.
    fn ready(&self, at: Duration) -> u64 {
        match self.job {
            Job::Pulls { ready, since } => {
                let more = at.saturating_sub(since).as_secs() / NODE.as_secs();
                ready.saturating_add(more).min(self.known.total)
            }
            Job::Hangs { ready } => ready,
            Job::Gone { .. } => 0,
        }
    }

    /// When the last node gets the image.
    fn done(&self) -> Option<Duration> {
        let Job::Pulls { ready, since } = self.job else {
            return None;
        };
        let seconds = NODE
            .as_secs()
            .saturating_mul(self.known.total.saturating_sub(ready));
        Some(since.saturating_add(Duration::from_secs(seconds)))
    }
}

fn last_look(now: Duration) -> Duration {
    Duration::from_secs(now.as_secs() / REFRESH.as_secs() * REFRESH.as_secs())
}

fn next_look(at: Duration) -> Duration {
    let periods = at.as_nanos().div_ceil(REFRESH.as_nanos());
    let seconds = u64::try_from(periods)
        .unwrap_or(u64::MAX)
        .saturating_mul(REFRESH.as_secs());
    Duration::from_secs(seconds)
}
