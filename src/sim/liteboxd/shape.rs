//! What the server expects of a document: the fields it knows and their types.
//!
//! JSON is brought into shape as Go's `encoding/json` does it: names in any case, `null` for absent, unknown fields dropped.

use serde_json::{Map, Value};

use super::json;

/// The type of a value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Shape {
    Text,
    Int,
    Bool,
    /// A list of values of one type.
    List(&'static Shape),
    /// A map from texts to texts.
    Texts,
    /// A structure, by its fields.
    Object(&'static [(&'static str, Shape)]),
}

impl Shape {
    /// The known part of a JSON value. The error is the text of the 400 reply.
    pub(super) fn read_json(&self, value: &Value, go_type: &str) -> Result<Value, String> {
        self.read_at(value, go_type, "")
    }

    fn read_at(&self, value: &Value, go_type: &str, path: &str) -> Result<Value, String> {
        let is_scalar = match self {
            Self::Text => value.is_string(),
            Self::Int => value.is_i64(),
            Self::Bool => value.is_boolean(),
            _ => false,
        };
        match (self, value) {
            _ if is_scalar => Ok(value.clone()),
            (_, Value::Null) => Ok(self.zero()),
            (Self::List(item), Value::Array(items)) => items
                .iter()
                .map(|value| item.read_at(value, go_type, path))
                .collect(),
            (Self::Texts, Value::Object(entries)) => entries
                .iter()
                .map(|(name, value)| Ok((name.clone(), Self::Text.read_at(value, go_type, path)?)))
                .collect(),
            (Self::Object(fields), Value::Object(entries)) => {
                read_fields(fields, entries, go_type, path)
            }
            _ => Err(json::mismatch(
                value,
                &format!("{go_type}.{path}"),
                self.go_name(),
            )),
        }
    }

    /// What Go has where nothing was sent. Absent fields of structures stay absent.
    pub(super) fn zero(&self) -> Value {
        match self {
            Self::Text => Value::from(""),
            Self::Int => Value::from(0),
            Self::Bool => Value::from(false),
            Self::List(_) => Value::Array(Vec::new()),
            Self::Texts | Self::Object(_) => Value::Object(Map::new()),
        }
    }

    /// The type as Go's messages call it.
    pub(super) fn go_name(&self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Int => "int",
            Self::Bool => "bool",
            Self::List(Self::Text) => "[]string",
            Self::List(_) => "[]struct",
            Self::Texts => "map[string]string",
            Self::Object(_) => "struct",
        }
    }
}

fn read_fields(
    fields: &[(&str, Shape)],
    entries: &Map<String, Value>,
    go_type: &str,
    path: &str,
) -> Result<Value, String> {
    let mut known = Map::new();
    for (name, shape) in fields {
        if let Some(value) = json::field(entries, name) {
            let path = match path {
                "" => (*name).to_owned(),
                above => format!("{above}.{name}"),
            };
            let value = shape.read_at(value, go_type, &path)?;
            known.insert((*name).to_owned(), value);
        }
    }
    Ok(Value::Object(known))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const SHAPE: Shape = Shape::Object(&[
        ("ttl", Shape::Int),
        ("env", Shape::Texts),
        ("tags", Shape::List(&Shape::Text)),
        ("probe", Shape::Object(&[("on", Shape::Bool)])),
    ]);

    #[test]
    fn what_is_known_is_kept_under_its_right_name() {
        let sent = json!({
            "TTL": 5, "env": {"A": null}, "tags": [null, "x"], "probe": {"On": true, "off": 1}, "new": 1,
        });
        let known = json!({ "ttl": 5, "env": {"A": ""}, "tags": ["", "x"], "probe": {"on": true} });
        assert_eq!(SHAPE.read_json(&sent, "Spec"), Ok(known));
        assert_eq!(
            SHAPE.read_json(&json!({"tags": null}), "Spec"),
            Ok(json!({}))
        );
    }

    #[test]
    fn a_wrong_type_is_named_with_its_place() {
        let error = |sent: Value| SHAPE.read_json(&sent, "Spec").err().unwrap_or_default();
        assert_eq!(
            error(json!({"probe": {"on": "yes"}})),
            "json: cannot unmarshal string into Go struct field Spec.probe.on of type bool"
        );
        assert_eq!(
            error(json!({"ttl": 1.5})),
            "json: cannot unmarshal number 1.5 into Go struct field Spec.ttl of type int"
        );
        assert_eq!(
            error(json!({"tags": "x"})),
            "json: cannot unmarshal string into Go struct field Spec.tags of type []string"
        );
    }
}
