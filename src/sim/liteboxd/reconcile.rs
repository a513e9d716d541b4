//! The reconciler: brings the records in line with the cluster, every minute and on request.

use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};

use super::lifecycle::Lifecycle;
use super::sandbox::{PodPhase, Sandbox};
use super::world::World;
use super::{query, random, reply};
use crate::sim::exchange::{Reply, Request};

/// How many runs are remembered.
const RUNS_KEPT: usize = 500;
/// How long a pod may be missing.
const GRACE: Duration = Duration::from_secs(600);

/// One run.
#[derive(Debug)]
pub(super) struct Run {
    id: String,
    trigger: &'static str,
    at: Duration,
    total_db: usize,
    total_k8s: usize,
    items: Vec<Item>,
}

/// One difference that a run found.
#[derive(Debug)]
struct Item {
    id: i64,
    sandbox_id: String,
    finding: Finding,
}

/// What a run found about a sandbox and did about it.
#[derive(Debug)]
struct Finding {
    drift_type: &'static str,
    action: &'static str,
    detail: String,
    fixed: bool,
}

/// `POST /sandboxes/reconcile`
pub(super) fn run_now(world: &mut World) -> Reply {
    let now = world.advance();
    world.reconcile(now, "manual");
    match world.runs.back() {
        Some(run) => reply::json(StatusCode::ACCEPTED, &details(world, run)),
        None => reply::error(StatusCode::INTERNAL_SERVER_ERROR, "no run"),
    }
}

/// `GET /sandboxes/reconcile/runs`
pub(super) fn list(world: &mut World, request: &Request) -> Reply {
    world.advance();
    let limit = query::limit(request, "limit", 20, 100);
    let items: Vec<Value> = world
        .runs
        .iter()
        .rev()
        .take(limit)
        .map(|run| summary(world, run))
        .collect();
    reply::json(StatusCode::OK, &json!({ "items": items }))
}

/// `GET /sandboxes/reconcile/runs/{id}`
pub(super) fn get(world: &mut World, id: &str) -> Reply {
    world.advance();
    match world.runs.iter().find(|run| run.id == id) {
        Some(run) => reply::json(StatusCode::OK, &details(world, run)),
        None => reply::error(StatusCode::NOT_FOUND, "reconcile run not found"),
    }
}

fn summary(world: &World, run: &Run) -> Value {
    json!({
        "id": run.id,
        "trigger_type": run.trigger,
        "started_at": world.timestamp(run.at),
        "finished_at": world.timestamp(run.at),
        "total_db": run.total_db,
        "total_k8s": run.total_k8s,
        "drift_count": run.items.len(),
        "fixed_count": run.items.iter().filter(|item| item.finding.fixed).count(),
        "status": "completed",
    })
}

fn details(world: &World, run: &Run) -> Value {
    let items = run.items.iter().map(|item| {
        json!({
            "id": item.id,
            "run_id": run.id,
            "sandbox_id": item.sandbox_id,
            "drift_type": item.finding.drift_type,
            "action": item.finding.action,
            "detail": item.finding.detail,
            "created_at": world.timestamp(run.at),
        })
    });
    json!({ "run": summary(world, run), "items": items.collect::<Vec<_>>() })
}

impl World {
    /// Runs the reconciler once.
    pub(super) fn reconcile(&mut self, at: Duration, trigger: &'static str) {
        let mut records: Vec<_> = self
            .sandboxes
            .values_mut()
            .filter(|sandbox| !sandbox.is_deleted())
            .collect();
        records.sort_unstable_by_key(|sandbox| sandbox.sequence);
        let total_db = records.len();
        let total_k8s = records
            .iter()
            .filter(|sandbox| sandbox.pod.is_some())
            .count();
        let mut items = Vec::new();
        for sandbox in records {
            if let Some(finding) = sandbox.reconcile(at) {
                self.next_item_id += 1;
                items.push(Item {
                    id: self.next_item_id,
                    sandbox_id: sandbox.id.clone(),
                    finding,
                });
            }
        }
        let id = format!("rec-{}", random::hex(8));
        self.runs.push_back(Run {
            id,
            trigger,
            at,
            total_db,
            total_k8s,
            items,
        });
        if self.runs.len() > RUNS_KEPT {
            self.runs.pop_front();
        }
    }
}

impl Sandbox {
    fn reconcile(&mut self, at: Duration) -> Option<Finding> {
        match self.pod {
            None => Some(self.without_pod(at)),
            Some(_) => self.with_pod(at),
        }
    }

    fn without_pod(&mut self, at: Duration) -> Finding {
        let seen = self.last_seen.unwrap_or(self.created);
        let action = match self.lifecycle {
            Lifecycle::Terminating => "deletion_pending",
            Lifecycle::Stopped => "preserve_stopped",
            Lifecycle::Lost => "none",
            _ if at.saturating_sub(seen) >= GRACE => {
                self.lose(at);
                "mark_lost"
            }
            _ => "none",
        };
        Finding {
            drift_type: "missing_in_k8s",
            action,
            detail: "the record has no pod in the cluster".to_owned(),
            fixed: action == "mark_lost",
        }
    }

    fn with_pod(&mut self, at: Duration) -> Option<Finding> {
        let pod = self.pod.clone()?;
        self.last_seen = Some(at);
        let before = self.lifecycle;
        let after = self.lifecycle_of(pod.phase);
        if self.observed.as_ref() == Some(&pod) && before == after {
            return None;
        }
        let detail = format!(
            "db_status={}, pod_phase={}",
            before.as_str(),
            pod.phase.as_str()
        );
        self.observed = Some(pod);
        if before != after {
            self.reason.clear();
            self.transition(at, "reconcile", after, "");
        }
        Some(Finding {
            drift_type: "status_mismatch",
            action: "none",
            detail,
            fixed: true,
        })
    }

    /// What the state of the pod makes of the sandbox.
    fn lifecycle_of(&self, phase: PodPhase) -> Lifecycle {
        match phase {
            _ if self.is_unwanted() => Lifecycle::Terminating,
            PodPhase::Running => Lifecycle::Running,
            PodPhase::Succeeded => Lifecycle::Succeeded,
            PodPhase::Failed => Lifecycle::Failed,
            // The failure of a persistent sandbox is final; that of another is forgotten.
            PodPhase::Pending if self.is_persistent() && self.lifecycle == Lifecycle::Failed => {
                Lifecycle::Failed
            }
            PodPhase::Pending => Lifecycle::Pending,
        }
    }

    /// The pod is gone.
    pub(super) fn lose(&mut self, at: Duration) {
        self.pod = None;
        self.events.clear();
        self.reason = "pod missing from the cluster".to_owned();
        self.transition(
            at,
            "reconcile",
            Lifecycle::Lost,
            "pod missing from the cluster",
        );
    }
}
