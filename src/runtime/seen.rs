//! The head of a reply that a time limit cuts off.
//!
//! A limit ends an attempt by dropping its future, and with it what the attempt had received. The head is kept here
//! instead, so that the error can tell of it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use http::{HeaderMap, StatusCode};

type Head = (StatusCode, HeaderMap);

/// Where an attempt that is dropped leaves the head that it had received.
#[derive(Default)]
pub(crate) struct Seen(Mutex<Option<Head>>);

impl Seen {
    /// Holds the head while its body is read.
    pub(crate) fn hold(&self, status: StatusCode, headers: HeaderMap) -> Held<'_> {
        Held {
            seen: self,
            head: Some((status, headers)),
        }
    }

    /// What the latest attempt left, if it was dropped while it read a body.
    pub(crate) fn take(&self) -> Option<Head> {
        self.lock().take()
    }

    fn lock(&self) -> MutexGuard<'_, Option<Head>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A head whose body is being read.
pub(crate) struct Held<'a> {
    seen: &'a Seen,
    head: Option<Head>,
}

impl Held<'_> {
    /// The body was read, or broke: the head goes on with it.
    pub(crate) fn release(mut self) -> Head {
        self.head.take().unwrap_or_default()
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        if let Some(head) = self.head.take() {
            *self.seen.lock() = Some(head);
        }
    }
}
