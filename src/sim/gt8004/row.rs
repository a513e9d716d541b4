//! What is stored of an entry.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::batch::{Batch, Entry, Text};

/// The most bytes that are stored of a body.
const BODY: usize = 51_200;

/// An entry as it is stored. The customer's id and the entry's own time are not. (Contract §1.1.)
///
/// ```
/// use quintet::gt8004::{Client, RequestLogEntry};
/// use quintet::sim::gt8004::Simulator;
/// use std::time::Duration;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let simulator = Simulator::start().await?;
/// # let client = Client::builder().base_url(simulator.base_url()).agent_id("agent-1").token(simulator.token()).build()?;
/// client.ingest([RequestLogEntry::new("GET", "/api/search", 404, Duration::from_millis(5))]).await?;
/// for row in simulator.rows() {
///     println!("{} {} {} {}", row.stored_at, row.method, row.path, row.status_code);
///     assert!(row.is_error());
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
#[allow(missing_docs, reason = "each is the field of an entry of that name")]
pub struct Row {
    pub request_id: String,
    pub method: String,
    pub path: String,
    pub status_code: i64,
    pub response_ms: f32,
    pub tool_name: Option<String>,
    pub error_type: Option<String>,
    pub x402_amount: Option<f64>,
    pub x402_tx_hash: Option<String>,
    pub x402_token: Option<String>,
    pub x402_payer: Option<String>,
    pub request_body: Option<String>,
    pub request_body_size: Option<i64>,
    pub response_body: Option<String>,
    pub response_body_size: Option<i64>,
    pub headers: Option<Value>,
    pub ip_address: Option<String>,
    pub user_agent: Option<String>,
    pub referer: Option<String>,
    pub content_type: Option<String>,
    pub accept_language: Option<String>,
    /// `http`, `mcp` or `a2a`; what is not known is `http`.
    pub protocol: String,
    pub source: String,
    pub country: Option<String>,
    pub city: Option<String>,
    /// Of the batch; the service takes it from the key.
    pub agent_id: String,
    /// Of the batch.
    pub batch_id: String,
    /// Of the batch.
    pub sdk_version: String,
    /// When the row was stored, by the simulator's clock. Rows of a batch have the same time.
    pub stored_at: DateTime<Utc>,
}

impl Row {
    pub(super) fn new(batch: &Batch<'_>, entry: Entry<'_>, stored_at: DateTime<Utc>) -> Self {
        let known = |protocol: &String| matches!(protocol.as_str(), "mcp" | "a2a" | "http");
        Self {
            request_id: text(entry.request_id),
            method: text(entry.method),
            path: text(entry.path),
            status_code: entry.status_code.unwrap_or_default(),
            response_ms: entry.response_ms.unwrap_or_default(),
            tool_name: owned(entry.tool_name),
            error_type: owned(entry.error_type),
            x402_amount: entry.x402_amount,
            x402_tx_hash: owned(entry.x402_tx_hash),
            x402_token: owned(entry.x402_token),
            x402_payer: owned(entry.x402_payer),
            request_body: owned(entry.request_body).map(cut),
            request_body_size: entry.request_body_size,
            response_body: owned(entry.response_body).map(cut),
            response_body_size: entry.response_body_size,
            headers: entry.headers,
            ip_address: owned(entry.ip_address),
            user_agent: owned(entry.user_agent),
            referer: owned(entry.referer),
            content_type: owned(entry.content_type),
            accept_language: owned(entry.accept_language),
            protocol: owned(entry.protocol)
                .filter(known)
                .unwrap_or("http".to_owned()),
            source: owned(entry.source).unwrap_or("sdk".to_owned()),
            country: owned(entry.country),
            city: owned(entry.city),
            agent_id: text(batch.agent_id.clone()),
            batch_id: text(batch.batch_id.clone()),
            sdk_version: text(batch.sdk_version.clone()),
            stored_at,
        }
    }

    /// Whether the reply was a failure: from 400 on, but for 402.
    #[must_use]
    pub fn is_error(&self) -> bool {
        is_error(self.status_code)
    }
}

pub(super) fn is_error(status: i64) -> bool {
    status >= 400 && status != 402
}

fn owned(text: Option<Text<'_>>) -> Option<String> {
    text.map(String::from)
}

fn text(text: Option<Text<'_>>) -> String {
    owned(text).unwrap_or_default()
}

fn cut(mut body: String) -> String {
    let mut end = body.len().min(BODY);
    while !body.is_char_boundary(end) {
        end -= 1;
    }
    body.truncate(end);
    body
}
