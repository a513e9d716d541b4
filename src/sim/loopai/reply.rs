//! The shapes of the server's replies.

use http::StatusCode;
use http::header::{ALLOW, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use serde::Serialize;

use super::aspnet::problem::Problem;
use crate::sim::exchange::Reply;
pub(super) use crate::sim::reply::{bare, proxy, with_type};

/// A reply in the place of a result.
pub(super) type Refusal = Box<Reply>;

/// The media type of everything that controllers say.
const JSON: &str = "application/json; charset=utf-8";

/// An error of a controller. What is not there is left out.
#[derive(Debug, Serialize)]
pub(super) struct ErrorBody<'a> {
    pub(super) code: &'a str,
    pub(super) message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) details: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) trace_id: Option<String>,
    pub(super) timestamp: String,
}

/// A JSON reply.
pub(super) fn json(status: StatusCode, value: &impl Serialize) -> Reply {
    json_text(status, serde_json::to_string(value).unwrap_or_default())
}

/// A reply of JSON that is written already.
pub(super) fn json_text(status: StatusCode, text: String) -> Reply {
    with_type(status, JSON, text)
}

/// An answer.
pub(super) fn ok(value: &impl Serialize) -> Reply {
    json(StatusCode::OK, value)
}

/// A refusal that no controller has written.
pub(super) fn problem(problem: &Problem, media: ProblemMedia) -> Reply {
    let mut reply = json(problem.status(), problem);
    if media == ProblemMedia::ProblemJson {
        set(
            &mut reply,
            CONTENT_TYPE,
            "application/problem+json; charset=utf-8",
        );
    }
    reply
}

/// The media type of refusals that no controller has written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProblemMedia {
    /// `application/json`. The default.
    #[default]
    Json,
    /// `application/problem+json`.
    ProblemJson,
}

/// There is such a route, but not with this method.
pub(super) fn wrong_verb(allowed: &str) -> Reply {
    let mut reply = bare(StatusCode::METHOD_NOT_ALLOWED);
    set(&mut reply, ALLOW, allowed);
    reply
}

/// A key that is not the right one.
pub(super) fn unauthorized() -> Reply {
    let mut reply = bare(StatusCode::UNAUTHORIZED);
    set(&mut reply, WWW_AUTHENTICATE, "Bearer");
    reply
}

/// Too many requests; the body that is meant for it has neither trace id nor time.
pub(super) fn too_many(seconds: u64) -> Reply {
    let body = serde_json::json!({
        "code": "RATE_LIMIT_EXCEEDED",
        "message": "Rate limit exceeded. Please try again later.",
    });
    let mut reply = with_type(
        StatusCode::TOO_MANY_REQUESTS,
        "application/json",
        body.to_string(),
    );
    set(&mut reply, RETRY_AFTER, &seconds.to_string());
    reply
}

/// Sets a header field, unless HTTP does not allow its value.
pub(super) fn set(reply: &mut Reply, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        reply.headers_mut().insert(name, value);
    }
}
