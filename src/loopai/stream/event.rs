//! One event of a stream of results.

use serde_json::Value;

use super::super::wire;

/// What an event says of an item. Both spellings of its fields are read: those of the sketch, and those of batches.
/// (Contract §3.)
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct StreamedResult {
    /// The item.
    pub id: Option<String>,
    /// Id of the execution.
    pub execution_id: Option<String>,
    /// Whether it succeeded; `None` for an event that says something else.
    pub success: Option<bool>,
    /// The output.
    pub output: Option<Value>,
    /// Why it failed.
    pub error_message: Option<String>,
    /// How long it took, in milliseconds.
    pub latency_ms: Option<f64>,
    /// The event as it came.
    pub event: Value,
}

impl StreamedResult {
    /// Whatever it says: what is no JSON is a text.
    pub(super) fn read(data: &str) -> Self {
        let event = serde_json::from_str(data).unwrap_or_else(|_| Value::from(data));
        let said = match event.is_object() {
            true => wire::read(event.clone(), wire::PLAIN),
            false => Value::Null,
        };
        let text = |names: [&str; 2]| {
            let mut texts = names.iter().filter_map(|name| said[*name].as_str());
            texts.next().map(str::to_owned)
        };
        let number = |name: &str| said[name].as_f64();
        Self {
            id: text(["id", "id"]),
            execution_id: text(["execution_id", "execution_id"]),
            success: said["success"].as_bool(),
            output: said
                .get("output")
                .filter(|output| !output.is_null())
                .cloned(),
            error_message: text(["error_message", "error"]),
            latency_ms: number("latency_ms").or_else(|| number("duration_ms")),
            event,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn both_spellings_are_read() {
        let sketch = r#"{"id":"1","success":true,"output":{"aB":1},"duration_ms":4.2}"#;
        let result = StreamedResult::read(sketch);
        assert_eq!(
            (result.id.as_deref(), result.success),
            (Some("1"), Some(true))
        );
        assert_eq!(
            (result.output, result.latency_ms),
            (Some(json!({"aB": 1})), Some(4.2))
        );
        let failed = StreamedResult::read(r#"{"id":"2","success":false,"error":"timeout"}"#);
        assert_eq!(failed.error_message.as_deref(), Some("timeout"));
        let batch =
            r#"{"id":"3","executionId":"e","success":false,"error_message":"no","latency_ms":1}"#;
        let result = StreamedResult::read(batch);
        assert_eq!(result.execution_id.as_deref(), Some("e"));
        assert_eq!(
            (result.error_message.as_deref(), result.latency_ms),
            (Some("no"), Some(1.0))
        );
    }

    #[test]
    fn other_events_are_kept_as_they_came() {
        let other = StreamedResult::read(r#"{"heartbeat":1}"#);
        assert_eq!(
            (other.success, &other.event),
            (None, &json!({"heartbeat": 1}))
        );
        assert_eq!(StreamedResult::read("7").event, 7);
        assert_eq!(StreamedResult::read("[DONE]").event, "[DONE]");
    }
}
