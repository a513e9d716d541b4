//! Text, and whose memory it is.

use bytes::Bytes;

use super::sse::{Event, Parser, Settings};

/// The events of these chunks, which stay to be looked at.
fn events(chunks: &[Bytes]) -> Vec<Event> {
    let mut parser = Parser::new(Settings::default());
    let mut events = Vec::new();
    for chunk in chunks {
        parser.push(&mut chunk.clone());
        while let Some(event) = parser.next() {
            events.push(event.unwrap());
        }
    }
    events
}

fn is_within(text: &str, chunk: &Bytes) -> bool {
    chunk.as_ptr_range().contains(&text.as_ptr())
}

#[test]
fn what_comes_in_one_piece_is_not_copied() {
    let long = "x".repeat(10_000);
    let short = "语言".repeat(5);
    for data in [long, short] {
        let chunk = Bytes::from(format!("event: e\nid: i\ndata: {data}\n\n"));
        let events = events(std::slice::from_ref(&chunk));
        let event = &events[0];
        assert_eq!(*event.data, *data);
        assert!(is_within(&event.data, &chunk));
        assert!(is_within(event.event.as_deref().unwrap(), &chunk));
        assert!(is_within(event.id.as_deref().unwrap(), &chunk));
        let data = event.data.clone().into_bytes();
        assert!(chunk.as_ptr_range().contains(&data.as_ptr()));
    }
}

#[test]
fn a_blank_line_or_the_end_of_the_data_may_come_later() {
    let chunks = ["data: abc", "\n", "\r", "\n"].map(|chunk| Bytes::from(chunk.to_owned()));
    let events = events(&chunks);
    assert_eq!(*events[0].data, *"abc");
    assert!(is_within(&events[0].data, &chunks[0]));
}

#[test]
fn long_text_in_any_script_is_right_wherever_it_breaks() {
    for text in [
        "语".repeat(100),
        "x".repeat(100) + "语",
        "é".repeat(31) + "xy",
    ] {
        for broken in [false, true] {
            let mut bytes = format!("data: {text}").into_bytes();
            let mut expected = text.clone();
            if broken {
                bytes.extend(b"\xe8\xaf");
                expected.push('\u{fffd}');
            }
            bytes.extend(b"\n\n");
            let events = events(&[bytes.into()]);
            assert_eq!(*events[0].data, *expected);
        }
    }
}

#[test]
fn text_reads_as_text() {
    let events = events(&[Bytes::from_static(b"data: a\"b\n\n")]);
    let text = &events[0].data;
    assert_eq!(
        (format!("{text}"), format!("{text:?}")),
        ("a\"b".to_owned(), r#""a\"b""#.to_owned())
    );
    assert_eq!(format!("{text:>5}"), "  a\"b");
}
