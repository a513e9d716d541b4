//! Request bodies, read as Go's `encoding/json` reads them into a struct: whatever the content type says, unknown fields
//! ignored, field names in any case, `null` for absent, anything after the first value ignored.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::shape::Shape;
use crate::sim::exchange::Request;

/// The object in a request's body. The error is the text of the 400 reply.
pub(super) fn body(request: &Request, go_type: &'static str) -> Result<Object, String> {
    if !request.complete {
        return Err("read tcp: i/o timeout".to_owned());
    }
    let mut values = serde_json::Deserializer::from_slice(&request.body).into_iter::<Value>();
    let value = match values.next() {
        None => return Err("EOF".to_owned()),
        Some(Err(error)) if error.is_eof() => return Err("unexpected EOF".to_owned()),
        Some(Err(error)) => return Err(syntax_error(&request.body, &error)),
        Some(Ok(value)) => value,
    };
    match value {
        Value::Object(fields) => Ok(Object { go_type, fields }),
        Value::Null => Ok(Object {
            go_type,
            fields: Map::new(),
        }),
        other => Err(format!(
            "json: cannot unmarshal {} into Go value of type model.{go_type}",
            kind(&other)
        )),
    }
}

fn syntax_error(body: &[u8], error: &serde_json::Error) -> String {
    let line = body
        .split(|byte| *byte == b'\n')
        .nth(error.line().saturating_sub(1))
        .unwrap_or_default();
    let found = line
        .get(error.column().saturating_sub(1))
        .copied()
        .unwrap_or(b'\n');
    format!(
        "invalid character '{}' looking for beginning of value",
        char::from(found).escape_default()
    )
}

/// A JSON object that is read field by field.
#[derive(Debug)]
pub(super) struct Object {
    go_type: &'static str,
    fields: Map<String, Value>,
}

impl Object {
    /// A string; empty when absent.
    pub(super) fn text(&self, field: &str) -> Result<String, String> {
        match self.get(field) {
            None => Ok(String::new()),
            Some(Value::String(text)) => Ok(text.clone()),
            Some(other) => Err(self.mismatch(field, other, "string")),
        }
    }

    /// An integer.
    pub(super) fn int(&self, field: &str) -> Result<Option<i64>, String> {
        let Some(value) = self.get(field) else {
            return Ok(None);
        };
        value
            .as_i64()
            .map(Some)
            .ok_or_else(|| self.mismatch(field, value, "int"))
    }

    /// A list of strings.
    pub(super) fn texts(&self, field: &str) -> Result<Option<Vec<String>>, String> {
        let Some(value) = self.get(field) else {
            return Ok(None);
        };
        let items = value
            .as_array()
            .ok_or_else(|| self.mismatch(field, value, "[]string"))?;
        items
            .iter()
            .map(|item| match item {
                Value::String(text) => Ok(text.clone()),
                Value::Null => Ok(String::new()),
                other => Err(self.mismatch(field, other, "string")),
            })
            .collect::<Result<_, _>>()
            .map(Some)
    }

    /// A map of strings; empty when absent.
    pub(super) fn map(&self, field: &str) -> Result<BTreeMap<String, String>, String> {
        let Some(value) = self.get(field) else {
            return Ok(BTreeMap::new());
        };
        let entries = value
            .as_object()
            .ok_or_else(|| self.mismatch(field, value, "map[string]string"))?;
        entries
            .iter()
            .map(|(key, value)| match value {
                Value::String(text) => Ok((key.clone(), text.clone())),
                Value::Null => Ok((key.clone(), String::new())),
                other => Err(self.mismatch(field, other, "string")),
            })
            .collect()
    }

    /// An object.
    pub(super) fn object(
        &self,
        field: &str,
        go_type: &'static str,
    ) -> Result<Option<Self>, String> {
        match self.get(field) {
            None => Ok(None),
            Some(Value::Object(fields)) => Ok(Some(Self {
                go_type,
                fields: fields.clone(),
            })),
            Some(other) => Err(self.mismatch(field, other, &format!("model.{go_type}"))),
        }
    }

    /// The text for a field that is required and not there.
    pub(super) fn missing(&self, go_field: &str) -> String {
        let key = format!("{}.{go_field}", self.go_type);
        format!("Key: '{key}' Error:Field validation for '{go_field}' failed on the 'required' tag")
    }

    /// The part of the object that has the shape, as `T` reads it.
    pub(super) fn shaped<T: DeserializeOwned>(self, shape: &Shape) -> Result<T, String> {
        let known = shape.read_json(&Value::Object(self.fields), self.go_type)?;
        serde_json::from_value(known).map_err(|error| error.to_string())
    }

    fn get(&self, name: &str) -> Option<&Value> {
        field(&self.fields, name)
    }

    fn mismatch(&self, field: &str, value: &Value, go_type: &str) -> String {
        mismatch(value, &format!("{}.{field}", self.go_type), go_type)
    }
}

/// The value of a field, whose name may be in any case; none for `null`.
pub(super) fn field<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    let folded = || {
        fields
            .iter()
            .find(|(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    };
    fields
        .get(name)
        .or_else(folded)
        .filter(|value| !value.is_null())
}

/// The text for a value of another type than the field has.
pub(super) fn mismatch(value: &Value, go_field: &str, go_type: &str) -> String {
    let mut found = kind(value).to_owned();
    if value.is_number() && go_type == "int" {
        found = format!("number {value}");
    }
    format!("json: cannot unmarshal {found} into Go struct field {go_field} of type {go_type}")
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &'static str) -> Result<Object, String> {
        let mut request = Request::for_test("POST", "/");
        request.body = text.as_bytes().into();
        body(&request, "ExecRequest")
    }

    #[test]
    fn reads_as_go_does() -> Result<(), String> {
        let object = read(r#"{"Command":["a",null],"timeout":null,"new":1} trailing"#)?;
        assert_eq!(
            object.texts("command")?,
            Some(vec!["a".to_owned(), String::new()])
        );
        assert_eq!(object.int("timeout")?, None);
        assert_eq!(read("null")?.text("command")?, "");
        Ok(())
    }

    #[test]
    fn says_what_go_says() {
        let error = |text| {
            read(text)
                .and_then(|object| object.int("timeout"))
                .err()
                .unwrap_or_default()
        };
        assert_eq!(error(""), "EOF");
        assert_eq!(error("{"), "unexpected EOF");
        assert_eq!(
            error("x"),
            "invalid character 'x' looking for beginning of value"
        );
        assert_eq!(
            error("[]"),
            "json: cannot unmarshal array into Go value of type model.ExecRequest"
        );
        assert_eq!(
            error(r#"{"timeout":1.5}"#),
            "json: cannot unmarshal number 1.5 into Go struct field ExecRequest.timeout of type int"
        );
    }
}
