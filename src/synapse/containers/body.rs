//! The two forms of what a container is made of: JSON, and the parts of a form. Contract: §1.5.

use serde_json::{Map, Value};

/// A field and what it is in JSON.
pub(super) type Field = (&'static str, Value);

/// The JSON object.
pub(super) fn json(fields: Vec<Field>) -> String {
    let fields = fields.into_iter();
    let object: Map<_, _> = fields
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    Value::Object(object).to_string()
}

/// The parts of a form: each item of a list is one, and what is an object in JSON is a text that holds JSON.
pub(super) fn parts(fields: Vec<Field>) -> Vec<(&'static str, String)> {
    let items = fields.into_iter().flat_map(|(name, value)| {
        let items = match value {
            Value::Array(items) => items,
            value => vec![value],
        };
        items.into_iter().map(move |item| (name, item))
    });
    let text = |item| match item {
        Value::String(text) => text,
        other => other.to_string(),
    };
    items.map(|(name, item)| (name, text(item))).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fields() -> Vec<Field> {
        vec![
            ("plugin_release", json!("d@1")),
            ("model", json!(12)),
            ("params", json!({"text": "a\"b"})),
            ("labels", json!(["a", "b"])),
        ]
    }

    #[test]
    fn both_forms_have_all_fields() {
        let expected = json!({
            "plugin_release": "d@1", "model": 12, "params": {"text": "a\"b"}, "labels": ["a", "b"]
        });
        let read: Value = serde_json::from_str(&json(fields())).unwrap();
        assert_eq!(read, expected);
        let expected = [
            ("plugin_release", "d@1"),
            ("model", "12"),
            ("params", r#"{"text":"a\"b"}"#),
            ("labels", "a"),
            ("labels", "b"),
        ];
        let expected = expected.map(|(name, text)| (name, text.to_owned()));
        assert_eq!(parts(fields()), expected);
    }
}
