//! What is wrong with a request that could not be bound.

use serde::Serialize;
use serde::ser::SerializeMap as _;

/// Texts by what they are about, in the order in which they were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Issues(Vec<(String, Vec<String>)>);

impl Issues {
    /// One thing.
    pub(in super::super) fn one(key: impl Into<String>, text: impl Into<String>) -> Self {
        let mut issues = Self::default();
        issues.add(key, text);
        issues
    }

    pub(in super::super) fn add(&mut self, key: impl Into<String>, text: impl Into<String>) {
        let (key, text) = (key.into(), text.into());
        match self.0.iter_mut().find(|(known, _)| *known == key) {
            Some((_, texts)) => texts.push(text),
            None => self.0.push((key, vec![text])),
        }
    }

    /// A value in the path of a request that is not of its type.
    pub(in super::super) fn in_path(name: &str, value: &str) -> Self {
        Self::one(name, format!("The value '{value}' is not valid."))
    }

    pub(in super::super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Issues {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, texts) in &self.0 {
            map.serialize_entry(key, texts)?;
        }
        map.end()
    }
}
