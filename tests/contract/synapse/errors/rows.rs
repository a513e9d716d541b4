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
const GPU: &str = r#"Some(GpuUnavailable { message: "All GPUs are busy", max_utilization: Some(97.5), threshold: Some(90.0), details: {} })"#;
const MORE_GPU: &str = r#"Some(GpuUnavailable { message: "All GPUs are busy", max_utilization: None, threshold: None, details: {"node": String("n"), "threshold": Null} })"#;
const BARE_GPU: &str = r#"Some(GpuUnavailable { message: "gpu_unavailable", max_utilization: None, threshold: None, details: {} })"#;
const FAULTS: &str = r#"Some(InvalidInput([InputFault { location: ["body", "num_cpus"], message: "must be 0 or more", kind: Some("greater_than_equal"), input: Some(Number(-1)) }, InputFault { location: ["body", "labels", "0"], message: "Field required", kind: Some("missing"), input: None }]))"#;

#[rustfmt::skip]
pub(super) const ALL: [Refused; 38] = [
    // `{"detail": "…"}`, as the agent answers.
    json(400, BadRequest, None, "The job is over", r#"{"detail":"The job is over"}"#, NONE),
    json(401, Unauthorized, None, "Invalid agent token", r#"{"detail":"Invalid agent token"}"#, NONE),
    json(403, Forbidden, None, "not for you", r#"{"detail":"not for you"}"#, NONE),
    json(404, NotFound, None, "Not Found", r#"{"detail":"Not Found"}"#, NONE),
    json(405, Rejected, None, "Method Not Allowed", r#"{"detail":"Method Not Allowed"}"#, NONE),
    json(408, Timeout, None, "too slow", r#"{"detail":"too slow"}"#, NONE),
    json(409, Conflict, None, "busy", r#"{"detail":"busy"}"#, NONE),
    json(418, Rejected, None, "no coffee", r#"{"detail":"no coffee"}"#, NONE),
    json(429, RateLimited, None, "slow down", r#"{"detail":"slow down"}"#, NONE),
    json(500, Server, None, "broken", r#"{"detail":"broken"}"#, NONE),
    json(503, Unavailable, None, "Ray is not available", r#"{"detail":"Ray is not available"}"#, NONE),
    // A detail that is an object.
    json(400, BadRequest, Some("E1"), "no", r#"{"detail":{"code":"E1","message":"no"}}"#, NONE),
    json(400, BadRequest, None, "no", r#"{"detail":{"message":"no"}}"#, NONE),
    // No GPU, at the top or below `detail`, whatever the status.
    json(503, Unavailable, Some("gpu_unavailable"), "All GPUs are busy",
        r#"{"error_type":"gpu_unavailable","message":"All GPUs are busy","max_utilization":97.5,"threshold":90}"#, GPU),
    json(503, Unavailable, Some("gpu_unavailable"), "All GPUs are busy",
        r#"{"detail":{"error_type":"gpu_unavailable","message":"All GPUs are busy","max_utilization":97.5,"threshold":90.0}}"#, GPU),
    json(409, Conflict, Some("gpu_unavailable"), "All GPUs are busy",
        r#"{"error_type":"gpu_unavailable","message":"All GPUs are busy","threshold":null,"node":"n"}"#, MORE_GPU),
    json(503, Unavailable, Some("gpu_unavailable"), "gpu_unavailable", r#"{"error_type":"gpu_unavailable"}"#, BARE_GPU),
    json(503, Unavailable, Some("other"), "no", r#"{"error_type":"other","message":"no"}"#, NONE),
    // 422: a list, a text, or neither.
    json(422, BadRequest, None, "body.num_cpus: must be 0 or more; body.labels.0: Field required",
        r#"{"detail":[{"loc":["body","num_cpus"],"msg":"must be 0 or more","type":"greater_than_equal","input":-1},{"loc":["body","labels",0],"msg":"Field required","type":"missing"}]}"#, FAULTS),
    json(422, BadRequest, None, "wrong", r#"{"detail":"wrong"}"#,
        r#"Some(InvalidInput([InputFault { location: [], message: "wrong", kind: None, input: None }]))"#),
    json(422, BadRequest, None, r#"{"detail":[]}"#, r#"{"detail":[]}"#,
        r#"Some(InvalidInput([InputFault { location: [], message: "{\"detail\":[]}", kind: None, input: None }]))"#),
    other(422, BadRequest, TEXT, b"wrong", "wrong",
        r#"Some(InvalidInput([InputFault { location: [], message: "wrong", kind: None, input: None }]))"#),
    // Ray's own errors, which are texts.
    other(404, NotFound, TEXT, b"Job x does not exist", "Job x does not exist", NONE),
    other(400, BadRequest, TEXT, b"Can only stop submission type jobs", "Can only stop submission type jobs", NONE),
    other(500, Server, TEXT, b"Traceback (most recent call last):\n  File \"x.py\", line 1\nKeyError: 'a'\n",
        "Traceback (most recent call last): File \"x.py\", line 1 KeyError: 'a'", NONE),
    other(500, Server, TEXT, b"Internal Server Error", "Internal Server Error", NONE),
    // What stands before the agent.
    other(413, Rejected, HTML, b"<!DOCTYPE html><title>413</title>", "Payload Too Large (an HTML page)", NONE),
    other(502, Server, HTML, b"<html><body>nginx</body></html>", "Bad Gateway (an HTML page)", NONE),
    other(503, Unavailable, TEXT, b"no healthy upstream", "no healthy upstream", NONE),
    other(504, Server, HTML, b"<html>", "Gateway Timeout (an HTML page)", NONE),
    other(401, Unauthorized, TEXT, b"", "Unauthorized", NONE),
    // Bodies that are none of all that.
    json(400, BadRequest, None, r#"{"error":7}"#, r#"{"error":7}"#, NONE),
    json(400, BadRequest, None, r#"{"detail":null}"#, r#"{"detail":null}"#, NONE),
    json(400, BadRequest, None, r#"{"detail":"#, r#"{"detail":"#, NONE),
    json(400, BadRequest, None, "null", "null", NONE),
    json(400, BadRequest, None, "\"text\"", "\"text\"", NONE),
    other(400, BadRequest, JSON, b"\xff\xfe no UTF-8", "\u{fffd}\u{fffd} no UTF-8", NONE),
    other(400, BadRequest, TEXT, b"two\r\nlines\x07", "two lines", NONE),
];
