//! The application that listens in every sandbox.

use std::io;
use std::time::Duration;

use axum::body::Body;
use futures_util::stream;
use http::header::LOCATION;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::{Map, json};

use super::gateway::CUT;
use super::{query, reply};
use crate::sim::clock::Clock;
use crate::sim::exchange::{Reply, Request};

/// Answers a request through the gateway; `None` when that cuts the connection.
pub(super) async fn answer(
    clock: Clock,
    path: &str,
    request: &Request,
    headers: &HeaderMap,
) -> Option<Reply> {
    let seconds = Duration::from_secs(query::int(request, "seconds").max(0).unsigned_abs());
    let first = path.split('/').nth(1).unwrap_or_default();
    Some(match (request.method.as_str(), first) {
        ("GET", "ping") => reply::json(StatusCode::OK, &json!({ "status": "ok" })),
        (_, "echo") => describe(path, request, headers),
        (_, "status") => status(path),
        (_, "redirect") => {
            let mut reply = reply::bare(StatusCode::FOUND);
            let headers = reply.headers_mut();
            headers.insert(LOCATION, HeaderValue::from_static("/ping"));
            reply
        }
        (_, "slow") => {
            clock.sleep(seconds.min(CUT)).await;
            if seconds > CUT {
                return None;
            }
            reply::with_type(StatusCode::OK, "text/plain", "at last\n")
        }
        ("GET", "stream") => reply::with_type(StatusCode::OK, "text/plain", lines(clock, seconds)),
        _ => reply::error(StatusCode::NOT_FOUND, "the application has no such page"),
    })
}

/// What reached the application.
fn describe(path: &str, request: &Request, headers: &HeaderMap) -> Reply {
    let fields: Map<_, _> = headers
        .iter()
        .map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.as_str().to_owned(), json!(value))
        })
        .collect();
    let body = json!({
        "method": request.method.as_str(),
        "path": path,
        "query": request.uri.query(),
        "headers": fields,
        "body": String::from_utf8_lossy(&request.body),
    });
    reply::json(StatusCode::OK, &body)
}

fn status(path: &str) -> Reply {
    let status = path
        .rsplit('/')
        .next()
        .and_then(|status| status.parse().ok());
    let status = status
        .and_then(|status: u16| StatusCode::from_u16(status).ok())
        .filter(|status| !status.is_informational());
    match status {
        Some(status) => reply::error(status, "the application was asked for this"),
        None => reply::error(StatusCode::BAD_REQUEST, "no such status"),
    }
}

/// A line each second, as long as the gateway lets it.
fn lines(clock: Clock, seconds: Duration) -> Body {
    let lines = stream::unfold(Duration::ZERO, move |past| async move {
        if past >= seconds {
            return None;
        }
        if past >= CUT {
            // What was sent must be on its way before the connection breaks.
            tokio::task::yield_now().await;
            return Some((
                Err(io::Error::from(io::ErrorKind::ConnectionReset)),
                Duration::MAX,
            ));
        }
        clock.sleep(Duration::from_secs(1)).await;
        let past = past + Duration::from_secs(1);
        Some((Ok(format!("line {}\n", past.as_secs())), past))
    });
    Body::from_stream(lines)
}
