//! Outputs by their schema.

use serde_json::{Map, Value, json};

/// The properties that a schema requires.
pub(super) fn required(schema: &Value) -> Vec<String> {
    let names = schema["required"].as_array().cloned().unwrap_or_default();
    let names = names.iter().filter_map(Value::as_str);
    names.map(str::to_owned).collect()
}

/// An output of this schema for an input.
pub(super) fn output(schema: &Value, input: &Value) -> Value {
    let fixed = ["const", "default"]
        .map(|name| schema.get(name))
        .into_iter();
    let choice = schema["enum"].get(0);
    if let Some(value) = fixed.flatten().next().or(choice) {
        return value.clone();
    }
    let text = || text(input);
    match schema["type"].as_str() {
        Some("string") => text().into(),
        Some("boolean") => (!text().is_empty()).into(),
        Some("integer" | "number") => text().chars().count().into(),
        Some("array") => json!([input]),
        Some("null") => Value::Null,
        Some("object") => {
            let empty = Map::new();
            let properties = schema["properties"].as_object().unwrap_or(&empty).iter();
            let filled = properties.map(|(name, schema)| {
                let own = input.get(name).cloned();
                (name.clone(), own.unwrap_or_else(|| output(schema, input)))
            });
            Value::Object(filled.collect())
        }
        _ => input.clone(),
    }
}

/// What an input says.
fn text(input: &Value) -> String {
    let own = ["text", "input"].iter().find_map(|name| input.get(name));
    match own.unwrap_or(input) {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
