//! A batch as the service reads it: names that it does not know are ignored, null is nothing, and one value of another type
//! spoils the whole.

use chrono::DateTime;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// The envelope, of which one spelling is read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Batch {
    pub(super) agent_id: Option<String>,
    pub(super) sdk_version: Option<String>,
    pub(super) batch_id: Option<String>,
    pub(super) entries: Option<Vec<Entry>>,
}

/// An entry; what is absent is empty or zero when it is stored.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Entry {
    pub(super) request_id: Option<String>,
    pub(super) method: Option<String>,
    pub(super) path: Option<String>,
    pub(super) status_code: Option<i64>,
    pub(super) response_ms: Option<f32>,
    pub(super) tool_name: Option<String>,
    pub(super) error_type: Option<String>,
    #[serde(rename = "x402Amount")]
    pub(super) x402_amount: Option<f64>,
    #[serde(rename = "x402TxHash")]
    pub(super) x402_tx_hash: Option<String>,
    #[serde(rename = "x402Token")]
    pub(super) x402_token: Option<String>,
    #[serde(rename = "x402Payer")]
    pub(super) x402_payer: Option<String>,
    pub(super) request_body: Option<String>,
    pub(super) request_body_size: Option<i64>,
    pub(super) response_body: Option<String>,
    pub(super) response_body_size: Option<i64>,
    pub(super) headers: Option<Value>,
    pub(super) ip_address: Option<String>,
    pub(super) user_agent: Option<String>,
    pub(super) referer: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) accept_language: Option<String>,
    pub(super) protocol: Option<String>,
    pub(super) source: Option<String>,
    pub(super) country: Option<String>,
    pub(super) city: Option<String>,
    #[serde(rename = "timestamp", deserialize_with = "time")]
    pub(super) _timestamp: (),
}

/// A time has to be one, and is not looked at.
fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
    let Some(text) = Option::<std::borrow::Cow<'de, str>>::deserialize(deserializer)? else {
        return Ok(());
    };
    let time = DateTime::parse_from_rfc3339(&text);
    time.map(drop).map_err(serde::de::Error::custom)
}

/// Reads a batch; `None` when it is none, or has no entries.
pub(super) fn read(body: &[u8]) -> Option<(Batch, Vec<Entry>)> {
    let mut batch: Batch = serde_json::from_slice(body).ok()?;
    let entries = batch.entries.take().filter(|entries| !entries.is_empty())?;
    Some((batch, entries))
}
