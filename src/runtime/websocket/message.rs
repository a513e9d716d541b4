//! What goes over a WebSocket.

use std::fmt;

use bytes::Bytes;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

/// One message.
///
/// ```
/// use quintet::websocket::Message;
///
/// assert_eq!(Message::from("hello"), Message::Text("hello".to_owned()));
/// assert_eq!(Message::from(vec![1, 2]).as_bytes(), [1, 2]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Message {
    /// Text.
    Text(String),
    /// Anything else.
    Binary(Bytes),
}

impl Message {
    /// The content, whatever it is.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Binary(bytes) => bytes,
        }
    }
}

impl From<&str> for Message {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Message {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Bytes> for Message {
    fn from(bytes: Bytes) -> Self {
        Self::Binary(bytes)
    }
}

impl From<Vec<u8>> for Message {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Binary(bytes.into())
    }
}

impl From<Message> for Frame {
    fn from(message: Message) -> Self {
        match message {
            Message::Text(text) => Self::text(text),
            Message::Binary(bytes) => Self::binary(bytes),
        }
    }
}

/// How the peer closed a WebSocket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Close {
    code: Option<u16>,
    reason: String,
}

impl Close {
    /// The code, where the peer gave one. One that must not be sent (RFC 6455, section 7.4) reads as 1002.
    #[must_use]
    pub fn code(&self) -> Option<u16> {
        self.code
    }

    /// The reason in words; may be empty.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Whether it is an end and not a failure: the codes from 1001 to 2999 say what went wrong.
    pub(super) fn is_normal(&self) -> bool {
        self.code.is_none_or(|code| !(1001..3000).contains(&code))
    }
}

impl From<Option<CloseFrame>> for Close {
    fn from(frame: Option<CloseFrame>) -> Self {
        match frame {
            Some(frame) => Self {
                code: Some(frame.code.into()),
                reason: frame.reason.as_str().to_owned(),
            },
            None => Self {
                code: None,
                reason: String::new(),
            },
        }
    }
}

impl fmt::Display for Close {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            // The library puts this in the place of codes that must not be sent.
            Some(1002) if self.reason == "Protocol violation" => {
                return f.write_str("with code 1002, or with one that must not be sent");
            }
            Some(code) => write!(f, "with code {code}")?,
            None => f.write_str("without a code")?,
        }
        if self.reason.is_empty() {
            return Ok(());
        }
        let words = self.reason.split_whitespace().collect::<Vec<_>>();
        write!(f, ": {}", words.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(code: u16) -> Close {
        close_for(code, "so\nit is")
    }

    fn close_for(code: u16, reason: &str) -> Close {
        Close::from(Some(CloseFrame {
            code: code.into(),
            reason: reason.into(),
        }))
    }

    #[test]
    fn the_codes_of_failures_are_told_from_those_of_ends() {
        for code in [1000, 3000, 4001, 4999] {
            assert!(close(code).is_normal(), "{code}");
        }
        for code in [1001, 1002, 1009, 1011, 1012, 2999] {
            assert!(!close(code).is_normal(), "{code}");
        }
        assert!(Close::from(None).is_normal());
        assert_eq!(close(1011).to_string(), "with code 1011: so it is");
        assert_eq!(close(1002).to_string(), "with code 1002: so it is");
        assert_eq!(
            close_for(1002, "Protocol violation").to_string(),
            "with code 1002, or with one that must not be sent"
        );
        assert_eq!(Close::from(None).to_string(), "without a code");
    }
}
