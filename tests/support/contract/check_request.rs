//! Checks a request against its operation.

use serde_json::Value;

use super::body::{Body, Kept};
use super::head::Head;
use super::media;
use super::multipart::Part;
use super::operation::Operation;
use super::parameter::Location;
use super::validator::Schema;

/// Checks what stands in the head: parameters, headers.
pub(super) fn head(
    operation: &Operation,
    head: &Head,
    path: &[(String, String)],
    query: &[(String, String)],
) -> Vec<String> {
    let mut findings = Vec::new();
    if head.header("api-version").is_some() {
        findings.push("header api-version is sent".to_owned());
    }
    let cookies = head.cookies();
    for parameter in &operation.parameters {
        let values: Vec<&str> = match parameter.location {
            Location::Path => named(path, &parameter.name),
            Location::Query => named(query, &parameter.name),
            Location::Cookie => named(&cookies, &parameter.name),
            Location::Header => head.header_values(&parameter.name),
        };
        findings.extend(parameter.check(&values));
    }
    if !operation.forwarding {
        findings.extend(undocumented_query(operation, query));
    }
    findings.extend(operation.security.strangers(head, query));
    findings
}

/// Checks the body, once it came whole.
pub(super) fn body(operation: &Operation, head: &Head, body: &Body) -> Vec<String> {
    if operation.forwarding {
        return Vec::new();
    }
    let Some(documented) = &operation.body else {
        let excess = (!body.is_empty()).then(|| "has a body, where none is documented".to_owned());
        return excess.into_iter().collect();
    };
    if body.is_empty() {
        let lack = documented.required.then(|| "has no body".to_owned());
        return lack.into_iter().collect();
    }
    let content_type = head.header("content-type").unwrap_or_default();
    match documented.content.find(&media::essence(content_type)) {
        None => vec![format!(
            "content type {content_type:?} is not documented ({})",
            documented.content.names()
        )],
        Some(schema) => content(schema, body),
    }
}

/// Checks a body of a documented type; shared with replies.
pub(super) fn content(schema: Option<&Schema>, body: &Body) -> Vec<String> {
    let prefixed = |finding: String| format!("body {finding}");
    let findings = match (body.kept(), schema) {
        (Kept::Nothing, _) => Vec::new(),
        // Any bytes, these happen to be of a type that is checked elsewhere.
        (_, Some(schema)) if schema.is_binary() => Vec::new(),
        (Kept::TooLong, _) => vec!["is too long to be checked".to_owned()],
        (Kept::Events(reader), _) => reader.finding().map(str::to_owned).into_iter().collect(),
        (Kept::Xml(bytes), schema) => match xml(bytes) {
            None => vec!["is not XML".to_owned()],
            Some(text) => schema.map_or_else(Vec::new, |schema| schema.check(&text.into())),
        },
        (Kept::Json(bytes), schema) => match serde_json::from_slice::<Value>(bytes) {
            Err(error) => vec![format!("is not JSON: {error}")],
            Ok(value) => schema.map_or_else(Vec::new, |schema| schema.check(&value)),
        },
        (Kept::Multipart(reader), schema) => match (reader.parts(), schema) {
            (None, _) => vec!["is not multipart/form-data".to_owned()],
            (Some(_), None) => Vec::new(),
            (Some(parts), Some(schema)) => multipart(schema, parts),
        },
    };
    findings.into_iter().map(prefixed).collect()
}

/// The text of a document that begins and ends as XML does; what it says is the schema's, a string's.
fn xml(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    let document = text.trim_start_matches('\u{feff}').trim();
    (document.starts_with('<') && document.ends_with('>')).then_some(text)
}

fn multipart(schema: &Schema, parts: &[Part]) -> Vec<String> {
    let has = |name: &str| parts.iter().any(|part| part.name == name);
    let missing = schema.required().into_iter().filter(|name| !has(name));
    let mut findings: Vec<String> = missing
        .map(|name| format!("part {name} is missing"))
        .collect();
    for part in parts {
        let Some(property) = schema.property(&part.name) else {
            findings.push(format!("part {} is not documented", part.name));
            continue;
        };
        let is_many = parts.iter().filter(|other| other.name == part.name).count() > 1;
        if is_many && property.kind() != "array" {
            findings.push(format!("part {} is repeated", part.name));
        }
        if property.is_binary() {
            continue;
        }
        let reasons = match part.text() {
            Some(text) => property.check_text(&[text]),
            None => vec!["is not a short text".to_owned()],
        };
        let named = |reason| format!("part {} {reason}", part.name);
        findings.extend(reasons.into_iter().map(named));
    }
    findings
}

fn undocumented_query(operation: &Operation, query: &[(String, String)]) -> Vec<String> {
    let is_documented = |name: &str| {
        let mut parameters = operation.parameters.iter();
        operation.security.names_query(name)
            || parameters
                .any(|parameter| parameter.location == Location::Query && parameter.name == name)
    };
    query
        .iter()
        .filter(|(name, _)| !is_documented(name))
        .map(|(name, _)| format!("query parameter {name} is not documented"))
        .collect()
}

fn named<'a>(pairs: &'a [(String, String)], name: &str) -> Vec<&'a str> {
    let named = pairs.iter().filter(|(key, _)| key == name);
    named.map(|(_, value)| value.as_str()).collect()
}
