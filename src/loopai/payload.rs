//! JSON of the caller's own, which nothing rewrites.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::error::{Error, Result};

/// A value as a caller gives it; what is wrong with it is reported by the call, before any I/O.
#[derive(Debug, Clone)]
pub(super) struct Payload(std::result::Result<Value, String>);

impl Payload {
    pub(super) fn new(value: impl Serialize) -> Self {
        let value = serde_json::to_value(value);
        Self(value.map_err(|error| {
            format!("cannot be JSON ({error}); give numbers of 64 bits and texts as keys")
        }))
    }

    /// A value that is JSON already.
    pub(super) fn of(value: Value) -> Self {
        Self(Ok(value))
    }

    /// The value, which must not be `null`: the server takes that for a field that is missing.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) naming what it is.
    pub(super) fn checked(self, what: &str) -> Result<Value> {
        self.checked_as(|| what)
    }

    /// The same, where it is named only if something is wrong with it.
    ///
    /// # Errors
    /// As [`checked`](Self::checked).
    pub(super) fn checked_as<T: fmt::Display>(self, what: impl FnOnce() -> T) -> Result<Value> {
        match self.0 {
            Ok(Value::Null) => Err(Error::invalid(format!(
                "{} is null, which the server takes for a missing field; give any other JSON",
                what()
            ))),
            Ok(value) => Ok(value),
            Err(fault) => Err(Error::invalid(format!("{} {fault}", what()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde_json::json;

    use super::*;

    #[test]
    fn a_payload_is_any_json_but_null() {
        for good in [
            json!({"camelCase": {"Snake_Case": 1}}),
            json!([]),
            json!(""),
            json!(0),
            json!(false),
        ] {
            assert_eq!(Payload::new(&good).checked("input").unwrap(), good);
        }
        let pairs = HashMap::from([((1, 2), 3)]);
        for (bad, expected) in [
            (Payload::new(Value::Null), "input is null"),
            (Payload::new(None::<u8>), "input is null"),
            (Payload::new(f64::NAN), "input is null"),
            (Payload::new(pairs), "input cannot be JSON"),
        ] {
            let error = bad.checked("input").unwrap_err();
            assert!(error.is_invalid_input());
            assert!(error.message().starts_with(expected), "{error}");
        }
    }
}
