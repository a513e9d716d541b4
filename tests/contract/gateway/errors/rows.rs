//! The shapes of refusals, documented and not.

use quintet::ErrorKind::{
    BadRequest, Conflict, Forbidden, NotFound, RateLimited, Rejected, Server, Timeout,
    Unauthorized, Unavailable,
};

use crate::contract::refused::{Refused, json, other};

const JSON: &str = "application/json";
const TEXT: &str = "text/plain; charset=utf-8";
const HTML: &str = "text/html";

const NONE: &str = "None";
const AGENT: &str = "Some(MissingAgentContext)";
const SECRET: &str =
    r#"Some(MissingSecret { prefab_id: Some("p"), secret_name: Some("K"), instructions: None })"#;
const FULL_SECRET: &str = r#"Some(MissingSecret { prefab_id: Some("p"), secret_name: Some("K"), instructions: Some("Store it.") })"#;
const SOME_SECRET: &str =
    "Some(MissingSecret { prefab_id: None, secret_name: None, instructions: None })";
const QUOTA: &str =
    r#"Some(QuotaExceeded { limit: Some(100), used: Some(99), quota_type: Some("daily") })"#;
const SOME_QUOTA: &str = "Some(QuotaExceeded { limit: None, used: None, quota_type: None })";
const FAULTS: &str = r#"Some(InvalidInput([FieldFault { location: ["body", "calls", "0", "version"], message: "field required", kind: Some("value_error.missing") }, FieldFault { location: ["body"], message: "no", kind: Some("x") }]))"#;

#[rustfmt::skip]
pub(super) const ALL: [Refused; 52] = [
    // 400: MISSING_SECRET, MISSING_AGENT_CONTEXT, others.
    json(400, BadRequest, Some("MISSING_SECRET"), "Missing required secret: a secret is not stored, name K, prefab p: Store it.",
        r#"{"detail":{"error_code":"MISSING_SECRET","message":"Missing required secret","prefab_id":"p","secret_name":"K","instructions":"Store it."}}"#, FULL_SECRET),
    json(400, BadRequest, Some("MISSING_SECRET"), "Secret 'K' is missing",
        r#"{"detail":{"error_code":"MISSING_SECRET","message":"Secret 'K' is missing","prefab_id":"p","secret_name":"K","instructions":null}}"#, SECRET),
    json(400, BadRequest, Some("MISSING_SECRET"), "Missing: a secret is not stored, name K, prefab p",
        r#"{"error_code":"MISSING_SECRET","message":"Missing","details":{"prefab_id":"p","secret_name":"K"}}"#, SECRET),
    json(400, BadRequest, Some("MISSING_SECRET"), "MISSING_SECRET: a secret is not stored",
        r#"{"detail":{"error_code":"MISSING_SECRET"}}"#, SOME_SECRET),
    json(400, BadRequest, None, "Secret 'K' for prefab 'p' is not configured",
        r#"{"detail":"Secret 'K' for prefab 'p' is not configured"}"#, SECRET),
    json(400, BadRequest, Some("MISSING_AGENT_CONTEXT"), "needs an agent",
        r#"{"detail":{"error_code":"MISSING_AGENT_CONTEXT","message":"needs an agent"}}"#, AGENT),
    json(400, BadRequest, Some("MISSING_AGENT_CONTEXT"), "needs an agent",
        r#"{"error_code":"MISSING_AGENT_CONTEXT","message":"needs an agent","details":null}"#, AGENT),
    json(400, BadRequest, Some("OUT_OF_INK"), "no ink", r#"{"detail":{"error_code":"OUT_OF_INK","message":"no ink","left":0}}"#, NONE),
    json(400, BadRequest, Some("BAD_REQUEST"), "bad", r#"{"error_code":"BAD_REQUEST","message":"bad","details":null}"#, NONE),
    json(400, BadRequest, None, "bad", r#"{"detail":"bad"}"#, NONE),
    json(400, BadRequest, None, "bad", r#"{"detail":{"message":"bad"}}"#, NONE),
    // 401 and 403 are two things.
    json(401, Unauthorized, None, "Could not validate credentials", r#"{"detail":"Could not validate credentials"}"#, NONE),
    json(401, Unauthorized, Some("UNAUTHENTICATED"), "expired", r#"{"detail":{"error_code":"UNAUTHENTICATED","message":"expired"}}"#, NONE),
    json(401, Unauthorized, Some("UNAUTHENTICATED"), "expired", r#"{"error_code":"UNAUTHENTICATED","message":"expired","details":{}}"#, NONE),
    json(403, Forbidden, None, "Permission denied for file: s3://b/k", r#"{"detail":"Permission denied for file: s3://b/k"}"#, NONE),
    json(403, Forbidden, Some("PERMISSION_DENIED"), "no", r#"{"error_code":"PERMISSION_DENIED","message":"no","details":null}"#, NONE),
    // 404: the call is named where the server does not name it.
    json(404, NotFound, None, "Prefab weather@1.2.0 not found", r#"{"detail":"Prefab weather@1.2.0 not found"}"#, NONE),
    json(404, NotFound, None, "Not Found (function current of weather@1.2.0)", r#"{"detail":"Not Found"}"#, NONE),
    json(404, NotFound, Some("NOT_FOUND"), "no (function current of weather@1.2.0)", r#"{"error_code":"NOT_FOUND","message":"no","details":null}"#, NONE),
    other(404, NotFound, TEXT, b"404 page not found", "404 page not found (function current of weather@1.2.0)", NONE),
    // 422: a list, a text, or neither.
    json(422, BadRequest, None, "body.calls.0.version: field required; body: no",
        r#"{"detail":[{"loc":["body","calls",0,"version"],"msg":"field required","type":"value_error.missing"},{"loc":["body"],"msg":"no","type":"x"}]}"#, FAULTS),
    json(422, BadRequest, None, "Missing required parameter: city", r#"{"detail":"Missing required parameter: city"}"#,
        r#"Some(InvalidInput([FieldFault { location: [], message: "Missing required parameter: city", kind: None }]))"#),
    json(422, BadRequest, Some("VALIDATION_ERROR"), "wrong", r#"{"error_code":"VALIDATION_ERROR","message":"wrong","details":null}"#,
        r#"Some(InvalidInput([FieldFault { location: [], message: "wrong", kind: None }]))"#),
    json(422, BadRequest, None, r#"{"detail":[]}"#, r#"{"detail":[]}"#,
        r#"Some(InvalidInput([FieldFault { location: [], message: "{\"detail\":[]}", kind: None }]))"#),
    other(422, BadRequest, TEXT, b"wrong", "wrong", r#"Some(InvalidInput([FieldFault { location: [], message: "wrong", kind: None }]))"#),
    // 429, also without any detail.
    json(429, RateLimited, Some("QUOTA_EXCEEDED"), "used up",
        r#"{"detail":{"error_code":"QUOTA_EXCEEDED","message":"used up","limit":100,"used":99,"quota_type":"daily"}}"#, QUOTA),
    json(429, RateLimited, Some("QUOTA_EXCEEDED"), "used up",
        r#"{"error_code":"QUOTA_EXCEEDED","message":"used up","details":{"limit":100,"used":99,"quota_type":"daily"}}"#, QUOTA),
    json(429, RateLimited, None, "slow down", r#"{"detail":"slow down"}"#, SOME_QUOTA),
    json(429, RateLimited, None, "{}", "{}", SOME_QUOTA),
    other(429, RateLimited, TEXT, b"slow down", "slow down", SOME_QUOTA),
    other(429, RateLimited, HTML, b"<html><body>nginx</body></html>", "Too Many Requests (an HTML page)", SOME_QUOTA),
    other(429, RateLimited, TEXT, b"", "Too Many Requests", SOME_QUOTA),
    // Other 4xx.
    json(405, Rejected, None, "Method Not Allowed", r#"{"detail":"Method Not Allowed"}"#, NONE),
    json(408, Timeout, None, "too slow", r#"{"detail":"too slow"}"#, NONE),
    json(409, Conflict, Some("BUSY"), "busy", r#"{"detail":{"error_code":"BUSY","message":"busy"}}"#, NONE),
    other(413, Rejected, HTML, b"<!DOCTYPE html><title>413</title>", "Payload Too Large (an HTML page)", NONE),
    json(418, Rejected, Some("MISSING_AGENT_CONTEXT"), "no", r#"{"detail":{"error_code":"MISSING_AGENT_CONTEXT","message":"no"}}"#, AGENT),
    // 5xx.
    json(500, Server, Some("INTERNAL_SERVER_ERROR"), "lost", r#"{"detail":{"error_code":"INTERNAL_SERVER_ERROR","message":"lost"}}"#, NONE),
    json(500, Server, Some("INTERNAL_SERVER_ERROR"), "lost", r#"{"error_code":"INTERNAL_SERVER_ERROR","message":"lost","details":null}"#, NONE),
    other(500, Server, TEXT, b"Internal Server Error", "Internal Server Error", NONE),
    other(500, Server, TEXT, b"", "Internal Server Error", NONE),
    other(502, Server, HTML, b"<html><body>nginx</body></html>", "Bad Gateway (an HTML page)", NONE),
    json(503, Unavailable, None, "Downstream service timeout", r#"{"detail":"Downstream service timeout"}"#, NONE),
    json(503, Unavailable, Some("SERVICE_UNAVAILABLE"), "no", r#"{"error_code":"SERVICE_UNAVAILABLE","message":"no","details":null}"#, NONE),
    other(503, Unavailable, TEXT, b"no healthy upstream", "no healthy upstream", NONE),
    other(504, Server, HTML, b"<html>", "Gateway Timeout (an HTML page)", NONE),
    // Bodies that are none of all that.
    json(400, BadRequest, None, r#"{"error":7}"#, r#"{"error":7}"#, NONE),
    json(400, BadRequest, None, r#"{"detail":null}"#, r#"{"detail":null}"#, NONE),
    json(400, BadRequest, None, r#"{"detail":"#, r#"{"detail":"#, NONE),
    json(400, BadRequest, None, "null", "null", NONE),
    other(400, BadRequest, JSON, b"\xff\xfe no UTF-8", "\u{fffd}\u{fffd} no UTF-8", NONE),
    other(400, BadRequest, TEXT, b"two\r\nlines\x07", "two lines", NONE),
];
