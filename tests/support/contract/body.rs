//! What is kept of a body while it passes.

use super::head::Head;
use super::media;
use super::multipart::Reader;

/// JSON bodies are kept up to this many bytes.
const LONGEST_JSON: usize = 64 * 1024 * 1024;

/// A body as far as it has passed: its length, and what the checks need of it.
#[derive(Debug)]
pub(super) struct Body {
    length: u64,
    kept: Kept,
}

#[derive(Debug)]
pub(super) enum Kept {
    /// Neither JSON nor multipart: passes without being kept.
    Nothing,
    Json(Vec<u8>),
    TooLong,
    Multipart(Reader),
}

impl Body {
    /// An empty body under the content type of `head`.
    pub(super) fn new(head: &Head) -> Self {
        let content_type = head.header("content-type").unwrap_or_default();
        let essence = media::essence(content_type);
        let boundary = media::parameter(content_type, "boundary");
        let kept = match boundary {
            _ if media::is_json(&essence) => Kept::Json(Vec::new()),
            Some(boundary) if essence == "multipart/form-data" => {
                Kept::Multipart(Reader::new(&boundary))
            }
            _ => Kept::Nothing,
        };
        Self { length: 0, kept }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.length += bytes.len() as u64;
        match &mut self.kept {
            Kept::Json(kept) if kept.len() + bytes.len() > LONGEST_JSON => {
                self.kept = Kept::TooLong;
            }
            Kept::Json(kept) => kept.extend_from_slice(bytes),
            Kept::Multipart(reader) => reader.push(bytes),
            Kept::Nothing | Kept::TooLong => {}
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.length == 0
    }

    pub(super) fn kept(&self) -> &Kept {
        &self.kept
    }
}
