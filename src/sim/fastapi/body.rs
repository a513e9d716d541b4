//! Request bodies, read as FastAPI reads them: everything that is wrong is collected, with its place.

use http::header::CONTENT_TYPE;
use serde_json::{Map, Value, json};

use crate::sim::exchange::Request;

/// Where something is: `["body", "calls", 0, "version"]`.
pub(crate) type Place = Vec<Value>;

/// One thing that is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Issue {
    place: Place,
    text: String,
    kind: &'static str,
}

impl Issue {
    pub(crate) fn new(place: Place, text: impl Into<String>, kind: &'static str) -> Self {
        Self {
            place,
            text: text.into(),
            kind,
        }
    }

    pub(crate) fn missing(place: Place) -> Self {
        Self::new(place, "Field required", "missing")
    }

    pub(crate) fn into_json(self) -> Value {
        json!({ "loc": self.place, "msg": self.text, "type": self.kind })
    }

    /// The same with what was sent there; where something is missing, that is what it is missing in.
    pub(crate) fn into_json_with(self, body: &Value) -> Value {
        let inside = match self.kind {
            "missing" => self.place.len().saturating_sub(1),
            _ => self.place.len(),
        };
        let steps = self.place.iter().take(inside).skip(1);
        let sent = steps.fold(body, |value, step| match step.as_u64() {
            Some(index) => &value[usize::try_from(index).unwrap_or(usize::MAX)],
            None => &value[step.as_str().unwrap_or_default()],
        });
        let sent = sent.clone();
        let mut json = self.into_json();
        json["input"] = sent;
        json
    }
}

/// The value in a request's body.
pub(crate) fn json(request: &Request) -> Result<Value, Issue> {
    let place = || vec![Value::from("body")];
    if request.body.is_empty() {
        return Err(Issue::missing(place()));
    }
    // A body without a type counts as JSON, one of another type as a text.
    let media = request.headers.get(CONTENT_TYPE);
    if !media.is_none_or(|media| is_json(media.to_str().unwrap_or_default())) {
        return Err(not_an_object(place()));
    }
    serde_json::from_slice(&request.body).map_err(|error| {
        let at = json_place(&request.body, &error);
        Issue::new(
            vec!["body".into(), at.into()],
            "JSON decode error",
            "json_invalid",
        )
    })
}

fn is_json(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    essence == "application/json"
        || (essence.starts_with("application/") && essence.ends_with("+json"))
}

fn not_an_object(place: Place) -> Issue {
    let text = "Input should be a valid dictionary or object to extract fields from";
    Issue::new(place, text, "model_attributes_type")
}

/// How many bytes of the body were fine.
fn json_place(body: &[u8], error: &serde_json::Error) -> usize {
    let lines = body.split_inclusive(|byte| *byte == b'\n');
    let before: usize = lines
        .take(error.line().saturating_sub(1))
        .map(<[u8]>::len)
        .sum();
    before + error.column().saturating_sub(1)
}

/// An object that is read field by field.
#[derive(Debug)]
pub(crate) struct Fields<'a> {
    place: Place,
    fields: &'a Map<String, Value>,
}

impl<'a> Fields<'a> {
    /// The fields of an object; a note when it is none.
    pub(crate) fn of(value: &'a Value, place: Place, issues: &mut Vec<Issue>) -> Option<Self> {
        match value.as_object() {
            Some(fields) => Some(Self { place, fields }),
            None => {
                issues.push(not_an_object(place));
                None
            }
        }
    }

    /// Where a field is.
    pub(crate) fn place(&self, name: &str) -> Place {
        let mut place = self.place.clone();
        place.push(name.into());
        place
    }

    /// A field that must be there.
    pub(crate) fn required(&self, name: &str, issues: &mut Vec<Issue>) -> Option<&'a Value> {
        let value = self.fields.get(name);
        if value.is_none() {
            issues.push(Issue::missing(self.place(name)));
        }
        value
    }

    /// A field that may be missing or null.
    pub(crate) fn optional(&self, name: &str) -> Option<&'a Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    /// A text that must be there.
    pub(crate) fn text(&self, name: &str, issues: &mut Vec<Issue>) -> Option<&'a str> {
        let value = self.required(name, issues)?;
        text(value, self.place(name), issues)
    }

    /// A text that may be missing or null.
    pub(crate) fn optional_text(&self, name: &str, issues: &mut Vec<Issue>) -> Option<&'a str> {
        text(self.optional(name)?, self.place(name), issues)
    }
}

/// A text; a note when it is none.
pub(crate) fn text<'a>(value: &'a Value, place: Place, issues: &mut Vec<Issue>) -> Option<&'a str> {
    if value.as_str().is_none() {
        let text = "Input should be a valid string";
        issues.push(Issue::new(place, text, "string_type"));
    }
    value.as_str()
}

/// A list; a note when it is none.
pub(crate) fn list<'a>(
    value: &'a Value,
    place: Place,
    issues: &mut Vec<Issue>,
) -> Option<&'a Vec<Value>> {
    if value.as_array().is_none() {
        let text = "Input should be a valid list";
        issues.push(Issue::new(place, text, "list_type"));
    }
    value.as_array()
}

/// A map; a note when it is none.
pub(crate) fn map<'a>(
    value: &'a Value,
    place: Place,
    issues: &mut Vec<Issue>,
) -> Option<&'a Map<String, Value>> {
    if value.as_object().is_none() {
        let text = "Input should be a valid dictionary";
        issues.push(Issue::new(place, text, "dict_type"));
    }
    value.as_object()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn read(text: &'static str, media: &'static str) -> Result<Value, Value> {
        let mut request = Request::for_test("POST", "/");
        request.body = text.as_bytes().into();
        request
            .headers
            .insert(CONTENT_TYPE, HeaderValue::from_static(media));
        json(&request).map_err(Issue::into_json)
    }

    #[test]
    fn only_json_is_read_as_json() {
        assert_eq!(read("{}", "application/json; charset=utf-8"), Ok(json!({})));
        assert_eq!(read("{}", "application/x+json"), Ok(json!({})));
        let error = |text, media| read(text, media).err().unwrap_or_default();
        assert_eq!(error("{}", "text/plain")["type"], "model_attributes_type");
        assert_eq!(error("", "application/json")["type"], "missing");
        let broken = error("{\n\"a\": x}", "application/json");
        assert_eq!(
            broken,
            json!({ "loc": ["body", 7], "msg": "JSON decode error", "type": "json_invalid" })
        );
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let value = json!({ "a": 1, "b": null });
        let mut issues = Vec::new();
        let fields = Fields::of(&value, vec!["body".into()], &mut issues).unwrap();
        assert_eq!(fields.text("a", &mut issues), None);
        assert_eq!(fields.optional_text("b", &mut issues), None);
        assert_eq!(fields.text("c", &mut issues), None);
        let kinds: Vec<_> = issues.iter().map(|issue| issue.kind).collect();
        assert_eq!(kinds, ["string_type", "missing"]);
        assert_eq!(issues[1].place, ["body", "c"]);
    }
}
