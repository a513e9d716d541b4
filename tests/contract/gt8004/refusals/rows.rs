//! The refusals of all calls: whatever the document says that they may be refused with, and every cause of it.

use quintet::ErrorKind::{
    self, BadRequest, RateLimited, Rejected, Server, Unauthorized, Unavailable,
};

use super::super::calls::Facade::{self, Readiness};
use super::Cause::{self, Fails, NotReady, Revoked, Says, TooLong, WrongKey};
use super::Refusal;

const JSON: &str = "application/json; charset=utf-8";
const TEXT: &str = "text/plain";
const HTML: &str = "text/html; charset=utf-8";

const UNREAD: &str = r#"{"error":"failed to read body"}"#;
const MISSING: &str = r#"{"error":"missing authorization header"}"#;
const FORMAT: &str = r#"{"error":"invalid authorization format"}"#;
const UNAUTHORIZED: &str = r#"{"error":"unauthorized"}"#;
const PAGE: &str = "<!DOCTYPE html><html><body>Not here</body></html>";

type Row = (Cause, ErrorKind, &'static str);

pub(super) fn all() -> Vec<Refusal> {
    Facade::CALLS.into_iter().flat_map(of).collect()
}

/// What the document says that a call may be refused with.
fn of(call: Facade) -> Vec<Refusal> {
    let refusals = call.documented().refusals().into_iter();
    let rows = refusals.flat_map(|status| {
        let row = move |(cause, kind, message)| Refusal {
            call,
            cause,
            status,
            kind,
            message,
        };
        with(call, status).into_iter().map(row)
    });
    rows.collect()
}

fn with(call: Facade, status: u16) -> Vec<Row> {
    match status {
        400 => vec![
            (Fails, BadRequest, "invalid batch format"),
            (Says(JSON, UNREAD), BadRequest, "failed to read body"),
        ],
        401 => vec![
            (WrongKey, Unauthorized, "invalid api key"),
            (Revoked, Unauthorized, "invalid api key"),
            (
                Says(JSON, MISSING),
                Unauthorized,
                "missing authorization header",
            ),
            (
                Says(JSON, FORMAT),
                Unauthorized,
                "invalid authorization format",
            ),
            (Says(JSON, UNAUTHORIZED), Unauthorized, "unauthorized"),
        ],
        413 => vec![
            (TooLong, Rejected, "request body too large"),
            (Fails, Rejected, "request body too large"),
        ],
        429 => vec![
            (Fails, RateLimited, "Too Many Requests (an HTML page)"),
            (Says(TEXT, "slow down"), RateLimited, "slow down"),
        ],
        500 => vec![(Fails, Server, "Internal Server Error")],
        502 => before(Server, "Bad Gateway (an HTML page)"),
        503 => {
            let message = "Service Unavailable (an HTML page)";
            let mut rows = before(Unavailable, message);
            if call == Readiness {
                rows.push((NotReady, Unavailable, message));
            }
            rows
        }
        504 => before(Server, "Gateway Timeout (an HTML page)"),
        other => panic!("{call:?}: no refusal with {other}"),
    }
}

/// What stands before the service says, in its own form, in another, and in one word.
fn before(kind: ErrorKind, page: &'static str) -> Vec<Row> {
    vec![
        (Fails, kind, page),
        (Says(HTML, PAGE), kind, page),
        (
            Says(TEXT, "upstream connect error"),
            kind,
            "upstream connect error",
        ),
    ]
}
