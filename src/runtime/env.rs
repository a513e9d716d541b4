//! Settings from the environment.

use std::env::{self, VarError};

use crate::error::{Error, Result};

/// The value of a variable, if it is set.
///
/// # Errors
/// [`InvalidInput`](crate::ErrorKind::InvalidInput) when it is set to nothing, which is a mistake more often than a
/// wish, or is not UTF-8.
pub(crate) fn variable(name: &str) -> Result<Option<String>> {
    match env::var(name) {
        Ok(value) if value.trim().is_empty() => Err(Error::invalid(format!(
            "the environment variable {name} is empty; give it a value or unset it"
        ))),
        Ok(value) => Ok(Some(value)),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(Error::invalid(format!(
            "the environment variable {name} is not UTF-8; give it as text"
        ))),
    }
}
