//! What the engine knows of an operation; the tables are generated from the documents.

use crate::error::ErrorKind;

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

/// Finds an operation in the table of its document, which is sorted by id.
pub(crate) fn find(table: &'static [Operation], id: &str) -> Option<&'static Operation> {
    let index = table
        .binary_search_by(|operation| operation.id.cmp(id))
        .ok()?;
    table.get(index)
}
