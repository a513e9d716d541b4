//! One error for every call of every backend.

mod kind;
#[cfg(feature = "blocking")]
mod outcome;
pub(crate) mod reply;
mod request_id;

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

pub use kind::ErrorKind;
#[cfg(feature = "blocking")]
pub use outcome::Outcome;
pub(crate) use request_id::request_id;

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

type Source = Box<dyn StdError + Send + Sync>;

/// Why a call failed, with everything the server said about it.
///
/// Whenever a reply was received, its [`status`](Self::status), [`headers`](Self::headers) and
/// [`body`](Self::body) (bounded) are here, whatever else went wrong. No credential is in it.
///
/// ```
/// # fn handle(error: quintet::Error) {
/// if error.is_not_found() {
///     // gone already
/// } else if error.is_retryable() {
///     // may work later: nothing was done, or doing it again is harmless
/// } else {
///     eprintln!("{error}");
/// }
/// # }
/// ```
pub struct Error(Box<Inner>);

/// Boxed so that results stay small.
struct Inner {
    kind: ErrorKind,
    message: String,
    operation: Option<&'static str>,
    code: Option<String>,
    reply: Option<Reply>,
    retry_after: Option<Duration>,
    repeatable: bool,
    exhausted: bool,
    attempts: u32,
    elapsed: Duration,
    /// Shared by all who waited for the same thing.
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// What was received of a reply.
#[derive(Clone)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            operation: None,
            code: None,
            reply: None,
            retry_after: None,
            repeatable: false,
            exhausted: false,
            attempts: 0,
            elapsed: Duration::ZERO,
            source: None,
        }))
    }

    /// A refusal before any I/O. The message says what is wrong and what is right.
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::InvalidInput, message)
    }

    pub(crate) fn with_source(mut self, source: impl Into<Source>) -> Self {
        self.0.source = Some(Arc::from(source.into()));
        self
    }

    /// Adds what came before it, unless there is a cause already.
    pub(crate) fn or_source(mut self, source: impl Into<Source>) -> Self {
        let source = || Arc::from(source.into());
        self.0.source.get_or_insert_with(source);
        self
    }

    pub(crate) fn with_reply(mut self, reply: Reply) -> Self {
        self.0.reply = Some(reply);
        self
    }

    /// Adds the head of a reply that a time limit cut off, unless there is a whole reply.
    pub(crate) fn with_cut_off(mut self, reply: Option<Reply>) -> Self {
        if self.is_timeout() && self.0.reply.is_none() {
            self.0.reply = reply;
        }
        self
    }

    pub(crate) fn with_code(mut self, code: Option<String>) -> Self {
        self.0.code = code;
        self
    }

    pub(crate) fn with_retry_after(mut self, delay: Option<Duration>) -> Self {
        self.0.retry_after = delay;
        self
    }

    pub(crate) fn with_operation(mut self, operation: &'static str) -> Self {
        self.0.operation.get_or_insert(operation);
        self
    }

    /// Notes that the same call may be sent again: it is idempotent, or the server did nothing.
    pub(crate) fn with_repeatable(mut self, repeatable: bool) -> Self {
        self.0.repeatable = repeatable;
        self
    }

    pub(crate) fn with_effort(mut self, attempts: u32, elapsed: Duration, exhausted: bool) -> Self {
        self.0.attempts = attempts;
        self.0.elapsed = elapsed;
        self.0.exhausted = exhausted;
        self
    }

    /// The same failure for another caller who waited for the same thing.
    pub(crate) fn again(&self) -> Self {
        let Inner {
            kind,
            ref message,
            operation,
            ref code,
            ref reply,
            retry_after,
            repeatable,
            exhausted,
            attempts,
            elapsed,
            ref source,
        } = *self.0;
        Self(Box::new(Inner {
            kind,
            message: message.clone(),
            operation,
            code: code.clone(),
            reply: reply.clone(),
            retry_after,
            repeatable,
            exhausted,
            attempts,
            elapsed,
            source: source.clone(),
        }))
    }

    /// Whether the server says that it did what it was asked for, in a reply that cannot be read.
    pub(crate) fn is_undecodable_success(&self) -> bool {
        let said = self.status().is_some_and(|status| status.is_success());
        said && self.kind() == ErrorKind::Decode
    }

    /// Replaces the kind by one that says more.
    pub(crate) fn with_kind(mut self, kind: ErrorKind) -> Self {
        self.0.kind = kind;
        self
    }

    /// Replaces the message by one that says more.
    pub(crate) fn with_message(mut self, message: impl Into<String>) -> Self {
        self.0.message = message.into();
        self
    }

    /// What went wrong, by meaning.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What went wrong in one line: the server's own words where it said something.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The `operationId` of the document, such as `get_sandbox`.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// The backend's own error code, such as `TEMPLATE_NOT_FOUND`, where its reply has one.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The status of the reply, as the server sent it.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.reply.as_ref().map(|reply| reply.status)
    }

    /// The headers of the reply.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.reply.as_ref().map(|reply| &reply.headers)
    }

    /// The body of the reply as far as it was read: at most 64 KiB of an error reply.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.0.reply.as_ref().map(|reply| &reply.body)
    }

    /// The id under which the server knows the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(self.headers()?)
    }

    /// How long the server asks to wait before the next try.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// How many requests were sent for the call. 0: none.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// How long the call took in all.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed
    }

    /// Whether the cause may pass **and** sending the same call again is harmless: it is idempotent, or the server
    /// did nothing. The engine has retried such a call already, see [`is_exhausted`](Self::is_exhausted).
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.0.repeatable && self.0.kind.is_transient()
    }

    /// Whether the engine gave up: its attempts, its retry budget or the time of the call were used up. An outer loop
    /// should not retry at once.
    #[must_use]
    pub fn is_exhausted(&self) -> bool {
        self.0.exhausted
    }

    /// Whether a time limit passed.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// Whether what was asked for does not exist.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.0.kind == ErrorKind::NotFound
    }

    /// Whether what was asked for conflicts with what is there.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.0.kind == ErrorKind::Conflict
    }

    /// Whether the credential is missing, wrong or not enough.
    #[must_use]
    pub fn is_auth(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Unauthorized | ErrorKind::Forbidden)
    }

    /// Whether the call was refused before any I/O.
    #[must_use]
    pub fn is_invalid_input(&self) -> bool {
        self.0.kind == ErrorKind::InvalidInput
    }
}

/// One line, without the source: reporters that walk the chain print that themselves.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.0.operation {
            write!(f, "{operation}: ")?;
        }
        f.write_str(&self.0.message)?;
        let mut details = Vec::new();
        details.extend(
            self.status()
                .map(|status| format!("status {}", status.as_u16())),
        );
        details.extend(self.code().map(|code| format!("code {code}")));
        details.extend(self.request_id().map(|id| format!("request id {id}")));
        if self.0.attempts > 1 {
            let outcome = if self.0.exhausted {
                "gave up after"
            } else {
                "after"
            };
            details.push(format!(
                "{outcome} {} attempts in {:.1?}",
                self.0.attempts, self.0.elapsed
            ));
        }
        if details.is_empty() {
            Ok(())
        } else {
            write!(f, " ({})", details.join(", "))
        }
    }
}

/// No headers and no body: they may hold what a log should not.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("message", &self.0.message)
            .field("operation", &self.0.operation)
            .field("code", &self.0.code)
            .field("status", &self.status())
            .field("request_id", &self.request_id())
            .field("retry_after", &self.0.retry_after)
            .field("attempts", &self.0.attempts)
            .field("elapsed", &self.0.elapsed)
            .field("exhausted", &self.0.exhausted)
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
