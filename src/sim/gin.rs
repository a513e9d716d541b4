//! The manners of Gin, which several backends have.

use http::header::{HeaderValue, LOCATION};
use http::{Method, StatusCode, Uri};
use serde_json::{Value, json};

use super::exchange::Reply;
use super::reply::{bare, with_type};

/// A JSON reply.
pub(crate) fn json(status: StatusCode, value: &Value) -> Reply {
    with_type(status, "application/json; charset=utf-8", value.to_string())
}

/// `{"error":"text"}`.
pub(crate) fn error(status: StatusCode, text: &str) -> Reply {
    json(status, &json!({ "error": text }))
}

/// No such route, or not with this method.
pub(crate) fn no_route() -> Reply {
    with_type(StatusCode::NOT_FOUND, "text/plain", "404 page not found")
}

/// Path and query without the slash at the end of the path.
pub(crate) fn without_slash(uri: &Uri) -> String {
    let path = uri.path().strip_suffix('/').unwrap_or(uri.path());
    match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    }
}

/// Where a path with a trailing slash should have gone: a page for GET, nothing for other methods.
pub(crate) fn redirect(method: &Method, location: &str) -> Reply {
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
