//! What the server says about trying again.

use quintet::ErrorKind::{RateLimited, Unavailable};

use crate::faults::row::Row;

/// A minute is the most that is waited for.
pub(super) fn rows() -> Vec<Row> {
    let flat = r#"{"error":"slow down"}"#;
    let row = |name: &str, lines: &str| Row::status(name, lines, flat).kind(RateLimited);
    let past = "date: Sun, 06 Nov 1994 08:49:37 GMT\nretry-after: Sun, 06 Nov 1994 08:49:37 GMT";
    let huge = "date: Sun, 06 Nov 1994 08:49:37 GMT\nretry-after: Sun, 06 Nov 1994 09:49:37 GMT";
    vec![
        row("no Retry-After", "429 Too Many Requests"),
        row(
            "Retry-After of no time",
            "429 Too Many Requests\nretry-after: 0",
        ),
        row(
            "Retry-After as a date that has come",
            &format!("429 Too Many Requests\n{past}"),
        ),
        row(
            "Retry-After that is garbage",
            "429 Too Many Requests\nretry-after: soon",
        ),
        row(
            "Retry-After below zero",
            "429 Too Many Requests\nretry-after: -5",
        ),
        row(
            "Retry-After of an hour",
            "429 Too Many Requests\nretry-after: 3600",
        )
        .sent(1, 1),
        row(
            "Retry-After as a date in an hour",
            &format!("429 Too Many Requests\n{huge}"),
        )
        .sent(1, 1),
        row(
            "Retry-After that overflows",
            "429 Too Many Requests\nretry-after: 18446744073709551615",
        )
        .sent(1, 1),
        row(
            "Retry-After of an hour",
            "503 Service Unavailable\nretry-after: 3600",
        )
        .kind(Unavailable)
        .sent(1, 1),
    ]
}
