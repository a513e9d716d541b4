//! A value that a newer server invents survives a round trip.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use quintet::liteboxd::{LifecycleStatus, ReclaimPolicy, RuntimeKind, SandboxStatus};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::documents;
use crate::support::yaml;

/// The values of an enum of the LiteBoxd document.
fn values(name: &str) -> Vec<String> {
    let documents = documents();
    let (_, text) = documents
        .iter()
        .find(|(name, _)| name == "liteboxd")
        .unwrap();
    let schema = &yaml::to_json(text)["components"]["schemas"][name];
    assert_eq!(schema["x-open-enum"], true, "{name}");
    let values = schema["enum"].as_array().unwrap();
    values
        .iter()
        .map(|value| value.as_str().unwrap().to_owned())
        .collect()
}

fn check<T>(name: &str)
where
    T: DeserializeOwned + Serialize + Debug + Display + FromStr<Err: Debug> + PartialEq,
{
    let mut seen: Vec<String> = Vec::new();
    for value in values(name) {
        let known = round_trip::<T>(&value);
        assert!(!known.starts_with("Other"), "{name}: {known} is known");
        seen.push(known);
    }
    let count = seen.len();
    seen.dedup();
    assert_eq!(seen.len(), count, "{name}: two values are one variant");
    for value in ["invented", "", "Pending ", "\u{1f980}", "a\"b\\c\n"] {
        assert_eq!(
            round_trip::<T>(value),
            format!("Other({value:?})"),
            "{name}"
        );
    }
    for wrong in [
        json!(1),
        json!(null),
        json!(["running"]),
        json!({"Other": "x"}),
    ] {
        assert!(
            serde_json::from_value::<T>(wrong.clone()).is_err(),
            "{name}: {wrong}"
        );
    }
}

/// The variant of a value that comes back as it was, by every way.
fn round_trip<T>(value: &str) -> String
where
    T: DeserializeOwned + Serialize + Debug + Display + FromStr<Err: Debug> + PartialEq,
{
    let read: T = serde_json::from_value(json!(value)).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), Value::from(value));
    assert_eq!(read.to_string(), value);
    assert_eq!(value.parse::<T>().unwrap(), read);
    format!("{read:?}")
}

#[test]
fn unknown_values_survive_and_known_ones_are_known() {
    check::<SandboxStatus>("SandboxStatus");
    check::<LifecycleStatus>("LifecycleStatus");
    check::<RuntimeKind>("RuntimeKind");
    check::<ReclaimPolicy>("ReclaimPolicy");
}
