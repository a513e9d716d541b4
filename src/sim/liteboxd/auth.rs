//! Who may call.

use http::header::AUTHORIZATION;
use http::{HeaderMap, StatusCode};

use super::reply;
use crate::sim::exchange::Reply;

/// The API key that the simulator accepts.
pub(super) const API_KEY: &str = "quintet-sim";

/// The reply for a request without the API key. The scheme is `Bearer`, in exactly this spelling.
pub(super) fn refuse(headers: &HeaderMap) -> Option<Reply> {
    let key = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "))
        .map(str::trim)
        .filter(|key| !key.is_empty());
    match key {
        Some(API_KEY) => None,
        Some(_) => Some(reply::error(
            StatusCode::UNAUTHORIZED,
            "invalid or expired API key",
        )),
        None => Some(reply::error(
            StatusCode::UNAUTHORIZED,
            "authentication required",
        )),
    }
}
