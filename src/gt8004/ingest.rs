//! Sending entries. Contract: §1.1.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderValue, Method};
use reqwest::{Request, Url};
use serde::Deserialize;

use super::clamp::{ColumnLimits, clamp};
use super::entry::RequestLogEntry;
use super::envelope::{Frame, MAX_BODY};
use crate::error::reply::is_page;
use crate::error::{Error, Result};
use crate::generated::gt8004::OPERATIONS;
use crate::runtime::{CallOptions, Exchange, Invoke, find};

/// Sends entries in one batch; made by [`Client::ingest`](super::Client::ingest).
#[derive(Debug, Clone)]
pub struct Ingest {
    pub(super) frame: Arc<Frame>,
    pub(super) entries: Vec<RequestLogEntry>,
}

/// What the service says of a batch.
#[derive(Deserialize)]
struct Accepted {
    entries: u64,
}

impl Invoke for Ingest {
    type Output = u64;
    const OPERATION: &'static str = "ingest";

    async fn invoke(self, exchange: Exchange) -> Result<u64> {
        if self.entries.is_empty() {
            return Err(Error::invalid(
                "there is no entry to send; the service refuses empty batches",
            ));
        }
        let entries: Vec<Bytes> = self.entries.into_iter().filter_map(encode).collect();
        let body = self.frame.body(&Frame::batch_id(), &entries);
        if body.len() > MAX_BODY {
            return Err(Error::invalid(format!(
                "the batch has {} bytes and the service takes {MAX_BODY}; send fewer entries at once, or use a `Logger`",
                body.len()
            )));
        }
        post(&exchange, body, entries.len()).await
    }
}

fn encode(mut entry: RequestLogEntry) -> Option<Bytes> {
    clamp(&mut entry, ColumnLimits::Enforced);
    serde_json::to_vec(&entry).ok().map(Bytes::from)
}

/// Tells the service that an agent is connected; made by [`Client::verify_connection`](super::Client::verify_connection).
#[derive(Debug, Clone)]
pub struct VerifyConnection {
    pub(super) frame: Arc<Frame>,
}

impl Invoke for VerifyConnection {
    type Output = ();
    const OPERATION: &'static str = "ingest";

    fn adjust(&self, options: &mut CallOptions) {
        // A second ping says nothing else.
        options.idempotent = true;
    }

    async fn invoke(self, exchange: Exchange) -> Result<()> {
        let mut ping = RequestLogEntry::new("PING", "/_sdk/startup", 0, Duration::ZERO)
            .with_request_id("startup-ping");
        "sdk_ping".clone_into(&mut ping.source);
        let entries: Vec<Bytes> = encode(ping).into_iter().collect();
        let body = self.frame.body(&Frame::batch_id(), &entries);
        post(&exchange, body, entries.len()).await.map(drop)
    }
}

/// Sends a batch, and says how many entries the service read: those that were sent, where its reply says nothing of it.
pub(super) async fn post(exchange: &Exchange, body: Bytes, entries: usize) -> Result<u64> {
    let operation = find(OPERATIONS, "ingest")?;
    let url = exchange.transport().endpoint.url(operation.path);
    let url = Url::parse(&url).map_err(|_| Error::invalid("the ingestion URL is none"))?;
    let mut request = Request::new(Method::POST, url);
    let headers = request.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    *request.body_mut() = Some(body.into());
    let read = exchange.json::<Accepted>(Ok(request), operation).await;
    // Whatever a success says, it is one; but who shows a page took nothing.
    let entries = entries as u64;
    let accepted = exchange.otherwise(read, |body| {
        (!is_page(&String::from_utf8_lossy(body))).then_some(Accepted { entries })
    });
    match accepted {
        Err(error) if error.is_undecodable_success() => Err(error.with_message(
            "the reply is an HTML page, which no ingestion service sends; correct the URL",
        )),
        accepted => Ok(accepted?.entries),
    }
}
