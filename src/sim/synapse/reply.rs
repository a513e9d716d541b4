//! The shapes of the agent's replies: those of FastAPI, and what stands before the agent.

use http::StatusCode;
use http::header::{HeaderValue, RETRY_AFTER};
use serde_json::Value;

use crate::sim::exchange::Reply;
use crate::sim::fastapi::body::Issue;
pub(super) use crate::sim::fastapi::reply::{
    Refusal, bare, crashed, error, no_route, ok, redirect, with_type, wrong_verb,
};
use crate::sim::reply::proxy;

/// The text for a token that is unknown.
pub(super) const INVALID_TOKEN: &str = "Invalid agent token";
/// The text for somebody who may not do this.
pub(super) const FORBIDDEN: &str = "You do not have permission to perform this action.";
/// The text for an update or a restart during another one.
pub(super) const BUSY: &str = "Another system operation is in progress";
/// The text for a cluster that does not answer.
pub(super) const NO_RAY: &str = "Ray is not available";

/// What is wrong with the parts of a request, each with what was sent.
pub(super) fn invalid(issues: Vec<Issue>, body: &Value) -> Reply {
    let issues = issues.into_iter();
    let issues: Vec<Value> = issues.map(|issue| issue.into_json_with(body)).collect();
    error(StatusCode::UNPROCESSABLE_ENTITY, issues)
}

/// There is nothing of this kind that has this name.
pub(super) fn not_found(kind: &str, name: &str) -> Reply {
    let text = format!("{kind} {name} does not exist");
    error(StatusCode::NOT_FOUND, text)
}

/// Too many requests in too short a time.
pub(super) fn too_many() -> Reply {
    let mut reply = error(StatusCode::TOO_MANY_REQUESTS, "Too many requests");
    let headers = reply.headers_mut();
    headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
    reply
}

/// The cluster does not answer.
pub(super) fn no_ray() -> Reply {
    error(StatusCode::SERVICE_UNAVAILABLE, NO_RAY)
}

/// The reply with this status; for scripted faults.
pub(super) fn failure(status: StatusCode) -> Reply {
    let reason = status.canonical_reason().unwrap_or("Error");
    match status {
        StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED => bare(status),
        StatusCode::UNAUTHORIZED => error(status, INVALID_TOKEN),
        StatusCode::FORBIDDEN => error(status, FORBIDDEN),
        StatusCode::CONFLICT => error(status, BUSY),
        StatusCode::UNPROCESSABLE_ENTITY => {
            invalid(vec![Issue::missing(vec!["body".into()])], &Value::Null)
        }
        StatusCode::TOO_MANY_REQUESTS => too_many(),
        StatusCode::INTERNAL_SERVER_ERROR => crashed(),
        StatusCode::SERVICE_UNAVAILABLE => no_ray(),
        StatusCode::BAD_GATEWAY | StatusCode::GATEWAY_TIMEOUT => proxy(status),
        _ => error(status, reason),
    }
}
