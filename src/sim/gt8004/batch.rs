//! A batch as the service reads it: names that it does not know are ignored, null is nothing, and one value of another type
//! spoils the whole.

use std::borrow::Cow;
use std::ops::Deref;

use chrono::DateTime;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// The envelope, of which one spelling is read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Batch<'a> {
    #[serde(borrow)]
    pub(super) agent_id: Option<Text<'a>>,
    pub(super) sdk_version: Option<Text<'a>>,
    pub(super) batch_id: Option<Text<'a>>,
    pub(super) entries: Option<Vec<Entry<'a>>>,
}

/// A text: a part of the body itself, unless something in it is escaped.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<Text<'_>> for String {
    fn from(text: Text<'_>) -> Self {
        text.0.into_owned()
    }
}

/// An entry; what is absent is empty or zero when it is stored.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Entry<'a> {
    #[serde(borrow)]
    pub(super) request_id: Option<Text<'a>>,
    pub(super) method: Option<Text<'a>>,
    pub(super) path: Option<Text<'a>>,
    pub(super) status_code: Option<i64>,
    pub(super) response_ms: Option<f32>,
    pub(super) tool_name: Option<Text<'a>>,
    pub(super) error_type: Option<Text<'a>>,
    #[serde(rename = "x402Amount")]
    pub(super) x402_amount: Option<f64>,
    #[serde(rename = "x402TxHash")]
    pub(super) x402_tx_hash: Option<Text<'a>>,
    #[serde(rename = "x402Token")]
    pub(super) x402_token: Option<Text<'a>>,
    #[serde(rename = "x402Payer")]
    pub(super) x402_payer: Option<Text<'a>>,
    pub(super) request_body: Option<Text<'a>>,
    pub(super) request_body_size: Option<i64>,
    pub(super) response_body: Option<Text<'a>>,
    pub(super) response_body_size: Option<i64>,
    pub(super) headers: Option<Value>,
    pub(super) ip_address: Option<Text<'a>>,
    pub(super) user_agent: Option<Text<'a>>,
    pub(super) referer: Option<Text<'a>>,
    pub(super) content_type: Option<Text<'a>>,
    pub(super) accept_language: Option<Text<'a>>,
    pub(super) protocol: Option<Text<'a>>,
    pub(super) source: Option<Text<'a>>,
    pub(super) country: Option<Text<'a>>,
    pub(super) city: Option<Text<'a>>,
    #[serde(rename = "timestamp", deserialize_with = "time")]
    pub(super) _timestamp: (),
}

/// A time has to be one, and is not looked at.
fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
    let Some(text) = Option::<Text<'de>>::deserialize(deserializer)? else {
        return Ok(());
    };
    let time = DateTime::parse_from_rfc3339(&text);
    time.map(drop).map_err(serde::de::Error::custom)
}

/// Reads a batch; `None` when it is none, or has no entries.
pub(super) fn read(body: &[u8]) -> Option<(Batch<'_>, Vec<Entry<'_>>)> {
    let mut batch: Batch = serde_json::from_slice(body).ok()?;
    let entries = batch.entries.take().filter(|entries| !entries.is_empty())?;
    Some((batch, entries))
}
