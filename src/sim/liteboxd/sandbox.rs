//! The server's record of a sandbox.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use super::lifecycle::{Event, Lifecycle};
use super::random;
use super::templates::{File, Persistence};
use super::tree::Tree;

/// A sandbox. Every time is simulated time since the simulator's start.
#[derive(Debug)]
pub(super) struct Sandbox {
    pub(super) id: String,
    /// Position in the order of creation.
    pub(super) sequence: u64,
    pub(super) template: String,
    pub(super) template_version: usize,
    pub(super) image: String,
    pub(super) cpu: String,
    pub(super) memory: String,
    pub(super) ttl: i64,
    pub(super) env: BTreeMap<String, String>,
    pub(super) template_files: Vec<File>,
    pub(super) persistence: Option<Persistence>,
    pub(super) token: String,
    pub(super) created: Duration,
    pub(super) updated: Duration,
    pub(super) expires: Expiry,
    pub(super) lifecycle: Lifecycle,
    pub(super) reason: String,
    /// The pod in the cluster.
    pub(super) pod: Option<Pod>,
    /// What the server last saw of the pod.
    pub(super) observed: Option<Pod>,
    pub(super) last_seen: Option<Duration>,
    pub(super) stopped: Option<Duration>,
    pub(super) deletion: Option<Deletion>,
    pub(super) deleted: Option<Duration>,
    /// What will happen by itself, in order.
    pub(super) events: VecDeque<(Duration, Event)>,
    pub(super) history: Vec<HistoryItem>,
    pub(super) files: Tree,
    /// The numbers of history items, shared by all sandboxes.
    pub(super) history_ids: Arc<AtomicI64>,
}

/// When a sandbox ends by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expiry {
    At(Duration),
    Never,
    /// "Never" after start has added the stopped time to it: the server overflows into the year 1.
    Overflowed,
}

/// A pod.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pod {
    pub(super) phase: PodPhase,
    pub(super) ip: String,
}

/// What Kubernetes says about a pod.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PodPhase {
    Pending,
    Running,
    Succeeded,
    Failed,
}

/// How far a deletion is.
#[derive(Clone, Debug)]
pub(super) struct Deletion {
    pub(super) phase: &'static str,
    pub(super) started: Duration,
    pub(super) last_attempt: Option<Duration>,
    pub(super) next_retry: Option<Duration>,
    pub(super) attempts: u32,
}

/// One change of status.
#[derive(Clone, Debug)]
pub(super) struct HistoryItem {
    pub(super) id: i64,
    pub(super) source: &'static str,
    pub(super) from: &'static str,
    pub(super) to: &'static str,
    pub(super) reason: String,
    pub(super) at: Duration,
}

impl Pod {
    /// A pod that was just created.
    pub(super) fn pending() -> Self {
        Self {
            phase: PodPhase::Pending,
            ip: String::new(),
        }
    }

    /// Gives the pod an address and sets it running.
    pub(super) fn run(&mut self) {
        self.phase = PodPhase::Running;
        self.ip = format!("10.42.{}.{}", fastrand::u8(..), fastrand::u8(1..=254));
    }
}

impl PodPhase {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "Pending",
            Self::Running => "Running",
            Self::Succeeded => "Succeeded",
            Self::Failed => "Failed",
        }
    }
}

impl Sandbox {
    pub(super) fn is_persistent(&self) -> bool {
        self.persistence.is_some()
    }

    /// Whether someone, or its time to live, wants it gone.
    pub(super) fn is_unwanted(&self) -> bool {
        self.deletion.is_some()
    }

    pub(super) fn is_deleted(&self) -> bool {
        self.lifecycle == Lifecycle::Deleted
    }

    /// The pod as commands and files reach it. The error is the server's text.
    pub(super) fn reachable_pod(&self) -> Result<&Pod, String> {
        self.pod.as_ref().ok_or_else(|| unresolved(&self.id))
    }

    /// Changes the status and writes it into the history.
    pub(super) fn transition(
        &mut self,
        at: Duration,
        source: &'static str,
        to: Lifecycle,
        reason: &str,
    ) {
        let item = HistoryItem {
            id: self.history_ids.fetch_add(1, Ordering::Relaxed) + 1,
            source,
            from: self.history.last().map_or("", |item| item.to),
            to: to.as_str(),
            reason: reason.to_owned(),
            at,
        };
        self.history.push(item);
        self.lifecycle = to;
        self.updated = at;
    }
}

/// The text for a sandbox without a pod.
pub(super) fn unresolved(id: &str) -> String {
    format!("failed to resolve sandbox pod: pods \"sandbox-{id}\" not found")
}

/// A new access token.
pub(super) fn access_token() -> String {
    random::hex(64)
}
