//! Values of a facade as the wire would have them, to compare them with what was sent.

use serde::Serialize;
use serde_json::Value;

/// A value without fields of `null` and of nothing, and with numbers and times of one form. `time` gives a text's, if it is a
/// time.
pub(super) fn in_one_form(value: &impl Serialize, time: fn(&str) -> Option<String>) -> Value {
    one_form(serde_json::to_value(value).unwrap(), time)
}

fn one_form(value: Value, time: fn(&str) -> Option<String>) -> Value {
    match value {
        Value::String(text) => time(&text).unwrap_or(text).into(),
        Value::Number(number) => number.as_f64().into(),
        Value::Array(items) => items.into_iter().map(|item| one_form(item, time)).collect(),
        Value::Object(fields) => {
            let fields = fields.into_iter().filter(|(_, value)| !is_nothing(value));
            fields
                .map(|(name, value)| (name, one_form(value, time)))
                .collect()
        }
        other => other,
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}
