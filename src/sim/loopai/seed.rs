//! What is there from the start.

use std::time::Duration;

use serde_json::json;

use super::aspnet::payload::Payload;
use super::programs::Program;
use super::tasks::{Artifact, Task, Tasks, Wish};

/// The task that the user's document names.
pub(super) const TASK: &str = "550e8400-e29b-41d4-a716-446655440000";
/// Its programs.
const PROGRAMS: [&str; 2] = [
    "0f8fad5b-d9cb-469f-a165-70867728950e",
    "7c9e6679-7425-40de-944b-e07fc1f90ae7",
];

/// Spam and ham. Words that are in both say nothing.
const EXAMPLES: [(&str, &str); 5] = [
    (
        "Buy now! Free money: click here, claim your prize and win cash, limited offer",
        "spam",
    ),
    (
        "Congratulations, you are a winner of the lottery! Urgent: get cheap pills, discount for you",
        "spam",
    ),
    (
        "Are you coming to the meeting here now? I can get the agenda for you",
        "ham",
    ),
    (
        "Thanks for your mail, the report of this week is attached",
        "ham",
    ),
    (
        "Hello, how was the trip? See you and the team tomorrow",
        "ham",
    ),
];

/// What the task's program is.
pub(super) fn program() -> Program {
    Task::new(TASK.to_owned(), wish(), Duration::ZERO).program()
}

/// The task with a version that was, and one that is in use.
pub(super) fn tasks(now: Duration) -> Tasks {
    let mut task = Task::new(TASK.to_owned(), wish(), now);
    for (id, version) in PROGRAMS.iter().zip(1..) {
        let program = task.program();
        let artifact = Artifact::new((*id).to_owned(), version, program, now);
        task.artifacts.push(artifact);
        task.activate(version, 100.0, now);
    }
    let mut tasks = Tasks::default();
    tasks.insert(task);
    tasks
}

fn wish() -> Wish {
    let examples = EXAMPLES
        .iter()
        .map(|(text, label)| Payload::of(&json!({ "input": { "text": text }, "output": label })));
    Wish {
        name: "spam-classifier".to_owned(),
        description: "Tells whether a text is spam or ham".to_owned(),
        input_schema: Payload::of(&json!({
            "type": "object",
            "properties": { "text": { "type": "string" } },
            "required": ["text"],
        })),
        output_schema: Payload::of(&json!({ "type": "string", "enum": ["spam", "ham"] })),
        examples: examples.collect(),
        accuracy_target: 0.9,
        latency_target_ms: 10,
        sampling_rate: 0.1,
    }
}
