//! One event of a streaming run.

use std::fmt;

use serde_json::{Map, Value};

use crate::gateway::RunResult;

/// What a streaming function says while it runs. (Contract §3.)
///
/// ```no_run
/// # async fn f(client: quintet::gateway::Client) -> quintet::Result<()> {
/// use futures_util::TryStreamExt;
/// use quintet::gateway::StreamEventKind;
///
/// let mut events = client.run_stream("llm-client", "1.0.0", "chat_stream").await?;
/// while let Some(event) = events.try_next().await? {
///     match event.kind {
///         StreamEventKind::Content => print!("{}", event.text().unwrap_or_default()),
///         StreamEventKind::Progress => println!("{}", event.data["percentage"]),
///         StreamEventKind::Error => eprintln!("{} {:?}", event.data, event.error_code),
///         _ => {}
///     }
/// }
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct StreamEvent {
    /// What it tells.
    pub kind: StreamEventKind,
    /// What belongs to it, any JSON: a piece of text of `content`, an object or text of the others.
    pub data: Value,
    /// The function's own code of an `error`, where it gives one.
    pub error_code: Option<String>,
    /// What else the function said with it.
    pub extra: Map<String, Value>,
    pub(super) result: Option<Box<RunResult>>,
}

/// What a [`StreamEvent`] tells.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StreamEventKind {
    /// The function begins.
    Start,
    /// The next piece of its output; also what names no type.
    Content,
    /// How far it is.
    Progress,
    /// It has ended.
    Done,
    /// It has failed.
    Error,
    /// The function does not stream: this is its whole [result](StreamEvent::result), in the place of a stream.
    Result,
    /// What was received is no JSON; `data` is its text.
    Unreadable,
    /// A type that this version does not know, as the server wrote it.
    Other(String),
}

impl StreamEvent {
    /// The text of a `content` event.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self.kind {
            StreamEventKind::Content => self.data.as_str(),
            _ => None,
        }
    }

    /// The result of a function that does not stream.
    #[must_use]
    pub fn result(&self) -> Option<&RunResult> {
        self.result.as_deref()
    }

    /// Reads the data of an event. `named` is the type that the stream itself gives it, for want of one inside.
    ///
    /// None when it is no JSON.
    pub(super) fn read(data: &str, named: Option<&str>) -> Option<Self> {
        let value = serde_json::from_str(data).ok()?;
        let Value::Object(mut fields) = value else {
            return Some(Self::of(StreamEventKind::Content, value));
        };
        let kind = match fields.remove("type") {
            Some(Value::String(kind)) => StreamEventKind::from(&*kind),
            None | Some(Value::Null) => named.map_or(StreamEventKind::Content, Into::into),
            Some(other) => StreamEventKind::Other(other.to_string()),
        };
        let data = fields.remove("data").unwrap_or_default();
        let error_code = match fields.remove("error_code") {
            Some(Value::String(code)) => Some(code),
            None | Some(Value::Null) => None,
            Some(other) => Some(other.to_string()),
        };
        Some(Self {
            error_code,
            extra: fields,
            ..Self::of(kind, data)
        })
    }

    /// What cannot be read.
    pub(super) fn unreadable(text: &str) -> Self {
        Self::of(StreamEventKind::Unreadable, text.into())
    }

    /// The result in the place of a stream.
    pub(super) fn whole(result: RunResult) -> Self {
        let data = result.output.clone().map_or(Value::Null, Value::Object);
        Self {
            result: Some(Box::new(result)),
            ..Self::of(StreamEventKind::Result, data)
        }
    }

    fn of(kind: StreamEventKind, data: Value) -> Self {
        Self {
            kind,
            data,
            error_code: None,
            extra: Map::new(),
            result: None,
        }
    }
}

impl From<&str> for StreamEventKind {
    fn from(kind: &str) -> Self {
        match kind {
            "start" => Self::Start,
            "content" => Self::Content,
            "progress" => Self::Progress,
            "done" => Self::Done,
            "error" => Self::Error,
            other => Self::Other(other.to_owned()),
        }
    }
}

/// As the server writes it.
impl fmt::Display for StreamEventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Start => "start",
            Self::Content => "content",
            Self::Progress => "progress",
            Self::Done => "done",
            Self::Error => "error",
            Self::Result => "result",
            Self::Unreadable => "unreadable",
            Self::Other(kind) => kind,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(data: &str) -> StreamEvent {
        StreamEvent::read(data, None).unwrap()
    }

    #[test]
    fn every_type_is_known() {
        for kind in ["start", "content", "progress", "done", "error", "tool_call"] {
            let event = read(&json!({"type": kind, "data": {"a": 1}}).to_string());
            assert_eq!(event.kind.to_string(), kind);
            assert_eq!(event.data, json!({"a": 1}));
        }
        assert_eq!(
            read(r#"{"type":7}"#).kind,
            StreamEventKind::Other("7".into())
        );
    }

    #[test]
    fn nothing_that_is_said_is_lost() {
        let event = read(r#"{"type":"error","data":"boom","error_code":"LLM_ERROR","hint":[1]}"#);
        assert_eq!(event.kind, StreamEventKind::Error);
        assert_eq!(event.data, "boom");
        assert_eq!(event.error_code.as_deref(), Some("LLM_ERROR"));
        assert_eq!(event.extra["hint"], json!([1]));
        assert_eq!(event.text(), None);
    }

    #[test]
    fn without_a_type_it_is_content_or_what_the_stream_calls_it() {
        assert_eq!(read(r#"{"data":" He"}"#).text(), Some(" He"));
        assert_eq!(read("{}").data, Value::Null);
        let named = StreamEvent::read(r#"{"data":{}}"#, Some("done")).unwrap();
        assert_eq!(named.kind, StreamEventKind::Done);
        let inner = StreamEvent::read(r#"{"type":"start"}"#, Some("done")).unwrap();
        assert_eq!(inner.kind, StreamEventKind::Start);
    }

    #[test]
    fn json_that_is_no_object_is_content() {
        for text in ["5", "\"x\"", "[1]", "null"] {
            let event = read(text);
            assert_eq!(event.kind, StreamEventKind::Content);
            assert_eq!(event.data.to_string(), text);
        }
        assert!(StreamEvent::read("[DONE]", None).is_none());
    }
}
