//! What errors say, for comparing.

use quintet::{Error, ErrorKind};

/// What an error says: kind, status and code.
pub(crate) fn said(error: &Error) -> (ErrorKind, Option<u16>, Option<&str>) {
    let status = error.status().map(|status| status.as_u16());
    (error.kind(), status, error.code())
}
