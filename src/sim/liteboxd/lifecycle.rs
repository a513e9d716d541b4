//! How a sandbox changes by itself. Nothing runs in the background: what is due happens when somebody looks.

use std::time::Duration;

use super::sandbox::{Deletion, Expiry, Pod, PodPhase, Sandbox};
use super::tree::resolve;

/// How long the scheduler takes.
const SCHEDULED: Duration = Duration::from_millis(500);
/// How long a pod takes to be ready.
const READY: Duration = Duration::from_millis(2500);
/// How long a persistent sandbox takes: it needs its volume first.
const READY_PERSISTENT: Duration = Duration::from_secs(4);
/// How long a pod takes after start and restart.
const POD_UP: Duration = Duration::from_secs(2);
/// The server gives up on a pod without storage after this, whatever its template allows.
const STARTUP_LIMIT: Duration = Duration::from_secs(300);
/// How often the server looks for expired sandboxes.
const CLEANER: Duration = Duration::from_secs(30);

/// The steps of a deletion, one per tick of ten seconds: when, and into which phase.
const DELETION: [(u64, &str); 4] = [
    (6, "quiescing_runtime"),
    (16, "quiescing_runtime"),
    (26, "verifying"),
    (36, COMPLETED),
];
const DELETION_PERSISTENT: [(u64, &str); 6] = [
    (1, "quiescing_runtime"),
    (11, "quiescing_runtime"),
    (21, "deleting_storage"),
    (31, "deleting_storage"),
    (41, "verifying"),
    (51, COMPLETED),
];
const COMPLETED: &str = "completed";

/// `lifecycle_status` of a sandbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lifecycle {
    Creating,
    Pending,
    Running,
    Succeeded,
    Failed,
    Stopped,
    Terminating,
    Deleted,
    Lost,
}

impl Lifecycle {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Creating => "creating",
            Self::Pending => "pending",
            Self::Running => "running",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Stopped => "stopped",
            Self::Terminating => "terminating",
            Self::Deleted => "deleted",
            Self::Lost => "lost",
        }
    }

    /// The `status` that callers see.
    pub(super) fn status(self) -> &'static str {
        match self {
            Self::Creating | Self::Pending => "pending",
            Self::Deleted | Self::Lost => "unknown",
            other => other.as_str(),
        }
    }
}

/// Something that will happen to a sandbox.
#[derive(Clone, Debug)]
pub(super) enum Event {
    Scheduled,
    Ready,
    StartupFailed(String),
    /// The pod runs, but the server does not know yet.
    PodUp,
    Deletion(&'static str),
}

/// How the next new sandbox starts.
#[derive(Clone, Debug, Default)]
pub(super) enum Startup {
    #[default]
    Normal,
    /// The container crashes.
    Fails(String),
    /// The pod never becomes ready.
    Stalls,
}

impl Sandbox {
    /// Plans the start of a new sandbox.
    pub(super) fn plan_startup(&mut self, startup: Startup, timeout: Duration) {
        let now = self.created;
        self.pod = Some(Pod::pending());
        let ready = now
            + if self.is_persistent() {
                READY_PERSISTENT
            } else {
                READY
            };
        let limit = if self.is_persistent() {
            timeout
        } else {
            timeout.min(STARTUP_LIMIT)
        };
        let end = match startup {
            Startup::Normal if now + limit < ready => {
                (now + limit, Event::StartupFailed(String::new()))
            }
            Startup::Normal => (ready, Event::Ready),
            Startup::Fails(reason) => (ready, Event::StartupFailed(reason)),
            Startup::Stalls => (now + limit, Event::StartupFailed(String::new())),
        };
        if !self.is_persistent() {
            self.events.push_back((now + SCHEDULED, Event::Scheduled));
        }
        self.events.push_back(end);
    }

    /// A fresh pod after start or restart.
    pub(super) fn plan_pod(&mut self, now: Duration) {
        self.pod = Some(Pod::pending());
        self.observed = None;
        self.events.clear();
        self.events.push_back((now + POD_UP, Event::PodUp));
    }

    /// Starts the deletion, unless it has begun already.
    pub(super) fn begin_deletion(&mut self, now: Duration, source: &'static str, reason: &str) {
        if self.is_unwanted() {
            return;
        }
        let steps = if self.is_persistent() {
            &DELETION_PERSISTENT[..]
        } else {
            &DELETION[..]
        };
        let at = |seconds: u64| now + Duration::from_secs(seconds);
        self.events = steps
            .iter()
            .map(|(seconds, phase)| (at(*seconds), Event::Deletion(phase)))
            .collect();
        self.deletion = Some(Deletion {
            phase: "requested",
            started: now,
            last_attempt: None,
            next_retry: None,
            attempts: 0,
        });
        self.reason.clear();
        self.transition(now, source, Lifecycle::Terminating, reason);
    }

    /// When something happens next by itself.
    pub(super) fn next_due(&self) -> Option<Duration> {
        let event = self.events.front().map(|(at, _)| *at);
        event.into_iter().chain(self.cleaned_at()).min()
    }

    /// When the cleaner finds the sandbox expired.
    fn cleaned_at(&self) -> Option<Duration> {
        let Expiry::At(expires) = self.expires else {
            return None;
        };
        if self.is_unwanted() || self.lifecycle == Lifecycle::Stopped {
            return None;
        }
        let ticks = expires.as_nanos().div_ceil(CLEANER.as_nanos());
        Some(CLEANER * u32::try_from(ticks).unwrap_or(u32::MAX))
    }

    /// Lets happen what is due at `at`, the time that [`next_due`](Self::next_due) said.
    pub(super) fn step(&mut self, at: Duration) {
        match self.events.front() {
            Some((due, _)) if *due <= at => {}
            _ => return self.begin_deletion(at, "ttl_cleaner", "ttl expired"),
        }
        match self.events.pop_front() {
            Some((_, Event::Scheduled)) => {
                self.observed = self.pod.clone();
                self.transition(at, "system", Lifecycle::Pending, "");
            }
            Some((_, Event::Ready)) => self.become_ready(at),
            Some((_, Event::StartupFailed(reason))) => self.fail_startup(at, &reason),
            Some((_, Event::PodUp)) => self.run_pod(),
            Some((_, Event::Deletion(phase))) => self.step_deletion(at, phase),
            None => {}
        }
    }

    /// The watcher sees the pod ready. What the record says about the pod stays old until the reconciler comes.
    pub(super) fn become_ready(&mut self, at: Duration) {
        self.run_pod();
        self.reason.clear();
        self.transition(at, "system", Lifecycle::Running, "");
        for file in std::mem::take(&mut self.template_files) {
            // The server only logs a file that it cannot place, and it places none that has a source.
            if file.source.is_empty() {
                let _ = self
                    .files
                    .write(&resolve("/", &file.destination), file.content.into());
            }
        }
    }

    fn run_pod(&mut self) {
        self.pod.get_or_insert_with(Pod::pending).run();
    }

    fn fail_startup(&mut self, at: Duration, reason: &str) {
        let timed_out = reason.is_empty();
        let text = match (timed_out, self.is_persistent()) {
            (false, _) => reason.to_owned(),
            (true, false) => "startup/readiness failed".to_owned(),
            (true, true) => {
                "persistent sandbox startup timed out: context deadline exceeded".to_owned()
            }
        };
        // A pod that is only slow stays pending, and the reconciler will say so.
        if let Some(pod) = self.pod.as_mut().filter(|_| !timed_out) {
            pod.phase = PodPhase::Failed;
        }
        self.transition(at, "system", Lifecycle::Failed, &text);
        self.reason = text;
    }

    fn step_deletion(&mut self, at: Duration, phase: &'static str) {
        let next = self.events.front().map(|(at, _)| *at);
        if let Some(deletion) = &mut self.deletion {
            deletion.phase = phase;
            deletion.last_attempt = Some(at);
            deletion.next_retry = next;
            deletion.attempts += 1;
        }
        self.updated = at;
        if phase != "quiescing_runtime" {
            self.pod = None;
        }
        if phase == COMPLETED {
            self.deleted = Some(at);
            self.transition(at, "system", Lifecycle::Deleted, "");
        }
    }
}
