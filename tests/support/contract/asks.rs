//! What an operation asks of its requests, so that two operations can be compared.

use serde_json::{Map, Value};

/// Words that tell readers something, and the wire nothing.
const WORDS: [&str; 6] = [
    "description",
    "example",
    "examples",
    "summary",
    "title",
    "deprecated",
];

/// Parameters, body and credential of an operation, without the words about them.
#[derive(Debug)]
pub(super) struct Asks(Vec<(&'static str, Value)>);

impl Asks {
    pub(super) fn new(mut parameters: Vec<Value>, body: Value, security: Value) -> Self {
        // The order means nothing.
        parameters.sort_by_key(|parameter| format!("{} {}", parameter["in"], parameter["name"]));
        let parts = [
            ("parameters", Value::Array(parameters)),
            ("bodies", body),
            ("credentials", security),
        ];
        Self(
            parts
                .map(|(name, part)| (name, without_words(&part)))
                .into(),
        )
    }

    /// The first part in which the two are not the same.
    pub(super) fn difference(&self, other: &Self) -> Option<&'static str> {
        let mut pairs = self.0.iter().zip(&other.0);
        pairs.find_map(|(one, other)| (one != other).then_some(one.0))
    }
}

fn without_words(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(without_words).collect(),
        Value::Object(entries) => {
            let kept = entries
                .iter()
                .filter(|(name, _)| !WORDS.contains(&&***name));
            kept.map(|(name, value)| match (name.as_str(), value) {
                // Here the words are names.
                ("properties", Value::Object(named)) => (name.clone(), each(named)),
                (_, value) => (name.clone(), without_words(value)),
            })
            .collect()
        }
        other => other.clone(),
    }
}

fn each(named: &Map<String, Value>) -> Value {
    let entries = named.iter();
    entries
        .map(|(name, schema)| (name.clone(), without_words(schema)))
        .collect()
}
