//! The store's replies: XML where something is wrong.

use axum::body::Body;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue, SERVER};
use http::{Response, StatusCode};

use crate::sim::exchange::Reply;
use crate::sim::random;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-amz-request-id");

/// An error, with further elements between its message and its request id.
pub(super) fn error(status: StatusCode, code: &str, message: &str, more: &[(&str, &str)]) -> Reply {
    let mut reply = answer(status, Bytes::new());
    let more: String = more
        .iter()
        .map(|(name, value)| format!("<{name}>{}</{name}>", escape(value)))
        .collect();
    let id = reply.headers().get(REQUEST_ID);
    let id = id.and_then(|id| id.to_str().ok()).unwrap_or_default();
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{}</Message>{more}\
         <RequestId>{id}</RequestId></Error>",
        escape(message),
    );
    *reply.body_mut() = Body::from(document);
    set(&mut reply, CONTENT_TYPE, "application/xml");
    reply
}

/// A reply with these bytes.
pub(super) fn answer(status: StatusCode, content: Bytes) -> Reply {
    let mut reply = Response::new(Body::from(content));
    *reply.status_mut() = status;
    set(&mut reply, SERVER, "AmazonS3");
    set(
        &mut reply,
        REQUEST_ID,
        &random::hex(16).to_ascii_uppercase(),
    );
    reply
}

/// Sets a header, unless the value cannot be one.
pub(super) fn set(reply: &mut Reply, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        reply.headers_mut().insert(name, value);
    }
}

/// The error that the store gives with this status; for scripted faults.
pub(super) fn failure(status: StatusCode) -> Reply {
    let (code, message) = match status {
        StatusCode::FORBIDDEN => ("AccessDenied", "Access Denied"),
        StatusCode::NOT_FOUND => ("NoSuchKey", "The specified key does not exist."),
        StatusCode::SERVICE_UNAVAILABLE => ("SlowDown", "Please reduce your request rate."),
        StatusCode::INTERNAL_SERVER_ERROR => (
            "InternalError",
            "We encountered an internal error. Please try again.",
        ),
        _ if status.is_success() || status.is_redirection() => {
            return answer(status, Bytes::new());
        }
        _ => (
            "InvalidRequest",
            status.canonical_reason().unwrap_or("Error"),
        ),
    };
    error(status, code, message, &[])
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
