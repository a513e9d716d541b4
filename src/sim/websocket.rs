//! The server's side of WebSockets.

use std::time::Duration;

use axum::body::Body;
use http::header::{
    CONNECTION, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_PROTOCOL, UPGRADE,
};
use http::{HeaderValue, Response, StatusCode};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio::io::AsyncWriteExt as _;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::Role;

use super::exchange::{Reply, Request};

/// An open WebSocket.
pub(crate) type Socket = WebSocketStream<TokioIo<Upgraded>>;

/// How long a client may take to hang up.
const LINGER: Duration = Duration::from_secs(5);

/// Whether a request is one to open a WebSocket.
pub(crate) fn is_wanted(request: &Request) -> bool {
    request.upgrade.is_some()
        && request.headers.contains_key(SEC_WEBSOCKET_KEY)
        && request
            .headers
            .get(UPGRADE)
            .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"websocket"))
}

/// The reply that opens a WebSocket, on which `session` then works; `None` when the request is none for one.
pub(crate) fn accept<F, W>(request: &Request, session: F) -> Option<Reply>
where
    F: FnOnce(Socket) -> W + Send + 'static,
    W: Future<Output = ()> + Send,
{
    accept_raw(request, |connection| async move {
        session(WebSocketStream::from_raw_socket(connection, Role::Server, None).await).await;
    })
}

/// The same, with the bytes of the connection.
pub(crate) fn accept_raw<F, W>(request: &Request, session: F) -> Option<Reply>
where
    F: FnOnce(TokioIo<Upgraded>) -> W + Send + 'static,
    W: Future<Output = ()> + Send,
{
    if !is_wanted(request) {
        return None;
    }
    let key = request.headers.get(SEC_WEBSOCKET_KEY)?;
    let accept = HeaderValue::try_from(derive_accept_key(key.as_bytes())).ok()?;
    request.upgrade.clone()?.then(session);
    let mut reply = Response::new(Body::empty());
    *reply.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = reply.headers_mut();
    headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(SEC_WEBSOCKET_ACCEPT, accept);
    Some(reply)
}

/// The same, with the first subprotocol that the client offers.
pub(crate) fn accept_protocol<F, W>(request: &Request, session: F) -> Option<Reply>
where
    F: FnOnce(Socket) -> W + Send + 'static,
    W: Future<Output = ()> + Send,
{
    let mut reply = accept(request, session)?;
    let offered = request.headers.get(SEC_WEBSOCKET_PROTOCOL);
    let first = offered.and_then(|value| value.to_str().ok()?.split(',').next());
    if let Some(first) = first.and_then(|first| HeaderValue::from_str(first.trim()).ok()) {
        reply.headers_mut().insert(SEC_WEBSOCKET_PROTOCOL, first);
    }
    Some(reply)
}

/// Hangs up without a close frame. What the client still sends is read, because a connection that is closed over unread
/// bytes is reset, and what was sent to the client could be lost.
pub(crate) async fn hang_up(mut socket: Socket) {
    let connection = socket.get_mut();
    if connection.shutdown().await.is_ok() {
        let mut nowhere = tokio::io::sink();
        let rest = tokio::io::copy(connection, &mut nowhere);
        let _ = tokio::time::timeout(LINGER, rest).await;
    }
}
