//! JSON of users, which is kept as it was sent.

use std::sync::Arc;

use serde::{Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

/// Any JSON: never parsed and written again, so that nothing of it changes.
#[derive(Clone, Debug)]
pub(in super::super) struct Payload(Arc<RawValue>);

impl Payload {
    pub(in super::super) fn new(raw: &RawValue) -> Self {
        Self(raw.to_owned().into())
    }

    /// What a value is as text.
    pub(in super::super) fn of(value: &Value) -> Self {
        let raw = RawValue::from_string(value.to_string());
        Self(raw.unwrap_or_else(|_| RawValue::NULL.to_owned()).into())
    }

    pub(in super::super) fn text(&self) -> &str {
        self.0.get()
    }

    pub(in super::super) fn value(&self) -> Value {
        serde_json::from_str(self.text()).unwrap_or_default()
    }
}

impl Serialize for Payload {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (*self.0).serialize(serializer)
    }
}
