//! Redirects, followed here instead of in reqwest so that no credential follows to another origin and no request that
//! changes something is sent twice.

use http::header::{ACCEPT, LOCATION};
use http::{HeaderValue, Method, StatusCode};
use reqwest::{Request, Response, Url};

use super::operation::Operation;

/// The most redirects of one attempt.
pub(crate) const LIMIT: usize = 10;

/// Where a reply leads.
pub(crate) enum Next {
    /// The reply is the answer.
    Stay,
    /// The next request, without credential and headers of the caller.
    Follow(Box<Request>),
    /// A redirect that must not be followed, and why.
    Refuse(String),
}

/// Decides what to do with a reply.
pub(crate) fn next(operation: &Operation, response: &Response) -> Next {
    if !is_redirect(response.status()) {
        return Next::Stay;
    }
    let Some(target) = target(response) else {
        return Next::Refuse("answered with a redirect that names no usable target".to_owned());
    };
    let method = match operation.method {
        "GET" => Method::GET,
        "HEAD" => Method::HEAD,
        other => {
            return Next::Refuse(format!(
                "answered with a redirect to {}; {other} requests are not sent a second time, so correct the base URL",
                shown(&target)
            ));
        }
    };
    let from = response.url();
    if from.scheme() == "https" && target.scheme() != "https" {
        return Next::Refuse(format!(
            "answered with a redirect to {}, which is not encrypted",
            shown(&target)
        ));
    }
    let mut request = Request::new(method, target);
    request
        .headers_mut()
        .insert(ACCEPT, HeaderValue::from_static("*/*"));
    Next::Follow(Box::new(request))
}

/// The same for a request that opens a connection to stay: none is opened elsewhere.
pub(crate) fn refuse(response: &Response) -> Next {
    if !is_redirect(response.status()) {
        return Next::Stay;
    }
    let target = target(response).map_or_else(|| "nowhere".to_owned(), |target| shown(&target));
    Next::Refuse(format!(
        "answered with a redirect to {target}; a WebSocket does not follow redirects, so correct the base URL"
    ))
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

fn target(response: &Response) -> Option<Url> {
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    let target = response.url().join(location).ok()?;
    matches!(target.scheme(), "http" | "https").then_some(target)
}

/// A URL for a message: without what may be a secret.
fn shown(url: &Url) -> String {
    format!("{}{}", url.origin().ascii_serialization(), url.path())
}
