//! Values of request bodies that are no texts.

use serde_json::{Map, Value};

use super::body::{Issue, Place, list, map, text};

/// A number that is not below zero; a note when it is none.
pub(crate) fn amount(value: &Value, place: Place, issues: &mut Vec<Issue>) -> Option<f64> {
    match value.as_f64() {
        Some(number) if number >= 0.0 => return Some(number),
        Some(_) => issues.push(negative(place)),
        None => {
            let text = "Input should be a valid number";
            issues.push(Issue::new(place, text, "float_type"));
        }
    }
    None
}

/// An integer that is not below zero; a note when it is none.
pub(crate) fn count(value: &Value, place: Place, issues: &mut Vec<Issue>) -> Option<u64> {
    match (value.as_u64(), value.is_i64()) {
        (Some(number), _) => return Some(number),
        (None, true) => issues.push(negative(place)),
        (None, false) => issues.push(no_integer(place)),
    }
    None
}

/// An integer; a note when it is none.
pub(crate) fn integer(value: &Value, place: Place, issues: &mut Vec<Issue>) -> Option<i64> {
    if value.as_i64().is_none() {
        issues.push(no_integer(place));
    }
    value.as_i64()
}

/// True or false; a note when it is neither.
pub(crate) fn boolean(value: &Value, place: Place, issues: &mut Vec<Issue>) -> Option<bool> {
    if value.as_bool().is_none() {
        let text = "Input should be a valid boolean";
        issues.push(Issue::new(place, text, "bool_type"));
    }
    value.as_bool()
}

/// A list of texts; notes when it is none.
pub(crate) fn texts(value: &Value, place: &Place, issues: &mut Vec<Issue>) {
    if let Some(values) = list(value, place.clone(), issues) {
        for (index, value) in values.iter().enumerate() {
            let mut place = place.clone();
            place.push(index.into());
            text(value, place, issues);
        }
    }
}

/// A map of texts; notes when it is none.
pub(crate) fn text_map(value: &Value, place: &Place, issues: &mut Vec<Issue>) {
    for (key, value) in map(value, place.clone(), issues).unwrap_or(&Map::new()) {
        let mut place = place.clone();
        place.push(key.as_str().into());
        text(value, place, issues);
    }
}

fn negative(place: Place) -> Issue {
    let text = "Input should be greater than or equal to 0";
    Issue::new(place, text, "greater_than_equal")
}

fn no_integer(place: Place) -> Issue {
    Issue::new(place, "Input should be a valid integer", "int_type")
}
