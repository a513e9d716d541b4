//! The gateway: where it is, and how it speaks.

use std::time::Duration;

use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue, StatusCode};
use serde::Deserialize;

use crate::error::{Error, Reply, Result};
use crate::liteboxd::Sandbox;
use crate::runtime::{Credential, Endpoint, Proxy, Transport};

const ACCESS_TOKEN: HeaderName = HeaderName::from_static("x-access-token");

/// What a server says that does not know the path at all.
const NO_ROUTE: &[u8] = b"404 page not found";

pub(super) static GATEWAY: Proxy = Proxy {
    wrote,
    cut: Duration::from_secs(10),
    cut_message: "the gateway cut the connection, as it does 10 s after each request; answer sooner, or use a WebSocket",
};

/// A transport to the gateway of a sandbox.
pub(super) fn transport(
    transport: &Transport,
    gateway: Option<&Endpoint>,
    sandbox: &Sandbox,
) -> Result<Transport> {
    let Some(token) = &sandbox.access_token else {
        return Err(Error::invalid(format!(
            "sandbox {} has no access token, as in lists; read it with `get`",
            sandbox.id
        )));
    };
    let endpoint = match gateway {
        Some(endpoint) => endpoint.clone(),
        None => address(sandbox)?,
    };
    let credential = Credential::header(ACCESS_TOKEN, token)?;
    Ok(transport.elsewhere(endpoint, credential))
}

/// The gateway of `access_url`, which ends in the sandbox's own path.
fn address(sandbox: &Sandbox) -> Result<Endpoint> {
    let suffix = format!("/api/v1/sandbox/{}", sandbox.id);
    let url = sandbox.access_url.as_deref().unwrap_or_default();
    match url.trim_end_matches('/').strip_suffix(&suffix) {
        Some(base) => Endpoint::parse(base, ""),
        None => Err(Error::invalid(format!(
            "the access URL of sandbox {} does not end in `{suffix}`; set `gateway_url` on the builder",
            sandbox.id
        ))),
    }
}

/// Whether the gateway wrote a reply itself. (Contract §1.8.)
fn wrote(reply: &Reply) -> bool {
    match reply.status {
        StatusCode::BAD_REQUEST => says(reply, &["invalid port number"]),
        StatusCode::UNAUTHORIZED => says(reply, &["missing access token", "invalid access token"]),
        StatusCode::NOT_FOUND => says(reply, &["sandbox not found"]) || is_no_route(reply),
        StatusCode::BAD_GATEWAY => {
            reply.body.is_empty() && !reply.headers.contains_key(CONTENT_TYPE)
        }
        StatusCode::SERVICE_UNAVAILABLE => says(reply, &["service is draining"]),
        _ => false,
    }
}

fn says(reply: &Reply, texts: &[&str]) -> bool {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        error: String,
    }
    serde_json::from_slice::<Body>(&reply.body)
        .is_ok_and(|body| texts.contains(&body.error.as_str()))
}

fn is_no_route(reply: &Reply) -> bool {
    let media = reply.headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    reply.body == NO_ROUTE && media == Some(b"text/plain")
}

/// Says what to do where the gateway's own words do not.
pub(super) fn explain(error: Error) -> Error {
    let empty = error.body().is_none_or(bytes::Bytes::is_empty);
    match error.status() {
        Some(StatusCode::NOT_FOUND) if error.body().is_some_and(|body| body == NO_ROUTE) => {
            error.with_message(
                "404 page not found: the server at this address has no ports of sandboxes; set `gateway_url` on the \
                 builder to where the gateway is",
            )
        }
        Some(StatusCode::BAD_GATEWAY) if empty => {
            error.with_message("nothing answers on this port of the sandbox")
        }
        _ => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(status: u16, media: Option<&'static str>, body: &'static str) -> bool {
        let mut headers = http::HeaderMap::new();
        if let Some(media) = media {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(media));
        }
        wrote(&Reply {
            status: StatusCode::from_u16(status).unwrap(),
            headers,
            body: body.into(),
        })
    }

    #[test]
    fn only_its_own_words_with_their_status_are_the_gateways() {
        let json = Some("application/json; charset=utf-8");
        for (status, text) in [
            (400, r#"{"error":"invalid port number"}"#),
            (401, r#"{"error":"missing access token"}"#),
            (401, r#"{"error":"invalid access token"}"#),
            (404, r#"{"error":"sandbox not found"}"#),
            (503, r#"{"error":"service is draining"}"#),
        ] {
            assert!(own(status, json, text), "{text}");
            assert!(!own(418, json, text), "{text}");
        }
        assert!(own(502, None, ""));
        assert!(own(404, Some("text/plain"), "404 page not found"));

        assert!(!own(401, json, r#"{"error":"unauthorized"}"#));
        assert!(!own(404, json, r#"{"error":"sandbox not found","id":1}"#));
        assert!(!own(404, json, r#"{"error":"file not found"}"#));
        assert!(!own(
            404,
            Some("text/plain; charset=utf-8"),
            "404 page not found\n"
        ));
        assert!(!own(502, Some("text/html"), ""));
        assert!(!own(502, None, "bad gateway"));
        assert!(!own(500, None, ""));
    }
}
