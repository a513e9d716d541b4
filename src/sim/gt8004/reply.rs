//! The shapes of the service's replies.

use http::StatusCode;

use crate::sim::exchange::Reply;
pub(super) use crate::sim::gin::{error, json, no_route, redirect, without_slash};
pub(super) use crate::sim::reply::{bare, proxy};

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
        _ if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => proxy(status),
        _ => error(status, reason),
    }
}
