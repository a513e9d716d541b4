//! What a message, an event or a line of the agent says. Contract: §2.3, §2.4.

use std::borrow::Cow;

use bytes::Bytes;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use crate::runtime::chunk::Chunk;

/// What the agent says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// Lines of the log, with their ends or without, or a piece of one.
    Message(Chunk),
    /// Whole lines, with the end of the last one or without.
    Lines(Chunk),
    /// Bytes of the log, cut anywhere.
    Bytes(Bytes),
    /// The log is complete.
    Complete,
    /// The log cannot be followed any further, and why.
    Failed(Option<String>),
}

/// Reads one message, event or line after the other.
#[derive(Debug, Default)]
pub(super) struct Reader {
    /// Whether the agent says all in objects, or hands out the log as it is; the first word decides.
    says_objects: Option<bool>,
}

impl Reader {
    /// A reader of an agent that says all in objects.
    pub(super) fn of_objects() -> Self {
        let says_objects = Some(true);
        Self { says_objects }
    }

    /// Whether the agent is known to say all in objects.
    pub(super) fn says_objects(&self) -> bool {
        self.says_objects == Some(true)
    }

    /// Reads an object; what is none, or says nothing, is a piece of the log as it is, and gives the text back.
    #[inline]
    pub(super) fn read(&mut self, text: Chunk) -> Result<Said, Chunk> {
        match Said::object(&text) {
            // What the job prints may look like an object of the agent.
            Some(said) if self.says_objects != Some(false) || is_own(&text) => {
                self.says_objects.get_or_insert(true);
                Ok(said)
            }
            _ => {
                if self.says_objects.is_none() && !text.is_empty() && !is_json(&text) {
                    self.says_objects = Some(false);
                }
                Err(text)
            }
        }
    }
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
    /// Reads an object that says something.
    pub(super) fn object(message: &Chunk) -> Option<Self> {
        if !message.trim_ascii_start().starts_with(b"{")
            || !message.trim_ascii_end().ends_with(b"}")
        {
            return None;
        }
        let envelope = match message.as_text() {
            Some(text) => serde_json::from_str(text),
            None => serde_json::from_slice(message),
        };
        match envelope {
            Ok(Envelope {
                kind,
                message: text,
            }) => {
                let text = text.map(|text| match text.0 {
                    Cow::Borrowed(text) => message.slice_ref(text.as_bytes()).into(),
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

    fn from(kind: Option<&str>, text: Option<Chunk>) -> Option<Self> {
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

/// Whether a line looks like one of the agent's objects, and not like something that the job itself has printed: it has
/// nothing else in it.
pub(super) fn looks_own(line: &[u8]) -> bool {
    let object: Result<Map<String, Value>, _> = serde_json::from_slice(line);
    object.is_ok_and(|object| {
        let is_known = |(name, value): (&String, &Value)| {
            matches!(name.as_str(), "type" | "message") && value.is_string()
        };
        !object.is_empty() && object.iter().all(is_known)
    })
}

/// Whether a line among others that are text can only be one of the agent's objects.
fn is_own(line: &[u8]) -> bool {
    let envelope: Result<Envelope<'_>, _> = serde_json::from_slice(line);
    let kind = envelope.ok().and_then(|envelope| envelope.kind);
    looks_own(line) && kind.is_some_and(|kind| matches!(&*kind.0, "log" | "complete" | "error"))
}

/// Whether a text is JSON of any kind.
pub(super) fn is_json(text: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Said {
        said(&mut Reader::default(), text)
    }

    fn said(reader: &mut Reader, text: &str) -> Said {
        reader
            .read(text.to_owned().into())
            .unwrap_or_else(Said::Message)
    }

    fn message(text: &str) -> Said {
        Said::Message(text.to_owned().into())
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
        let bytes = Chunk::Bytes(Bytes::from_static(b"\xff{}"));
        assert_eq!(Reader::default().read(bytes.clone()), Err(bytes));
    }

    #[test]
    fn an_agent_that_hands_out_text_is_not_taken_at_the_jobs_word() {
        let printed = r#"{"level":"info","type":"complete","message":"x"}"#;
        let own = r#"{"type":"complete"}"#;
        for first in ["line 1\n", "{broken"] {
            let mut reader = Reader::default();
            assert_eq!(said(&mut reader, first), message(first));
            assert_eq!(said(&mut reader, printed), message(printed));
            assert_eq!(said(&mut reader, own), Said::Complete);
        }
        // Other values do not tell who wrote them.
        for first in ["", "42", "\"x\"", "null", "[1]", r#"{"a":1}"#] {
            let mut reader = Reader::default();
            assert_eq!(said(&mut reader, first), message(first));
            assert_eq!(said(&mut reader, printed), Said::Complete);
            assert!(reader.says_objects());
        }
    }

    #[test]
    fn what_the_job_has_printed_is_not_the_agents() {
        for own in [
            r#"{"type":"log","message":"x"}"#,
            r#"{"type":"complete"}"#,
            r#"{"type":"error"}"#,
        ] {
            assert!(looks_own(own.as_bytes()) && is_own(own.as_bytes()), "{own}");
        }
        for either in [r#"{"message":"x"}"#, r#"{"type":"step","message":"x"}"#] {
            assert!(
                looks_own(either.as_bytes()) && !is_own(either.as_bytes()),
                "{either}"
            );
        }
        for other in [
            r#"{"level":"info","message":"x"}"#,
            r#"{"type":"complete","epoch":3}"#,
            r#"{"message":1}"#,
            "{}",
            "42",
            "{",
        ] {
            assert!(
                !looks_own(other.as_bytes()) && !is_own(other.as_bytes()),
                "{other}"
            );
        }
    }
}
