//! A difference between the wire and the document.

use std::fmt;

/// Which half of an exchange is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Request,
    Reply,
}

/// One difference between an exchange and the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Violation {
    /// The `operationId`; `None` when the request matched no documented operation.
    pub(crate) operation: Option<String>,
    pub(crate) side: Side,
    pub(crate) what: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.operation.as_deref().unwrap_or("(no operation)");
        let side = match self.side {
            Side::Request => "request",
            Side::Reply => "reply",
        };
        write!(f, "{operation}, {side}: {}", self.what)
    }
}
