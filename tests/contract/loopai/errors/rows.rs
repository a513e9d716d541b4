//! The shapes of refusals, documented and not.

use quintet::ErrorKind::{
    BadRequest, Conflict, Forbidden, NotFound, RateLimited, Rejected, Server, Timeout,
    Unauthorized, Unavailable,
};
use quintet::loopai::Refusal;

use crate::contract::refused::{Refused, json, other};

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";
const TEXT: &str = "text/plain; charset=utf-8";
const HTML: &str = "text/html";

/// What a refusal says, apart from its code, which the error has as well.
pub(super) fn shown(refusal: &Refusal) -> String {
    let mut said = vec![format!("{:?}", refusal.kind)];
    if !refusal.fields.is_empty() {
        said.push(format!("fields {:?}", refusal.fields));
    }
    if let Some(details) = &refusal.details {
        said.push(format!("details {details}"));
    }
    let texts = [
        ("trace", &refusal.trace_id),
        ("execution", &refusal.execution_id),
    ];
    let texts = texts
        .into_iter()
        .filter_map(|(name, text)| Some(format!("{name} {}", text.as_ref()?)));
    said.extend(texts);
    said.extend(refusal.timestamp.map(|time| format!("at {time}")));
    said.join(", ")
}

#[rustfmt::skip]
pub(super) const ALL: [Refused; 40] = [
    // Failures of the server, whole and with nothing but what is always there.
    json(400, BadRequest, Some("VALIDATION_ERROR"), "Request validation failed: Name: Task name is required; Name: odd; bare",
        r#"{"code":"VALIDATION_ERROR","message":"Request validation failed","details":[{"property_name":"Name","error_message":"Task name is required"},{"property_name":"Name","error_message":"odd"},{"error_message":"bare"}],"trace_id":"0HN7:2","timestamp":"2025-10-27T01:02:03.1234567Z"}"#,
        r#"Validation, fields {"": ["bare"], "Name": ["Task name is required", "odd"]}, trace 0HN7:2, at 2025-10-27T01:02:03.123456700Z"#),
    json(400, BadRequest, Some("TASK_ID_MISMATCH"), "Task ID in URL does not match request body",
        r#"{"code":"TASK_ID_MISMATCH","message":"Task ID in URL does not match request body","trace_id":"0HN7:2","timestamp":"2025-10-27T01:02:03"}"#,
        "Validation, trace 0HN7:2, at 2025-10-27T01:02:03Z"),
    json(400, BadRequest, Some("INVALID_ARGUMENT"), "bad", r#"{"code":"INVALID_ARGUMENT","message":"bad"}"#, "Validation"),
    json(403, Forbidden, Some("FORBIDDEN"), "Access denied", r#"{"code":"FORBIDDEN","message":"Access denied"}"#, "Other"),
    json(404, NotFound, Some("TASK_NOT_FOUND"), "gone", r#"{"code":"TASK_NOT_FOUND","message":"gone","timestamp":"2025-10-27T10:02:03+09:00"}"#,
        "NotFound, at 2025-10-27T01:02:03Z"),
    json(409, Conflict, Some("TASK_ALREADY_EXISTS"), "taken", r#"{"code":"TASK_ALREADY_EXISTS","message":"taken"}"#, "Conflict"),
    json(409, Conflict, Some("INVALID_OPERATION"), "no", r#"{"code":"INVALID_OPERATION","message":"no","timestamp":"yesterday"}"#, "Conflict"),
    json(429, RateLimited, Some("RATE_LIMIT_EXCEEDED"), "slow down", r#"{"code":"RATE_LIMIT_EXCEEDED","message":"slow down"}"#, "RateLimited"),
    json(500, Server, Some("INTERNAL_ERROR"), "An unexpected error occurred", r#"{"code":"INTERNAL_ERROR","message":"An unexpected error occurred"}"#, "Server"),
    json(500, Server, Some("TASK_CREATION_ERROR"), "failed: no connection", r#"{"code":"TASK_CREATION_ERROR","message":"failed","details":"no connection"}"#,
        r#"Server, details "no connection""#),
    json(500, Server, Some("X"), "failed", r#"{"code":"X","message":"failed","details":{"camelCase":{"taskId":1}}}"#,
        r#"Server, details {"camelCase":{"taskId":1}}"#),
    json(503, Unavailable, Some("UNAVAILABLE"), "away", r#"{"code":"UNAVAILABLE","message":"away"}"#, "Server"),
    // The same as other clients expect to read it.
    json(400, BadRequest, Some("V"), "no: Name: odd", r#"{"code":"V","message":"no","details":[{"propertyName":"Name","errorMessage":"odd"}],"traceId":"t","timestamp":"2025-10-27T01:02:03Z"}"#,
        r#"Validation, fields {"Name": ["odd"]}, trace t, at 2025-10-27T01:02:03Z"#),
    json(400, BadRequest, None, "Validation failed: text: is missing; text: is odd", r#"{"message":"Validation failed","errors":{"text":["is missing","is odd"]}}"#,
        r#"Validation, fields {"text": ["is missing", "is odd"]}"#),
    json(404, NotFound, None, "Task not found", r#"{"message":"Task not found"}"#, "NotFound"),
    // Problems of the framework, in both media types.
    json(400, BadRequest, None, "One or more validation errors occurred: $.task_id: no GUID; request: is required",
        r#"{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.1","title":"One or more validation errors occurred.","status":400,"errors":{"request":["is required"],"$.task_id":["no GUID"]},"traceId":"00-1-00"}"#,
        r#"Validation, fields {"$.task_id": ["no GUID"], "request": ["is required"]}, trace 00-1-00"#),
    other(400, BadRequest, PROBLEM, br#"{"title":"Bad","status":400,"errors":{"Examples":["null"]},"traceId":"00-1-00"}"#, "Bad: Examples: null",
        r#"Validation, fields {"Examples": ["null"]}, trace 00-1-00"#),
    other(415, Rejected, PROBLEM, br#"{"title":"Unsupported Media Type","status":415,"traceId":"00-1-00"}"#, "Unsupported Media Type", "Other, trace 00-1-00"),
    other(400, BadRequest, PROBLEM, br#"{"title":"Unsupported API version","status":400,"detail":"2 is not there","traceId":"00-1-00"}"#, "2 is not there",
        r#"Validation, details "2 is not there", trace 00-1-00"#),
    // Nothing.
    other(404, NotFound, TEXT, b"", "Not Found", "NotFound"),
    other(405, Rejected, TEXT, b"", "Method Not Allowed", "Other"),
    other(500, Server, TEXT, b"", "Internal Server Error", "Server"),
    other(401, Unauthorized, TEXT, b"", "Unauthorized", "Other"),
    other(413, Rejected, TEXT, b"", "Payload Too Large", "Other"),
    // The edge runtime.
    json(404, NotFound, None, "Not Found", r#"{"detail":"Not Found"}"#, r#"NotFound, details "Not Found""#),
    json(422, BadRequest, None, "body.input.0: Field required; Field odd",
        r#"{"detail":[{"loc":["body","input",0],"msg":"Field required","type":"missing"},{"loc":[],"msg":"Field odd"}]}"#,
        r#"Validation, fields {"": ["Field odd"], "body.input.0": ["Field required"]}"#),
    // What stands before the server.
    other(502, Server, HTML, b"<html><body>nginx</body></html>", "Bad Gateway (an HTML page)", "Server"),
    other(503, Unavailable, TEXT, b"no healthy upstream", "no healthy upstream", "Server"),
    other(504, Server, HTML, b"<!DOCTYPE html>", "Gateway Timeout (an HTML page)", "Server"),
    other(408, Timeout, TEXT, b"too slow", "too slow", "Server"),
    other(418, Rejected, TEXT, b"no coffee", "no coffee", "Other"),
    // Bodies that are none of all that.
    json(400, BadRequest, None, r#"{"message":7}"#, r#"{"message":7}"#, "Validation"),
    json(400, BadRequest, None, r#"{"message":null,"details":null}"#, r#"{"message":null,"details":null}"#, "Validation, details null"),
    json(400, BadRequest, None, r#"{"message":"#, r#"{"message":"#, "Validation"),
    json(400, BadRequest, None, "null", "null", "Validation"),
    json(400, BadRequest, None, "[]", "[]", "Validation"),
    json(400, BadRequest, None, "\"text\"", "\"text\"", "Validation"),
    json(400, BadRequest, Some("ONLY"), "ONLY", r#"{"code":"ONLY"}"#, "Validation"),
    other(400, BadRequest, JSON, b"\xff\xfe no UTF-8", "\u{fffd}\u{fffd} no UTF-8", "Validation"),
    other(400, BadRequest, TEXT, b"two\r\nlines\x07", "two lines", "Validation"),
];
