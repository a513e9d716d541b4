//! Bodies that come whole and are not what the document promises.

use quintet::ErrorKind::{Decode, TooLarge};

use crate::faults::row::{MAX_BODY, Row, VALID, chunk, chunked, ok};
use crate::support::raw_server::{head, reply};

pub(super) fn rows() -> Vec<Row> {
    let with = |from: &str, to: &str| {
        assert!(VALID.contains(from));
        VALID.replace(from, to)
    };
    let utf16: Vec<u8> = VALID.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let not_utf8 = [
        &b"{\"id\":\"\xff\xfe\",\"stdout\":\"\xff\","[..],
        &VALID.as_bytes()[1..],
    ]
    .concat();
    let undecodable = [
        Row::body("JSON that is cut", &VALID[..VALID.len() / 2]),
        Row::body("an empty 200", ""),
        Row::body("white space", " \r\n "),
        Row::body(
            "HTML with status 200",
            "<!DOCTYPE html><html><body>Sign in</body></html>",
        ),
        Row::body("an array instead of an object", format!("[{VALID}]")),
        Row::body("a string instead of an object", "\"ok\""),
        Row::body("null", "null"),
        Row::body("an empty object", "{}"),
        Row::body(
            "numbers as text",
            with("\"ttl\":3600", "\"ttl\":\"1h\"").replace("code\":0", "code\":\"0\""),
        ),
        Row::body(
            "null for what is required",
            with("3600", "null").replace("code\":0", "code\":null"),
        ),
        Row::body("a byte order mark", format!("\u{feff}{VALID}")),
        Row::body("bytes that are not UTF-8", not_utf8),
        Row::body("UTF-16", utf16),
        Row::body("something after the JSON", format!("{VALID}{VALID}")),
        Row::answer(
            "compressed without being asked",
            reply("200 OK\ncontent-encoding: gzip", b"\x1f\x8b\x08\0\0\0\0\0"),
        ),
        Row::answer(
            "multipart instead of JSON",
            reply(
                "200 OK\ncontent-type: multipart/mixed; boundary=x",
                "--x--\r\n",
            ),
        ),
    ];
    let undecodable = undecodable.map(|row| row.fails(Decode, 200).sent(1, 1));
    let switched = Row::answer(
        "101 where 200 is promised",
        head("101 Switching Protocols\nconnection: upgrade\nupgrade: x"),
    )
    .fails(Decode, 101)
    .sent(1, 1);
    let unknown = Row::answer("999 where 200 is promised", reply("999 Odd", VALID))
        .fails(Decode, 999)
        .sent(1, 1);
    let other_successes = [
        (201, "Created"),
        (202, "Accepted"),
        (206, "Partial Content"),
        (299, "Odd"),
    ];
    let other_successes = other_successes.map(|(status, reason)| {
        Row::answer(
            format!("{status} where 200 is promised"),
            reply(&format!("{status} {reason}"), VALID),
        )
        .fails(Decode, status)
        .sent(1, 1)
    });
    let nothing = Row::answer("204 where 200 is promised", head("204 No Content"))
        .fails(Decode, 204)
        .sent(1, 1);
    [
        undecodable.to_vec(),
        other_successes.to_vec(),
        vec![nothing, switched, unknown],
        oversized().to_vec(),
        works().to_vec(),
    ]
    .concat()
}

fn oversized() -> [Row; 2] {
    let large = "x".repeat(MAX_BODY / 4);
    let announced = head(&format!("200 OK\ncontent-length: {}", MAX_BODY + 1));
    [
        Row::answer("a length over the limit", announced),
        Row::answer("chunks over the limit", chunked(&chunk(&large).repeat(5))),
    ]
    .map(|row| row.fails(TooLarge, 200).sent(1, 1))
}

fn works() -> [Row; 4] {
    let more = VALID.replacen('{', "{\"new\":{\"a\":[1,null]},", 1);
    [
        Row::answer("fields that the document does not know", ok(more)),
        Row::answer(
            "a value that the document does not know",
            ok(VALID.replace("running", "paused")),
        ),
        Row::answer(
            "JSON that says it is text",
            reply("200 OK\ncontent-type: text/plain", VALID),
        ),
        Row::answer("JSON that says nothing of itself", reply("200 OK", VALID)),
    ]
}
