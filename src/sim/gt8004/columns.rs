//! What the columns of the service hold. A row that does not fit takes its whole batch with it.

use serde_json::Value;

use super::batch::{Batch, Entry};

/// The name of a column that cannot hold what this entry has for it.
pub(super) fn overflow(batch: &Batch<'_>, entry: &Entry<'_>) -> Option<&'static str> {
    let texts = [
        ("request_id", &entry.request_id, 64),
        ("method", &entry.method, 8),
        ("path", &entry.path, usize::MAX),
        ("tool_name", &entry.tool_name, 128),
        ("error_type", &entry.error_type, 64),
        ("x402_tx_hash", &entry.x402_tx_hash, 66),
        ("x402_token", &entry.x402_token, 16),
        ("x402_payer", &entry.x402_payer, 42),
        ("request_body", &entry.request_body, usize::MAX),
        ("response_body", &entry.response_body, usize::MAX),
        ("ip_address", &entry.ip_address, 45),
        ("user_agent", &entry.user_agent, usize::MAX),
        ("referer", &entry.referer, usize::MAX),
        ("content_type", &entry.content_type, 128),
        ("accept_language", &entry.accept_language, 128),
        ("source", &entry.source, 8),
        ("country", &entry.country, 2),
        ("city", &entry.city, 128),
        ("batch_id", &batch.batch_id, 64),
        ("sdk_version", &batch.sdk_version, 16),
    ];
    let text = texts
        .into_iter()
        .find(|(_, text, most)| text.as_ref().is_some_and(|text| !holds(text, *most)));
    if let Some((name, ..)) = text {
        return Some(name);
    }
    let numbers = [
        ("status_code", entry.status_code, i64::from(i16::MAX)),
        (
            "request_body_size",
            entry.request_body_size,
            i64::from(i32::MAX),
        ),
        (
            "response_body_size",
            entry.response_body_size,
            i64::from(i32::MAX),
        ),
    ];
    let number = numbers.into_iter().find(|(_, number, most)| {
        number.is_some_and(|number| !(-*most - 1..=*most).contains(&number))
    });
    if let Some((name, ..)) = number {
        return Some(name);
    }
    if entry.x402_amount.is_some_and(|amount| amount.abs() >= 1e12) {
        return Some("x402_amount");
    }
    let has_nul = entry.headers.as_ref().is_some_and(has_nul);
    has_nul.then_some("headers")
}

/// Columns count characters, and no text may hold a NUL.
fn holds(text: &str, most: usize) -> bool {
    let is_long = text.len() > most && text.chars().count() > most;
    !is_long && memchr::memchr(0, text.as_bytes()).is_none()
}

fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_nul),
        Value::Object(fields) => fields
            .iter()
            .any(|(name, value)| name.contains('\0') || has_nul(value)),
        _ => false,
    }
}
