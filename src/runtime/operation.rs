//! What the engine knows of an operation; the tables are generated from the documents.

use crate::error::{Error, ErrorKind, Result};

/// One operation of a document.
#[derive(Debug)]
pub(crate) struct Operation {
    /// `operationId`.
    pub(crate) id: &'static str,
    pub(crate) method: &'static str,
    /// The path with its `{parameters}`.
    pub(crate) path: &'static str,
    /// Whether sending it twice is the same as sending it once.
    pub(crate) idempotent: bool,
    /// Whether a body streams: an idle limit instead of a total one.
    pub(crate) streaming: bool,
    /// Whether the reply is handed over unread.
    pub(crate) streams_reply: bool,
    /// The statuses of its success replies.
    pub(crate) success: &'static [u16],
    pub(crate) meanings: &'static [Meaning],
}

/// A reply whose text says more than its status (`x-meaning`).
#[derive(Debug)]
pub(crate) struct Meaning {
    pub(crate) status: u16,
    /// What the body contains.
    pub(crate) text: &'static str,
    pub(crate) kind: ErrorKind,
    /// `false`: the server states that it did nothing.
    pub(crate) processed: bool,
}

/// Finds an operation that is written by hand in the table of its document, which is sorted by id.
///
/// # Errors
/// [`InvalidInput`](ErrorKind::InvalidInput) when the document has none of that id.
pub(crate) fn find(table: &'static [Operation], id: &str) -> Result<&'static Operation> {
    let index = table.binary_search_by(|operation| operation.id.cmp(id));
    let found = index.ok().and_then(|index| table.get(index));
    found.ok_or_else(|| Error::invalid(format!("the document has no operation {id}")))
}
