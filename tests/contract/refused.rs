//! Refusals as they come over the wire, and the errors that they become.

use quintet::{Error, ErrorKind};

use crate::support::error::said;

/// A refusal as it comes over the wire, and the error that it becomes.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) status: u16,
    pub(super) media: &'static str,
    pub(super) body: &'static [u8],
    kind: ErrorKind,
    code: Option<&'static str>,
    message: &'static str,
    /// What `Refusal::of` says, as its `Debug`.
    refusal: &'static str,
}

/// One with a body of JSON.
pub(super) const fn json(
    status: u16,
    kind: ErrorKind,
    code: Option<&'static str>,
    message: &'static str,
    body: &'static str,
    refusal: &'static str,
) -> Refused {
    Refused {
        status,
        media: "application/json",
        body: body.as_bytes(),
        kind,
        code,
        message,
        refusal,
    }
}

/// One with a body of that type.
pub(super) const fn other(
    status: u16,
    kind: ErrorKind,
    media: &'static str,
    body: &'static [u8],
    message: &'static str,
    refusal: &'static str,
) -> Refused {
    Refused {
        status,
        media,
        body,
        kind,
        code: None,
        message,
        refusal,
    }
}

impl Refused {
    /// Panics unless the error of that operation says all that the refusal said.
    #[track_caller]
    pub(super) fn check(&self, error: &Error, operation: &str, refusal: &str) {
        let body = String::from_utf8_lossy(self.body);
        let shown = format!("{operation} {} {body}: {error:?}", self.status);
        let expected = (self.kind, Some(self.status), self.code);
        assert_eq!(said(error), expected, "{shown}");
        assert_eq!(error.message(), self.message, "{shown}");
        assert_eq!(error.operation(), Some(operation), "{shown}");
        assert_eq!(&**error.body().unwrap(), self.body, "{shown}");
        let media = error.headers().unwrap()["content-type"].to_str().unwrap();
        assert_eq!(media, self.media, "{shown}");
        assert_eq!(refusal, self.refusal, "{shown}");
    }
}
