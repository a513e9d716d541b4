//! What went wrong, by meaning.

use http::StatusCode;

/// What went wrong, by meaning: a reply whose text says "not found" is [`NotFound`](Self::NotFound) even where the
/// backend sends it as a 500. [`Error::status`](crate::Error::status) keeps what the server sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The call was refused by the client before any I/O; the message says what is wrong and what is right.
    InvalidInput,
    /// No connection could be made; nothing was sent.
    Connect,
    /// The connection broke after the request may have been sent.
    Transport,
    /// A total, idle or waiting time limit passed.
    Timeout,
    /// The server refuses the request as malformed or against its rules (400, 422).
    BadRequest,
    /// No credential, or one that the server does not accept (401).
    Unauthorized,
    /// The credential does not permit this (403).
    Forbidden,
    /// The thing asked for does not exist (404).
    NotFound,
    /// The thing exists already, or its state does not permit this (409).
    Conflict,
    /// Too many requests (429).
    RateLimited,
    /// The server cannot take the request now (503).
    Unavailable,
    /// The server failed (any other 5xx).
    Server,
    /// The server refuses the request for another reason (any other 4xx).
    Rejected,
    /// The server answers with a redirect that must not be followed.
    Redirect,
    /// The reply is not what the document promises.
    Decode,
    /// The reply is larger than the limit.
    TooLarge,
    /// What was waited for ended in failure.
    Failed,
    /// What was waited for does not exist any more.
    Gone,
    /// A local file, or the content of an upload, could not be read or written.
    File,
}

impl ErrorKind {
    /// The kind that a status stands for when the reply says nothing better.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        match status.as_u16() {
            300..=399 => Self::Redirect,
            400 | 422 => Self::BadRequest,
            401 => Self::Unauthorized,
            403 => Self::Forbidden,
            404 => Self::NotFound,
            408 => Self::Timeout,
            409 => Self::Conflict,
            429 => Self::RateLimited,
            503 => Self::Unavailable,
            400..=499 => Self::Rejected,
            500..=599 => Self::Server,
            // An interim reply in the place of a final one, or a number that is no status.
            _ => Self::Decode,
        }
    }

    /// Whether the cause may pass by itself.
    pub(crate) fn is_transient(self) -> bool {
        matches!(
            self,
            Self::Connect
                | Self::Transport
                | Self::Timeout
                | Self::RateLimited
                | Self::Unavailable
                | Self::Server
        )
    }
}
