//! The shapes of refusals, documented and not.

use quintet::ErrorKind::{
    BadRequest, Conflict, Forbidden, NotFound, RateLimited, Rejected, Server, Timeout,
    Unauthorized, Unavailable,
};

use crate::contract::refused::{Refused, json, other};

const JSON: &str = "application/json";
const TEXT: &str = "text/plain; charset=utf-8";
const HTML: &str = "text/html";

#[rustfmt::skip]
pub(super) const ALL: [Refused; 42] = [
    // The service's own.
    json(400, BadRequest, None, "failed to read body", r#"{"error":"failed to read body"}"#, ""),
    json(400, BadRequest, None, "invalid batch format", r#"{"error":"invalid batch format"}"#, ""),
    json(401, Unauthorized, None, "missing authorization header", r#"{"error":"missing authorization header"}"#, ""),
    json(401, Unauthorized, None, "invalid authorization format", r#"{"error":"invalid authorization format"}"#, ""),
    json(401, Unauthorized, None, "invalid api key", r#"{"error":"invalid api key"}"#, ""),
    json(401, Unauthorized, None, "unauthorized", r#"{"error":"unauthorized"}"#, ""),
    json(413, Rejected, None, "request body too large", r#"{"error":"request body too large"}"#, ""),
    // As it was before.
    json(400, BadRequest, None, "parse log batch: unexpected EOF", r#"{"error":"parse log batch: unexpected EOF"}"#, ""),
    json(400, BadRequest, None, "empty log batch", r#"{"error":"empty log batch"}"#, ""),
    // Routes that are none, and a panic that was recovered from.
    other(404, NotFound, "text/plain", b"404 page not found", "404 page not found", ""),
    other(405, Rejected, "text/plain", b"405 method not allowed", "405 method not allowed", ""),
    other(500, Server, TEXT, b"", "Internal Server Error", ""),
    // What imitates it, and what stands before it.
    json(403, Forbidden, Some("FORBIDDEN"), "no", r#"{"error":{"code":"FORBIDDEN","message":"no"}}"#, ""),
    json(403, Forbidden, Some("FORBIDDEN"), "no", r#"{"error":"no","code":"FORBIDDEN"}"#, ""),
    json(401, Unauthorized, None, "Invalid API key", r#"{"detail":"Invalid API key"}"#, ""),
    json(422, BadRequest, None, "body.entries.0: Field required", r#"{"detail":[{"loc":["body","entries",0],"msg":"Field required","type":"missing"}]}"#, ""),
    json(409, Conflict, None, "twice", r#"{"message":"twice"}"#, ""),
    json(429, RateLimited, None, "slow down", r#"{"error":"slow down"}"#, ""),
    other(429, RateLimited, TEXT, b"error code: 1015", "error code: 1015", ""),
    json(503, Unavailable, None, "away", r#"{"error":"away"}"#, ""),
    other(503, Unavailable, TEXT, b"no healthy upstream", "no healthy upstream", ""),
    other(502, Server, HTML, b"<html><body>nginx</body></html>", "Bad Gateway (an HTML page)", ""),
    other(504, Server, HTML, b"<!DOCTYPE html>", "Gateway Timeout (an HTML page)", ""),
    other(413, Rejected, HTML, b"<html>413 Request Entity Too Large</html>", "Payload Too Large (an HTML page)", ""),
    other(403, Forbidden, HTML, b"<HTML>Attention Required!", "Forbidden (an HTML page)", ""),
    other(408, Timeout, TEXT, b"too slow", "too slow", ""),
    other(425, Rejected, TEXT, b"", "Too Early", ""),
    other(451, Rejected, TEXT, b"", "Unavailable For Legal Reasons", ""),
    other(530, Server, TEXT, b"", "status 530", ""),
    // Bodies that are none of all that.
    json(400, BadRequest, None, r#"{"error":7}"#, r#"{"error":7}"#, ""),
    json(400, BadRequest, None, r#"{"error":null}"#, r#"{"error":null}"#, ""),
    json(400, BadRequest, None, r#"{"error":""}"#, r#"{"error":""}"#, ""),
    json(400, BadRequest, None, r#"{"error":["a"]}"#, r#"{"error":["a"]}"#, ""),
    json(400, BadRequest, None, r#"{"error":{}}"#, r#"{"error":{}}"#, ""),
    json(400, BadRequest, None, r#"{"error":"#, r#"{"error":"#, ""),
    json(400, BadRequest, None, "null", "null", ""),
    json(400, BadRequest, None, "[]", "[]", ""),
    json(400, BadRequest, None, "\"text\"", "\"text\"", ""),
    json(400, BadRequest, None, "Bad Request", "", ""),
    other(400, BadRequest, JSON, b"\xff\xfe no UTF-8", "\u{fffd}\u{fffd} no UTF-8", ""),
    other(400, BadRequest, TEXT, b"two\r\nlines\x07", "two lines", ""),
    other(401, Unauthorized, JSON, b"  {\"error\" : \" invalid\\tapi key \"}\n", "invalid api key", ""),
];
