//! What is delivered. Contract: §1.7.

use serde_json::{Map, Value};

use super::super::wire;
use crate::Timestamp;
use crate::error::{Error, ErrorKind, Result};
use crate::loopai::WebhookEventType;

/// What the server delivers to a subscription.
///
/// ```
/// use quintet::loopai::{WebhookEvent, WebhookEventType};
///
/// let event = WebhookEvent::read(br#"{"id":"1","event_type":3,"data":{"stage":2},"severity":1}"#)?;
/// assert_eq!(event.event_type, WebhookEventType::CanaryRollback);
/// # Ok::<(), quintet::Error>(())
/// ```
///
/// Whoever can reach the URL can send one: read signed ones with
/// [`WebhookVerifier::event`](super::WebhookVerifier::event). (Contract §1.7.)
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct WebhookEvent {
    /// The event's id, the same for all attempts to deliver it.
    pub id: String,
    /// What it tells. It comes as a number or as a text.
    pub event_type: WebhookEventType,
    /// The task that it is about.
    pub task_id: Option<String>,
    /// The program that it is about.
    pub program_id: Option<String>,
    /// The same for people.
    pub message: Option<String>,
    /// What else there is to it, as the server wrote it.
    pub data: Option<Value>,
    /// When it happened.
    pub timestamp: Option<Timestamp>,
    /// How grave it is, as the server wrote it: a number or a word.
    pub severity: Option<String>,
}

/// By the numbers that the server gives them.
const TYPES: [WebhookEventType; 6] = [
    WebhookEventType::ProgramExecutionFailed,
    WebhookEventType::ValidationFailed,
    WebhookEventType::ProgramImproved,
    WebhookEventType::CanaryRollback,
    WebhookEventType::CanaryCompleted,
    WebhookEventType::AbTestCompleted,
];

impl WebhookEvent {
    /// Reads the body of a delivery, signed or not.
    ///
    /// # Errors
    /// [`Decode`](ErrorKind::Decode) when it is no object with an id and a type.
    pub fn read(body: &[u8]) -> Result<Self> {
        let value = serde_json::from_slice(body)
            .map_err(|error| broken(&format!("is no JSON: {error}")))?;
        let Value::Object(fields) = wire::read(value, wire::PLAIN) else {
            return Err(broken("is no object"));
        };
        let text = |name: &str| fields.get(name).and_then(text);
        let event_type = fields.get("event_type").and_then(event_type);
        Ok(Self {
            id: text("id").ok_or_else(|| broken("has no id"))?,
            event_type: event_type.ok_or_else(|| broken("has no event type"))?,
            task_id: text("task_id"),
            program_id: text("program_id"),
            message: text("message"),
            data: data(&fields),
            timestamp: text("timestamp").and_then(|time| time.parse().ok()),
            severity: text("severity"),
        })
    }
}

fn broken(fault: &str) -> Error {
    Error::new(
        ErrorKind::Decode,
        format!("the body of the delivery {fault}"),
    )
}

fn data(fields: &Map<String, Value>) -> Option<Value> {
    fields.get("data").filter(|data| !data.is_null()).cloned()
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A number, or the name in whatever case.
fn event_type(value: &Value) -> Option<WebhookEventType> {
    if let Some(number) = value
        .as_u64()
        .and_then(|number| usize::try_from(number).ok())
        && let Some(known) = TYPES.get(number)
    {
        return Some(known.clone());
    }
    let name = text(value)?;
    let plain = |name: &str| name.replace('_', "").to_ascii_lowercase();
    let known = TYPES
        .iter()
        .find(|known| plain(&known.to_string()) == plain(&name));
    Some(known.cloned().unwrap_or(WebhookEventType::Other(name)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: &Value) -> Result<WebhookEvent> {
        WebhookEvent::read(value.to_string().as_bytes())
    }

    #[test]
    fn an_event_as_the_server_sends_it() {
        let event = read(&json!({
            "id": "e", "event_type": 0, "task_id": "t", "program_id": null, "message": "failed",
            "data": {"executionId": 1}, "timestamp": "2025-10-27T01:02:03.1234567Z", "severity": 2,
        }));
        let event = event.unwrap();
        assert_eq!(event.event_type, WebhookEventType::ProgramExecutionFailed);
        assert_eq!(
            (event.task_id.as_deref(), event.program_id),
            (Some("t"), None)
        );
        assert_eq!(event.data, Some(json!({"executionId": 1})));
        assert_eq!(event.severity.as_deref(), Some("2"));
        assert!(event.timestamp.is_some());
    }

    #[test]
    fn types_are_numbers_and_names() {
        let other = |name: &str| WebhookEventType::Other(name.to_owned());
        for (given, expected) in [
            (json!(5), WebhookEventType::AbTestCompleted),
            (json!("abTestCompleted"), WebhookEventType::AbTestCompleted),
            (json!("ABTestCompleted"), WebhookEventType::AbTestCompleted),
            (json!("CanaryRollback"), WebhookEventType::CanaryRollback),
            (json!("canary_rollback"), WebhookEventType::CanaryRollback),
            (json!(6), other("6")),
            (json!(-1), other("-1")),
            (json!("taskCreated"), other("taskCreated")),
        ] {
            let event = read(&json!({"id": "e", "eventType": given})).unwrap();
            assert_eq!(event.event_type, expected);
        }
    }

    #[test]
    fn what_is_no_event_is_told_so() {
        for (body, expected) in [
            ("", "is no JSON"),
            ("[]", "is no object"),
            ("{}", "has no id"),
            (r#"{"id":"e"}"#, "has no event type"),
            (r#"{"id":"e","event_type":null}"#, "has no event type"),
        ] {
            let error = WebhookEvent::read(body.as_bytes()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Decode);
            assert!(error.message().contains(expected), "{error}");
        }
    }
}
