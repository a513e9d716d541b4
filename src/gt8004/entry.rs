//! An entry of the log. Contract: §1.1.

use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::request_id::request_id;
use super::timestamp;
use crate::runtime::Weight;

/// A request that the agent served. (Contract §1.1.)
///
/// ```
/// use std::time::Duration;
/// use quintet::gt8004::{Protocol, RequestLogEntry};
///
/// let entry = RequestLogEntry::new("POST", "/mcp", 200, Duration::from_micros(12_500))
///     .with_protocol(Protocol::Mcp)
///     .with_tool_name("search")
///     .with_ip_address("203.0.113.7");
/// assert_eq!(entry.response_ms, 12.5);
/// assert_eq!(entry.request_id.len(), 36);
/// ```
///
/// Every field can be set, also those without a `with_…`: `entry.user_agent = Some(…)`. Nothing is refused here. What the service
/// could not store is clamped when it is sent, see [`ColumnLimits`](super::ColumnLimits).
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RequestLogEntry {
    /// Id of the request, of at most 64 characters. Default: a UUID.
    pub request_id: String,
    /// Method, of at most 8 characters.
    pub method: String,
    /// Path without the query.
    pub path: String,
    /// Status of the reply; from 400 on, but for 402, it counts as a failure. 0: none is known.
    pub status_code: u16,
    /// How long the reply took, in milliseconds.
    pub response_ms: f64,
    /// Who asked, by your own reckoning. The service does not look at it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<String>,
    /// The tool or the skill that was asked for, in at most 128 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool_name: Option<String>,
    /// What kind of failure it was, in at most 64 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_type: Option<String>,
    /// What was paid, in USDC. Counts together with the transaction alone.
    #[serde(skip_serializing_if = "Option::is_none", rename = "x402Amount")]
    pub x402_amount: Option<f64>,
    /// The transaction that paid, in at most 66 characters.
    #[serde(skip_serializing_if = "Option::is_none", rename = "x402TxHash")]
    pub x402_tx_hash: Option<String>,
    /// The token that it was paid in, in at most 16 characters.
    #[serde(skip_serializing_if = "Option::is_none", rename = "x402Token")]
    pub x402_token: Option<String>,
    /// Address of who paid, in at most 42 characters.
    #[serde(skip_serializing_if = "Option::is_none", rename = "x402Payer")]
    pub x402_payer: Option<String>,
    /// Body of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_body: Option<String>,
    /// How long the body of the request was, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_body_size: Option<u64>,
    /// Body of the reply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_body: Option<String>,
    /// How long the body of the reply was, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_body_size: Option<u64>,
    /// Some headers of the request.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// Address of who asked, in at most 45 characters. The service tells customers apart by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<String>,
    /// The header `User-Agent`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// The header `Referer`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referer: Option<String>,
    /// The header `Content-Type`, of at most 128 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// The header `Accept-Language`, of at most 128 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accept_language: Option<String>,
    /// What the request spoke. Default: what the logger was told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protocol: Option<Protocol>,
    /// Where the entry comes from, in at most 8 characters. Default: `sdk`.
    pub source: String,
    /// Country of who asked, in two letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// City of who asked, in at most 128 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// When the request was served. Default: now. The service stores the time of arrival instead.
    #[serde(serialize_with = "timestamp::serialize")]
    pub timestamp: DateTime<Utc>,
}

/// What a request speaks above HTTP. (Contract §6.2, §6.4.)
///
/// ```
/// use quintet::gt8004::Protocol;
///
/// assert_eq!("mcp".parse::<Protocol>()?, Protocol::Mcp);
/// assert!("grpc".parse::<Protocol>().is_err());
/// # Ok::<(), quintet::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Protocol {
    /// The Model Context Protocol.
    Mcp,
    /// Agent to agent.
    A2a,
}

impl std::str::FromStr for Protocol {
    type Err = crate::Error;

    /// Reads `mcp` or `a2a`.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) for anything else.
    fn from_str(text: &str) -> crate::Result<Self> {
        match text {
            "mcp" => Ok(Self::Mcp),
            "a2a" => Ok(Self::A2a),
            _ => Err(crate::Error::invalid(format!(
                "protocol must be one of `mcp` and `a2a`, or left out, not {text:?}"
            ))),
        }
    }
}

impl RequestLogEntry {
    /// An entry with what every entry has.
    #[must_use]
    pub fn new(
        method: impl Into<String>,
        path: impl Into<String>,
        status_code: u16,
        took: Duration,
    ) -> Self {
        Self {
            request_id: request_id(),
            method: method.into(),
            path: path.into(),
            status_code,
            response_ms: took.as_secs_f64() * 1000.0,
            customer_id: None,
            tool_name: None,
            error_type: None,
            x402_amount: None,
            x402_tx_hash: None,
            x402_token: None,
            x402_payer: None,
            request_body: None,
            request_body_size: None,
            response_body: None,
            response_body_size: None,
            headers: BTreeMap::new(),
            ip_address: None,
            user_agent: None,
            referer: None,
            content_type: None,
            accept_language: None,
            protocol: None,
            source: "sdk".to_owned(),
            country: None,
            city: None,
            timestamp: SystemTime::now().into(),
        }
    }

    /// Another id of the request.
    #[must_use]
    pub fn with_request_id(mut self, id: impl Into<String>) -> Self {
        self.request_id = id.into();
        self
    }

    /// Who asked, by your own reckoning.
    #[must_use]
    pub fn with_customer_id(mut self, id: impl Into<String>) -> Self {
        self.customer_id = Some(id.into());
        self
    }

    /// The tool or the skill that was asked for.
    #[must_use]
    pub fn with_tool_name(mut self, name: impl Into<String>) -> Self {
        self.tool_name = Some(name.into());
        self
    }

    /// What kind of failure it was.
    #[must_use]
    pub fn with_error_type(mut self, kind: impl Into<String>) -> Self {
        self.error_type = Some(kind.into());
        self
    }

    /// What was paid, in USDC, and by which transaction. The service counts an amount only when it finds the transaction.
    #[must_use]
    pub fn with_x402(mut self, amount: f64, tx_hash: impl Into<String>) -> Self {
        self.x402_amount = Some(amount);
        self.x402_tx_hash = Some(tx_hash.into());
        self
    }

    /// The token that was paid in.
    #[must_use]
    pub fn with_x402_token(mut self, token: impl Into<String>) -> Self {
        self.x402_token = Some(token.into());
        self
    }

    /// Address of who paid.
    #[must_use]
    pub fn with_x402_payer(mut self, address: impl Into<String>) -> Self {
        self.x402_payer = Some(address.into());
        self
    }

    /// Body of the request, and its length. It goes as it is: only the middleware masks secrets.
    #[must_use]
    pub fn with_request_body(mut self, body: impl Into<String>) -> Self {
        let body = body.into();
        self.request_body_size = Some(body.len() as u64);
        self.request_body = Some(body);
        self
    }

    /// Body of the reply, and its length. It goes as it is: only the middleware masks secrets.
    #[must_use]
    pub fn with_response_body(mut self, body: impl Into<String>) -> Self {
        let body = body.into();
        self.response_body_size = Some(body.len() as u64);
        self.response_body = Some(body);
        self
    }

    /// Adds a header of the request.
    #[must_use]
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.insert(name.into(), value.into());
        self
    }

    /// Address of who asked.
    #[must_use]
    pub fn with_ip_address(mut self, address: impl Into<String>) -> Self {
        self.ip_address = Some(address.into());
        self
    }

    /// What the request spoke.
    #[must_use]
    pub fn with_protocol(mut self, protocol: Protocol) -> Self {
        self.protocol = Some(protocol);
        self
    }

    /// What the entry counts for in a queue: the memory that it takes, or a little more, and about what it has on the wire.
    pub(super) fn weight(&self) -> Weight {
        // Itself, its box, and its place in a queue that grows by doubling.
        const MEMORY: usize = size_of::<RequestLogEntry>() + 128;
        // Names and numbers.
        const SIZE: usize = 200;
        // What the standard library's maps allocate for up to 11 pairs, and for every 5 more at most.
        const NODE: usize = 2 * 11 * size_of::<String>() + 112;
        let pairs = self.headers.len();
        let nodes = match pairs {
            0 => 0,
            1..=11 => 1,
            _ => 1 + pairs / 5,
        };
        let start = Weight {
            memory: MEMORY + nodes * NODE,
            size: SIZE + 8 * pairs,
        };
        self.texts().fold(start, |sum, text| Weight {
            memory: sum.memory + text.capacity(),
            size: sum.size + text.len(),
        })
    }

    fn texts(&self) -> impl Iterator<Item = &String> {
        let optional = [
            &self.customer_id,
            &self.tool_name,
            &self.error_type,
            &self.x402_tx_hash,
            &self.x402_token,
            &self.x402_payer,
            &self.request_body,
            &self.response_body,
            &self.ip_address,
            &self.user_agent,
            &self.referer,
            &self.content_type,
            &self.accept_language,
            &self.country,
            &self.city,
        ];
        let always = [&self.request_id, &self.method, &self.path, &self.source];
        let headers = self.headers.iter().flat_map(<[&String; 2]>::from);
        optional.into_iter().flatten().chain(always).chain(headers)
    }
}

/// Without bodies, headers and who it was.
impl fmt::Debug for RequestLogEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestLogEntry")
            .field("request_id", &self.request_id)
            .field("method", &self.method)
            .field("path", &self.path)
            .field("status_code", &self.status_code)
            .field("response_ms", &self.response_ms)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn entry() -> RequestLogEntry {
        RequestLogEntry::new("GET", "/p", 200, Duration::from_millis(5)).with_request_id("r0")
    }

    fn sent(entry: &RequestLogEntry) -> Value {
        serde_json::to_value(entry).unwrap()
    }

    #[test]
    fn five_fields_suffice() {
        let mut value = sent(&entry());
        let timestamp = value["timestamp"].take();
        assert!(timestamp.as_str().unwrap().ends_with('Z'));
        let expected = json!({
            "requestId": "r0", "method": "GET", "path": "/p", "statusCode": 200, "responseMs": 5.0, "source": "sdk",
            "timestamp": null,
        });
        assert_eq!(value, expected);
    }

    #[test]
    fn names_are_those_of_the_wire() {
        let entry = entry()
            .with_customer_id("c")
            .with_tool_name("t")
            .with_error_type("e")
            .with_x402(0.5, "0xh")
            .with_x402_token("USDC")
            .with_x402_payer("0xp")
            .with_request_body("äö")
            .with_response_body("")
            .with_header("user-agent", "u")
            .with_ip_address("::1")
            .with_protocol(Protocol::A2a);
        let mut value = sent(&entry);
        let fields = value.as_object_mut().unwrap();
        fields.retain(|name, _| {
            !["requestId", "method", "path", "timestamp"].contains(&name.as_str())
        });
        let expected = json!({
            "statusCode": 200, "responseMs": 5.0, "source": "sdk", "customerId": "c", "toolName": "t", "errorType": "e",
            "x402Amount": 0.5, "x402TxHash": "0xh", "x402Token": "USDC", "x402Payer": "0xp", "requestBody": "äö",
            "requestBodySize": 4, "responseBody": "", "responseBodySize": 0, "headers": {"user-agent": "u"},
            "ipAddress": "::1", "protocol": "a2a",
        });
        assert_eq!(value, expected);
    }

    #[test]
    fn protocols_are_two() {
        assert_eq!("mcp".parse::<Protocol>().unwrap(), Protocol::Mcp);
        assert_eq!("a2a".parse::<Protocol>().unwrap(), Protocol::A2a);
        for bad in ["http", "grpc", "", "MCP"] {
            let error = bad.parse::<Protocol>().unwrap_err();
            assert!(
                error.message().starts_with("protocol must be one of"),
                "{error}"
            );
        }
    }

    #[test]
    fn nothing_private_is_shown() {
        let entry = entry()
            .with_request_body("canary")
            .with_header("x", "canary")
            .with_customer_id("canary");
        assert!(!format!("{entry:?}").contains("canary"));
    }

    #[test]
    fn weight_grows_with_what_is_in_it() {
        let light = entry();
        let heavy = entry()
            .with_request_body("x".repeat(1000))
            .with_header("a", "b".repeat(50));
        let (light, heavy) = (light.weight(), heavy.weight());
        assert!(heavy.memory >= light.memory + 1050 + 11 * 48);
        assert!((1051..1200).contains(&(heavy.size - light.size)));
        assert!(light.memory >= size_of::<RequestLogEntry>());
    }

    #[test]
    fn the_size_is_about_that_on_the_wire() {
        for entry in [
            entry(),
            entry().with_tool_name("search").with_x402(0.5, "0xh"),
            entry()
                .with_header("user-agent", "agent/1.0")
                .with_request_body("x".repeat(5000)),
        ] {
            let sent = serde_json::to_vec(&entry).unwrap().len();
            let size = entry.weight().size;
            assert!(sent.abs_diff(size) < 120, "{sent} and not {size}");
        }
    }
}
