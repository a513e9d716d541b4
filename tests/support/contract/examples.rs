//! Checks the examples of a document against its own schemas.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::document::resolve;
use super::validator::Schema;

/// An example, its schema, and where it stands.
struct Example<'a> {
    place: String,
    value: &'a Value,
    schema: &'a Value,
}

/// The examples that do not conform, each with its place.
pub(super) fn wrong(root: &Value) -> Vec<String> {
    let named = root.pointer("/components/schemas");
    let named: Map<String, Value> = named
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default();
    let named = Arc::new(named);
    let check = |example: Example<'_>| {
        let findings = Schema::new(example.schema, &named).check(example.value);
        let at_place = |finding| format!("{}: {finding}", example.place);
        findings.into_iter().map(at_place).collect::<Vec<_>>()
    };
    all(root).into_iter().flat_map(check).collect()
}

/// How many examples there are.
pub(super) fn count(root: &Value) -> usize {
    all(root).len()
}

fn all(root: &Value) -> Vec<Example<'_>> {
    let mut found = Vec::new();
    visit(root, root, "", &mut found);
    found
}

/// Collects the examples of `node` and of all below it.
fn visit<'a>(root: &'a Value, node: &'a Value, place: &str, found: &mut Vec<Example<'a>>) {
    match node {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                visit(root, item, &format!("{place}/{index}"), found);
            }
        }
        Value::Object(words) => {
            found.extend(of_object(root, node, place));
            for (word, value) in words {
                let place = format!("{place}/{}", word.replace('~', "~0").replace('/', "~1"));
                match (word.as_str(), value) {
                    // Values, not descriptions.
                    ("example" | "examples" | "enum", _) => {}
                    // Here the words are names of the user's choice, and may be `example`.
                    ("properties", Value::Object(properties)) => {
                        for (name, schema) in properties {
                            visit(root, schema, &format!("{place}/{name}"), found);
                        }
                    }
                    (_, value) => visit(root, value, &place, found),
                }
            }
        }
        _ => {}
    }
}

/// The examples of one object: a schema's own, or those beside the `schema` of a media type or parameter.
fn of_object<'a>(root: &'a Value, node: &'a Value, place: &str) -> Vec<Example<'a>> {
    let schema = node.get("schema").unwrap_or(node);
    let example = |word: String, value| Example {
        place: format!("{place}/{word}"),
        value,
        schema,
    };
    let single = node.get("example").into_iter();
    let single = single.map(|value| example("example".to_owned(), value));
    let named = node.get("examples").and_then(Value::as_object);
    let named = named.into_iter().flatten().filter_map(|(name, object)| {
        let value = resolve(root, object).get("value")?;
        Some(example(format!("examples/{name}"), value))
    });
    single.chain(named).collect()
}
