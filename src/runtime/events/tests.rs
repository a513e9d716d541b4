use std::net::Ipv4Addr;
use std::time::Duration;

use futures_util::StreamExt;
use http::{HeaderMap, HeaderValue, StatusCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::super::response::Head;
use super::super::sse::{Ending, Limits};
use super::super::tls;
use super::*;

/// Long past any honest wait for loopback.
const IDLE: Duration = Duration::from_secs(60);

/// A reply that is arriving, and the server's end of its connection.
async fn reply(head: &str, settings: Settings) -> (Events, TcpStream) {
    tls::install_provider();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let server = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            request.push(stream.read_u8().await.unwrap());
        }
        let head = format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        stream
    };
    let (response, stream) = tokio::join!(http.get(url).send(), server);
    let head = Head {
        status: StatusCode::OK,
        headers: HeaderMap::from_iter([(
            "x-request-id".parse().unwrap(),
            HeaderValue::from_static("req-7"),
        )]),
        attempts: 1,
        elapsed: Duration::ZERO,
    };
    let download = Download::new(response.unwrap(), head, "watch", IDLE, 1);
    (Events::new(download, settings), stream)
}

async fn next(events: &mut Events) -> String {
    events.next().await.unwrap().unwrap().data.to_string()
}

/// Waits until the client has closed the connection.
async fn closed(mut stream: TcpStream) {
    let end = stream.read(&mut [0; 1]).await;
    assert!(matches!(end, Ok(0) | Err(_)), "{end:?}");
}

#[tokio::test]
async fn events_are_given_while_the_reply_arrives() {
    let (mut events, mut server) = reply("connection: close", Settings::default()).await;
    for (bytes, data) in [
        ("data: a\r\n\r", "a"),
        ("\ndata: b\n\nda", "b"),
        ("ta: c\n\n", "c"),
    ] {
        server.write_all(bytes.as_bytes()).await.unwrap();
        assert_eq!(next(&mut events).await, data);
    }
    server.write_all(b"data: d").await.unwrap();
    drop(server);
    assert!(events.next().await.is_none());
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn a_reply_that_breaks_is_an_error_that_says_where_it_came_from() {
    let settings = Settings {
        ending: Ending::Emit,
        ..Settings::default()
    };
    let (mut events, mut server) = reply("content-length: 100", settings).await;
    server.write_all(b"data: a\n\ndata: b").await.unwrap();
    drop(server);
    assert_eq!(next(&mut events).await, "a");
    let error = events.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.operation(), Some("watch"));
    assert_eq!(error.status(), Some(StatusCode::OK));
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn a_limit_is_an_error_and_closes_the_connection() {
    let limits = Limits {
        event: 5,
        ..Limits::default()
    };
    let settings = Settings {
        limits,
        ..Settings::default()
    };
    let (mut events, mut server) = reply("connection: close", settings).await;
    server
        .write_all(b"data: 12345\n\ndata: 123456\n\n")
        .await
        .unwrap();
    assert_eq!(next(&mut events).await, "12345");
    let error = events.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert_eq!(
        error.to_string(),
        "watch: the data of an event is larger than the limit of 5 bytes (status 200, request id req-7)"
    );
    closed(server).await;
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn dropping_the_events_closes_the_connection() {
    let (mut events, mut server) = reply("transfer-encoding: chunked", Settings::default()).await;
    server.write_all(b"9\r\ndata: a\n\n\r\n").await.unwrap();
    assert_eq!(next(&mut events).await, "a");
    assert_eq!(format!("{events:?}"), "Events { .. }");
    drop(events);
    closed(server).await;
}
