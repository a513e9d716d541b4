//! Reading an error out of any body: JSON of several shapes, text, HTML, nothing.

use http::StatusCode;
use serde_json::Value;

/// The longest message taken from a body, in characters.
const MESSAGE_LIMIT: usize = 500;

/// What a reply says about itself.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Report {
    pub(crate) message: String,
    pub(crate) code: Option<String>,
}

/// Reads the message and the code of an error reply.
///
/// In this order: the string `error`; the object `error` with `message` and `code`; a top-level `message`, `detail` or
/// `title`; the text of the body; the reason phrase of the status.
pub(crate) fn read(status: StatusCode, body: &[u8]) -> Report {
    let text = String::from_utf8_lossy(body);
    let text = text.trim();
    if let Ok(value) = serde_json::from_str::<Value>(text)
        && let Some(report) = from_json(&value)
    {
        return report;
    }
    let message = if text.is_empty() {
        reason(status)
    } else {
        plain(status, text)
    };
    Report {
        message,
        code: None,
    }
}

fn from_json(value: &Value) -> Option<Report> {
    let error = &value["error"];
    let holder = if error.is_object() { error } else { value };
    let message = error.as_str().or_else(|| {
        ["message", "detail", "title"]
            .iter()
            .find_map(|key| holder[*key].as_str())
    })?;
    let code = match &holder["code"] {
        Value::String(code) => Some(code.clone()),
        Value::Number(code) => Some(code.to_string()),
        _ => None,
    };
    let message = shorten(message.trim());
    (!message.is_empty()).then_some(Report { message, code })
}

/// A page made for people says nothing in its first bytes, so it is named instead of quoted.
fn plain(status: StatusCode, text: &str) -> String {
    let start = text.get(..15).unwrap_or(text).to_ascii_lowercase();
    if start.starts_with("<!doctype") || start.starts_with("<html") {
        format!("{} (an HTML page)", reason(status))
    } else {
        shorten(text)
    }
}

fn reason(status: StatusCode) -> String {
    match status.canonical_reason() {
        Some(reason) => reason.to_owned(),
        None => format!("status {}", status.as_u16()),
    }
}

/// One line, without control characters, of bounded length.
fn shorten(text: &str) -> String {
    let mut line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.retain(|c| !c.is_control());
    if let Some((end, _)) = line.char_indices().nth(MESSAGE_LIMIT) {
        line.truncate(end);
        line.push('…');
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(status: u16, body: &str, message: &str, code: Option<&str>) {
        let report = read(StatusCode::from_u16(status).unwrap(), body.as_bytes());
        assert_eq!(
            (report.message.as_str(), report.code.as_deref()),
            (message, code)
        );
    }

    #[test]
    fn every_shape_gives_its_message() {
        check(
            404,
            r#"{"error":"sandbox not found"}"#,
            "sandbox not found",
            None,
        );
        check(
            409,
            r#"{"error":{"code":"TEMPLATE_EXISTS","message":"exists"}}"#,
            "exists",
            Some("TEMPLATE_EXISTS"),
        );
        check(422, r#"{"message":"bad","code":7}"#, "bad", Some("7"));
        check(400, r#"{"detail":"no"}"#, "no", None);
        check(404, "404 page not found", "404 page not found", None);
        check(500, "", "Internal Server Error", None);
        check(599, "", "status 599", None);
        check(
            502,
            "<html><body>nginx</body></html>",
            "Bad Gateway (an HTML page)",
            None,
        );
        check(500, r#"{"error":""}"#, r#"{"error":""}"#, None);
        check(500, r#"["x"]"#, r#"["x"]"#, None);
        check(400, "two\r\n  lines\u{7}", "two lines", None);
    }

    #[test]
    fn a_long_text_is_cut() {
        let report = read(StatusCode::BAD_REQUEST, "é".repeat(2000).as_bytes());
        assert_eq!(report.message.chars().count(), MESSAGE_LIMIT + 1);
    }
}
