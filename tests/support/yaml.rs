//! YAML text as a JSON value.

use saphyr::{LoadableYamlNode, Scalar, Yaml};
use serde_json::{Map, Number, Value};

/// Reads the one YAML document in `text`. Keys that are not strings (`200:`) become strings.
///
/// Panics with the reason when `text` is not one document that JSON can express.
pub(crate) fn to_json(text: &str) -> Value {
    let documents = Yaml::load_from_str(text).unwrap_or_else(|error| panic!("YAML: {error}"));
    match documents.as_slice() {
        [document] => value(document),
        other => panic!("YAML: {} documents where one was expected", other.len()),
    }
}

fn value(node: &Yaml<'_>) -> Value {
    match node {
        Yaml::Value(scalar) => plain(scalar),
        Yaml::Sequence(items) => Value::Array(items.iter().map(value).collect()),
        Yaml::Mapping(entries) => Value::Object(
            entries
                .iter()
                .map(|(name, entry)| (key(name), value(entry)))
                .collect::<Map<_, _>>(),
        ),
        other => panic!("YAML: {other:?} has no JSON form"),
    }
}

fn plain(scalar: &Scalar<'_>) -> Value {
    match scalar {
        Scalar::Null => Value::Null,
        Scalar::Boolean(value) => Value::Bool(*value),
        Scalar::Integer(value) => Value::from(*value),
        Scalar::FloatingPoint(value) => {
            let number = Number::from_f64(value.into_inner());
            Value::Number(number.unwrap_or_else(|| panic!("YAML: {value} has no JSON form")))
        }
        Scalar::String(value) => Value::from(value.as_ref()),
    }
}

fn key(node: &Yaml<'_>) -> String {
    match value(node) {
        Value::String(text) => text,
        other => other.to_string(),
    }
}
