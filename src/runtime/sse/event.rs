//! What a stream of events gives out.

use std::fmt;
use std::ops::Deref;
use std::time::Duration;

use bytes::Bytes;
use bytestring::ByteString;

use super::super::lines::Lines;

/// As much of a text tells what the rest is like.
const SAMPLE: usize = 64;

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// Text that shares the memory of what was received, as far as it came in one piece and is mostly ASCII.
///
/// As long as it is kept, the whole chunk that it came in is kept: what is to stay should be copied.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Text(ByteString);

impl Text {
    /// The line from there on; what is no UTF-8 in it becomes U+FFFD.
    #[inline]
    pub(super) fn of_line(lines: &Lines, start: usize) -> Self {
        let bytes = &lines.line()[start..];
        let sample = bytes.first_chunk::<SAMPLE>();
        if sample.is_some_and(|sample| !sample.is_ascii()) {
            return Self::copy(bytes);
        }
        match ByteString::try_from(lines.tail(start)) {
            Ok(text) => Self(text),
            Err(_) => Self::copy(bytes),
        }
    }

    /// Long text in other scripts: to check it many bytes at once and to copy it takes a fraction of the time of the check
    /// that would not need the copy.
    #[inline(never)]
    fn copy(bytes: &[u8]) -> Self {
        match simdutf8::basic::from_utf8(bytes) {
            Ok(text) => text.to_owned().into(),
            Err(_) => String::from_utf8_lossy(bytes).into_owned().into(),
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

    #[inline]
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
        fmt::Display::fmt(&**self, f)
    }
}
