//! What a message, an event or a line of the agent says. Contract: §2.3, §2.4.

use std::borrow::Cow;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Map, Value};

/// What the agent says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// Lines of the log, or a piece of one.
    Message(Bytes),
    /// Bytes of the log, cut anywhere.
    Bytes(Bytes),
    /// The log is complete.
    Complete,
    /// The log cannot be followed any further, and why.
    Failed(Option<String>),
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, default, rename = "type")]
    kind: Option<Word<'a>>,
    #[serde(borrow, default)]
    message: Option<Word<'a>>,
}

/// A string that is copied only where it has escapes.
#[derive(Deserialize)]
struct Word<'a>(#[serde(borrow)] Cow<'a, str>);

impl Said {
    /// Reads an object; what is none, or says nothing, is a piece of the log as it is.
    pub(super) fn read(message: Bytes) -> Self {
        Self::object(&message).unwrap_or(Self::Message(message))
    }

    /// Reads an object that says something.
    pub(super) fn object(message: &Bytes) -> Option<Self> {
        if !message.trim_ascii_start().starts_with(b"{")
            || !message.trim_ascii_end().ends_with(b"}")
        {
            return None;
        }
        match serde_json::from_slice(message) {
            Ok(Envelope {
                kind,
                message: text,
            }) => {
                let text = text.map(|text| match text.0 {
                    Cow::Borrowed(text) => message.slice_ref(text.as_bytes()),
                    Cow::Owned(text) => text.into(),
                });
                Self::from(kind.as_ref().map(|kind| &*kind.0), text)
            }
            // Perhaps its `message` is no string, or there are two.
            Err(_) => {
                let object: Map<String, Value> = serde_json::from_slice(message).ok()?;
                let text = match object.get("message") {
                    None | Some(Value::Null) => None,
                    Some(Value::String(text)) => Some(text.clone().into()),
                    Some(other) => Some(other.to_string().into()),
                };
                Self::from(object.get("type").and_then(Value::as_str), text)
            }
        }
    }

    fn from(kind: Option<&str>, text: Option<Bytes>) -> Option<Self> {
        match kind {
            Some("complete") => Some(Self::Complete),
            Some("error") => {
                let text = text.map(|text| String::from_utf8_lossy(&text).into_owned());
                Some(Self::Failed(text.filter(|text| !text.trim().is_empty())))
            }
            _ => text.map(Self::Message),
        }
    }
}

/// Whether a line is one of the agent's objects and not something that the job itself has printed: it has nothing else in
/// it.
pub(super) fn is_own(line: &[u8]) -> bool {
    let object: Result<Map<String, Value>, _> = serde_json::from_slice(line);
    object.is_ok_and(|object| {
        let known = |name: &String| matches!(name.as_str(), "type" | "message");
        !object.is_empty() && object.keys().all(known)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Said {
        Said::read(Bytes::copy_from_slice(text.as_bytes()))
    }

    fn message(text: &str) -> Said {
        Said::Message(Bytes::copy_from_slice(text.as_bytes()))
    }

    #[test]
    fn objects_have_a_message() {
        for (sent, text) in [
            (r#"{"type":"log","message":"line 1"}"#, "line 1"),
            (r#"{"message":"a\nb\n"}"#, "a\nb\n"),
            (
                r#" {"message":"\u001b[31mé","type":"stdout","at":[1]} "#,
                "\u{1b}[31mé",
            ),
            (r#"{"type":"log","message":""}"#, ""),
            (r#"{"type":7,"message":"x"}"#, "x"),
            (r#"{"message":42}"#, "42"),
            (r#"{"message":"a","message":"b"}"#, "b"),
        ] {
            assert_eq!(read(sent), message(text), "{sent}");
        }
    }

    #[test]
    fn the_end_is_told() {
        assert_eq!(
            read(r#"{"type":"complete","message":"bye"}"#),
            Said::Complete
        );
        assert_eq!(read(r#"{"type":"complete"}"#), Said::Complete);
        let failed = |text: &str| Said::Failed(Some(text.to_owned()));
        assert_eq!(read(r#"{"type":"error","message":"boom"}"#), failed("boom"));
        assert_eq!(
            read(r#"{"type":"error","message":{"code":1}}"#),
            failed(r#"{"code":1}"#)
        );
        assert_eq!(read(r#"{"type":"error"}"#), Said::Failed(None));
        assert_eq!(
            read(r#"{"type":"error","message":" "}"#),
            Said::Failed(None)
        );
    }

    #[test]
    fn anything_else_is_text_as_it_is() {
        for text in [
            "",
            "plain",
            "42",
            "\"str\"",
            "null",
            "[1,2]",
            "true",
            "{",
            "{}",
            "{broken}",
            r#"{"type":"log","data":"x"}"#,
            r#"{"type":"log","message":null}"#,
            r#"{"type":"log","message":"cut"#,
        ] {
            assert_eq!(read(text), message(text));
        }
        assert_eq!(
            Said::read(Bytes::from_static(b"\xff{}")),
            Said::Message(Bytes::from_static(b"\xff{}"))
        );
    }

    #[test]
    fn what_the_job_has_printed_is_not_the_agents() {
        for own in [
            r#"{"type":"log","message":"x"}"#,
            r#"{"message":"x"}"#,
            r#"{"type":"complete"}"#,
        ] {
            assert!(is_own(own.as_bytes()), "{own}");
        }
        for other in [
            r#"{"level":"info","message":"x"}"#,
            r#"{"type":"complete","epoch":3}"#,
            "{}",
            "42",
            "{",
        ] {
            assert!(!is_own(other.as_bytes()), "{other}");
        }
    }
}
