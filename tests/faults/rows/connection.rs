//! Connections that break before a head was received, and heads that are none.

use quintet::ErrorKind::{Connect, Transport};

use crate::faults::row::{ATTEMPTS, Row};
use crate::support::raw_server::Step::{Close, Head, Request, Reset};
use crate::support::raw_server::{head, send};

pub(super) fn rows() -> Vec<Row> {
    let all = ATTEMPTS as usize;
    let mut refused = Row::new("the connection is refused", []).fails(Connect, None);
    refused.scripts.clear();
    refused.get.1.requests = 0;
    refused.post.1 = refused.get.1;
    let broken = [
        Row::new("reset before a byte of the request is read", [Reset]),
        Row::new("reset after the head of the request", [Head, Reset]),
        Row::new("reset after the request", [Request, Reset]),
        Row::new("closed before a byte of the reply", [Request, Close]),
        Row::new(
            "reset in the head of the reply",
            [Request, send("HTTP/1.1 200 OK\r\ncontent-"), Reset],
        ),
        Row::last_words(
            "closed in the head of the reply",
            "HTTP/1.1 200 OK\r\ncontent-",
        ),
        Row::last_words(
            "the status line is no status line",
            "HTTP/1.1 fine OK\r\n\r\n",
        ),
        Row::last_words("another protocol answers", "SSH-2.0-OpenSSH_9.6\r\n"),
        Row::last_words("a TLS alert answers", &b"\x15\x03\x01\x00\x02\x02\x46"[..]),
        Row::last_words(
            "a header without a colon",
            "HTTP/1.1 200 OK\r\nno colon here\r\n\r\n",
        ),
        Row::last_words(
            "a header with a control character",
            "HTTP/1.1 200 OK\r\nx: a\x01b\r\n\r\n",
        ),
        Row::last_words(
            "the length is no number",
            head("200 OK\ncontent-length: many"),
        ),
        Row::last_words(
            "two lengths that differ",
            head("200 OK\ncontent-length: 2\ncontent-length: 3") + "{}",
        ),
        Row::last_words(
            "a header of a megabyte",
            head(&format!("200 OK\nx-long: {}", "x".repeat(1 << 20))),
        ),
        Row::last_words(
            "a thousand headers",
            head(&format!("200 OK{}", "\nx-many: x".repeat(1000))),
        ),
    ];
    let broken = broken.map(|row| row.fails(Transport, None).sent(all, 1));
    [vec![refused], broken.into()].concat()
}
