//! Replies of any shape.

use axum::body::Body;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};

use super::exchange::Reply;

/// A body of that type.
pub(crate) fn with_type(
    status: StatusCode,
    content_type: &'static str,
    body: impl Into<Body>,
) -> Reply {
    let mut reply = bare(status);
    reply
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    *reply.body_mut() = body.into();
    reply
}

/// A status and nothing else.
pub(crate) fn bare(status: StatusCode) -> Reply {
    let mut reply = Response::new(Body::empty());
    *reply.status_mut() = status;
    reply
}

/// What a proxy before a server says.
pub(crate) fn proxy(status: StatusCode) -> Reply {
    let number = status.as_u16();
    let reason = status.canonical_reason().unwrap_or("Error");
    let page = format!(
        "<html>\r\n<head><title>{number} {reason}</title></head>\r\n<body>\r\n<center><h1>{number} {reason}</h1></center>\r\n\
         </body>\r\n</html>\r\n"
    );
    with_type(status, "text/html", page)
}
