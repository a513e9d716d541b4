//! What a stream of events gives out.

use std::fmt;
use std::ops::Deref;
use std::time::Duration;

use bytes::Bytes;
use bytestring::ByteString;

use super::super::lines::Lines;

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub(crate) struct Event {
    /// Its type; `None` where the server names none, which the standard calls `message`.
    pub(crate) event: Option<Text>,
    /// The lines of its data, joined by line feeds.
    pub(crate) data: Text,
    /// The last id that the server gave, with this event or before; `None` where it gave none or took it back.
    pub(crate) id: Option<Text>,
    /// The last delay before reconnecting that the server asked for, with this event or before.
    pub(crate) retry: Option<Duration>,
}

/// Text that shares the memory of what was received, as far as it came in one piece.
///
/// Keeping it keeps that memory: what is to stay should be copied.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Text(ByteString);

impl Text {
    /// Text out of bytes; what is no UTF-8 becomes U+FFFD.
    #[inline]
    pub(super) fn of(lines: &Lines, start: usize) -> Self {
        match ByteString::try_from(lines.tail(start)) {
            Ok(text) => Self(text),
            Err(_) => Self(
                String::from_utf8_lossy(&lines.line()[start..])
                    .into_owned()
                    .into(),
            ),
        }
    }

    /// The bytes of the text, without a copy.
    pub(crate) fn into_bytes(self) -> Bytes {
        self.0.into_bytes()
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}
