//! Servers that stop in the middle: the time of the call ends it, and there is no time for another attempt.

use quintet::ErrorKind::Timeout;

use crate::faults::row::{MAX_BODY, Row};
use crate::support::raw_server::Step::{Head, Request, Silence};
use crate::support::raw_server::{head, send};

pub(super) fn rows() -> Vec<Row> {
    // No socket holds so much: once it is sent, the client has read the head.
    let much = "x".repeat(MAX_BODY / 2);
    let ok = head(&format!("200 OK\ncontent-length: {MAX_BODY}"));
    let silent = [
        Row::new("never reads on after the head", [Head, Silence]),
        Row::new("never answers", [Request, Silence]),
        Row::new(
            "stops in the head",
            [Request, send("HTTP/1.1 200 OK\r\n"), Silence],
        ),
    ];
    let silent = silent.map(|row| row.fails(Timeout, None));
    let stops =
        Row::new("stops in the body", [Request, send(ok + &much), Silence]).fails(Timeout, 200);
    let error = head("500 Oops\ncontent-length: 99") + "{";
    let stops_in_error = Row::new(
        "stops in the body of an error",
        [Request, send(error), Silence],
    )
    .fails(Timeout, 500);
    let all = [silent.to_vec(), vec![stops, stops_in_error]].concat();
    all.into_iter().map(|row| row.sent(1, 1).stalls()).collect()
}
