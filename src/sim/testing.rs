//! What the tests of backends share: requests with and without a socket.

use std::io;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::exchange::{Backend, Request};

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    /// The body; null if it is not JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    /// The detail of an error.
    pub(crate) fn detail(&self) -> Value {
        self.json()["detail"].clone()
    }

    /// The places of what is wrong with a request.
    pub(crate) fn places(&self) -> Vec<Value> {
        let issues = self.detail().as_array().cloned().unwrap_or_default();
        issues.iter().map(|issue| issue["loc"].clone()).collect()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.and_then(|value| value.to_str().ok()).unwrap_or("")
    }
}

/// A request as a backend gets it.
pub(crate) fn request(method: &str, path: &str, headers: &[(&str, &str)], body: Bytes) -> Request {
    let headers = headers.iter().filter_map(|(name, value)| {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        Some((name, HeaderValue::from_str(value).ok()?))
    });
    Request {
        method: Method::from_bytes(method.as_bytes()).unwrap_or_default(),
        uri: path.parse::<Uri>().unwrap_or_default(),
        headers: headers.collect(),
        body,
        complete: true,
        upgrade: None,
    }
}

/// What a backend answers to a request.
pub(crate) async fn answer(backend: &impl Backend, request: Request) -> Answer {
    let reply = backend.handle(request).await.unwrap_or_default();
    let (head, body) = reply.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await;
    Answer {
        status: head.status.as_u16(),
        headers: head.headers,
        text: String::from_utf8_lossy(&body.unwrap_or_default()).into_owned(),
    }
}

/// Everything that a real server answers to these bytes. They ask it to close the connection.
pub(crate) async fn raw(root: &str, request: &[u8]) -> String {
    match ask(root, request).await {
        Ok(reply) => String::from_utf8_lossy(&reply).into_owned(),
        Err(error) => error.to_string(),
    }
}

async fn ask(root: &str, request: &[u8]) -> io::Result<Vec<u8>> {
    let mut stream = connect(root, request).await?;
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply).await?;
    Ok(reply)
}

/// A connection on which these bytes were sent.
pub(crate) async fn connect(root: &str, request: &[u8]) -> io::Result<TcpStream> {
    let address = root.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(request).await?;
    Ok(stream)
}

/// The body of a raw reply.
pub(crate) fn body(reply: &str) -> Value {
    let body = reply.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    serde_json::from_str(body).unwrap_or_default()
}

/// Lets simulated time pass.
pub(crate) async fn pass(seconds: f64) {
    tokio::time::advance(Duration::from_secs_f64(seconds)).await;
}
