//! The rules of the standard, one by one.

use super::agreement::{chunks, parse};
use super::sse::{Event, Settings};

/// An event in one line: its data, and what else it has.
pub(super) fn show(event: &Event) -> String {
    let mut shown = format!("{:?}", event.data);
    let parts = [
        event.event.as_ref().map(|name| format!(" event {name:?}")),
        event.id.as_ref().map(|id| format!(" id {id:?}")),
        event.retry.map(|retry| format!(" retry {retry:?}")),
    ];
    shown.extend(parts.into_iter().flatten());
    shown
}

/// Reads a stream whole, byte by byte, in every two parts, and in chunks of two and three bytes with empty ones in between.
pub(super) fn check(settings: Settings, text: &[u8], expected: &[&str]) {
    let check = |parts: Vec<&[u8]>| {
        let (events, excess) = parse(settings, parts.iter().copied());
        let events: Vec<String> = events.iter().map(show).collect();
        assert_eq!(events, expected, "{parts:?}");
        assert_eq!(excess, None, "{parts:?}");
    };
    check(vec![text]);
    for sizes in [&[1][..], &[2, 0], &[3, 0, 0]] {
        check(chunks(text, sizes));
    }
    for at in 0..=text.len() {
        let (head, tail) = text.split_at(at);
        check(vec![head, tail]);
        check(vec![head, b"", tail]);
    }
}

/// A stream, and what is in it.
pub(super) type Case = (&'static [u8], &'static [&'static str]);

#[test]
fn every_rule_holds_in_any_chunks() {
    for (text, expected) in CASES {
        check(Settings::default(), text, expected);
    }
}

pub(super) const CASES: &[Case] = &[
    // Lines.
    (b"", &[]),
    (b"\n\r\r\n", &[]),
    (b"data: a\n\ndata: b\n\n", &[r#""a""#, r#""b""#]),
    (b"data: a\r\rdata: b\r\r", &[r#""a""#, r#""b""#]),
    (b"data: a\r\n\r\ndata: b\r\n\r\n", &[r#""a""#, r#""b""#]),
    (b"data: a\n\r\ndata: b\r\n\rdata: c\r\n\ndata: d\r\n\r", &[r#""a""#, r#""b""#, r#""c""#, r#""d""#]),
    (b"\n\n\ndata: a\n\n\n\ndata: b\n\n", &[r#""a""#, r#""b""#]),
    ("data: a\u{2028}b\u{85}c\x0b\x0c\n\n".as_bytes(), &[r#""a\u{2028}b\u{85}c\u{b}\u{c}""#]),
    // The byte order mark.
    (b"\xef\xbb\xbfdata: a\n\n", &[r#""a""#]),
    (b"\xef\xbb\xbf\n\xef\xbb\xbfdata: a\n\ndata: b\n\n", &[r#""b""#]),
    (b"\xef\xbb\xbf\xef\xbb\xbfdata: a\n\ndata: b\n\n", &[r#""b""#]),
    (b"\xef\xbb\xbf", &[]),
    (b"\xef\xbbdata: a\n\ndata: b\n\n", &[r#""b""#]),
    (b"\xefdata: a\n\ndata: b\n\n", &[r#""b""#]),
    (b"data: \xef\xbb\xbfa\n\n", &["\"\\u{feff}a\""]),
    // Comments, and fields that there are not.
    (b": ping\n\n:\n\n::\n\n", &[]),
    (b"data: a\n: data: b\n:\ndata: c\n\n", &[r#""a\nc""#]),
    (b"date: a\ndatas: b\ndat: c\nDATA: d\nx\n data: e\ndata : f\n\n", &[]),
    (b"\0data: a\n\ndata\0: a\n\ndata: b\n\n", &[r#""b""#]),
    // Data.
    (b"data: a\ndata: b\ndata: c\n\n", &[r#""a\nb\nc""#]),
    (b"data:a\ndata: b\ndata:  c\ndata:\td\ndata: e \n\n", &["\"a\\nb\\n c\\n\\td\\ne \""]),
    (b"data: a: b\ndata::c\ndata: :d\n\n", &[r#""a: b\n:c\n:d""#]),
    (b"data\n\ndata:\n\ndata: \n\n", &[r#""""#, r#""""#, r#""""#]),
    (b"data\ndata\n\ndata:\ndata:\ndata: \n\n", &[r#""\n""#, r#""\n\n""#]),
    (b"data\ndata: a\n\ndata: a\ndata\n\n", &[r#""\na""#, r#""a\n""#]),
    (b"data: a\0b\n\n", &[r#""a\0b""#]),
    // Types.
    (b"event: a\ndata: b\n\ndata: c\n\n", &[r#""b" event "a""#, r#""c""#]),
    (b"data: b\nevent:a\nevent:  b\n\n", &[r#""b" event " b""#]),
    (b"event: a\nevent\ndata: b\n\nevent: a\nevent:\ndata: c\n\n", &[r#""b""#, r#""c""#]),
    (b"event: a\n\ndata: b\n\n", &[r#""b""#]),
    // Ids.
    (b"id: 1\ndata: a\n\ndata: b\n\nid: 2\n\ndata: c\n\n", &[r#""a" id "1""#, r#""b" id "1""#, r#""c" id "2""#]),
    (b"data: a\nid: 1\n\nid\ndata: b\n\nid:2\ndata: c\n\nid: \n\ndata: d\n\n", &[r#""a" id "1""#, r#""b""#, r#""c" id "2""#, r#""d""#]),
    (b"id: 1\nid: 2\0\ndata: a\n\nid: \0\nid:\0\ndata: b\n\n", &[r#""a" id "1""#, r#""b" id "1""#]),
    // Delays.
    (b"retry: 1500\ndata: a\n\ndata: b\n\nretry:007\n\ndata: c\n\n", &[r#""a" retry 1.5s"#, r#""b" retry 1.5s"#, r#""c" retry 7ms"#]),
    (b"retry: 5\nretry: +15\nretry: -1\nretry: 1.5\nretry: 1e3\nretry: 15 \nretry:  15\ndata: a\n\n", &[r#""a" retry 5ms"#]),
    ("retry: 5\nretry: \u{0661}\nretry:\nretry\nretry: 0x9\nretry: 99999999999999999999\ndata: a\n\n".as_bytes(), &[r#""a" retry 5ms"#]),
    (b"retry: 0\ndata: a\n\n", &[r#""a" retry 0ns"#]),
    // What is no UTF-8.
    (b"data: \xff\n\ndata: a\xc3\ndata: \xa9b\n\n", &["\"\u{fffd}\"", "\"a\u{fffd}\\n\u{fffd}b\""]),
    (b"data: \xe2\x82\n\ndata: \xf0\x9f\x98\xed\xa0\x80\xc0\xaf\n\n", &["\"\u{fffd}\"", "\"\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\""]),
    (b"event: \xff\nid: \xfe\ndata: a\n\n", &["\"a\" event \"\u{fffd}\" id \"\u{fffd}\""]),
    (b"data\xff: a\n\n\xffdata: a\n\n", &[]),
    ("data: \u{e9}\u{20ac}\u{1f600}\u{8bed}\nevent: \u{8bed}\n\n".as_bytes(), &["\"é€😀语\" event \"语\""]),
    // The end.
    (b"data: a\n\ndata: b\n", &[r#""a""#]),
    (b"data: a\n\ndata: b", &[r#""a""#]),
    (b"data: a\n\ndata: b\n\nid: 1\nevent: x\n", &[r#""a""#, r#""b""#]),
    (b"data: a\r", &[]),
    (b"data: a\r\n", &[]),
    (b"data: a\r\n\r", &[r#""a""#]),
];
