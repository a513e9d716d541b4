//! Reading an error out of any body: JSON of several shapes, XML of object stores, text, HTML, nothing.

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
/// In this order: the string `error`; the object `error`, the object `detail` or the top level with `message`, `detail`
/// or `title`, and `code`, `error_code` or `error_type`; the faults of a list `detail`; `Message` and `Code` of an object store; the
/// text of the body; the reason phrase of the status. Behind the message come the faults of single fields, or a text
/// `details`, where the top level has them.
pub(crate) fn read(status: StatusCode, body: &[u8]) -> Report {
    let text = String::from_utf8_lossy(body);
    let text = text.trim();
    let report = match serde_json::from_str::<Value>(text) {
        Ok(value) => from_json(&value),
        Err(_) => from_xml(text),
    };
    report.unwrap_or_else(|| Report {
        message: match text {
            "" => reason(status),
            text => plain(status, text),
        },
        code: None,
    })
}

fn from_json(value: &Value) -> Option<Report> {
    let error = &value["error"];
    let mut holders = [error, &value["detail"]].into_iter();
    let holder = holders.find(|holder| holder.is_object()).unwrap_or(value);
    let codes = ["code", "error_code", "error_type"].map(|key| &holder[key]);
    let code = match codes.iter().find_map(|code| code.as_str()) {
        Some(code) => Some(code.to_owned()),
        None => codes[0].as_number().map(ToString::to_string),
    };
    let said = error.as_str().or_else(|| {
        ["message", "detail", "title"]
            .iter()
            .find_map(|key| holder[*key].as_str())
    });
    let message = match said {
        Some(said) => said.trim().to_owned(),
        None => match faults(&value["detail"]) {
            Some(faults) => faults,
            None => code.clone()?,
        },
    };
    let message = match said {
        Some(_) => with_details(message, value),
        None => message,
    };
    let message = shorten(&message);
    (!message.is_empty()).then_some(Report { message, code })
}

/// A message that says as well which fields are wrong, and why.
fn with_details(mut message: String, value: &Value) -> String {
    let faults = field_faults(value);
    let more = match (&value["details"], faults.is_empty()) {
        (Value::String(details), true) => details.trim().to_owned(),
        _ => {
            let fault = |(field, fault): (String, String)| match field.is_empty() {
                true => fault,
                false => format!("{field}: {fault}"),
            };
            faults.into_iter().map(fault).collect::<Vec<_>>().join("; ")
        }
    };
    if !more.is_empty() && !message.contains(&more) {
        let gap = match message.trim_end_matches('.') {
            "" => "",
            _ => ": ",
        };
        message = format!("{}{gap}{more}", message.trim_end_matches('.'));
    }
    message
}

/// What is wrong with single fields, each with the field's name: a list `details` of `property_name` and `error_message`,
/// and a map `errors` of lists or texts.
pub(crate) fn field_faults(value: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let mut faults = Vec::new();
    for detail in value["details"].as_array().into_iter().flatten() {
        let one = |names: [&str; 2]| names.iter().find_map(|name| text(&detail[*name]));
        if let Some(fault) = one(["error_message", "errorMessage"]) {
            let field = one(["property_name", "propertyName"]).unwrap_or_default();
            faults.push((field, fault));
        }
    }
    for (field, said) in value["errors"].as_object().into_iter().flatten() {
        let said = match said {
            Value::Array(said) => said.as_slice(),
            one => std::slice::from_ref(one),
        };
        let said = said.iter().filter_map(text);
        faults.extend(said.map(|fault| (field.clone(), fault)));
    }
    faults
}

/// A list of faults in a request, each with its place.
fn faults(detail: &Value) -> Option<String> {
    let fault = |fault: &Value| {
        let said = fault["msg"].as_str()?;
        let place = fault["loc"].as_array().map(Vec::as_slice);
        let place = place.unwrap_or_default().iter().map(|step| match step {
            Value::String(step) => step.clone(),
            step => step.to_string(),
        });
        let place: Vec<_> = place.collect();
        Some(match place.is_empty() {
            true => said.to_owned(),
            false => format!("{}: {said}", place.join(".")),
        })
    };
    let faults: Vec<_> = detail.as_array()?.iter().filter_map(fault).collect();
    (!faults.is_empty()).then(|| faults.join("; "))
}

/// The error of an object store.
fn from_xml(text: &str) -> Option<Report> {
    let error = text.split_once("<Error>")?.1;
    let element = |name: &str| {
        let rest = error.split_once(&format!("<{name}>"))?.1;
        let text = rest.split_once(&format!("</{name}>"))?.0;
        // `&amp;` last, or it would make up new ones.
        let entities = [
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&apos;", "'"),
            ("&amp;", "&"),
        ];
        let plain = entities
            .iter()
            .fold(text.to_owned(), |text, (entity, plain)| {
                text.replace(entity, plain)
            });
        Some(shorten(&plain)).filter(|text| !text.is_empty())
    };
    let code = element("Code");
    let message = element("Message").or_else(|| code.clone())?;
    Some(Report { message, code })
}

/// Whether a body is a page made for people.
pub(crate) fn is_page(body: &str) -> bool {
    let start = body.trim_start();
    let start = start.get(..9).unwrap_or(start).to_ascii_lowercase();
    start.starts_with("<!doctype") || start.starts_with("<html")
}

/// A page made for people says nothing in its first bytes, so it is named instead of quoted.
fn plain(status: StatusCode, text: &str) -> String {
    if is_page(text) {
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
        check(
            400,
            r#"{"detail":{"error_code":"MISSING_SECRET","message":"no secret"}}"#,
            "no secret",
            Some("MISSING_SECRET"),
        );
        check(400, r#"{"detail":{"error_code":"X"}}"#, "X", Some("X"));
        check(
            500,
            r#"{"error_code":"INTERNAL","message":"lost","details":null}"#,
            "lost",
            Some("INTERNAL"),
        );
        check(
            503,
            r#"{"error_type":"gpu_unavailable","message":"all busy","threshold":90.0}"#,
            "all busy",
            Some("gpu_unavailable"),
        );
        check(
            422,
            r#"{"detail":[{"loc":["body","calls",0],"msg":"is missing","type":"missing"},{"msg":"no"},{}]}"#,
            "body.calls.0: is missing; no",
            None,
        );
        check(422, r#"{"detail":[]}"#, r#"{"detail":[]}"#, None);
        check(
            400,
            r#"{"code":"VALIDATION_ERROR","message":"invalid","details":[{"property_name":"Name","error_message":"is required"},{"error_message":"odd"},{}]}"#,
            "invalid: Name: is required; odd",
            Some("VALIDATION_ERROR"),
        );
        check(
            400,
            r#"{"title":"Errors occurred.","status":400,"errors":{"$.id":["no id","none"],"x":"odd"}}"#,
            "Errors occurred: $.id: no id; $.id: none; x: odd",
            None,
        );
        check(
            500,
            r#"{"code":"X","message":"failed","details":"lost the database"}"#,
            "failed: lost the database",
            Some("X"),
        );
        check(
            403,
            "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>Has &lt;expired&gt; &amp;lt;</Message></Error>",
            "Has <expired> &lt;",
            Some("AccessDenied"),
        );
        check(
            404,
            "<Error><Code>NoSuchKey</Code></Error>",
            "NoSuchKey",
            Some("NoSuchKey"),
        );
        check(
            404,
            "<Error><Code>NoSuchKey",
            "<Error><Code>NoSuchKey",
            None,
        );
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
