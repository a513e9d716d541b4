//! Lists in pages.

use http::header::HOST;
use serde_json::{Value, json};

use super::reply::{self, Refusal};
use crate::sim::exchange::{Reply, Request};
use crate::sim::fastapi::query;
use crate::sim::percent::encode;

/// Items per page unless the request says otherwise.
const SIZE: u64 = 20;
/// Items per page at most, whatever the request says.
const MOST: u64 = 100;

/// A page of `rows`, as the request wants it. URLs of other pages begin with `root`, or else with the host of the request.
pub(super) fn page(request: &Request, root: Option<&str>, rows: Vec<Value>) -> Reply {
    match cut(request, root, rows) {
        Ok(reply) => reply,
        Err(refusal) => *refusal,
    }
}

fn cut(request: &Request, root: Option<&str>, rows: Vec<Value>) -> Result<Reply, Refusal> {
    let mut issues = Vec::new();
    let number = query::positive(request, "page", 1, &mut issues);
    let size = query::positive(request, "page_size", SIZE, &mut issues).min(MOST);
    if !issues.is_empty() {
        return Err(reply::invalid(issues, &Value::Null).into());
    }
    let count = rows.len() as u64;
    let skipped = (number - 1).saturating_mul(size);
    let link = |number: u64| link(request, root, number);
    let next = (skipped.saturating_add(size) < count).then(|| link(number + 1));
    let previous = (number > 1).then(|| link(number - 1));
    let rows = rows.into_iter();
    let skipped = usize::try_from(skipped).unwrap_or(usize::MAX);
    let rows = rows
        .skip(skipped)
        .take(usize::try_from(size).unwrap_or(usize::MAX));
    Ok(reply::ok(&json!({
        "count": count,
        "next": next,
        "previous": previous,
        "results": rows.collect::<Vec<Value>>(),
    })))
}

/// The URL of another page.
fn link(request: &Request, root: Option<&str>, number: u64) -> String {
    let host = request
        .headers
        .get(HOST)
        .and_then(|host| host.to_str().ok());
    let root = match (root, host) {
        (Some(root), _) => root.to_owned(),
        (None, Some(host)) => format!("http://{host}"),
        (None, None) => String::new(),
    };
    let mut link = format!("{root}{}?page={number}", request.uri.path());
    for name in ["page_size", "status"] {
        if let Some(value) = request.query(name) {
            link.push_str(&format!("&{name}={}", encode(&value, "")));
        }
    }
    link
}
