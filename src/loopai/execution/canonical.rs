//! JSON in one spelling, for a server that compares texts. Contract: §1.4.

use serde_json::{Map, Number, Value};

/// The largest float below which every integer is one.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The value in the spelling that all equal values share: keys sorted, and whole numbers without a point.
///
/// What is sent has no white space, and the keys of a map in its order.
pub(super) fn canonical(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(canonical).collect(),
        Value::Object(fields) => {
            let mut fields: Vec<(String, Value)> = fields.into_iter().collect();
            // Another crate may have told serde_json to keep the order in which keys were added.
            fields.sort_by(|(one, _), (other, _)| one.cmp(other));
            let fields = fields.into_iter();
            Value::Object(
                fields
                    .map(|(key, value)| (key, canonical(value)))
                    .collect::<Map<_, _>>(),
            )
        }
        Value::Number(number) => Value::Number(whole(number)),
        other => other,
    }
}

/// `1.0` as `1`, and `-0.0` as `0`.
fn whole(number: Number) -> Number {
    match number.as_f64() {
        Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < EXACT =>
        {
            #[expect(clippy::cast_possible_truncation, reason = "whole and small enough")]
            Number::from(float as i64)
        }
        _ => number,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn spelt(text: &str) -> String {
        canonical(serde_json::from_str(text).unwrap()).to_string()
    }

    #[test]
    fn equal_values_have_one_spelling() {
        for (one, other) in [
            (
                r#"{"b": 1, "a": [ {"d":2,"c":1.0} ]}"#,
                r#"{"a":[{"c":1,"d":2.0}],"b":1.0}"#,
            ),
            ("1.0", "1"),
            ("-0.0", "0"),
            ("1e3", "1000"),
            (r#""\u0061""#, r#""a""#),
        ] {
            assert_eq!(spelt(one), spelt(other));
        }
        assert_eq!(
            spelt(r#"{"b": 1, "a": [1.5, null]}"#),
            r#"{"a":[1.5,null],"b":1}"#
        );
    }

    #[test]
    fn what_differs_still_does() {
        let texts = [
            "1",
            "\"1\"",
            "true",
            "\"true\"",
            "1.5",
            "[1]",
            "[1,1]",
            "{}",
            "[]",
            "9007199254740993",
            "1e300",
        ];
        for (at, one) in texts.iter().enumerate() {
            for other in &texts[at + 1..] {
                assert_ne!(spelt(one), spelt(other));
            }
        }
        assert_eq!(canonical(json!(u64::MAX)), json!(u64::MAX));
    }

    proptest! {
        #[test]
        fn integers_and_their_floats_are_one(number in -1_000_000_i32..1_000_000) {
            prop_assert_eq!(canonical(json!(f64::from(number))), json!(number));
        }
    }
}
