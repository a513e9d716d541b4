//! The gateway: requests to the ports of sandboxes.

use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use tokio_tungstenite::tungstenite::Message;

use super::application;
use super::backend::Shared;
use super::lifecycle::Lifecycle;
use super::reply;
use super::router::{Route, Target};
use crate::sim::clock::Clock;
use crate::sim::exchange::{Reply, Request};
use crate::sim::lock::lock;
use crate::sim::percent::decode;
use crate::sim::websocket::{self, Socket};

const ACCESS_TOKEN: HeaderName = HeaderName::from_static("x-access-token");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// After this the gateway cuts an exchange.
pub(super) const CUT: Duration = Duration::from_secs(10);
/// Where an application answers HTTP.
const HTTP_PORT: u16 = 44772;
/// Where an application echoes a WebSocket.
const ECHO_PORT: u16 = 8765;

/// Status and text of a reply of the gateway itself.
type Refusal = (StatusCode, &'static str);

/// A port as the path of a request names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Door {
    id: String,
    port: String,
    /// For the application: with its first slash, and its escapes.
    path: String,
}

/// Finds the port that a request is for; `None` when its path is none of the gateway's.
pub(super) fn find(method: &Method, uri: &Uri) -> Option<Target> {
    let rest = uri.path().strip_prefix("/api/v1/sandbox/")?;
    let mut parts = rest.splitn(4, '/');
    let (id, "port", port) = (parts.next()?, parts.next()?, parts.next()?) else {
        return Some(Target::Nothing);
    };
    let methods = ["GET", "POST", "PUT", "DELETE", "PATCH"];
    if id.is_empty() || port.is_empty() || !methods.contains(&method.as_str()) {
        return Some(Target::Nothing);
    }
    let Some(path) = parts.next() else {
        let query = uri.query().map(|query| format!("?{query}"));
        let query = query.unwrap_or_default();
        return Some(Target::Redirect(format!("{}/{query}", uri.path())));
    };
    Some(Target::Route(Route::Port(Door {
        id: decode(id),
        port: decode(port),
        path: format!("/{path}"),
    })))
}

/// Passes a request on, if it may pass. `None` cuts the connection.
pub(super) async fn pass(
    shared: &Shared,
    clock: Clock,
    door: &Door,
    request: &Request,
) -> Option<Reply> {
    let port = match admit(shared, door, &request.headers) {
        Ok(port) => port,
        Err((status, text)) => return Some(reply::error(status, text)),
    };
    let upgrades = websocket::is_wanted(request);
    match port {
        Some((HTTP_PORT, ip)) => {
            let headers = forwarded(&request.headers, &format!("{ip}:{HTTP_PORT}"));
            application::answer(clock, &door.path, request, &headers).await
        }
        Some((ECHO_PORT, _)) if upgrades => websocket::accept_protocol(request, echo),
        Some((ECHO_PORT, _)) => Some(reply::with_type(
            StatusCode::UPGRADE_REQUIRED,
            "text/plain; charset=utf-8",
            "This is a WebSocket server.\n",
        )),
        _ if upgrades => Some(reply::error(
            StatusCode::BAD_GATEWAY,
            "failed to connect to backend websocket: connect: connection refused",
        )),
        _ => Some(reply::bare(StatusCode::BAD_GATEWAY)),
    }
}

/// The port and the address of the pod, or the refusal; no port when its number only begins well.
fn admit(
    shared: &Shared,
    door: &Door,
    headers: &HeaderMap,
) -> Result<Option<(u16, String)>, Refusal> {
    let digits = door.port.split(|c: char| !c.is_ascii_digit()).next();
    let number = digits.and_then(|digits| digits.parse::<u16>().ok());
    let Some(number) = number.filter(|number| *number > 0) else {
        return Err((StatusCode::BAD_REQUEST, "invalid port number"));
    };
    let refuse = |text| Err((StatusCode::UNAUTHORIZED, text));
    let token = headers.get(ACCESS_TOKEN).map(HeaderValue::as_bytes);
    let Some(token) = token.filter(|token| !token.is_empty()) else {
        return refuse("missing access token");
    };
    let mut world = lock(shared);
    world.advance();
    let sandbox = world
        .live(&door.id)
        .filter(|sandbox| !sandbox.is_unwanted() && sandbox.lifecycle != Lifecycle::Lost);
    let address = sandbox.as_ref().and_then(|sandbox| {
        let ip = &sandbox.pod.as_ref()?.ip;
        (!ip.is_empty()).then(|| ip.clone())
    });
    let (Some(sandbox), Some(address)) = (sandbox, address) else {
        return Err((StatusCode::NOT_FOUND, "sandbox not found"));
    };
    if sandbox.token.as_bytes() != token {
        return refuse("invalid access token");
    }
    let whole = door.port.bytes().all(|byte| byte.is_ascii_digit());
    Ok(whole.then_some((number, address)))
}

/// The headers as the application gets them.
fn forwarded(headers: &HeaderMap, host: &str) -> HeaderMap {
    let mut headers = headers.clone();
    headers.remove(ACCESS_TOKEN);
    headers.insert(FORWARDED_FOR, HeaderValue::from_static("127.0.0.1"));
    if let Ok(host) = HeaderValue::from_str(host) {
        headers.insert(http::header::HOST, host);
    }
    headers
}

async fn echo(mut socket: Socket) {
    while let Some(Ok(message)) = socket.next().await {
        let answer = matches!(message, Message::Text(_) | Message::Binary(_));
        if answer && socket.send(message).await.is_err() {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_behind_the_port_is_the_applications() {
        let find = |target: &'static str| find(&Method::GET, &Uri::from_static(target));
        let door = |path: &str| {
            let (id, port) = ("a".to_owned(), "80".to_owned());
            let path = path.to_owned();
            Some(Target::Route(Route::Port(Door { id, port, path })))
        };
        assert_eq!(find("/api/v1/sandbox/a/port/80/"), door("/"));
        assert_eq!(
            find("/api/v1/sandbox/a/port/80/x%2Fy//z/?q"),
            door("/x%2Fy//z/")
        );
        assert_eq!(
            find("/api/v1/sandbox/a/port/80?q=1"),
            Some(Target::Redirect(
                "/api/v1/sandbox/a/port/80/?q=1".to_owned()
            ))
        );
        assert_eq!(find("/api/v1/sandbox/a/door/80/"), Some(Target::Nothing));
        assert_eq!(find("/api/v1/sandboxes/a"), None);
    }
}
