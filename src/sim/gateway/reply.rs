//! The shapes of the gateway's replies: those of FastAPI.

use axum::body::Body;
use http::header::{ALLOW, CONTENT_TYPE, HeaderValue, LOCATION, WWW_AUTHENTICATE};
use http::{Response, StatusCode};
use serde_json::{Value, json};

use super::body::Issue;
use crate::sim::exchange::Reply;

/// A reply in the place of a result.
pub(super) type Refusal = Box<Reply>;

/// A JSON reply.
pub(super) fn json(status: StatusCode, value: &Value) -> Reply {
    with_type(status, "application/json", value.to_string())
}

/// An answer.
pub(super) fn ok(value: &Value) -> Reply {
    json(StatusCode::OK, value)
}

/// An error: `{"detail": …}`, a text or an object.
pub(super) fn error(status: StatusCode, detail: impl Into<Value>) -> Reply {
    json(status, &json!({ "detail": detail.into() }))
}

/// What is wrong with the parts of a request.
pub(super) fn invalid(issues: Vec<Issue>) -> Reply {
    let issues: Vec<Value> = issues.into_iter().map(Issue::into_json).collect();
    error(StatusCode::UNPROCESSABLE_ENTITY, issues)
}

/// A credential that lets nobody in.
pub(super) fn unauthorized(text: &str) -> Reply {
    let mut reply = error(StatusCode::UNAUTHORIZED, text);
    reply
        .headers_mut()
        .insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    reply
}

/// No such route.
pub(super) fn no_route() -> Reply {
    error(StatusCode::NOT_FOUND, "Not Found")
}

/// There is such a route, but not with this method.
pub(super) fn wrong_verb(allowed: &str) -> Reply {
    let mut reply = error(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed");
    if let Ok(allowed) = HeaderValue::from_str(allowed) {
        reply.headers_mut().insert(ALLOW, allowed);
    }
    reply
}

/// The same with or without a slash at the end is a route.
pub(super) fn redirect(location: &str) -> Reply {
    let mut reply = bare(StatusCode::TEMPORARY_REDIRECT);
    if let Ok(location) = HeaderValue::from_str(location) {
        reply.headers_mut().insert(LOCATION, location);
    }
    reply
}

/// Done, and nothing to say.
pub(super) fn no_content() -> Reply {
    bare(StatusCode::NO_CONTENT)
}

/// A handler that failed: the one error that is not JSON.
pub(super) fn crashed() -> Reply {
    with_type(
        StatusCode::INTERNAL_SERVER_ERROR,
        "text/plain; charset=utf-8",
        "Internal Server Error",
    )
}

/// Events, one by one.
pub(super) fn events(body: Body) -> Reply {
    with_type(StatusCode::OK, "text/event-stream; charset=utf-8", body)
}

/// The reply that the gateway gives with this status; for scripted faults.
pub(super) fn failure(status: StatusCode) -> Reply {
    let reason = status.canonical_reason().unwrap_or("Error");
    match status {
        StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED => bare(status),
        StatusCode::UNAUTHORIZED => unauthorized(INVALID_TOKEN),
        StatusCode::FORBIDDEN => error(status, FORBIDDEN),
        StatusCode::UNPROCESSABLE_ENTITY => invalid(vec![Issue::missing(vec!["body".into()])]),
        StatusCode::TOO_MANY_REQUESTS => error(status, quota_exceeded(0, 0)),
        StatusCode::INTERNAL_SERVER_ERROR => crashed(),
        StatusCode::SERVICE_UNAVAILABLE => error(status, "Downstream service timeout"),
        _ => error(status, reason),
    }
}

/// The text for a token that is unknown or has expired.
pub(super) const INVALID_TOKEN: &str = "Could not validate credentials";
/// The text for a user who may not do this.
pub(super) const FORBIDDEN: &str = "Permission denied";

/// The detail of a quota that is used up.
pub(super) fn quota_exceeded(limit: u64, used: u64) -> Value {
    json!({
        "error_code": "QUOTA_EXCEEDED",
        "message": format!("The daily quota is used up: {used} of {limit} calls"),
        "limit": limit,
        "used": used,
        "quota_type": "daily",
    })
}

fn with_type(status: StatusCode, content_type: &'static str, body: impl Into<Body>) -> Reply {
    let mut reply = bare(status);
    reply
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    *reply.body_mut() = body.into();
    reply
}

fn bare(status: StatusCode) -> Reply {
    let mut reply = Response::new(Body::empty());
    *reply.status_mut() = status;
    reply
}
