//! What one call may set differently from its client.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};

use super::reading::Reading;
use super::retry::RetryPolicy;
use crate::Secret;
use crate::error::{Error, Result};

/// The settings of one call; what is not set comes from the client.
#[derive(Debug, Clone, Default)]
pub struct CallOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) idle_timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) idempotent: bool,
    pub(crate) headers: HeaderMap,
    /// Whether a refusal is an answer to this call, and so not to be tried again; set by its parameters.
    pub(crate) answer: Option<fn(&Error) -> bool>,
    /// Set by the parameters of the call, never by its user.
    pub(crate) reading: Reading,
    /// Secrets in the body of the request, which must not come back in what is shown; set by its parameters.
    pub(crate) hidden: Vec<Secret>,
    /// The first fault found while the options were given; reported by the call, before any I/O.
    pub(crate) fault: Option<String>,
}

impl CallOptions {
    /// Reports what was wrong with the options as they were given.
    pub(crate) fn check(&self) -> Result<()> {
        if let Some(fault) = &self.fault {
            return Err(Error::invalid(fault.clone()));
        }
        positive("the timeout of the call", self.timeout)?;
        positive("the idle timeout of the call", self.idle_timeout)?;
        self.retry.as_ref().map_or(Ok(()), RetryPolicy::check)
    }

    pub(crate) fn header(&mut self, name: &str, value: &str) {
        match header(name, value) {
            Ok((name, value)) => drop(self.headers.insert(name, value)),
            Err(error) => drop(self.fault.get_or_insert(error.message().to_owned())),
        }
    }
}

/// Refuses a limit of nothing, which no call could keep.
pub(crate) fn positive(name: &str, limit: Option<Duration>) -> Result<()> {
    match limit {
        Some(Duration::ZERO) => Err(Error::invalid(format!(
            "{name} is zero; give a longer time or leave it unset"
        ))),
        _ => Ok(()),
    }
}

/// A header that a user may add.
pub(crate) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue)> {
    let parsed = HeaderName::try_from(name).map_err(|_| {
        Error::invalid(format!(
            "{name:?} is not a header name; use letters, digits and `-`"
        ))
    })?;
    // The value may be a secret, so the message does not show it.
    let mut value = HeaderValue::try_from(value).map_err(|_| {
        Error::invalid(format!(
            "the value of header {name} is not one line of visible characters"
        ))
    })?;
    value.set_sensitive(true);
    Ok((parsed, value))
}
