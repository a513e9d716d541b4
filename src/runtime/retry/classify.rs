//! Whether an attempt may be repeated.

use std::error::Error as StdError;

use super::retry_after;
use crate::error::{Error, ErrorKind, Reply, reply};
use crate::runtime::credential::Credential;
use crate::runtime::operation::{Meaning, Operation};
use crate::runtime::upload::Unreadable;

/// When the request of a failed attempt may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Again {
    /// It would fail again, or its time is over.
    Never,
    /// The server may have done the work.
    IfIdempotent,
    /// Nothing was sent, or the server states that it did nothing.
    Always,
}

impl Again {
    pub(crate) fn permits(self, idempotent: bool) -> bool {
        match self {
            Self::Never => false,
            Self::IfIdempotent => idempotent,
            Self::Always => true,
        }
    }
}

/// A failed attempt.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) error: Error,
    pub(crate) again: Again,
}

impl Failure {
    pub(crate) fn never(error: Error) -> Self {
        Self {
            error,
            again: Again::Never,
        }
    }

    /// A reply that is no success: by its meaning if the document gives one, else by its status.
    pub(crate) fn from_reply(operation: &Operation, reply: Reply, credential: &Credential) -> Self {
        let report = reply::read(reply.status, &reply.body);
        // Once more: in the body it may have been escaped.
        let clean = |text: String| credential.scrub_text(&text).unwrap_or(text);
        let meaning = meaning(operation, &reply);
        let kind = meaning.map_or_else(
            || ErrorKind::of_status(reply.status),
            |meaning| meaning.kind,
        );
        let again = match meaning {
            Some(meaning) if !meaning.processed => Again::Always,
            _ if retried(kind, reply.status.as_u16()) => Again::IfIdempotent,
            _ => Again::Never,
        };
        let delay = retry_after(&reply.headers);
        let error = Error::new(kind, clean(report.message))
            .with_code(report.code.map(clean))
            .with_retry_after(delay)
            .with_reply(reply);
        Self { error, again }
    }

    /// A request that got no reply.
    pub(crate) fn from_transport(error: reqwest::Error) -> Self {
        // The URL may hold what must not be shown; the operation says enough.
        let error = error.without_url();
        if error.is_builder() {
            return Self::never(Error::invalid("the request cannot be built").with_source(error));
        }
        if let Some(cause) = cause::<Unreadable>(&error) {
            let error = Error::new(ErrorKind::File, cause.to_string()).with_source(error);
            return Self::never(error);
        }
        let (kind, message, again) = if error.is_connect() && error.is_timeout() {
            (
                ErrorKind::Connect,
                "no connection within the connect timeout",
                Again::Always,
            )
        } else if error.is_connect() {
            (
                ErrorKind::Connect,
                "no connection could be made",
                Again::Always,
            )
        } else if error.is_timeout() {
            (
                ErrorKind::Timeout,
                "a time limit of the HTTP client itself passed",
                Again::IfIdempotent,
            )
        } else {
            (
                ErrorKind::Transport,
                "the connection broke before the reply was complete",
                Again::IfIdempotent,
            )
        };
        Self {
            error: Error::new(kind, message).with_source(error),
            again,
        }
    }

    /// Notes what was received of a reply whose body did not come whole.
    pub(crate) fn with_reply(mut self, reply: Reply) -> Self {
        self.error = self.error.with_reply(reply);
        self
    }
}

/// The cause of this type in the chain of an error.
fn cause<'a, T: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a T> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        next = error.source();
    }
    None
}

fn meaning(operation: &Operation, reply: &Reply) -> Option<&'static Meaning> {
    let body = String::from_utf8_lossy(&reply.body);
    let status = reply.status.as_u16();
    operation
        .meanings
        .iter()
        .find(|meaning| meaning.status == status && body.contains(meaning.text))
}

fn retried(kind: ErrorKind, status: u16) -> bool {
    // 501, 505 and their like do not pass by themselves.
    kind.is_transient() && matches!(status, 408 | 429 | 500 | 502 | 503 | 504)
}
