//! A server without a socket, for the tests of its operations.

use std::io;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::auth::TOKEN;
use super::backend::{Gateway, Shared};
use super::store::Store;
use crate::sim::clock::Clock;
use crate::sim::exchange::{Backend, Request};

/// The gateway and its store. Their clock is tokio's, which tests pause.
pub(super) struct Server {
    pub(super) gateway: Gateway,
    store: Store,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) text: String,
}

impl Answer {
    /// The body; null if it is not JSON.
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    /// The detail of an error.
    pub(super) fn detail(&self) -> Value {
        self.json()["detail"].clone()
    }

    /// The places of what is wrong with a request.
    pub(super) fn places(&self) -> Vec<Value> {
        let issues = self.detail().as_array().cloned().unwrap_or_default();
        issues.iter().map(|issue| issue["loc"].clone()).collect()
    }

    pub(super) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.and_then(|value| value.to_str().ok()).unwrap_or("")
    }
}

/// The root of the store's URLs.
pub(super) const STORE: &str = "http://127.0.0.1:1";

impl Server {
    pub(super) fn new() -> Self {
        let gateway = Gateway::new(Clock::new(1.0), STORE.to_owned(), false);
        let store = Store(Shared::clone(&gateway.shared));
        Self { gateway, store }
    }

    /// A call with the internal token and a JSON body.
    pub(super) async fn call(&self, method: &str, path: &str, body: &Value) -> Answer {
        let headers = [("x-internal-token", TOKEN)];
        self.send(method, path, &headers, body.to_string()).await
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        let headers = [("x-internal-token", TOKEN)];
        self.send("GET", path, &headers, "").await
    }

    /// Runs one function.
    pub(super) async fn run(
        &self,
        prefab: &str,
        version: &str,
        function: &str,
        parameters: Value,
    ) -> Answer {
        let call = json!({
            "prefab_id": prefab,
            "version": version,
            "function_name": function,
            "inputs": { "parameters": parameters },
        });
        let body = json!({ "calls": [call] });
        self.call("POST", "/v1/internal/run", &body).await
    }

    /// A call of the gateway with these headers only.
    pub(super) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Answer {
        let request = request(method, path, headers, body.into());
        answer(&self.gateway, request).await
    }

    /// A request to a URL of the object store.
    pub(super) async fn store(
        &self,
        method: &str,
        url: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let path = url.strip_prefix(STORE).unwrap_or(url);
        let body = Bytes::copy_from_slice(body.as_bytes());
        let mut request = request(method, path, headers, body);
        if method == "PUT" && !request.headers.contains_key("transfer-encoding") {
            let length = HeaderValue::from(request.body.len());
            request.headers.insert("content-length", length);
        }
        answer(&self.store, request).await
    }
}

fn request(method: &str, path: &str, headers: &[(&str, &str)], body: Bytes) -> Request {
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

async fn answer(backend: &impl Backend, request: Request) -> Answer {
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
pub(super) async fn raw(root: &str, request: &[u8]) -> String {
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
pub(super) async fn connect(root: &str, request: &[u8]) -> io::Result<TcpStream> {
    let address = root.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(request).await?;
    Ok(stream)
}

/// The body of a raw reply.
pub(super) fn body(reply: &str) -> Value {
    let body = reply.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    serde_json::from_str(body).unwrap_or_default()
}

/// Lets simulated time pass.
pub(super) async fn pass(seconds: f64) {
    tokio::time::advance(Duration::from_secs_f64(seconds)).await;
}
