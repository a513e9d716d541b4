//! Replies whose form is fixed nowhere. Contract: §1.1, §1.2.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{Error, Result};
use crate::runtime::Exchange;

/// A reply that may be anything: JSON, a text, or nothing.
pub(super) fn anything(exchange: &Exchange, result: Result<Value>) -> Result<Value> {
    match result {
        Err(error) if error.is_undecodable_success() => {
            exchange.accept(&error);
            Ok(read(&text(&error)))
        }
        other => other,
    }
}

/// A reply to something that was done, of which each field may be absent. So may all of it: an error would say that it was
/// not done.
pub(super) fn acknowledged<T: DeserializeOwned>(
    exchange: &Exchange,
    result: Result<T>,
) -> Result<T> {
    let error = match result {
        Err(error) if error.is_undecodable_success() => error,
        other => return other,
    };
    match serde_json::from_str("{}") {
        Ok(nothing) if matches!(text(&error).as_str(), "" | "null") => {
            exchange.accept(&error);
            Ok(nothing)
        }
        _ => Err(error),
    }
}

fn text(error: &Error) -> String {
    let body = error.body().map_or(&[][..], |body| body);
    String::from_utf8_lossy(body).trim().to_owned()
}

fn read(text: &str) -> Value {
    match serde_json::from_str(text) {
        Ok(value) => value,
        Err(_) if text.is_empty() => Value::Null,
        Err(_) => Value::from(text),
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
            ("null", Value::Null),
            ("ok", json!("ok")),
            ("\"ok\"", json!("ok")),
            ("[1]", json!([1])),
            ("{\"a\"", json!("{\"a\"")),
        ] {
            assert_eq!(read(body), value, "{body}");
        }
    }
}
