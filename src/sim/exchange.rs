//! One request's way through a simulator: read, recorded, perhaps spoilt, handled.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::Query;
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, Method, StatusCode, Uri};

use super::clock::Clock;
use super::door::Door;
use super::fault::{Action, Fault, Faults};
use super::recorder::Recorder;
use super::upgrade::Upgrade;
use super::wire;

/// A reply of a backend.
pub(crate) type Reply = http::Response<Body>;

/// A request with its body in memory.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// The connection, where the client offers to use it for another protocol.
    pub(crate) upgrade: Option<Upgrade>,
    /// False when the body broke off or took longer than the backend reads.
    pub(crate) complete: bool,
}

impl Request {
    /// Path and query as sent.
    pub(crate) fn target(&self) -> &str {
        self.uri
            .path_and_query()
            .map_or("/", |target| target.as_str())
    }

    /// The decoded value of a query parameter; the first of several.
    pub(crate) fn query(&self, name: &str) -> Option<String> {
        let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(&self.uri).ok()?;
        pairs
            .into_iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value)
    }

    #[cfg(test)]
    pub(crate) fn for_test(method: &str, target: &'static str) -> Self {
        Self {
            method: Method::from_bytes(method.as_bytes()).unwrap_or_default(),
            uri: Uri::from_static(target),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            upgrade: None,
            complete: true,
        }
    }
}

/// The behaviour of one kind of backend.
pub(crate) trait Backend: Send + Sync + 'static {
    /// How long the backend reads one request before it goes on with what it has.
    const READ_TIMEOUT: Duration;

    /// Handles a request. `None` closes the connection without a reply.
    fn handle(&self, request: Request) -> impl Future<Output = Option<Reply>> + Send;

    /// The reply with which this backend says this status, for faults.
    fn failure(&self, status: StatusCode, request: &Request) -> Reply;
}

/// What a simulator's handle shares with its server.
#[derive(Debug)]
pub(crate) struct Hooks {
    pub(crate) clock: Clock,
    pub(crate) faults: Faults,
    pub(crate) recorder: Recorder,
    pub(crate) door: Door,
}

impl Hooks {
    pub(crate) fn new(clock: Clock) -> Self {
        Self {
            clock,
            faults: Faults::default(),
            recorder: Recorder::default(),
            door: Door::default(),
        }
    }
}

/// The connection is to be closed without a reply.
#[derive(Debug)]
pub(crate) struct Dropped;

impl std::fmt::Display for Dropped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("connection dropped by the simulator")
    }
}

impl std::error::Error for Dropped {}

/// A backend and what is done to its requests.
pub(crate) struct Exchange<B> {
    pub(crate) backend: Arc<B>,
    pub(crate) hooks: Arc<Hooks>,
}

impl<B: Backend> Exchange<B> {
    /// Answers one request.
    pub(crate) async fn run(&self, request: http::Request<Body>) -> Result<Reply, Dropped> {
        let request = receive(request, B::READ_TIMEOUT).await;
        self.hooks
            .recorder
            .record(&request, self.hooks.clock.elapsed());
        match self.hooks.faults.take(&request) {
            None => self.backend.handle(request).await.ok_or(Dropped),
            Some(fault) => self.run_with(fault, request).await,
        }
    }

    async fn run_with(&self, fault: Fault, request: Request) -> Result<Reply, Dropped> {
        let mut reply = match &fault.action {
            Action::Reset => return Err(Dropped),
            Action::Chunks(chunks) => wire::chunks(chunks.clone(), fault.pause, fault.ending),
            Action::Answer(status) => self
                .backend
                .failure(fault.status.unwrap_or(*status), &request),
            Action::Delay(pause) => {
                tokio::time::sleep(*pause).await;
                self.backend.handle(request).await.ok_or(Dropped)?
            }
            _ => self.backend.handle(request).await.ok_or(Dropped)?,
        };
        if let Some(status) = fault.status {
            *reply.status_mut() = status;
        }
        if let Some(body) = &fault.body {
            wire::replace(&mut reply, body.clone());
        } else if matches!(fault.action, Action::Malformed) {
            wire::replace(&mut reply, Bytes::from_static(b"{\"items\": [oops"));
        }
        for (name, value) in &fault.headers {
            reply.headers_mut().insert(name, value.clone());
        }
        match fault.action {
            Action::ResetAfterHandling => Err(Dropped),
            Action::Truncate(bytes) => Ok(wire::truncate(reply, bytes).await),
            Action::Drip(bytes, pause) => Ok(wire::drip(reply, bytes, pause).await),
            _ => Ok(reply),
        }
    }
}

async fn receive(request: http::Request<Body>, limit: Duration) -> Request {
    let (mut parts, body) = request.into_parts();
    let expected = parts
        .headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    let mut chunks = body.into_data_stream();
    // A length that the client states is not worth more than a start.
    let mut received = BytesMut::with_capacity(expected.unwrap_or(0).min(1 << 20));
    let read = async {
        while let Some(chunk) = chunks.next().await {
            let Ok(chunk) = chunk else { return false };
            received.extend_from_slice(&chunk);
        }
        true
    };
    let complete = tokio::time::timeout(limit, read).await.unwrap_or(false);
    Request {
        upgrade: Upgrade::take(&mut parts.extensions),
        method: parts.method,
        uri: parts.uri,
        headers: parts.headers,
        body: received.freeze(),
        complete,
    }
}
