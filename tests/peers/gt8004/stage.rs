//! A logger with its simulator, and an application behind the middleware.

use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use quintet::gt8004::middleware::LogLayer;
use quintet::gt8004::{Client, Logger, LoggerBuilder, Protocol};
use quintet::sim::gt8004::{Row, Simulator};
use serde_json::Value;
use tokio::time::{advance, timeout};
use tower_service::Service as _;

use crate::support::gt8004::bare;

pub(super) use crate::support::gt8004::{HOUR, LIMIT, entry};

pub(super) struct Stage {
    pub(super) simulator: Simulator,
    pub(super) logger: Logger,
}

impl Stage {
    pub(super) async fn start() -> Self {
        Self::with(|builder| builder).await
    }

    pub(super) async fn of(protocol: Option<Protocol>) -> Self {
        Self::with(|builder| match protocol {
            Some(protocol) => builder.protocol(protocol),
            None => builder,
        })
        .await
    }

    /// A logger that sends when it is full or told to, and not because time passes.
    pub(super) async fn with(set: impl FnOnce(LoggerBuilder) -> LoggerBuilder) -> Self {
        Self::timed(|builder| {
            let builder = builder.flush_interval(HOUR);
            set(builder.retry_delay(Duration::from_millis(1)))
        })
        .await
    }

    /// A logger with the default settings, but for what is set here. For tests whose time is frozen.
    pub(super) async fn timed(set: impl FnOnce(LoggerBuilder) -> LoggerBuilder) -> Self {
        let simulator = Simulator::start().await.unwrap();
        let client = client(&simulator.ingest_url(), simulator.token());
        let logger = set(client.logger()).start().unwrap();
        Self { simulator, logger }
    }

    pub(super) fn layer(&self) -> LogLayer {
        LogLayer::new(self.logger.clone())
    }

    /// What is stored, once all is sent.
    pub(super) async fn rows(&self) -> Vec<Row> {
        let flushed = timeout(LIMIT, self.logger.flush()).await;
        flushed.expect("a flush ends").unwrap();
        assert_eq!(self.simulator.lost_batches(), Vec::<String>::new());
        self.simulator.rows()
    }

    pub(super) async fn one_row(&self) -> Row {
        let mut rows = self.rows().await;
        assert_eq!(rows.len(), 1);
        rows.remove(0)
    }

    /// How many batches were asked for.
    pub(super) fn posts(&self) -> usize {
        self.simulator.request_count("POST", "/v1/ingest")
    }

    /// How many requests for batches the worker has begun; a moment later they are under way.
    pub(super) fn requests(&self) -> u64 {
        self.logger.ledger().requests
    }

    /// Waits until so many requests have their outcome. No simulated time passes.
    pub(super) async fn settled(&self, requests: u64) {
        until(|| {
            let ledger = self.logger.ledger();
            (ledger.requests, ledger.in_flight) == (requests, 0)
        })
        .await;
    }

    /// The bodies that were sent.
    pub(super) fn sent(&self) -> Vec<Value> {
        let requests = self.simulator.requests();
        requests
            .iter()
            .map(|request| serde_json::from_slice(request.body()).unwrap())
            .collect()
    }
}

/// Waits until something is so, without letting simulated time pass.
///
/// # Panics
/// When it is not so after a minute.
pub(super) async fn until(is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < LIMIT, "it never came to be");
        tokio::task::yield_now().await;
    }
}

/// Lets simulated time pass, and everybody do what is due then.
pub(super) async fn pass_time(span: Duration) {
    advance(span).await;
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
}

pub(super) fn client(url: &str, key: &str) -> Client {
    bare(url).token(key).build().unwrap()
}

pub(super) fn get(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

pub(super) fn post(path: &str, body: impl Into<Body>) -> Request<Body> {
    Request::post(path).body(body.into()).unwrap()
}

/// Sends a request to an application that reads it and gives its body back, or JSON where it has none.
pub(super) async fn pass(layer: LogLayer, request: Request<Body>) -> (StatusCode, Bytes) {
    let app = Router::new().fallback(|body: Bytes| async move {
        let body = match body.is_empty() {
            true => Bytes::from_static(br#"{"result":"ok"}"#),
            false => body,
        };
        ([("content-type", "application/json")], body)
    });
    answer(app.layer(layer), request).await
}

pub(super) async fn answer(app: Router, request: Request<Body>) -> (StatusCode, Bytes) {
    let response = app.into_service::<Body>().call(request).await.unwrap();
    let status = response.status();
    let body = response.into_body().collect().await.unwrap();
    (status, body.to_bytes())
}
