//! What is kept of a body while it passes.

use super::events;
use super::head::Head;
use super::media;
use super::multipart;

/// JSON and XML bodies are kept up to this many bytes.
const LONGEST_KEPT: usize = 64 * 1024 * 1024;

/// A body as far as it has passed: its length, and what the checks need of it.
#[derive(Debug)]
pub(super) struct Body {
    length: u64,
    kept: Kept,
}

#[derive(Debug)]
pub(super) enum Kept {
    /// Of no type that is checked: passes without being kept.
    Nothing,
    Json(Vec<u8>),
    Xml(Vec<u8>),
    TooLong,
    Multipart(multipart::Reader),
    Events(events::Reader),
}

impl Body {
    /// An empty body under the content type of `head`.
    pub(super) fn new(head: &Head) -> Self {
        let content_type = head.header("content-type").unwrap_or_default();
        let essence = media::essence(content_type);
        let boundary = media::parameter(content_type, "boundary");
        let kept = match (&*essence, boundary) {
            (json, _) if media::is_json(json) => Kept::Json(Vec::new()),
            (xml, _) if media::is_xml(xml) => Kept::Xml(Vec::new()),
            (media::EVENT_STREAM, _) => Kept::Events(events::Reader::new()),
            ("multipart/form-data", Some(boundary)) => {
                Kept::Multipart(multipart::Reader::new(&boundary))
            }
            _ => Kept::Nothing,
        };
        Self { length: 0, kept }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.length += bytes.len() as u64;
        match &mut self.kept {
            Kept::Json(kept) | Kept::Xml(kept) => {
                if kept.len() + bytes.len() > LONGEST_KEPT {
                    self.kept = Kept::TooLong;
                } else {
                    kept.extend_from_slice(bytes);
                }
            }
            Kept::Multipart(reader) => reader.push(bytes),
            Kept::Events(reader) => reader.push(bytes),
            Kept::Nothing | Kept::TooLong => {}
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.length == 0
    }

    pub(super) fn kept(&self) -> &Kept {
        &self.kept
    }

    /// What is wrong with an event stream so far, or after its end.
    pub(super) fn events(&mut self, is_whole: bool) -> Option<&str> {
        match (&mut self.kept, is_whole) {
            (Kept::Events(reader), true) => reader.last_finding(),
            (Kept::Events(reader), false) => reader.finding(),
            _ => None,
        }
    }
}
