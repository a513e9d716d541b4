//! Programs that come into use stage by stage.

use std::time::Duration;

use http::StatusCode;
use serde::Serialize;
use serde_json::json;

use super::super::call::Call;
use super::super::health::NO_DATABASE;
use super::super::number::Double;
use super::super::reply::{self, Refusal};
use super::super::stamps::{Origin, Stamps};
use super::super::tasks::{State, share};
use super::super::webhooks::{Event, WebhookEvent};
use super::super::world::World;
use crate::sim::exchange::Reply;
use crate::sim::random;

/// The stages with the share of executions that each stands for.
const STAGES: [(&str, f64); 4] = [
    ("Stage1_5Percent", 0.05),
    ("Stage2_25Percent", 0.25),
    ("Stage3_50Percent", 0.5),
    ("Stage4_100Percent", 1.0),
];

/// So much worse a new program may be.
const TOLERANCE: f64 = 0.05;

/// What is thought of a canary that is to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CanaryVerdict {
    /// It goes on.
    Promote,
    /// It waits, for ever.
    Pause,
    /// It is taken back.
    RollBack,
}

/// Whether it is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
enum Status {
    InProgress,
    Paused,
    RolledBack,
    Completed,
}

#[derive(Clone, Debug)]
struct Step {
    stage: &'static str,
    share: f64,
    action: &'static str,
    reason: Option<String>,
    at: Duration,
}

/// A new program on its way.
#[derive(Clone, Debug)]
pub(super) struct Canary {
    id: String,
    task: String,
    new: String,
    current: String,
    /// Of [`STAGES`]; past the end when it is through.
    stage: usize,
    share: f64,
    status: Status,
    reason: Option<String>,
    history: Vec<Step>,
    begun: Duration,
    ended: Option<Duration>,
}

/// All of them, oldest first, and what is thought of the next ones.
#[derive(Debug, Default)]
pub(in super::super) struct Canaries {
    all: Vec<Canary>,
    pub(in super::super) verdict: Option<CanaryVerdict>,
}

#[derive(Debug, Serialize)]
struct StepView<'a> {
    stage: &'a str,
    percentage: Double,
    action: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    timestamp: String,
}

/// A canary as JSON.
#[derive(Debug, Serialize)]
struct View<'a> {
    id: &'a str,
    task_id: &'a str,
    new_program_id: &'a str,
    current_program_id: &'a str,
    current_stage: &'a str,
    current_percentage: Double,
    status: Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_reason: Option<&'a str>,
    history: Vec<StepView<'a>>,
    started_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    completed_at: Option<String>,
}

impl Canary {
    fn is_under_way(&self) -> bool {
        matches!(self.status, Status::InProgress | Status::Paused)
    }

    fn stage(&self) -> &'static str {
        STAGES.get(self.stage).map_or("Completed", |stage| stage.0)
    }

    fn step(&mut self, action: &'static str, reason: Option<String>, now: Duration) {
        self.reason.clone_from(&reason);
        self.history.push(Step {
            stage: self.stage(),
            share: self.share,
            action,
            reason,
            at: now,
        });
    }

    /// What is written as it is made has another form than what is read; the last step is made now.
    fn view(&self, stamps: Stamps, origin: Origin) -> impl Serialize + '_ {
        let last = self.history.len().saturating_sub(1);
        let steps = self
            .history
            .iter()
            .enumerate()
            .map(|(index, step)| StepView {
                stage: step.stage,
                percentage: Double(step.share),
                action: step.action,
                reason: step.reason.as_deref(),
                timestamp: match index == last {
                    true => stamps.of(step.at, origin),
                    false => stamps.stored(step.at),
                },
            });
        View {
            id: &self.id,
            task_id: &self.task,
            new_program_id: &self.new,
            current_program_id: &self.current,
            current_stage: self.stage(),
            current_percentage: Double(self.share),
            status: self.status,
            status_reason: self.reason.as_deref(),
            history: steps.collect(),
            started_at: match self.history.len() {
                1 => stamps.of(self.begun, origin),
                _ => stamps.stored(self.begun),
            },
            completed_at: self.ended.map(|at| stamps.of(at, origin)),
        }
    }
}

/// `GET /api/v1/validation/tasks/{task_id}/canary`
pub(in super::super) fn get(world: &World, call: &Call<'_>, id: &str) -> Result<Reply, Refusal> {
    let id = call.guid("taskId", id)?;
    let mut canaries = world.canaries.all.iter().rev();
    let canary = canaries.find(|canary| canary.task == id && canary.is_under_way());
    Ok(match canary.filter(|_| !world.health.database_down) {
        Some(canary) => reply::ok(&canary.view(call.stamps, Origin::Database)),
        None => reply::bare(StatusCode::NO_CONTENT),
    })
}

/// `POST /api/v1/validation/programs/canary/start`
pub(in super::super) fn start(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let (task, new) = call.read("StartCanaryRequest", |form| {
        (form.guid("task_id"), form.guid("new_program_id"))
    })?;
    if world.health.database_down {
        return Err(call.untraced("CANARY_START_ERROR", NO_DATABASE).into());
    }
    let current = current(world, &task, &new);
    let current = current.map_err(|text| call.untraced("CANARY_START_FAILED", &text))?;
    let mut canary = Canary {
        id: random::uuid(),
        task,
        new,
        current,
        stage: 0,
        share: STAGES[0].1,
        status: Status::InProgress,
        reason: None,
        history: Vec::new(),
        begun: call.now,
        ended: None,
    };
    canary.step("started", None, call.now);
    deploy(world, &canary, call.now);
    let reply = reply::ok(&canary.view(call.stamps, Origin::Made));
    world.canaries.all.push(canary);
    Ok(reply)
}

/// The program that is in use, if the other one may take its place.
fn current(world: &World, task: &str, new: &str) -> Result<String, String> {
    let known = world.tasks.get(task);
    let known = known.ok_or_else(|| format!("Task with ID {task} not found"))?;
    let mut artifacts = known.artifacts.iter();
    if !artifacts.any(|artifact| artifact.id == new) {
        return Err(format!("Program {new} not found for task {task}"));
    }
    let active = known.active.and_then(|version| known.version(version));
    let active = active.ok_or("Task has no active program")?;
    if active.id == new {
        return Err(format!("Program {new} is already active"));
    }
    let mut canaries = world.canaries.all.iter();
    if canaries.any(|canary| canary.task == task && canary.is_under_way()) {
        return Err(format!(
            "Task {task} already has an active canary deployment"
        ));
    }
    Ok(active.id.clone())
}

/// Takes a canary out of the list, to be put back by [`finish`].
fn take(world: &mut World, id: &str) -> Option<Canary> {
    let index = world
        .canaries
        .all
        .iter()
        .position(|canary| canary.id == id)?;
    Some(world.canaries.all.remove(index))
}

fn finish(world: &mut World, call: &Call<'_>, canary: Canary) -> Reply {
    deploy(world, &canary, call.now);
    let event = match canary.status {
        Status::RolledBack => Some(WebhookEvent::CanaryRollback),
        Status::Completed => Some(WebhookEvent::CanaryCompleted),
        Status::InProgress | Status::Paused => None,
    };
    if let Some(kind) = event {
        let text = canary
            .reason
            .clone()
            .unwrap_or_else(|| canary.stage().to_owned());
        let event = Event::new(kind, &canary.task, Some(&canary.new), text);
        world.happened(&event.data(json!({ "canary_id": canary.id })));
    }
    let reply = reply::ok(&canary.view(call.stamps, Origin::Made));
    world.canaries.all.push(canary);
    reply
}

/// `POST /api/v1/validation/programs/canary/{canary_id}/progress`
pub(in super::super) fn progress(
    world: &mut World,
    call: &Call<'_>,
    id: &str,
) -> Result<Reply, Refusal> {
    let id = call.guid("canaryId", id)?;
    if world.health.database_down {
        return Err(call.untraced("CANARY_PROGRESS_ERROR", NO_DATABASE).into());
    }
    let failed = |text: &str| Refusal::from(call.untraced("CANARY_PROGRESS_FAILED", text));
    let found = world.canaries.all.iter().find(|canary| canary.id == id);
    let found = found.ok_or_else(|| failed(&format!("Canary {id} not found")))?;
    if found.status != Status::InProgress {
        return Err(failed("Canary is not in progress"));
    }
    let verdict = match world.canaries.verdict {
        Some(verdict) => verdict,
        None => judge(world, found),
    };
    let mut canary = take(world, &id).ok_or_else(|| failed("Canary is gone"))?;
    match verdict {
        CanaryVerdict::Pause => {
            canary.status = Status::Paused;
            let reason = "Not enough executions to decide".to_owned();
            canary.step("paused", Some(reason), call.now);
        }
        CanaryVerdict::RollBack => {
            let reason = "The new program does worse than the current one".to_owned();
            undo(&mut canary, reason, call.now);
        }
        CanaryVerdict::Promote => {
            canary.stage += 1;
            match STAGES.get(canary.stage) {
                Some((_, share)) => canary.share = *share,
                None => {
                    canary.status = Status::Completed;
                    canary.ended = Some(call.now);
                }
            }
            canary.step("promoted", None, call.now);
        }
    }
    Ok(finish(world, call, canary))
}

/// What the numbers say about a new program.
fn judge(world: &World, canary: &Canary) -> CanaryVerdict {
    let record = |id: &str| {
        world
            .tasks
            .program(id)
            .map(|(_, artifact)| &artifact.record)
    };
    let (Some(new), Some(current)) = (record(&canary.new), record(&canary.current)) else {
        return CanaryVerdict::Promote;
    };
    let is_invalid = new.validations() > 0
        && current.validations() > 0
        && new.validation_rate() < current.validation_rate() - TOLERANCE;
    let errors = |record: &super::super::tasks::Record| share(record.failures, record.executions());
    match is_invalid || errors(new) > errors(current) + TOLERANCE {
        true => CanaryVerdict::RollBack,
        false => CanaryVerdict::Promote,
    }
}

/// `POST /api/v1/validation/programs/canary/{canary_id}/rollback`
pub(in super::super) fn roll_back(
    world: &mut World,
    call: &Call<'_>,
    id: &str,
) -> Result<Reply, Refusal> {
    let id = call.guid("canaryId", id)?;
    let reason = call.read("RollbackCanaryRequest", |form| form.text("reason"))?;
    let failed = |text: &str| Refusal::from(call.untraced("CANARY_ROLLBACK_ERROR", text));
    if world.health.database_down {
        return Err(failed(NO_DATABASE));
    }
    let mut canaries = world.canaries.all.iter();
    let known = canaries.find(|canary| canary.id == id);
    if known.is_some_and(|canary| !canary.is_under_way()) {
        return Err(failed("Canary is over"));
    }
    let canary = take(world, &id);
    let mut canary = canary.ok_or_else(|| failed(&format!("Canary {id} not found")))?;
    undo(&mut canary, reason, call.now);
    Ok(finish(world, call, canary))
}

fn undo(canary: &mut Canary, reason: String, now: Duration) {
    canary.status = Status::RolledBack;
    canary.share = 0.0;
    canary.ended = Some(now);
    canary.step("rolled_back", Some(reason), now);
}

/// What the state of a canary means for its programs.
fn deploy(world: &mut World, canary: &Canary, now: Duration) {
    let Some((_, version)) = world.tasks.locate(&canary.new) else {
        return;
    };
    let Some(task) = world.tasks.get_mut(&canary.task) else {
        return;
    };
    if canary.status == Status::Completed {
        task.activate(version, 1.0, now);
        return;
    }
    if let Some(artifact) = task.version_mut(version) {
        artifact.deployment = canary.share;
        if canary.status == Status::RolledBack {
            artifact.state = State::Deprecated;
        }
    }
}
