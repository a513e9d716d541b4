//! Reading the bodies of requests.

use serde_json::Value;

use super::reply::{self, Refusal};
use crate::sim::exchange::Request;
use crate::sim::fastapi::body::{self, Fields, Issue};

/// Where a body is.
pub(super) fn place() -> Vec<Value> {
    vec!["body".into()]
}

/// The value in a body.
pub(super) fn json(request: &Request) -> Result<Value, Refusal> {
    body::json(request).map_err(|issue| reply::invalid(vec![issue], &Value::Null).into())
}

/// Reads an object field by field, unless something is wrong with it.
pub(super) fn object<T>(
    value: &Value,
    read: impl FnOnce(&Fields<'_>, &mut Vec<Issue>) -> T,
) -> Result<T, Refusal> {
    let mut issues = Vec::new();
    let fields = Fields::of(value, place(), &mut issues);
    let done = fields.map(|fields| read(&fields, &mut issues));
    match done {
        Some(done) if issues.is_empty() => Ok(done),
        _ => Err(reply::invalid(issues, value).into()),
    }
}
