//! On the wire a server with the layer does what one without it does, byte by byte.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::routing::{any, get, post};
use bytes::Bytes;
use futures_util::StreamExt as _;
use http::{HeaderMap, Response, StatusCode};
use http_body::Frame;
use http_body_util::StreamBody;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::stage::Stage;

const LIMIT: Duration = Duration::from_secs(60);

/// A running application.
pub(super) struct Served {
    address: SocketAddr,
    task: JoinHandle<()>,
}

impl Served {
    pub(super) async fn start(app: Router) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let task = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { address, task }
    }

    pub(super) async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Reads until this text came.
pub(super) async fn read_until(stream: &mut TcpStream, end: &str) -> String {
    let mut read = Vec::new();
    while !String::from_utf8_lossy(&read).ends_with(end) {
        let byte = timeout(LIMIT, stream.read_u8()).await.unwrap().unwrap();
        read.push(byte);
    }
    String::from_utf8(read).unwrap()
}

fn app() -> Router {
    let chunks = || futures_util::stream::iter(["one", "two"]).map(Ok::<_, Infallible>);
    let breaks = || futures_util::stream::iter([Ok(Bytes::from("one")), Err("broken")]);
    let frames = || {
        let mut trailers = HeaderMap::new();
        trailers.insert("x-sum", "1".parse().unwrap());
        let frames = [Frame::data(Bytes::from("one")), Frame::trailers(trailers)];
        StreamBody::new(futures_util::stream::iter(frames.map(Ok::<_, Infallible>)))
    };
    let with_trailers = move || async move {
        let response = Response::builder().header("trailer", "x-sum");
        response.body(Body::new(frames())).unwrap()
    };
    Router::new()
        .route("/text", get(|| async { "hello" }))
        .route("/empty", get(|| async {}))
        .route("/none", get(|| async { StatusCode::NO_CONTENT }))
        .route(
            "/same",
            get(|| async { (StatusCode::NOT_MODIFIED, [("etag", "x")]) }),
        )
        .route(
            "/chunks",
            get(move || async move { Body::from_stream(chunks()) }),
        )
        .route("/trailers", get(with_trailers))
        .route(
            "/breaks",
            get(move || async move { Body::from_stream(breaks()) }),
        )
        .route("/echo", post(|body: Bytes| async move { body }))
        .route("/unread", any(|| async { [("x-b", "1"), ("x-a", "2")] }))
        .route(
            "/panic",
            get(|| async { panic!("scripted") as &'static str }),
        )
}

/// All that the server sends, but for the time of day.
async fn replies(server: &Served, request: &str) -> String {
    let mut stream = server.connect().await;
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut read = Vec::new();
    // A connection that is broken off has sent something, too.
    let _ = timeout(LIMIT, stream.read_to_end(&mut read)).await.unwrap();
    let text = String::from_utf8(read).unwrap();
    let lines = text
        .split_inclusive("\r\n")
        .filter(|line| !line.starts_with("date: "));
    lines.collect()
}

#[tokio::test]
async fn every_reply_has_the_same_bytes() {
    let stage = Stage::start().await;
    let plain = Served::start(app()).await;
    let logged = Served::start(app().layer(stage.layer())).await;
    let close = "host: x\r\nconnection: close\r\n";
    let requests = [
        format!("GET /text HTTP/1.1\r\n{close}\r\n"),
        format!("HEAD /text HTTP/1.1\r\n{close}\r\n"),
        format!("OPTIONS /text HTTP/1.1\r\n{close}\r\n"),
        format!("GET /empty HTTP/1.1\r\n{close}\r\n"),
        format!("GET /none HTTP/1.1\r\n{close}\r\n"),
        format!("GET /same HTTP/1.1\r\n{close}\r\n"),
        format!("GET /chunks HTTP/1.1\r\n{close}\r\n"),
        format!("HEAD /chunks HTTP/1.1\r\n{close}\r\n"),
        "GET /chunks HTTP/1.0\r\n\r\n".to_owned(),
        format!("GET /trailers HTTP/1.1\r\nte: trailers\r\n{close}\r\n"),
        format!("GET /breaks HTTP/1.1\r\n{close}\r\n"),
        format!("GET /nowhere HTTP/1.1\r\n{close}\r\n"),
        format!("GET /panic HTTP/1.1\r\n{close}\r\n"),
        format!("POST /echo HTTP/1.1\r\n{close}content-length: 5\r\n\r\nhello"),
        format!(
            "POST /echo HTTP/1.1\r\n{close}transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
        ),
        format!(
            "POST /echo HTTP/1.1\r\n{close}expect: 100-continue\r\ncontent-length: 5\r\n\r\nhello"
        ),
        format!(
            "POST /unread HTTP/1.1\r\n{close}expect: 100-continue\r\ncontent-length: 5\r\n\r\n"
        ),
        format!("POST /unread HTTP/1.1\r\n{close}content-length: 5\r\n\r\nhello"),
        format!(
            "POST /echo HTTP/1.1\r\n{close}content-length: 3000000\r\n\r\n{}",
            "x".repeat(3_000_000)
        ),
    ];
    for (number, request) in requests.iter().enumerate() {
        let expected = replies(&plain, request).await;
        assert_eq!(replies(&logged, request).await, expected, "{number}");
        stage.logged(number as u64 + 1).await;
    }
    let trailers = replies(&logged, &requests[9]).await;
    assert!(trailers.ends_with("x-sum: 1\r\n\r\n"), "{trailers}");
    let expected = replies(&logged, &requests[15]).await;
    assert!(expected.starts_with("HTTP/1.1 100 Continue"), "{expected}");
    let rows = stage.rows().await;
    assert_eq!(rows.len(), requests.len() + 2);
    let seen = |number: usize| (rows[number].status_code, rows[number].response_body_size);
    assert_eq!([seen(0), seen(1)], [(200, Some(5)), (200, Some(0))]);
    assert_eq!(rows[10].error_type.as_deref(), Some("body_error"));
    assert_eq!(
        (rows[12].status_code, rows[12].error_type.as_deref()),
        (500, Some("panic"))
    );
    assert_eq!(rows[17].request_body_size, Some(5));
}

#[tokio::test]
async fn the_first_event_comes_before_the_second_is_made() {
    let stage = Stage::start().await;
    let (send, receive) = tokio::sync::mpsc::unbounded_channel::<&'static str>();
    let receive = std::sync::Arc::new(std::sync::Mutex::new(Some(receive)));
    let app = Router::new().fallback(move || {
        let receive = receive.lock().unwrap().take().unwrap();
        let events = futures_util::stream::unfold(receive, |mut receive| async move {
            Some((Ok::<_, Infallible>(receive.recv().await?), receive))
        });
        std::future::ready((
            [("content-type", "text/event-stream")],
            Body::from_stream(events),
        ))
    });
    let server = Served::start(app.layer(stage.layer())).await;
    let mut stream = server.connect().await;
    stream
        .write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    read_until(&mut stream, "\r\n\r\n").await;
    send.send("data: 1\n\n").unwrap();
    read_until(&mut stream, "data: 1\n\n").await;
    assert_eq!(stage.logger.ledger().accepted, 0);
    send.send("data: 2\n\n").unwrap();
    read_until(&mut stream, "data: 2\n\n").await;
    drop(send);
    stage.logged(1).await;
    let row = stage.one_row().await;
    assert_eq!(row.response_body.as_deref(), Some("data: 1\n\ndata: 2\n\n"));
}

/// A client that goes away in the middle of a reply, and one in the middle of its request.
#[tokio::test]
async fn clients_that_go_away_are_logged_once() {
    let stage = Stage::start().await;
    let endless = futures_util::stream::unfold((), |()| async {
        tokio::task::yield_now().await;
        Some((Ok::<_, Infallible>(Bytes::from_static(&[b'x'; 4096])), ()))
    });
    let endless = std::sync::Arc::new(std::sync::Mutex::new(Some(Box::pin(endless))));
    let app = Router::new()
        .route(
            "/endless",
            get(move || {
                let endless = endless.lock().unwrap().take().unwrap();
                std::future::ready(Body::from_stream(endless))
            }),
        )
        .route("/echo", post(|body: Bytes| async { body }));
    let server = Served::start(app.layer(stage.layer())).await;
    let mut stream = server.connect().await;
    stream
        .write_all(b"GET /endless HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    read_until(&mut stream, "xxxx").await;
    drop(stream);
    stage.logged(1).await;
    let mut stream = server.connect().await;
    stream
        .write_all(b"POST /echo HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhello")
        .await
        .unwrap();
    drop(stream);
    stage.logged(2).await;
    let rows = stage.rows().await;
    assert_eq!(
        (rows[0].path.as_str(), rows[0].status_code),
        ("/endless", 200)
    );
    assert!(rows[0].response_body.as_ref().unwrap().starts_with("xxxx"));
    assert_eq!(
        (rows[1].path.as_str(), rows[1].request_body_size),
        ("/echo", Some(100))
    );
}
