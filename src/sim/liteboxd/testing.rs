//! A server without a socket, for the tests of its operations.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use serde_json::Value;

use super::auth::API_KEY;
use super::backend::LiteBoxd;
use crate::sim::clock::Clock;
use crate::sim::exchange::{Backend as _, Request};

/// The server. Its clock is tokio's, which tests pause.
pub(super) struct Server(pub(super) LiteBoxd);

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

    /// The code of a nested error.
    pub(super) fn code(&self) -> String {
        let body = self.json();
        body["error"]["code"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// The text of an error in either shape.
    pub(super) fn error(&self) -> String {
        let error = &self.json()["error"];
        let text = error.as_str().or_else(|| error["message"].as_str());
        text.unwrap_or_default().to_owned()
    }

    /// The names of the fields of the body, sorted.
    pub(super) fn fields(&self) -> Vec<String> {
        fields(&self.json())
    }
}

/// The names of the fields of an object, sorted.
pub(super) fn fields(value: &Value) -> Vec<String> {
    value
        .as_object()
        .map(|fields| fields.keys().cloned().collect())
        .unwrap_or_default()
}

impl Server {
    pub(super) fn new() -> Self {
        Self(LiteBoxd::new(
            Clock::new(1.0),
            "http://127.0.0.1:1".to_owned(),
        ))
    }

    /// A call below `/api/v1` with the API key.
    pub(super) async fn call(&self, method: &str, path: &str, body: impl ToString) -> Answer {
        let key = format!("Bearer {API_KEY}");
        let body = Bytes::from(body.to_string());
        self.send(method, path, &[("authorization", &key)], body)
            .await
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, "").await
    }

    /// A call below `/api/v1` with these headers only.
    pub(super) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Bytes,
    ) -> Answer {
        let request = Request {
            method: Method::from_bytes(method.as_bytes()).unwrap_or_default(),
            uri: format!("/api/v1{path}").parse::<Uri>().unwrap_or_default(),
            headers: headers
                .iter()
                .filter_map(|(name, value)| {
                    let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
                    Some((name, HeaderValue::from_str(value).ok()?))
                })
                .collect(),
            body,
            complete: true,
            upgrade: None,
        };
        let reply = self.0.handle(request).await.unwrap_or_default();
        let (head, body) = reply.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await;
        Answer {
            status: head.status.as_u16(),
            headers: head.headers,
            text: String::from_utf8_lossy(&body.unwrap_or_default()).into_owned(),
        }
    }
}

/// Lets simulated time pass.
pub(super) async fn pass(seconds: f64) {
    tokio::time::advance(Duration::from_secs_f64(seconds)).await;
}
