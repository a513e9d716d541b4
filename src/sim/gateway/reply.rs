//! The shapes of the gateway's replies: those of FastAPI, and its own errors.

use http::StatusCode;
use http::header::{HeaderValue, WWW_AUTHENTICATE};
use serde_json::{Value, json};

use super::body::Issue;
use crate::sim::exchange::Reply;
use crate::sim::fastapi::reply::bare;
pub(super) use crate::sim::fastapi::reply::{
    Refusal, crashed, error, events, invalid, no_content, no_route, ok, redirect, wrong_verb,
};

/// A credential that lets nobody in.
pub(super) fn unauthorized(text: &str) -> Reply {
    let mut reply = error(StatusCode::UNAUTHORIZED, text);
    reply
        .headers_mut()
        .insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    reply
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
