//! A new task.

use http::StatusCode;
use http::header::LOCATION;

use super::super::aspnet::payload::Payload;
use super::super::call::Call;
use super::super::reply::{self, Refusal};
use super::super::stamps::Origin;
use super::super::world::World;
use super::{Task, Wish};
use crate::sim::exchange::Reply;
use crate::sim::random;

/// What the columns of the database hold, which is less than what the rules allow.
const NAME_COLUMN: usize = 100;
const DESCRIPTION_COLUMN: usize = 2000;

const FAILED: &str = "TASK_CREATION_ERROR";

/// `POST /api/v1/tasks`
pub(in super::super) fn create(world: &mut World, call: &Call<'_>) -> Result<Reply, Refusal> {
    let wish = read(call)?;
    let failures = failures(&wish);
    if !failures.is_empty() {
        return Err(call.invalid(&failures).into());
    }
    let message = "Failed to create task";
    if world.health.database_down {
        return Err(call
            .thrown(FAILED, message, super::super::health::NO_DATABASE)
            .into());
    }
    if world.tasks.has_name(&wish.name) {
        let text = format!("Task with name '{}' already exists", wish.name);
        let refusal = call.error(StatusCode::CONFLICT, "TASK_ALREADY_EXISTS", &text);
        return Err(refusal.into());
    }
    if length(&wish.name) > NAME_COLUMN || length(&wish.description) > DESCRIPTION_COLUMN {
        let exception = "String or binary data would be truncated in table 'Tasks'.";
        return Err(call.thrown(FAILED, message, exception).into());
    }
    let task = Task::new(random::uuid(), wish, call.now);
    let mut reply = reply::json(StatusCode::CREATED, &task.view(call.stamps, Origin::Made));
    let location = call.url(&format!("/api/v1/Tasks/{}", task.id));
    reply::set(&mut reply, LOCATION, &location);
    world.tasks.insert(task);
    Ok(reply)
}

fn read(call: &Call<'_>) -> Result<Wish, Refusal> {
    call.read("CreateTaskRequest", |form| Wish {
        name: form.text("name"),
        description: form.text("description"),
        input_schema: form.any("input_schema"),
        output_schema: form.any("output_schema"),
        examples: {
            let examples = form.optional_list("examples").into_iter();
            examples.map(Payload::new).collect()
        },
        accuracy_target: form.double("accuracy_target", 0.9),
        latency_target_ms: form.int("latency_target_ms", 10),
        sampling_rate: form.double("sampling_rate", 0.1),
    })
}

/// Everything that the rules do not allow.
fn failures(wish: &Wish) -> Vec<(&'static str, String)> {
    let mut failures = Vec::new();
    let mut refuse = |name, is_wrong, text: &str| {
        if is_wrong {
            failures.push((name, text.to_owned()));
        }
    };
    let is_blank = |text: &str| text.trim().is_empty();
    let name = &wish.name;
    refuse("Name", is_blank(name), "Task name is required");
    let text = "Task name must not exceed 200 characters";
    refuse("Name", length(name) > 200, text);
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || "_-.".contains(letter);
    let is_named = !name.is_empty() && name.chars().all(is_letter);
    let text = "Task name can only contain letters, numbers, hyphens, underscores, and periods";
    refuse("Name", !is_named, text);
    let description = &wish.description;
    let text = "Task description is required";
    refuse("Description", is_blank(description), text);
    let text = "Task description must not exceed 5000 characters";
    refuse("Description", length(description) > 5000, text);
    let is_share = |number: f64| (0.0..=1.0).contains(&number);
    let text = "Accuracy target must be between 0.0 and 1.0";
    refuse("AccuracyTarget", !is_share(wish.accuracy_target), text);
    let text = "Latency target must be between 1 and 60000 milliseconds";
    let is_fast = (1..=60_000).contains(&wish.latency_target_ms);
    refuse("LatencyTargetMs", !is_fast, text);
    let text = "Sampling rate must be between 0.0 and 1.0";
    refuse("SamplingRate", !is_share(wish.sampling_rate), text);
    failures
}

/// How long .NET says that a text is.
fn length(text: &str) -> usize {
    text.encode_utf16().count()
}
