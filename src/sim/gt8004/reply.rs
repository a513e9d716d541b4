//! The shapes of the service's replies.

use axum::body::Body;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};
use serde_json::{Value, json};

use crate::sim::exchange::Reply;

/// A JSON reply.
pub(super) fn json(status: StatusCode, value: &Value) -> Reply {
    with_type(status, "application/json; charset=utf-8", value.to_string())
}

/// `{"error":"text"}`.
pub(super) fn error(status: StatusCode, text: &str) -> Reply {
    json(status, &json!({ "error": text }))
}

/// No such route.
pub(super) fn no_route() -> Reply {
    with_type(StatusCode::NOT_FOUND, "text/plain", "404 page not found")
}

/// Nothing but a status.
pub(super) fn bare(status: StatusCode) -> Reply {
    let mut reply = Response::new(Body::empty());
    *reply.status_mut() = status;
    reply
}

/// The reply with this status; for scripted faults.
pub(super) fn failure(status: StatusCode) -> Reply {
    let reason = status.canonical_reason().unwrap_or("Error");
    match status {
        StatusCode::UNAUTHORIZED => error(status, "invalid api key"),
        StatusCode::BAD_REQUEST => error(status, "invalid batch format"),
        StatusCode::PAYLOAD_TOO_LARGE => error(status, "request body too large"),
        StatusCode::NOT_FOUND => no_route(),
        // A panic that was recovered from.
        StatusCode::INTERNAL_SERVER_ERROR | StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED => {
            bare(status)
        }
        _ if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => {
            proxy(status, reason)
        }
        _ => error(status, reason),
    }
}

/// What stands before the service says.
fn proxy(status: StatusCode, reason: &str) -> Reply {
    let number = status.as_u16();
    let page = format!("<html><body><h1>{number} {reason}</h1></body></html>\n");
    with_type(status, "text/html", page)
}

fn with_type(status: StatusCode, media: &'static str, body: impl Into<Body>) -> Reply {
    let mut reply = bare(status);
    let headers = reply.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media));
    *reply.body_mut() = body.into();
    reply
}
