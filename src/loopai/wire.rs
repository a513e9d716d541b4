//! What the facade and the wire call things, and replies that call them otherwise.
//!
//! Upstream plans to call tasks `loop-apps` and their ids `loop_app_id`. The paths stand in the document. Here, and nowhere
//! else in the facade, stands the field: in what is sent by the constructors, in what is received by [`renamed`], which takes
//! both names already. Contract: §1.0, §1.10.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::error::Result;
use crate::generated::loopai::types::{
    BatchExecuteRequest, BatchItem, BatchValidateItem, BatchValidateRequest, ExecuteRequest,
    StartCanaryRequest,
};
use crate::runtime::Exchange;

/// Names that mean the same in our own types: what may come, and what it is called here.
const SYNONYMS: [(&str, &str); 1] = [("loop_app_id", "task_id")];

/// An execution of a task, and nothing that the caller did not ask for.
pub(super) fn execute(task: &str, input: Value) -> ExecuteRequest {
    ExecuteRequest {
        task_id: task.to_owned(),
        input,
        version: None,
        force_validation: None,
        timeout_ms: None,
    }
}

/// A batch of a task, and nothing that the caller did not ask for.
pub(super) fn batch_execute(task: &str, items: Vec<BatchItem>) -> BatchExecuteRequest {
    BatchExecuteRequest {
        task_id: task.to_owned(),
        items,
        version: None,
        max_concurrency: None,
        stop_on_first_error: None,
        timeout_ms: None,
    }
}

/// Pairs to compare.
pub(super) fn batch_validate(task: &str, items: Vec<BatchValidateItem>) -> BatchValidateRequest {
    BatchValidateRequest {
        task_id: task.to_owned(),
        items,
    }
}

/// Several inputs for a stream of results.
pub(super) fn execute_stream(
    task: &str,
    items: &[BatchItem],
    max_concurrency: Option<i64>,
) -> Value {
    let mut body = json!({"task_id": task, "items": items});
    if let Some(items) = max_concurrency {
        body["max_concurrency"] = items.into();
    }
    body
}

/// A canary to begin.
pub(super) fn start_canary(task: &str, program: &str) -> StartCanaryRequest {
    StartCanaryRequest {
        task_id: task.to_owned(),
        new_program_id: program.to_owned(),
    }
}

/// How a type of ours is read out of a reply that is not what the document promises.
#[derive(Clone, Copy)]
pub(super) struct Leniency {
    /// The fields that hold types of ours themselves, one or a list.
    pub(super) nested: &'static [&'static str],
    /// Puts in what the real server always sends and others leave out.
    pub(super) complete: fn(&mut Map<String, Value>),
}

/// Names in camelCase, and no more.
pub(super) const PLAIN: Leniency = Leniency {
    nested: &[],
    complete: |_| (),
};

/// The value of a call. When a success cannot be read as it is, because of its status or its form, it is read once more, with
/// the names of other servers and clients.
pub(super) fn lenient<T: DeserializeOwned>(
    exchange: &Exchange,
    result: Result<T>,
    leniency: Leniency,
) -> Result<T> {
    exchange.otherwise(result, |body| {
        let value = serde_json::from_slice(body).ok()?;
        serde_json::from_value(read(value, leniency)).ok()
    })
}

/// A reply in our own names.
pub(super) fn read(value: Value, leniency: Leniency) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(|item| read(item, leniency)).collect(),
        Value::Object(fields) => {
            let mut fields = renamed(fields);
            for nested in leniency.nested {
                if let Some(inner) = fields.get_mut(*nested) {
                    *inner = read(inner.take(), PLAIN);
                }
            }
            (leniency.complete)(&mut fields);
            Value::Object(fields)
        }
        other => other,
    }
}

/// The fields of one of our own types in our own names. What is in them is the caller's and stays as it is.
fn renamed(fields: Map<String, Value>) -> Map<String, Value> {
    let mut known = Map::new();
    let mut other = Vec::new();
    for (name, value) in fields {
        let ours = snake_case(&name);
        let synonym = SYNONYMS.iter().find(|(theirs, _)| *theirs == ours);
        let ours = synonym.map_or(ours, |(_, ours)| (*ours).to_owned());
        if ours == name {
            known.insert(name, value);
        } else {
            other.push((ours, value));
        }
    }
    // What has our name already wins.
    for (name, value) in other {
        known.entry(name).or_insert(value);
    }
    known
}

fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_ours_are_found_in_camel_case() {
        for (theirs, ours) in [
            ("taskId", "task_id"),
            ("p50LatencyMs", "p50_latency_ms"),
            ("id", "id"),
            ("TaskId", "task_id"),
            ("task_id", "task_id"),
        ] {
            assert_eq!(snake_case(theirs), ours);
        }
    }

    #[test]
    fn what_is_the_callers_is_left_alone() {
        let nested = Leniency {
            nested: &["results"],
            ..PLAIN
        };
        let payload = json!({"userName": {"loopAppId": 1}});
        let reply = json!({
            "loopAppId": "x", "totalItems": 1, "output": payload,
            "results": [{"latencyMs": 1, "output": payload}],
        });
        let expected = json!({
            "task_id": "x", "total_items": 1, "output": payload,
            "results": [{"latency_ms": 1, "output": payload}],
        });
        assert_eq!(read(reply, nested), expected);
        let both = json!({"taskId": "theirs", "task_id": "ours"});
        assert_eq!(read(both, PLAIN), json!({"task_id": "ours"}));
    }
}
