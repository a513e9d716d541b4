//! What the engine knows of an operation; the tables are generated from the documents.

use http::StatusCode;

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

impl Operation {
    /// Whether the document has a success of this status.
    pub(crate) fn promises(&self, status: StatusCode) -> bool {
        self.success.contains(&status.as_u16())
    }

    /// Whether the document says what the JSON of a success with this status is. Where it has one success only, that is what
    /// any other is taken for: the server has done what it was asked for, and its body can be tried.
    pub(crate) fn promises_json(&self, status: StatusCode) -> bool {
        self.promises(status) || self.success.len() == 1
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_success_stands_for_all() {
        let of = |success: &'static [u16]| Operation {
            id: "make",
            method: "POST",
            path: "/",
            idempotent: false,
            streaming: false,
            streams_reply: false,
            success,
            meanings: &[],
        };
        for (success, status, known, json) in [
            (&[200][..], 200, true, true),
            (&[200], 201, false, true),
            (&[200, 204], 204, true, true),
            (&[200, 204], 201, false, false),
            (&[], 200, false, false),
        ] {
            let (operation, status) = (of(success), StatusCode::from_u16(status).unwrap());
            assert_eq!(operation.promises(status), known, "{success:?} {status}");
            assert_eq!(
                operation.promises_json(status),
                json,
                "{success:?} {status}"
            );
        }
    }
}
