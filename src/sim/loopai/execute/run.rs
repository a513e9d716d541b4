//! One execution.

use std::time::Duration;

use serde_json::{Value, json};

use super::super::aspnet::payload::Payload;
use super::super::backend::Shared;
use super::super::health::NO_DATABASE;
use super::super::lock;
use super::super::webhooks::{Event, WebhookEvent};
use super::super::world::World;
use super::fault::Effect;
use super::synthesis;
use crate::sim::random;

/// What is to be executed.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Job<'a> {
    pub(in super::super) task: &'a str,
    pub(in super::super) version: Option<i32>,
    pub(in super::super) input: &'a Payload,
    pub(in super::super) timeout_ms: i32,
    pub(in super::super) forced: bool,
}

/// What came of it.
#[derive(Clone, Debug)]
pub(in super::super) struct Run {
    pub(in super::super) id: String,
    pub(in super::super) program: String,
    pub(in super::super) version: i32,
    /// The output, or what the program threw.
    pub(in super::super) result: Result<Value, String>,
    /// In milliseconds.
    pub(in super::super) latency: f64,
    pub(in super::super) sampled: bool,
    pub(in super::super) at: Duration,
}

/// Executes. The error is what the server throws, not the program.
pub(in super::super) async fn run(shared: &Shared, job: Job<'_>) -> Result<Run, String> {
    let (gauge, clock) = {
        let world = lock(shared);
        (world.executions.clone(), world.stamps.clock)
    };
    let _running = gauge.enter();
    let version = settle(shared, job.task, job.version).await?;
    let begun = clock.now();
    let (result, takes) = compute(shared, job, version)?;
    let limit = Duration::from_millis(u64::try_from(job.timeout_ms).unwrap_or(0));
    let (result, takes) = match takes > limit {
        true => {
            let text = format!("Execution timeout after {}ms", job.timeout_ms);
            (Err(text), limit)
        }
        false => (result, takes),
    };
    if !takes.is_zero() {
        clock.sleep(takes).await;
    }
    let took = clock.now().saturating_sub(begun);
    let latency = (took.as_secs_f64() * 1000.0).max(0.01);
    record(&mut lock(shared), job, version, result, latency)
}

/// The version that is executed: the one that is asked for, or the active one.
pub(in super::super) async fn settle(
    shared: &Shared,
    task: &str,
    version: Option<i32>,
) -> Result<i32, String> {
    if lock(shared).health.database_down {
        return Err(NO_DATABASE.to_owned());
    }
    let Some(version) = version else {
        return synthesis::active(shared, task).await;
    };
    let world = lock(shared);
    let known = world.tasks.get(task);
    let known = known.ok_or_else(|| synthesis::unknown(task))?;
    match known.version(version) {
        Some(_) => Ok(version),
        None => Err(no_version(task, version)),
    }
}

fn no_version(task: &str, version: i32) -> String {
    format!("Program version {version} not found for task {task}")
}

/// What the program says, and how long it takes to say it.
fn compute(
    shared: &Shared,
    job: Job<'_>,
    version: i32,
) -> Result<(Result<Value, String>, Duration), String> {
    let (program, effect, mut takes) = {
        let mut world = lock(shared);
        let effect = world.execution_faults.take(job.input.text());
        let task = world.tasks.get(job.task);
        let artifact = task.and_then(|task| task.version(version));
        let artifact = artifact.ok_or_else(|| no_version(job.task, version))?;
        (artifact.program.clone(), effect, world.latency)
    };
    let result = match effect {
        Some(Effect::Exception(message)) => return Err(message),
        Some(Effect::Error(message)) => Err(message),
        Some(Effect::Slow(more)) => {
            takes = takes.saturating_add(more);
            program.run(&job.input.value())
        }
        None => program.run(&job.input.value()),
    };
    Ok((result, takes))
}

/// Keeps what happened, and looks at it if it is one of a sample.
fn record(
    world: &mut World,
    job: Job<'_>,
    version: i32,
    result: Result<Value, String>,
    latency: f64,
) -> Result<Run, String> {
    let at = world.stamps.clock.now();
    let task = world.tasks.get_mut(job.task);
    let task = task.ok_or_else(|| synthesis::unknown(job.task))?;
    let sampled = task.sample(job.forced);
    let artifact = task.version_mut(version);
    let artifact = artifact.ok_or_else(|| no_version(job.task, version))?;
    let error = result.as_ref().err().map(String::as_str);
    artifact.record.executed(error, latency);
    let run = Run {
        id: random::uuid(),
        program: artifact.id.clone(),
        version,
        result,
        latency,
        sampled,
        at,
    };
    let mut events = Vec::new();
    if let Err(message) = &run.result {
        events.push((WebhookEvent::ProgramExecutionFailed, message.clone()));
    }
    if sampled {
        let wrong = match &run.result {
            Err(message) => Some(message.clone()),
            Ok(output) => {
                let expected = artifact.program.expected(&job.input.value());
                let differs = expected.is_some_and(|expected| expected != output);
                differs.then(|| "Output does not match the example".to_owned())
            }
        };
        artifact.record.validated(wrong.as_deref());
        events.extend(wrong.map(|wrong| (WebhookEvent::ValidationFailed, wrong)));
    }
    for (kind, message) in events {
        let data = json!({ "execution_id": run.id, "version": version });
        let event = Event::new(kind, job.task, Some(&run.program), message).data(data);
        world.happened(&event);
    }
    Ok(run)
}
