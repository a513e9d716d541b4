//! `test-kit`: the ways in which functions end.

use std::time::Duration;

use serde_json::{Value, json};

use super::super::auth::Caller;
use super::super::world::World;
use super::act::{Act, End, Event, Inputs, Outcome, Script};
use super::manifest::{Direction, Files, Function, Kind, Parameter, Prefab};

pub(super) const PREFAB: Prefab = Prefab {
    id: "test-kit",
    version: "1.0.0",
    name: "Test kit",
    description: "Functions that end in every way in which functions end",
    tags: &["testing"],
    functions: &[
        function("echo", "Returns what it is given", Act::Answer(echo)),
        function("fail", "Raises an exception", Act::Answer(fail)),
        function(
            "refuse",
            "Succeeds, but not in its business",
            Act::Answer(refuse),
        ),
        function("nothing", "Returns nothing", Act::Answer(nothing)),
        function(
            "void",
            "Returns nothing, without an envelope",
            Act::Answer(void),
        ),
        TYPED,
        SLEEP,
        COUNT_SLOWLY,
        function(
            "stream_error",
            "A stream that ends in an error",
            Act::Stream(stream_error),
        ),
        function(
            "stream_unfinished",
            "A stream without a last event",
            Act::Stream(stream_unfinished),
        ),
        function(
            "stream_endless",
            "A stream that never ends",
            Act::Stream(stream_endless),
        ),
    ],
    deployment_error: None,
    hours_old: 1,
};

const SECOND: Duration = Duration::from_secs(1);

/// A function that takes whatever it is given.
const fn function(name: &'static str, description: &'static str, act: Act) -> Function {
    Function {
        name,
        description,
        parameters: &[],
        files: &[Files {
            name: "any",
            direction: Direction::In,
            required: false,
            description: "Any files",
        }],
        secrets: &[],
        act,
    }
}

/// A parameter that may be left out.
const fn optional(name: &'static str, kind: Kind, description: &'static str) -> Parameter {
    Parameter {
        name,
        kind,
        required: false,
        description,
    }
}

const TYPED: Function = Function {
    parameters: &[
        Parameter {
            required: true,
            ..optional("text", Kind::Text, "A text")
        },
        optional("number", Kind::Number, "A number"),
        optional("integer", Kind::Integer, "A number without a fraction"),
        optional("flag", Kind::Boolean, "True or false"),
        optional("list", Kind::List, "A list"),
        optional("object", Kind::Object, "An object"),
    ],
    ..function(
        "typed",
        "Returns what it is given, of the right types",
        Act::Answer(echo),
    )
};

const SLEEP: Function = Function {
    parameters: &[Parameter {
        name: "seconds",
        kind: Kind::Number,
        required: true,
        description: "How many simulated seconds it takes",
    }],
    ..function("sleep", "Takes its time", Act::Answer(sleep))
};

const COUNT_SLOWLY: Function = Function {
    parameters: &[Parameter {
        name: "to",
        kind: Kind::Integer,
        required: true,
        description: "How far to count, a number each simulated second",
    }],
    ..function("count_slowly", "Counts", Act::Stream(count_slowly))
};

fn echo(_: &mut World, caller: &Caller, inputs: &Inputs) -> Outcome {
    Outcome::returned(json!({
        "success": true,
        "message": "Echoed",
        "parameters": inputs.parameters,
        "files": inputs.files,
        "user_id": caller.user,
        "agent_id": caller.agent,
    }))
}

fn fail(_: &mut World, _: &Caller, inputs: &Inputs) -> Outcome {
    let message = match inputs.text("message") {
        "" => "The function failed",
        message => message,
    };
    Outcome::raised("RuntimeError", message)
}

fn refuse(_: &mut World, _: &Caller, _: &Inputs) -> Outcome {
    Outcome::returned(json!({
        "success": false,
        "message": "",
        "error": "There is no such page",
        "error_code": "NO_SUCH_PAGE",
    }))
}

fn nothing(_: &mut World, _: &Caller, _: &Inputs) -> Outcome {
    Outcome::returned(Value::Null)
}

fn void(_: &mut World, _: &Caller, _: &Inputs) -> Outcome {
    Outcome::at_once(End::Nothing)
}

fn sleep(_: &mut World, _: &Caller, inputs: &Inputs) -> Outcome {
    let seconds = inputs.get("seconds").as_f64().unwrap_or_default();
    let span = Duration::try_from_secs_f64(seconds).unwrap_or_default();
    let output = json!({ "success": true, "message": "Slept", "seconds": seconds });
    Outcome::returned(output).after(span)
}

fn count_slowly(inputs: &Inputs) -> Script {
    let to = inputs.count("to").unwrap_or_default();
    let numbers = (1..=to).map(|number| Event::new("content", number.to_string()).after(SECOND));
    let done = Event::new("done", json!({ "counted": to }));
    Box::new(numbers.chain([done.now()]))
}

fn stream_error(_: &Inputs) -> Script {
    let steps = [
        Event::new("start", json!({})),
        Event::new("content", "He"),
        Event::error("LLM_ERROR", "boom"),
    ];
    Box::new(steps.into_iter().map(Event::now))
}

fn stream_unfinished(_: &Inputs) -> Script {
    let steps = [Event::new("start", json!({})), Event::new("content", "He")];
    Box::new(steps.into_iter().map(Event::now))
}

fn stream_endless(_: &Inputs) -> Script {
    let numbers = (1_u64..).map(|number| Event::new("content", format!("{number} ")).after(SECOND));
    Box::new(numbers)
}
