//! What a connection brings at once.

use std::ops::{Deref, Range};

use bytes::Bytes;
#[cfg(feature = "websocket")]
use tokio_tungstenite::tungstenite::Utf8Bytes;

/// Bytes that came at once. Those that are known to be UTF-8 need not be checked again.
#[derive(Debug, Clone)]
pub(crate) enum Chunk {
    Bytes(Bytes),
    Text(String),
    /// A message of text, which was checked when it came.
    #[cfg(feature = "websocket")]
    Message(Utf8Bytes),
}

impl Chunk {
    /// The same as text, where it is known to be that.
    #[inline]
    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Bytes(_) => None,
            Self::Text(text) => Some(text),
            #[cfg(feature = "websocket")]
            Self::Message(text) => Some(text),
        }
    }

    /// A part of it as text; what is no UTF-8 becomes U+FFFD.
    #[inline]
    pub(crate) fn text(&self, part: Range<usize>) -> String {
        match self.as_text().and_then(|text| text.get(part.clone())) {
            Some(text) => text.to_owned(),
            None => text(&self[part]),
        }
    }

    /// A part of it.
    pub(crate) fn slice_ref(&self, part: &[u8]) -> Bytes {
        match self {
            Self::Bytes(bytes) => bytes.slice_ref(part),
            Self::Text(_) => Bytes::copy_from_slice(part),
            #[cfg(feature = "websocket")]
            Self::Message(text) => AsRef::<Bytes>::as_ref(text).slice_ref(part),
        }
    }

    /// All of it as bytes, without a copy.
    pub(crate) fn into_bytes(self) -> Bytes {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Text(text) => text.into(),
            #[cfg(feature = "websocket")]
            Self::Message(text) => text.into(),
        }
    }
}

/// Bytes as text; what is no UTF-8 becomes U+FFFD.
#[inline]
pub(crate) fn text(bytes: &[u8]) -> String {
    match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

impl Default for Chunk {
    fn default() -> Self {
        Self::Bytes(Bytes::new())
    }
}

impl Deref for Chunk {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            Self::Text(text) => text.as_bytes(),
            #[cfg(feature = "websocket")]
            Self::Message(text) => text.as_bytes(),
        }
    }
}

impl PartialEq for Chunk {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Chunk {}

impl From<Bytes> for Chunk {
    fn from(bytes: Bytes) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<String> for Chunk {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_the_same_whatever_is_known() {
        let text = "a漢b";
        let chunks = [
            Chunk::Bytes(Bytes::from_static(text.as_bytes())),
            Chunk::Text(text.to_owned()),
            #[cfg(feature = "websocket")]
            Chunk::Message(text.into()),
        ];
        for chunk in chunks {
            assert_eq!(chunk.as_text().is_none(), matches!(chunk, Chunk::Bytes(_)));
            assert_eq!(chunk.text(0..4), "a漢");
            // In the middle of a character.
            assert_eq!(chunk.text(0..2), "a\u{fffd}");
            assert_eq!(chunk.slice_ref(&chunk[1..4]), "漢");
            assert_eq!(chunk.into_bytes(), text);
        }
    }
}
