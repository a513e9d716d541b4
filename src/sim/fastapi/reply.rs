//! The shapes of FastAPI's replies.

use axum::body::Body;
use http::StatusCode;
use http::header::{ALLOW, HOST, HeaderValue, LOCATION};
use serde_json::{Value, json};

use super::body::Issue;
use crate::sim::exchange::{Reply, Request};
pub(crate) use crate::sim::reply::{bare, with_type};

/// A reply in the place of a result.
pub(crate) type Refusal = Box<Reply>;

/// A JSON reply.
pub(crate) fn json(status: StatusCode, value: &Value) -> Reply {
    with_type(status, "application/json", value.to_string())
}

/// An answer.
pub(crate) fn ok(value: &Value) -> Reply {
    json(StatusCode::OK, value)
}

/// An error: `{"detail": …}`, a text or an object.
pub(crate) fn error(status: StatusCode, detail: impl Into<Value>) -> Reply {
    json(status, &json!({ "detail": detail.into() }))
}

/// What is wrong with the parts of a request.
pub(crate) fn invalid(issues: Vec<Issue>) -> Reply {
    let issues: Vec<Value> = issues.into_iter().map(Issue::into_json).collect();
    error(StatusCode::UNPROCESSABLE_ENTITY, issues)
}

/// No such route.
pub(crate) fn no_route() -> Reply {
    error(StatusCode::NOT_FOUND, "Not Found")
}

/// There is such a route, but not with this method.
pub(crate) fn wrong_verb(allowed: &str) -> Reply {
    let mut reply = error(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed");
    if let Ok(allowed) = HeaderValue::from_str(allowed) {
        reply.headers_mut().insert(ALLOW, allowed);
    }
    reply
}

/// The same path with or without a slash at its end is a route, at the host that the request names.
pub(crate) fn redirect(request: &Request, path: &str) -> Reply {
    let host = request.headers.get(HOST);
    let location = match host.and_then(|host| host.to_str().ok()) {
        Some(host) => format!("http://{host}{path}"),
        None => path.to_owned(),
    };
    let mut reply = bare(StatusCode::TEMPORARY_REDIRECT);
    if let Ok(location) = HeaderValue::from_str(&location) {
        reply.headers_mut().insert(LOCATION, location);
    }
    reply
}

/// Done, and nothing to say.
pub(crate) fn no_content() -> Reply {
    bare(StatusCode::NO_CONTENT)
}

/// A handler that failed: the one error that is not JSON.
pub(crate) fn crashed() -> Reply {
    with_type(
        StatusCode::INTERNAL_SERVER_ERROR,
        "text/plain; charset=utf-8",
        "Internal Server Error",
    )
}

/// Events, one by one.
pub(crate) fn events(body: Body) -> Reply {
    with_type(StatusCode::OK, "text/event-stream; charset=utf-8", body)
}
