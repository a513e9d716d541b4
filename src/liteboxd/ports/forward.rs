//! An HTTP request to a port.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method};
use reqwest::Request;
use serde::Serialize;
use tokio::time::Instant;

use super::gateway::{GATEWAY, explain};
use super::reply::PortReply;
use super::target::Target;
use crate::error::{Error, Result};
use crate::generated::liteboxd::OPERATIONS;
use crate::runtime::{Body, Call, CallOptions, Exchange, Invoke, Reading, find};

/// A method, and the operation that it is in the document.
#[derive(Debug)]
pub(super) struct Verb {
    method: Method,
    operation: &'static str,
}

macro_rules! verb {
    ($name:ident, $operation:literal) => {
        pub(super) static $name: Verb = Verb {
            method: Method::$name,
            operation: $operation,
        };
    };
}

verb!(GET, "proxy_get");
verb!(POST, "proxy_post");
verb!(PUT, "proxy_put");
verb!(PATCH, "proxy_patch");
verb!(DELETE, "proxy_delete");

/// Sends a request to an application; made by the methods of [`Port`](super::Port).
///
/// Awaiting it gives the head of the reply; [`timeout`](Call::timeout) and [`retry`](Call::retry) concern that. The body
/// arrives as it is read, under the [idle limit](Call::idle_timeout).
#[derive(Debug)]
pub struct Forward {
    verb: &'static Verb,
    target: Target,
    path: String,
    query: Vec<(String, String)>,
    media: Option<HeaderValue>,
    /// The body, or why there can be none.
    body: Result<Option<Bytes>>,
}

impl Forward {
    pub(super) fn new(verb: &'static Verb, target: Target, path: String) -> Self {
        Self {
            verb,
            target,
            path,
            query: Vec::new(),
            media: None,
            body: Ok(None),
        }
    }
}

/// What the request holds besides; headers are set with [`header`](Call::header).
impl Call<Forward> {
    /// Adds a parameter to the query. The same name may be given several times.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.query.push((name.into(), value.into()));
        self
    }

    /// The body, as it is; its type is set with [`header`](Call::header).
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.parameters.body = Ok(Some(body.into()));
        self.parameters.media = None;
        self
    }

    /// The body as JSON, with the header that says so.
    pub fn json(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        self.parameters.body = serde_json::to_vec(body)
            .map(|text| Some(text.into()))
            .map_err(|error| Error::invalid("the body is no JSON").with_source(error));
        self.parameters.media = Some(HeaderValue::from_static("application/json"));
        self
    }
}

impl Invoke for Forward {
    type Output = PortReply;
    const OPERATION: &'static str = "proxy_get";

    fn operation(&self) -> &'static str {
        self.verb.operation
    }

    fn adjust(&self, options: &mut CallOptions) {
        options.reading = Reading::Forwarded(&GATEWAY);
    }

    async fn invoke(self, exchange: Exchange) -> Result<PortReply> {
        let url = self.target.url(exchange.base(), &self.path, &self.query)?;
        let mut request = Request::new(self.verb.method.clone(), url);
        *request.body_mut() = self.body?.map(reqwest::Body::from);
        if let Some(media) = self.media {
            request.headers_mut().insert(CONTENT_TYPE, media);
        }
        let started = Instant::now();
        let operation = find(OPERATIONS, self.verb.operation)?;
        let received = exchange.send(request, operation).await.map_err(explain)?;
        let response = match received.body {
            Body::Whole(bytes) => http::Response::new(bytes).into(),
            Body::Arriving(response) => *response,
        };
        let download = exchange.downloading(response);
        Ok(PortReply::new(received.status, download, started))
    }
}
