//! Bodies that do not come whole, or come in an unusual way.

use quintet::ErrorKind::Transport;

use crate::faults::row::{Row, VALID, chunk, chunked, ok};
use crate::support::raw_server::Step::{Close, Pieces, Request, Reset};
use crate::support::raw_server::{head, send};

const LENGTH_9999: &str = "200 OK\ncontent-type: application/json\ncontent-length: 9999";

pub(super) fn rows() -> Vec<Row> {
    let start = chunk(&VALID[..20]);
    let broken = [
        Row::last_words("closed after the head", head(LENGTH_9999)),
        Row::last_words("closed in the body", head(LENGTH_9999) + VALID),
        Row::new(
            "reset after the head",
            [Request, send(head(LENGTH_9999)), Reset],
        ),
        Row::new(
            "reset in the body",
            [Request, send(head(LENGTH_9999) + VALID), Reset],
        ),
        Row::last_words("closed between chunks", chunked(&start)),
        Row::last_words("closed in a chunk", chunked(&start[..10])),
        Row::last_words(
            "closed before the last chunk's end",
            chunked(&(chunk(VALID) + "0\r\n")),
        ),
        Row::last_words(
            "the size of a chunk is no number",
            chunked(&(start.clone() + "zz\r\n")),
        ),
        Row::last_words(
            "the size of a chunk overflows",
            chunked(&(start + "fffffffffffffffff\r\n")),
        ),
        Row::last_words(
            "a chunk longer than its size",
            chunked("2\r\n{}{}\r\n0\r\n\r\n"),
        ),
    ];
    let broken = broken.map(|row| row.fails(Transport, 200));
    let in_chunks = chunk(&VALID[..20]) + &chunk(&VALID[20..]) + "0\r\n\r\n";
    let until_close = VALID.to_owned();
    let works = [
        Row::new("a byte at a time", [Request, Pieces(ok(VALID), 1)]),
        Row::answer("in chunks", chunked(&in_chunks)),
        Row::new(
            "in chunks, a byte at a time",
            [Request, Pieces(chunked(&in_chunks).into(), 1)],
        ),
        Row::last_words(
            "a body that ends with the connection",
            head("200 OK") + &until_close,
        ),
        Row::answer(
            "in chunks with a trailer",
            chunked(&in_chunks.replace("0\r\n\r\n", "0\r\nx-trailer: 1\r\n\r\n")),
        ),
        Row::last_words(
            "HTTP/1.0",
            head("200 OK").replace("1.1", "1.0") + &until_close,
        ),
        Row::new(
            "100 before the reply",
            [
                Request,
                send("HTTP/1.1 100 Continue\r\n\r\n"),
                send(ok(VALID)),
            ],
        ),
        Row::new(
            "103 before the reply",
            [
                Request,
                send("HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n"),
                send(ok(VALID)),
            ],
        ),
        Row::new(
            "closed after a whole reply",
            [Request, send(ok(VALID)), Close],
        ),
        Row::new(
            "reset after a whole reply",
            [Request, send(ok(VALID)), Reset],
        ),
    ];
    [broken.to_vec(), works.to_vec()].concat()
}
