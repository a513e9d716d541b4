//! The shapes of LiteBoxd's replies.

use bytes::Bytes;
use http::StatusCode;
use http::header::HeaderName;
use serde_json::json;

use crate::sim::exchange::Reply;
// `error` is that of sandboxes, auth and middleware.
pub(super) use crate::sim::gin::{error, json, no_route, redirect};
pub(super) use crate::sim::reply::{bare, with_type};

/// The error of templates, prepull, import and export: `{"error":{"code":…,"message":…}}`.
pub(super) fn coded_error(status: StatusCode, code: &str, message: &str) -> Reply {
    json(
        status,
        &json!({ "error": { "code": code, "message": message } }),
    )
}

/// The coded error for a request that the server refuses.
pub(super) fn invalid_request(message: &str) -> Reply {
    coded_error(StatusCode::BAD_REQUEST, "INVALID_REQUEST", message)
}

/// Done, and nothing to say.
pub(super) fn no_content() -> Reply {
    bare(StatusCode::NO_CONTENT)
}

/// A handler that panicked: no body, no content type.
pub(super) fn panicked() -> Reply {
    bare(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A file.
pub(super) fn bytes(content: Bytes) -> Reply {
    with_type(StatusCode::OK, "application/octet-stream", content)
}

/// A YAML document.
pub(super) fn yaml(document: String) -> Reply {
    with_type(StatusCode::OK, "application/x-yaml", document)
}

/// The reply that the server gives with this status on this path; for scripted faults.
pub(super) fn failure(status: StatusCode, path: &str) -> Reply {
    let reason = status.canonical_reason().unwrap_or("error").to_lowercase();
    match status {
        StatusCode::UNAUTHORIZED => error(status, "invalid or expired API key"),
        StatusCode::SERVICE_UNAVAILABLE => error(status, "service is draining"),
        StatusCode::BAD_GATEWAY | StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED => bare(status),
        _ if path.starts_with("/api/v1/templates") || path.starts_with("/api/v1/images") => {
            coded_error(status, code(status, path), &reason)
        }
        StatusCode::NOT_FOUND if path.starts_with("/api/v1/sandboxes/") => {
            error(status, "sandbox not found")
        }
        _ => error(status, &reason),
    }
}

fn code(status: StatusCode, path: &str) -> &'static str {
    match (status, path.contains("prepull")) {
        (StatusCode::NOT_FOUND, true) => "PREPULL_NOT_FOUND",
        (StatusCode::NOT_FOUND, false) => "TEMPLATE_NOT_FOUND",
        (StatusCode::CONFLICT, true) => "PREPULL_IN_PROGRESS",
        (StatusCode::CONFLICT, false) => "TEMPLATE_EXISTS",
        _ if status.is_client_error() => "INVALID_REQUEST",
        _ => "INTERNAL_ERROR",
    }
}

/// The name of the header that identifies a request.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
