//! How much is read, and what is said when that is too little.

use bytes::Bytes;

use super::agreement::{check, parse};
use super::cases::show;
use super::sse::{Ending, Excess, Limits, Parser, Settings};

const NONE: Limits = Limits {
    line: usize::MAX,
    event: usize::MAX,
    stream: None,
};

/// Reads a stream in any chunks, with limits.
fn read(limits: Limits, text: &[u8]) -> (Vec<String>, Option<Excess>) {
    for ending in [Ending::Discard, Ending::Emit] {
        let settings = Settings {
            ending,
            limits,
            ..Settings::default()
        };
        check(settings, text, &[5, 0, 1]);
    }
    let settings = Settings {
        limits,
        ..Settings::default()
    };
    let (events, excess) = parse(settings, [text]);
    (events.iter().map(show).collect(), excess)
}

fn all(events: &[&str]) -> Vec<String> {
    events.iter().map(|event| (*event).to_owned()).collect()
}

#[test]
fn a_line_has_a_limit_whatever_it_is() {
    let limits = Limits { line: 8, ..NONE };
    let one = all(&[r#""12""#]);
    assert_eq!(
        read(limits, b"data: 12\r\n\r\n: 345678\n\n"),
        (one.clone(), None)
    );
    for rest in ["data: 123\n\n", ": 1234567\n", "xxxxxxxxx", "id: 12345\n"] {
        let text = format!("data: 12\n\n{rest}");
        let outcome = read(limits, text.as_bytes());
        assert_eq!(outcome, (one.clone(), Some(Excess::Line(8))), "{rest:?}");
    }
}

#[test]
fn the_data_of_an_event_has_a_limit_with_its_line_feeds() {
    let limits = Limits { event: 5, ..NONE };
    let one = all(&[r#""12\n45""#]);
    // Nothing but data counts, and each event by itself.
    let fits = b"event: a long name\nid: 123456789\ndata: 12\n: comment\ndata: 45\n\n";
    let (events, excess) = read(limits, fits);
    assert_eq!((events.len(), excess), (1, None));
    let twice = b"data: 12\ndata: 45\n\ndata: 12\ndata: 45\n\n";
    assert_eq!(read(limits, twice), ([&one[..], &one].concat(), None));
    for rest in [
        "data: 123456\n",
        "data: 12\ndata: 456\n",
        "data\ndata\ndata\ndata\ndata\ndata\ndata\n",
    ] {
        let text = format!("data: 12\ndata: 45\n\n{rest}");
        let outcome = read(limits, text.as_bytes());
        assert_eq!(outcome, (one.clone(), Some(Excess::Event(5))), "{rest:?}");
    }
    // Bytes as they are sent: each of these becomes three.
    assert_eq!(read(limits, b"data: \xff\xff\xff\xff\xff\n\n").1, None);
}

#[test]
fn a_stream_has_a_limit_if_one_is_set_and_events_up_to_it_are_given() {
    let text = b"data: a\n\ndata: b\n\n";
    let both = all(&[r#""a""#, r#""b""#]);
    let with = |limit| Limits {
        stream: Some(limit),
        ..NONE
    };
    assert_eq!(read(with(18), text), (both, None));
    for (limit, count) in [(17, 1), (9, 1), (8, 0), (0, 0)] {
        let (events, excess) = read(with(limit), text);
        assert_eq!((events.len(), excess), (count, Some(Excess::Stream(limit))));
    }
    assert_eq!(read(with(0), b""), (all(&[]), None));
}

#[test]
fn nothing_comes_after_a_limit() {
    let limits = Limits { line: 3, ..NONE };
    let mut parser = Parser::new(Settings {
        limits,
        ending: Ending::Emit,
        ..Settings::default()
    });
    parser.push(&mut Bytes::from_static(b"data: a\n\n"));
    assert_eq!(parser.next(), Some(Err(Excess::Line(3))));
    parser.push(&mut Bytes::from_static(b"x\n"));
    assert_eq!(parser.next(), None);
    parser.end();
    assert_eq!(parser.next(), None);
}

#[test]
fn limits_are_16_mib_for_lines_and_events_unless_set() {
    let limits = Limits::default();
    assert_eq!((limits.line, limits.event), (16 << 20, 16 << 20));
    assert_eq!(limits.stream, None);
    let chunk = Bytes::from(vec![b'x'; 1 << 20]);
    let mut parser = Parser::new(Settings::default());
    parser.push(&mut Bytes::from_static(b"data:"));
    for _ in 0..15 {
        parser.push(&mut chunk.clone());
        assert_eq!(parser.next(), None);
    }
    parser.push(&mut chunk.slice(5..));
    assert_eq!(parser.next(), None);
    parser.push(&mut Bytes::from_static(b"x"));
    assert_eq!(parser.next(), Some(Err(Excess::Line(16 << 20))));
}

#[test]
fn what_is_said_names_the_limit() {
    let table = [
        (
            Excess::Line(9),
            "a line of the event stream is longer than the limit of 9 bytes",
        ),
        (
            Excess::Event(9),
            "the data of an event is larger than the limit of 9 bytes",
        ),
        (
            Excess::Stream(9),
            "the event stream is longer than the limit of 9 bytes",
        ),
    ];
    for (excess, words) in table {
        assert_eq!(excess.to_string(), words);
    }
}
