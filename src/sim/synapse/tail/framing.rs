//! Pieces of logs as they are on the wire.

use std::fmt::Write as _;

use serde_json::Value;

use super::{Framing, Transport};

/// What a client is told.
#[derive(Clone, Copy, Debug)]
pub(super) enum Event<'a> {
    Log(&'a str),
    Complete,
    Error(&'a str),
}

impl Framing {
    /// The content type over HTTP.
    pub(super) fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/x-ndjson",
            Self::Text => "text/plain; charset=utf-8",
            Self::Events | Self::TextEvents => "text/event-stream; charset=utf-8",
        }
    }

    /// An event in this framing; `None` where it cannot be said.
    pub(super) fn encode(self, event: Event<'_>, transport: Transport) -> Option<Vec<u8>> {
        let text = match (self, event) {
            (Self::Json, event) => {
                let mut text = object(event, ":", ",");
                if transport == Transport::Http {
                    text.push('\n');
                }
                text
            }
            (Self::Text, Event::Log(log)) => log.to_owned(),
            (Self::Text, _) => return None,
            (Self::TextEvents, Event::Log(log)) => {
                let log = log.strip_suffix('\n').unwrap_or(log);
                let mut text = String::with_capacity(log.len() + 8);
                for line in log.split('\n') {
                    text.push_str("data: ");
                    text.push_str(line.strip_suffix('\r').unwrap_or(line));
                    text.push('\n');
                }
                text.push('\n');
                text
            }
            (Self::Events | Self::TextEvents, event) => {
                format!("data: {}\n\n", ascii(object(event, ": ", ", ")))
            }
        };
        Some(text.into_bytes())
    }
}

fn object(event: Event<'_>, colon: &str, comma: &str) -> String {
    let (kind, message) = match event {
        Event::Log(log) => ("log", Some(log)),
        Event::Complete => ("complete", None),
        Event::Error(message) => ("error", Some(message)),
    };
    let mut text = format!("{{\"type\"{colon}\"{kind}\"");
    if let Some(message) = message {
        let message = Value::from(message);
        // Writing into a text cannot fail.
        let _ = write!(text, "{comma}\"message\"{colon}{message}");
    }
    text.push('}');
    text
}

/// JSON with escapes for whatever is not ASCII.
fn ascii(json: String) -> String {
    if json.is_ascii() {
        return json;
    }
    let mut text = String::with_capacity(2 * json.len());
    for character in json.chars() {
        if character.is_ascii() {
            text.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            let _ = write!(text, "\\u{unit:04x}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(framing: Framing, event: Event<'_>, transport: Transport) -> String {
        let bytes = framing.encode(event, transport).unwrap_or_default();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn events_have_the_bytes_of_the_contract() {
        let log = Event::Log("a\n\u{ac00}\u{1f600}\"\n");
        let socket = |framing, event| encoded(framing, event, Transport::WebSocket);
        assert_eq!(
            socket(Framing::Json, log),
            "{\"type\":\"log\",\"message\":\"a\\n\u{ac00}\u{1f600}\\\"\\n\"}"
        );
        assert_eq!(
            socket(Framing::Json, Event::Complete),
            r#"{"type":"complete"}"#
        );
        assert_eq!(
            socket(Framing::Json, Event::Error("boom")),
            r#"{"type":"error","message":"boom"}"#
        );
        assert_eq!(socket(Framing::Text, log), "a\n\u{ac00}\u{1f600}\"\n");
        assert_eq!(socket(Framing::Text, Event::Complete), "");

        let http = |framing, event| encoded(framing, event, Transport::Http);
        assert_eq!(
            http(Framing::Events, log),
            "data: {\"type\": \"log\", \"message\": \"a\\n\\uac00\\ud83d\\ude00\\\"\\n\"}\n\n"
        );
        assert_eq!(
            http(Framing::Events, Event::Complete),
            "data: {\"type\": \"complete\"}\n\n"
        );
        assert_eq!(
            http(Framing::Json, Event::Complete),
            "{\"type\":\"complete\"}\n"
        );
    }

    #[test]
    fn each_line_of_a_text_is_a_line_of_its_event() {
        let log = Event::Log("a\r\n\nb\n");
        let text = encoded(Framing::TextEvents, log, Transport::Http);
        assert_eq!(text, "data: a\ndata: \ndata: b\n\n");
        let text = encoded(Framing::TextEvents, Event::Log("\n"), Transport::Http);
        assert_eq!(text, "data: \n\n");
    }
}
