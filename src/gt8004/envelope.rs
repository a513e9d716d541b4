//! What is around the entries of a batch. Contract: §1.1.

use bytes::{Bytes, BytesMut};
use serde_json::{Map, Value, json};

use super::request_id::request_id;

/// The most bytes that the service reads of a batch.
pub(super) const MAX_BODY: usize = 51_200;

/// What the batches say sent them.
pub(super) const SDK_VERSION: &str = concat!("rust-", env!("CARGO_PKG_VERSION"));

/// How the names around the entries are spelt. Those of the entries are camelCase always. (Contract §1.1.)
///
/// ```
/// use quintet::gt8004::{Client, Envelope};
///
/// let client = Client::builder().agent_id("agent-1").token("gt8004_0123").envelope(Envelope::SnakeCase).build()?;
/// # Ok::<(), quintet::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Envelope {
    /// `agent_id` and `agentId`, `sdk_version` and `sdkVersion`: the service reads the one, and what imitates it may read the
    /// other. The default.
    #[default]
    Both,
    /// `agent_id` and `sdk_version`, as the service reads them.
    SnakeCase,
}

/// The envelope of an agent's batches.
#[derive(Debug)]
pub(super) struct Frame {
    /// Up to the id of the batch.
    head: String,
}

impl Frame {
    pub(super) fn new(agent_id: &str, envelope: Envelope) -> Self {
        let mut head = format!(
            r#"{{"agent_id":{},"sdk_version":"{SDK_VERSION}","#,
            json!(agent_id)
        );
        if envelope == Envelope::Both {
            let more = format!(
                r#""agentId":{},"sdkVersion":"{SDK_VERSION}","#,
                json!(agent_id)
            );
            head.push_str(&more);
        }
        head.push_str(r#""batch_id":""#);
        Self { head }
    }

    /// A new id of a batch: hexadecimal digits and hyphens.
    pub(super) fn batch_id() -> String {
        request_id()
    }

    /// The bytes of a batch besides its entries and the commas between them.
    pub(super) fn overhead(&self) -> usize {
        self.body(&Self::batch_id(), &[]).len()
    }

    /// A batch of entries that are JSON.
    pub(super) fn body(&self, batch_id: &str, entries: &[Bytes]) -> Bytes {
        const MIDDLE: &str = r#"","entries":["#;
        const END: &str = "]}";
        let size: usize = entries.iter().map(|entry| entry.len() + 1).sum();
        let around = self.head.len() + batch_id.len() + MIDDLE.len() + END.len();
        let mut body = BytesMut::with_capacity(around + size);
        body.extend_from_slice(self.head.as_bytes());
        body.extend_from_slice(batch_id.as_bytes());
        body.extend_from_slice(MIDDLE.as_bytes());
        for (number, entry) in entries.iter().enumerate() {
            if number > 0 {
                body.extend_from_slice(b",");
            }
            body.extend_from_slice(entry);
        }
        body.extend_from_slice(END.as_bytes());
        body.freeze()
    }
}

/// An entry without its bodies; one that has none, without its headers.
pub(super) fn strip(entry: &[u8]) -> Option<Bytes> {
    let mut fields: Map<String, Value> = serde_json::from_slice(entry).ok()?;
    let bodies = ["requestBody", "responseBody"];
    let dropped = bodies.map(|name| fields.remove(name).is_some());
    let is_less = dropped.contains(&true) || fields.remove("headers").is_some();
    let less = serde_json::to_vec(&fields).ok()?;
    is_less.then(|| less.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(text: &'static str) -> Bytes {
        Bytes::from_static(text.as_bytes())
    }

    #[test]
    fn both_spellings_go_out_unless_one_is_asked_for() {
        let frame = Frame::new("a\"1", Envelope::Both);
        let body = frame.body("b", &[entry("1"), entry("2")]);
        let sent: Value = serde_json::from_slice(&body).unwrap();
        let expected = json!({
            "agent_id": "a\"1", "agentId": "a\"1", "sdk_version": SDK_VERSION, "sdkVersion": SDK_VERSION,
            "batch_id": "b", "entries": [1, 2],
        });
        assert_eq!(sent, expected);
        let body = Frame::new("a", Envelope::SnakeCase).body("b", &[entry("1")]);
        let sent: Value = serde_json::from_slice(&body).unwrap();
        let expected = json!({
            "agent_id": "a", "sdk_version": SDK_VERSION, "batch_id": "b", "entries": [1],
        });
        assert_eq!(sent, expected);
    }

    #[test]
    fn overhead_is_exact_and_the_version_fits_its_column() {
        let frame = Frame::new("agent", Envelope::Both);
        let body = frame.body(&Frame::batch_id(), &[entry("123"), entry("45")]);
        assert_eq!(body.len(), frame.overhead() + 3 + 1 + 2);
        assert!(SDK_VERSION.len() <= 16);
    }

    #[test]
    fn bodies_go_first_then_headers() {
        let whole = br#"{"path":"/","requestBody":"x","responseBody":"y","headers":{"a":"b"},"requestBodySize":1}"#;
        let less = strip(whole).unwrap();
        let least = strip(&less).unwrap();
        let read = |text: &[u8]| serde_json::from_slice::<Value>(text).unwrap();
        assert_eq!(
            read(&less),
            json!({"path": "/", "headers": {"a": "b"}, "requestBodySize": 1})
        );
        assert_eq!(read(&least), json!({"path": "/", "requestBodySize": 1}));
        assert_eq!(strip(&least), None);
        assert_eq!(strip(b"no JSON"), None);
    }
}
