//! What is not the standard's way, on demand.

use super::agreement::is_object;
use super::cases::{CASES, Case, check};
use super::sse::{Ending, Indent, Settings};

#[test]
fn the_end_of_the_stream_may_end_an_event() {
    let settings = Settings {
        ending: Ending::Emit,
        ..Settings::default()
    };
    let cases: [Case; 10] = [
        (b"data: a\n\ndata: b\n", &[r#""a""#, r#""b""#]),
        (b"data: a\n\ndata: b", &[r#""a""#, r#""b""#]),
        (b"data: a\r", &[r#""a""#]),
        (b"data: a\ndata", &[r#""a\n""#]),
        (b"data: a\nevent: x\nid: 1", &[r#""a" event "x" id "1""#]),
        (b"data", &[r#""""#]),
        (b"data: \xe8\xaf", &["\"\u{fffd}\""]),
        (b"\xef\xbb\xbfdata: a", &[r#""a""#]),
        (b"data: a\n\n", &[r#""a""#]),
        (b"data: a\n\nevent: x\nid: 1\n: c", &[r#""a""#]),
    ];
    for (text, expected) in cases {
        check(settings, text, expected);
    }
}

#[test]
fn spaces_before_a_field_may_be_skipped() {
    let settings = Settings {
        indent: Indent::Skip,
        ..Settings::default()
    };
    let cases: [Case; 7] = [
        (b"  data: a\n   data:  b \n\n", &[r#""a\n b ""#]),
        (
            b" event: x\n id: 1\n retry: 5\n data: a\n   \n",
            &[r#""a" event "x" id "1" retry 5ms"#],
        ),
        (b"data: a\n  \ndata: b\n\n", &[r#""a""#, r#""b""#]),
        (b"  : data: a\n\n", &[]),
        (b"\tdata: a\n\n", &[]),
        (b"data : a\n\n", &[]),
        (b"\xef\xbb\xbf  data: \xff\n\n", &["\"\u{fffd}\""]),
    ];
    for (text, expected) in cases {
        check(settings, text, expected);
    }
}

#[test]
fn a_line_that_is_an_event_by_itself_need_not_wait() {
    let settings = Settings {
        alone: Some(is_object),
        ..Settings::default()
    };
    let cases: [Case; 8] = [
        (b"data: {1}\ndata: {2}\ndata:{3}", &[r#""{1}""#, r#""{2}""#]),
        (b"data: {1}\n\ndata: {2}\n\n", &[r#""{1}""#, r#""{2}""#]),
        (
            b"event: x\nid: 7\ndata: {1}\ndata: {2}\n",
            &[r#""{1}" event "x" id "7""#, r#""{2}" id "7""#],
        ),
        (b"data: {\ndata: 1}\n\n", &[r#""{\n1}""#]),
        (b"data: {\ndata: {1}\ndata: }\n\n", &[r#""{\n{1}\n}""#]),
        (b"data: a\ndata: {1}\n\n", &[r#""a\n{1}""#]),
        (b"data: {1}\ndata: a\n\n", &[r#""{1}""#, r#""a""#]),
        // What comes too late belongs to the next event.
        (
            b"data: {1}\nevent: x\ndata: {2}\n",
            &[r#""{1}""#, r#""{2}" event "x""#],
        ),
    ];
    for (text, expected) in cases {
        check(settings, text, expected);
    }
}

#[test]
fn a_line_that_is_an_event_by_itself_is_given_out_at_its_end() {
    let settings = Settings {
        alone: Some(is_object),
        ..Settings::default()
    };
    let mut parser = super::sse::Parser::new(settings);
    parser.push(&mut bytes::Bytes::from_static(b"data: {1}\r"));
    let event = parser.next().and_then(Result::ok);
    assert_eq!(
        event.map(|event| event.data.to_string()),
        Some("{1}".to_owned())
    );
    assert_eq!(parser.next(), None);
}

#[test]
fn the_settings_change_nothing_else() {
    let settings = Settings {
        ending: Ending::Emit,
        alone: Some(is_object),
        ..Settings::default()
    };
    for (text, expected) in CASES {
        if text.ends_with(b"\n\n") {
            check(settings, text, expected);
        }
    }
}
