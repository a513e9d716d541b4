//! The shapes of LiteBoxd's replies.

use bytes::Bytes;
use http::header::{HeaderName, HeaderValue, LOCATION};
use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::sim::exchange::Reply;
pub(super) use crate::sim::reply::{bare, with_type};

/// A JSON reply.
pub(super) fn json(status: StatusCode, value: &Value) -> Reply {
    with_type(status, "application/json; charset=utf-8", value.to_string())
}

/// The error of sandboxes, auth and middleware: `{"error":"text"}`.
pub(super) fn error(status: StatusCode, text: &str) -> Reply {
    json(status, &json!({ "error": text }))
}

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

/// No such route, or not with this method.
pub(super) fn no_route() -> Reply {
    with_type(StatusCode::NOT_FOUND, "text/plain", "404 page not found")
}

/// A file.
pub(super) fn bytes(content: Bytes) -> Reply {
    with_type(StatusCode::OK, "application/octet-stream", content)
}

/// A YAML document.
pub(super) fn yaml(document: String) -> Reply {
    with_type(StatusCode::OK, "application/x-yaml", document)
}

/// Where a path with a trailing slash should have gone: a page for GET, nothing for other methods.
pub(super) fn redirect(method: &Method, location: &str) -> Reply {
    let mut reply = if method == Method::GET {
        let page = format!(
            "<a href=\"{}\">Moved Permanently</a>.\n\n",
            location.replace('&', "&amp;")
        );
        with_type(
            StatusCode::MOVED_PERMANENTLY,
            "text/html; charset=utf-8",
            page,
        )
    } else {
        bare(StatusCode::TEMPORARY_REDIRECT)
    };
    if let Ok(location) = HeaderValue::from_str(location) {
        reply.headers_mut().insert(LOCATION, location);
    }
    reply
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
