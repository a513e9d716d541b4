//! Redirects: only reads follow them.

use quintet::ErrorKind::{Redirect, TooLarge};

use crate::faults::row::{End, Row, Sent, VALID, ok, sent};
use crate::support::raw_server::Step::Request;
use crate::support::raw_server::{reply, send};

pub(super) fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for status in [301, 302, 303, 307, 308] {
        for (origin, location, here) in
            [("same", "/elsewhere", 2), ("other", "{other}/elsewhere", 1)]
        {
            let redirect = reply(&format!("{status} Moved\nlocation: {location}"), "");
            let mut row = Row::answer(format!("{status} to the {origin} origin"), redirect)
                .then([Request, send(ok(VALID))])
                .fails(Redirect, status);
            row.get = (
                End::Works,
                Sent {
                    requests: here,
                    attempts: 1,
                },
            );
            rows.push(row);
        }
    }
    let nowhere = [
        ("without a target", "302 Found"),
        (
            "to another scheme",
            "302 Found\nlocation: ftp://127.0.0.1/x",
        ),
        ("to what is no URL", "302 Found\nlocation: http://[::"),
        (
            "300 with a choice",
            "300 Multiple Choices\nlocation: /elsewhere",
        ),
        ("304 unasked", "304 Not Modified"),
    ];
    for (name, lines) in nowhere {
        let status: u16 = lines[..3].parse().unwrap();
        let row = Row::answer(format!("a redirect {name}"), reply(lines, ""));
        rows.push(row.fails(Redirect, status).sent(1, 1));
    }
    let mut circle = Row::answer("a redirect to itself", reply("302 Found\nlocation: ?", ""))
        .fails(Redirect, 302);
    circle.get.1 = Sent {
        requests: 11,
        attempts: 1,
    };
    rows.push(circle);
    rows.push(leads_to_a_large_reply());
    rows
}

/// What is followed is judged like any reply.
fn leads_to_a_large_reply() -> Row {
    let redirect = reply("302 Found\nlocation: /large", "");
    let large = crate::support::raw_server::head("200 OK\ncontent-length: 99999999999");
    let mut row =
        Row::answer("a redirect to a reply over the limit", redirect).then([Request, send(large)]);
    row.get = (
        End::Fails(TooLarge, Some(200)),
        Sent {
            requests: 2,
            attempts: 1,
        },
    );
    row.post = (End::Fails(Redirect, Some(302)), sent(1));
    row
}
