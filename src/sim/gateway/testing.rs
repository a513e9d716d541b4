//! A server without a socket, for the tests of its operations.

use bytes::Bytes;
use http::HeaderValue;
use serde_json::{Value, json};

use super::auth::TOKEN;
use super::backend::{Gateway, Shared};
use super::store::Store;
use crate::sim::clock::Clock;
pub(super) use crate::sim::testing::{Answer, body, connect, pass, raw};
use crate::sim::testing::{answer, request};

/// The gateway and its store. Their clock is tokio's, which tests pause.
pub(super) struct Server {
    pub(super) gateway: Gateway,
    store: Store,
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
