//! A value together with what the reply said besides.

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use crate::error::request_id;

/// What is known of a reply besides its body.
#[derive(Debug, Clone, Default)]
pub(crate) struct Head {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
}

/// A value with the status, the headers, the request id and the effort of the call that gave it.
///
/// Every call gives one with [`Call::response`](crate::Call::response).
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    head: Head,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, head: Head) -> Self {
        Self { value, head }
    }

    /// The value.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The value, without the rest.
    pub fn into_value(self) -> T {
        self.value
    }

    /// The status of the reply.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The headers of the reply.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The id under which the server knows the request.
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.head.headers)
    }

    /// How many requests the call took; more than 1 after retries.
    pub fn attempts(&self) -> u32 {
        self.head.attempts
    }

    /// How long the call took in all, up to the last byte of a reply that does not stream.
    pub fn elapsed(&self) -> Duration {
        self.head.elapsed
    }
}

/// Without the headers: a server may echo in them what must not be shown.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("value", &self.value)
            .field("status", &self.head.status)
            .field("attempts", &self.head.attempts)
            .field("elapsed", &self.head.elapsed)
            .finish_non_exhaustive()
    }
}
