//! YAML text to the JSON tree that the rest of the compiler works on.

use saphyr::{LoadableYamlNode, Scalar, Yaml};
use serde_json::{Map, Number, Value};

/// Reads the first YAML document of a text.
pub(crate) fn parse(text: &str) -> Result<Value, String> {
    let documents = Yaml::load_from_str(text).map_err(|e| format!("not YAML: {e}"))?;
    let first = documents.first().ok_or("the document is empty")?;
    convert(first)
}

fn convert(node: &Yaml<'_>) -> Result<Value, String> {
    match node {
        Yaml::Value(scalar) => convert_scalar(scalar),
        Yaml::Sequence(items) => items.iter().map(convert).collect(),
        Yaml::Mapping(entries) => entries
            .iter()
            .map(|(key, value)| Ok((key_text(key)?, convert(value)?)))
            .collect::<Result<Map<_, _>, String>>()
            .map(Value::Object),
        other => Err(format!(
            "YAML tags and aliases are not used here: {other:?}"
        )),
    }
}

fn convert_scalar(scalar: &Scalar<'_>) -> Result<Value, String> {
    Ok(match scalar {
        Scalar::Null => Value::Null,
        Scalar::Boolean(value) => Value::Bool(*value),
        Scalar::Integer(value) => Value::Number((*value).into()),
        Scalar::FloatingPoint(value) => Number::from_f64(value.into_inner())
            .map(Value::Number)
            .ok_or_else(|| format!("{value} is not a JSON number"))?,
        Scalar::String(value) => Value::String(value.clone().into_owned()),
    })
}

/// Keys such as `200:` are integers to YAML and strings to OpenAPI.
fn key_text(key: &Yaml<'_>) -> Result<String, String> {
    match key {
        Yaml::Value(Scalar::String(text)) => Ok(text.clone().into_owned()),
        Yaml::Value(Scalar::Integer(number)) => Ok(number.to_string()),
        other => Err(format!("{other:?} is not a key")),
    }
}
