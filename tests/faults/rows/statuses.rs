//! Error replies of every shape.

use quintet::ErrorKind::{
    BadRequest, Conflict, Forbidden, NotFound, RateLimited, Rejected, Server, Timeout,
    Unauthorized, Unavailable,
};

use crate::faults::row::{End, MAX_BODY, Row, chunk};
use crate::support::raw_server::{head, reply};

const FLAT: &str = r#"{"error":"no such luck"}"#;
const NESTED: &str = r#"{"error":{"code":"NO_LUCK","message":"no such luck"}}"#;
const HTML: &str = "<html><head><title>502 Bad Gateway</title></head></html>";

pub(super) fn rows() -> Vec<Row> {
    let refused = [
        Row::status("flat", "400 Bad Request", FLAT).kind(BadRequest),
        Row::status("nested", "400 Bad Request", NESTED).kind(BadRequest),
        Row::status(
            "many lines",
            "400 Bad Request",
            "first\r\nsecond\u{1b}[31m\nthird",
        )
        .kind(BadRequest),
        Row::status("flat", "401 Unauthorized", FLAT).kind(Unauthorized),
        Row::status("payment", "402 Payment Required", FLAT).kind(Rejected),
        Row::status("flat", "403 Forbidden", FLAT).kind(Forbidden),
        Row::status("flat", "404 Not Found", FLAT).kind(NotFound),
        Row::status(
            "unknown route",
            "404 Not Found\ncontent-type: text/plain",
            "404 page not found",
        )
        .kind(NotFound),
        Row::status("wrong verb", "405 Method Not Allowed", FLAT).kind(Rejected),
        Row::status("flat", "409 Conflict", FLAT).kind(Conflict),
        Row::status("flat", "410 Gone", FLAT).kind(Rejected),
        Row::status("empty", "413 Content Too Large", "").kind(Rejected),
        Row::status(
            "JSON of another shape",
            "422 Unprocessable Content",
            r#"{"detail":"no"}"#,
        )
        .kind(BadRequest),
        Row::status("unknown", "499 Odd", "").kind(Rejected),
        Row::status("flat", "501 Not Implemented", FLAT),
        Row::status("empty", "505 HTTP Version Not Supported", ""),
        Row::status("unknown", "599 Odd", ""),
    ];
    let refused = refused.map(|row| row.sent(1, 1));
    let passing = [
        Row::status("empty", "408 Request Timeout", "").kind(Timeout),
        Row::status("flat", "500 Internal Server Error", FLAT),
        Row::status("empty", "500 Internal Server Error", ""),
        Row::status(
            "text",
            "500 Internal Server Error\ncontent-type: text/plain",
            "oops",
        ),
        Row::status(
            "not UTF-8 when decoded",
            "500 Internal Server Error",
            "\u{fffd}\u{0}",
        ),
        Row::status(
            "HTML of a proxy",
            "502 Bad Gateway\ncontent-type: text/html",
            HTML,
        ),
        Row::status(
            "of a proxy",
            "503 Service Unavailable\ncontent-type: text/plain",
            "no backend",
        )
        .kind(Unavailable),
        Row::status("empty", "504 Gateway Timeout", ""),
    ];
    [refused.to_vec(), passing.to_vec(), meanings(), bodies()].concat()
}

/// Replies that mean something else than their status says.
fn meanings() -> Vec<Row> {
    let draining = r#"{"error":"service is draining"}"#;
    let draining = Row::status(
        "draining, which does nothing",
        "503 Service Unavailable",
        draining,
    );
    let pod = r#"{"error":"failed to resolve sandbox pod: not found"}"#;
    let mut pod = Row::status(
        "no such pod, for a command",
        "500 Internal Server Error",
        pod,
    );
    pod.post.0 = End::Fails(NotFound, Some(500));
    vec![draining.kind(Unavailable).sent(3, 3), pod]
}

/// Error bodies that do not come whole, or that are too large.
fn bodies() -> Vec<Row> {
    let large = "x".repeat(MAX_BODY / 16);
    let chunks = head("500 Internal Server Error\ntransfer-encoding: chunked") + &chunk(&large);
    vec![
        Row::last_words(
            "500: closed in the body",
            head("500 Oops\ncontent-length: 999") + FLAT,
        )
        .fails(Server, 500),
        Row::last_words(
            "500: closed in a chunk",
            head("500 Oops\ntransfer-encoding: chunked") + "f\r\n{",
        )
        .fails(Server, 500),
        Row::last_words(
            "409: closed in the body",
            head("409 Conflict\ncontent-length: 999") + FLAT,
        )
        .fails(Conflict, 409)
        .sent(1, 1),
        Row::answer("500: a body over the limit", reply("500 Oops", &large)).fails(Server, 500),
        Row::answer("429: a body over the limit", reply("429 Slow", &large))
            .fails(RateLimited, 429),
        Row::last_words("500: chunks over the limit", chunks).fails(Server, 500),
        Row::last_words(
            "500: a body that ends with the connection",
            head("500 Oops") + FLAT,
        )
        .fails(Server, 500),
    ]
}
