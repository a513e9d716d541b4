//! OpenAPI 3.0 schemas as JSON Schema 2020-12.
//!
//! The two differ in `nullable`, in the boolean `exclusiveMinimum`, and in words that say nothing about
//! validity (`example`, `x-…`, `description`); `$ref` alone counts where it stands. Beyond that, objects
//! become closed: see the module documentation.

use serde_json::{Map, Value, json};

const NAMED: &str = "#/components/schemas/";

/// Words that mean the same in both languages and hold no schema.
const SAME: [&str; 14] = [
    "type",
    "enum",
    "required",
    "minimum",
    "maximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

const COMBINATORS: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// What a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// A whole value: no other schema speaks of the same value, so that it can be closed.
    Whole,
    /// A part of a description: a named component, or a member of `allOf`, `anyOf`, `oneOf`, `not`.
    Part,
}

/// A JSON Schema document for `schema`, with those of the document's named schemas that it reaches.
pub(super) fn root(schema: &Value, named: &Map<String, Value>) -> Value {
    let mut root = convert(schema, Place::Whole);
    let mut reached = Map::new();
    reach(&root, named, &mut reached);
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["components"] = json!({ "schemas": reached });
    root
}

/// Converts the named schemas that `value` refers to into `reached`.
fn reach(value: &Value, named: &Map<String, Value>, reached: &mut Map<String, Value>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| reach(item, named, reached)),
        Value::Object(entries) => {
            if let Some(name) = entries.get("$ref").and_then(referred)
                && !reached.contains_key(name)
                && let Some(schema) = named.get(name)
            {
                let converted = convert(schema, Place::Part);
                reached.insert(name.to_owned(), converted.clone());
                reach(&converted, named, reached);
            }
            entries
                .values()
                .for_each(|entry| reach(entry, named, reached));
        }
        _ => {}
    }
}

/// The name in a reference to a named schema.
pub(super) fn referred(reference: &Value) -> Option<&str> {
    reference.as_str()?.strip_prefix(NAMED)
}

fn convert(schema: &Value, place: Place) -> Value {
    let Some(words) = schema.as_object() else {
        return schema.clone();
    };
    let mut converted = match words.get("$ref") {
        Some(reference) => Map::from_iter([("$ref".to_owned(), reference.clone())]),
        None => convert_words(words),
    };
    if place == Place::Whole {
        close(&mut converted);
    }
    Value::Object(converted)
}

fn convert_words(words: &Map<String, Value>) -> Map<String, Value> {
    let mut converted = Map::new();
    for (word, value) in words {
        let meaning = match word.as_str() {
            "properties" => Some(each_entry(value)),
            "items" => Some(convert(value, Place::Whole)),
            "additionalProperties" => Some(convert(value, Place::Whole)),
            "not" => Some(convert(value, Place::Part)),
            "format" if value == "date-time" => Some(value.clone()),
            word if COMBINATORS.contains(&word) => Some(each_member(value)),
            word if SAME.contains(&word) => Some(value.clone()),
            _ => None,
        };
        if let Some(meaning) = meaning {
            converted.insert(word.clone(), meaning);
        }
    }
    exclusive(words, &mut converted, "exclusiveMinimum", "minimum");
    exclusive(words, &mut converted, "exclusiveMaximum", "maximum");
    open_free_form(&mut converted);
    if words.get("nullable") == Some(&Value::Bool(true)) {
        converted = nullable(converted);
    }
    converted
}

fn each_entry(value: &Value) -> Value {
    let entries = value.as_object().into_iter().flatten();
    entries
        .map(|(name, schema)| (name.clone(), convert(schema, Place::Whole)))
        .collect()
}

fn each_member(value: &Value) -> Value {
    let members = value.as_array().into_iter().flatten();
    members
        .map(|schema| convert(schema, Place::Part))
        .collect::<Vec<_>>()
        .into()
}

/// `exclusiveMinimum: true` beside `minimum: 3` becomes `exclusiveMinimum: 3`.
fn exclusive(
    words: &Map<String, Value>,
    converted: &mut Map<String, Value>,
    word: &str,
    bound: &str,
) {
    if words.get(word) == Some(&Value::Bool(true))
        && let Some(value) = converted.remove(bound)
    {
        converted.insert(word.to_owned(), value);
    }
}

/// An object without any named property is free-form, and has to say so once objects are closed.
fn open_free_form(converted: &mut Map<String, Value>) {
    let is_object = converted.get("type").is_some_and(|kind| kind == "object");
    if (is_object || converted.is_empty()) && !describes_properties(converted) {
        converted.insert("additionalProperties".to_owned(), Value::Bool(true));
    }
}

fn close(converted: &mut Map<String, Value>) {
    let may_hold_properties = converted.contains_key("$ref") || describes_properties(converted);
    if may_hold_properties && !converted.contains_key("additionalProperties") {
        converted.insert("unevaluatedProperties".to_owned(), Value::Bool(false));
    }
}

fn describes_properties(converted: &Map<String, Value>) -> bool {
    let words = COMBINATORS
        .iter()
        .chain(&["properties", "additionalProperties"]);
    words.into_iter().any(|word| converted.contains_key(*word))
}

fn nullable(mut inner: Map<String, Value>) -> Map<String, Value> {
    let is_plain = !COMBINATORS.iter().any(|word| inner.contains_key(*word));
    let Some(Value::String(kind)) = inner.get("type").filter(|_| is_plain) else {
        let either = json!([inner, { "type": "null" }]);
        return Map::from_iter([("anyOf".to_owned(), either)]);
    };
    let kinds = json!([kind, "null"]);
    inner.insert("type".to_owned(), kinds);
    if let Some(Value::Array(values)) = inner.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
    inner
}
