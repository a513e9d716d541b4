//! Replies whose form is fixed nowhere. Contract: §1.1, §1.2.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::Result;
use crate::runtime::Exchange;

/// A reply that may be anything: JSON, a text, or nothing.
pub(super) fn anything(exchange: &Exchange, result: Result<Value>) -> Result<Value> {
    exchange.otherwise(result, |body| Some(read(body)))
}

/// A reply to something that was done, of which each field may be absent. So may all of it.
pub(super) fn acknowledged<T: DeserializeOwned>(
    exchange: &Exchange,
    result: Result<T>,
) -> Result<T> {
    exchange.otherwise(result, |body| match body.trim_ascii() {
        b"" | b"null" => serde_json::from_str("{}").ok(),
        body => serde_json::from_slice(body).ok(),
    })
}

fn read(body: &[u8]) -> Value {
    match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(_) if body.trim_ascii().is_empty() => Value::Null,
        Err(_) => Value::from(String::from_utf8_lossy(body)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_no_json_is_a_text() {
        for (body, value) in [
            ("", Value::Null),
            (" \n", Value::Null),
            ("null", Value::Null),
            ("ok", json!("ok")),
            ("\"ok\"", json!("ok")),
            ("[1]", json!([1])),
            ("{\"a\"", json!("{\"a\"")),
        ] {
            assert_eq!(read(body.as_bytes()), value, "{body}");
        }
    }
}
