//! Documented parameters and reply headers.

use serde_json::Value;

use super::validator::Schema;

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

/// A documented parameter of a request, or a documented header of a reply.
#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) location: Location,
    required: bool,
    /// `explode: false`: an array is one value with commas.
    joined: bool,
    schema: Schema,
}

impl Parameter {
    /// Reads a resolved Parameter Object.
    pub(super) fn parse(object: &Value, schema: impl Fn(&Value) -> Schema) -> Self {
        let name = object["name"].as_str().expect("a parameter has a name");
        let location = match object["in"].as_str() {
            Some("path") => Location::Path,
            Some("query") => Location::Query,
            Some("header") => Location::Header,
            Some("cookie") => Location::Cookie,
            other => panic!("parameter {name}: in {other:?}"),
        };
        Self::new(name, location, object, schema)
    }

    /// Reads a resolved Header Object of a reply.
    pub(super) fn reply_header(
        name: &str,
        object: &Value,
        schema: impl Fn(&Value) -> Schema,
    ) -> Self {
        Self::new(name, Location::Header, object, schema)
    }

    fn new(
        name: &str,
        location: Location,
        object: &Value,
        schema: impl Fn(&Value) -> Schema,
    ) -> Self {
        let described = object.get("schema");
        let described = described.unwrap_or_else(|| panic!("parameter {name} has no schema"));
        Self {
            name: name.to_owned(),
            location,
            required: object.get("required") == Some(&Value::Bool(true)),
            joined: location != Location::Query || object.get("explode") == Some(&false.into()),
            schema: schema(described),
        }
    }

    /// Whether OpenAPI says that this header parameter is described elsewhere and has to be ignored.
    pub(super) fn is_ignored(&self) -> bool {
        let name = self.name.to_ascii_lowercase();
        self.location == Location::Header
            && matches!(name.as_str(), "accept" | "content-type" | "authorization")
    }

    /// Checks the values that were sent under this name.
    pub(super) fn check(&self, values: &[&str]) -> Vec<String> {
        let kind = match self.location {
            Location::Path => "path parameter",
            Location::Query => "query parameter",
            Location::Header => "header",
            Location::Cookie => "cookie",
        };
        let name = &self.name;
        let findings = match values {
            [] if self.required => return vec![format!("{kind} {name} is missing")],
            [] => return Vec::new(),
            [joined] if self.joined && self.schema.kind() == "array" => {
                let values: Vec<&str> = joined.split(',').collect();
                self.schema.check_text(&values)
            }
            values => self.schema.check_text(values),
        };
        let named = |finding| format!("{kind} {name} {finding}");
        findings.into_iter().map(named).collect()
    }
}
