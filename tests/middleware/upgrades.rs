//! Connections that go on in another protocol do so through the layer.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::routing::get;
use futures_util::{SinkExt as _, StreamExt as _};
use http::{Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::Role;
use tokio_tungstenite::{WebSocketStream, client_async};

use super::sockets::Served;
use super::stage::Stage;

/// Sends back what it gets.
async fn echo(mut request: Request) -> Response<Body> {
    let key = request.headers()["sec-websocket-key"].as_bytes();
    let key = derive_accept_key(key);
    let upgrade = hyper::upgrade::on(&mut request);
    tokio::spawn(async move {
        let connection = TokioIo::new(upgrade.await.unwrap());
        let mut socket = WebSocketStream::from_raw_socket(connection, Role::Server, None).await;
        while let Some(Ok(message)) = socket.next().await {
            if message.is_close() {
                break;
            }
            socket.send(message).await.unwrap();
        }
    });
    Response::builder()
        .status(StatusCode::SWITCHING_PROTOCOLS)
        .header("connection", "upgrade")
        .header("upgrade", "websocket")
        .header("sec-websocket-accept", key)
        .body(Body::empty())
        .unwrap()
}

#[tokio::test]
async fn a_websocket_goes_through() {
    let stage = Stage::start().await;
    let app = Router::new().route("/socket", get(echo));
    let server = Served::start(app.layer(stage.layer())).await;
    let stream = server.connect().await;
    let (mut socket, response) = client_async("ws://127.0.0.1/socket?token=canary", stream)
        .await
        .unwrap();
    assert_eq!(response.status(), 101);
    stage.logged(1).await;
    for text in ["one", "two"] {
        socket.send(Message::text(text)).await.unwrap();
        assert_eq!(socket.next().await.unwrap().unwrap(), Message::text(text));
    }
    socket.close(None).await.unwrap();
    let row = stage.one_row().await;
    assert_eq!((row.path.as_str(), row.status_code), ("/socket", 101));
    assert_eq!(
        (row.response_body, row.response_body_size, row.error_type),
        (None, Some(0), None)
    );
}
