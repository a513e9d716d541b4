//! JSON objects that are put together field by field.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::error::{Error, Result};

/// A JSON object as a caller gives it; its first fault is reported by the call, before any I/O.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    /// What it is, as the agent calls it, such as `params`.
    what: &'static str,
    /// `None` as long as nothing was given: an object without fields is something else.
    values: Option<Map<String, Value>>,
    fault: Option<String>,
}

impl Fields {
    pub(super) fn new(what: &'static str) -> Self {
        let (values, fault) = Default::default();
        Self {
            what,
            values,
            fault,
        }
    }

    /// Sets a field, replacing one of that name.
    pub(super) fn set(&mut self, name: String, value: impl Serialize) {
        match serde_json::to_value(value) {
            Ok(_) if name.is_empty() => self.note("a field without a name; give it one"),
            Ok(value) => drop(self.values().insert(name, value)),
            Err(error) => self.note(format!("{name:?} {}", not_json(&error))),
        }
    }

    /// Sets all fields of a map or struct, replacing those of the same names.
    pub(super) fn set_all(&mut self, values: impl Serialize) {
        match serde_json::to_value(values) {
            Ok(Value::Object(values)) => self.values().extend(values),
            Ok(_) => self.note("neither a map nor a struct; give one, with a field for each"),
            Err(error) => self.note(not_json(&error)),
        }
    }

    /// What was given; `None` when nothing was.
    ///
    /// # Errors
    /// [`InvalidInput`](crate::ErrorKind::InvalidInput) with the first fault.
    pub(super) fn checked(self) -> Result<Option<Map<String, Value>>> {
        match self.fault {
            Some(fault) => Err(Error::invalid(fault)),
            None => Ok(self.values),
        }
    }

    fn values(&mut self) -> &mut Map<String, Value> {
        self.values.get_or_insert_default()
    }

    fn note(&mut self, fault: impl Into<String>) {
        let what = self.what;
        self.fault
            .get_or_insert_with(|| format!("{what}: {}", fault.into()));
    }
}

fn not_json(error: &serde_json::Error) -> String {
    format!("cannot be JSON ({error}); give numbers of 64 bits and texts as keys")
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde_json::json;

    use super::*;

    fn fields(fill: impl FnOnce(&mut Fields)) -> Fields {
        let mut fields = Fields::new("params");
        fill(&mut fields);
        fields
    }

    #[test]
    fn nothing_differs_from_no_fields() {
        assert_eq!(fields(|_| ()).checked().unwrap(), None);
        let empty = fields(|fields| fields.set_all(json!({})));
        assert_eq!(empty.checked().unwrap(), Some(Map::new()));
    }

    #[test]
    fn the_last_of_a_name_wins() {
        let given = fields(|fields| {
            fields.set("a".to_owned(), 1);
            fields.set("b".to_owned(), None::<i32>);
            fields.set_all(HashMap::from([("a", 2)]));
        });
        let given = Value::from(given.checked().unwrap().unwrap());
        assert_eq!(given, json!({"a": 2, "b": null}));
    }

    #[test]
    fn the_first_fault_is_kept() {
        let pairs = HashMap::from([((1, 2), 3)]);
        let cases = [
            (
                fields(|fields| fields.set("x".to_owned(), &pairs)),
                "params: \"x\" cannot be JSON (key must be a string)",
            ),
            (
                fields(|fields| fields.set_all(&pairs)),
                "params: cannot be JSON",
            ),
            (
                fields(|fields| fields.set_all([1])),
                "params: neither a map nor a struct",
            ),
            (
                fields(|fields| fields.set(String::new(), 1)),
                "params: a field without a name",
            ),
        ];
        for (mut given, expected) in cases {
            given.set("fine".to_owned(), 1);
            given.set_all("wrong too");
            let error = given.checked().unwrap_err();
            assert!(error.is_invalid_input());
            assert!(error.message().starts_with(expected), "{error}");
        }
    }
}
