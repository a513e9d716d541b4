//! `llm-client`: a language model that says what it was told.

use serde_json::{Value, json};

use super::super::auth::Caller;
use super::super::world::World;
use super::act::{Act, Event, Inputs, Outcome, Script};
use super::manifest::{Function, Kind, Parameter, Prefab};

const PARAMETERS: &[Parameter] = &[
    Parameter {
        name: "messages",
        kind: Kind::List,
        required: true,
        description: "The conversation: objects with role and content",
    },
    Parameter {
        name: "model",
        kind: Kind::Text,
        required: false,
        description: "The model; gpt-4o-mini unless told otherwise",
    },
];

pub(super) const PREFAB: Prefab = Prefab {
    id: "llm-client",
    version: "1.0.0",
    name: "LLM client",
    description: "Talks with a language model",
    tags: &["llm", "chat"],
    functions: &[
        Function {
            name: "chat",
            description: "Answers the last message",
            parameters: PARAMETERS,
            files: &[],
            secrets: &[],
            act: Act::Answer(chat),
        },
        Function {
            name: "chat_stream",
            description: "Answers the last message, word by word",
            parameters: PARAMETERS,
            files: &[],
            secrets: &[],
            act: Act::Stream(chat_stream),
        },
    ],
    deployment_error: None,
    hours_old: 96,
};

fn model(inputs: &Inputs) -> &str {
    match inputs.text("model") {
        "" => "gpt-4o-mini",
        model => model,
    }
}

/// What the model says: that it has heard the last message.
fn answer(inputs: &Inputs) -> String {
    let messages = inputs.get("messages").as_array();
    let last = messages.and_then(|messages| messages.last());
    let text = last.and_then(|message| message["content"].as_str());
    format!("You said: {}", text.unwrap_or_default())
}

fn chat(_: &mut World, _: &Caller, inputs: &Inputs) -> Outcome {
    let answer = answer(inputs);
    let tokens = answer.split_whitespace().count();
    Outcome::returned(json!({
        "success": true,
        "message": "Answered",
        "content": answer,
        "model": model(inputs),
        "usage": { "completion_tokens": tokens },
    }))
}

fn chat_stream(inputs: &Inputs) -> Script {
    let answer = answer(inputs);
    let mut steps = vec![Event::new("start", json!({ "model": model(inputs) }))];
    let words: Vec<&str> = answer.split_inclusive(' ').collect();
    let half = words.len() / 2;
    for (at, word) in words.iter().enumerate() {
        steps.push(Event::new("content", *word));
        if at + 1 == half {
            steps.push(progress(half, words.len()));
        }
    }
    steps.push(Event::new("done", json!({ "finish_reason": "stop" })));
    Box::new(steps.into_iter().map(Event::now))
}

fn progress(current: usize, total: usize) -> Event {
    let data: Value = json!({
        "current": current,
        "total": total,
        "percentage": 100 * current / total,
    });
    Event::new("progress", data)
}
