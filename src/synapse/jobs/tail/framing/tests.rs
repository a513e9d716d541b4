use proptest::prelude::*;

use super::*;

/// What a body says, in chunks of at most that size.
fn read(media: Media, body: &str, size: usize) -> Vec<Said> {
    let mut framing = Framing::new(media);
    let mut said = Vec::new();
    for chunk in body.as_bytes().chunks(size) {
        framing.push(Bytes::copy_from_slice(chunk));
        while let Some(next) = framing.next().unwrap() {
            said.push(next);
        }
    }
    framing.end();
    while let Some(next) = framing.next().unwrap() {
        said.push(next);
    }
    join(said)
}

/// Bytes that come one after the other are one.
fn join(said: Vec<Said>) -> Vec<Said> {
    let mut joined: Vec<Said> = Vec::new();
    for next in said {
        match (joined.last_mut(), next) {
            (Some(Said::Bytes(last)), Said::Bytes(more)) => {
                *last = [&last[..], &more].concat().into()
            }
            (_, next) => joined.push(next),
        }
    }
    joined
}

fn message(text: &str) -> Said {
    Said::Message(text.to_owned().into())
}

fn lines(text: &str) -> Said {
    Said::Lines(text.to_owned().into())
}

fn bytes(text: &str) -> Said {
    Said::Bytes(Bytes::copy_from_slice(text.as_bytes()))
}

/// What a body says, however it is cut.
#[track_caller]
fn says(media: Media, body: &str, right: &[Said]) {
    for size in 1..=body.len() {
        assert_eq!(read(media, body, size), right, "{body:?} by {size}");
    }
}

const EVENTS: &str =
    "data: {\"type\":\"log\",\"message\":\"a\\nb\\n\"}\n\ndata: {\"type\":\"complete\"}\n\n";

#[test]
fn events_are_known_with_their_media_type_and_without() {
    for media in [Media::Events, Media::Any] {
        says(media, EVENTS, &[message("a\nb\n"), Said::Complete]);
        says(
            media,
            &EVENTS.replace('\n', "\r\n"),
            &[message("a\nb\n"), Said::Complete],
        );
        says(
            media,
            &EVENTS.replace("data: ", "data:"),
            &[message("a\nb\n"), Said::Complete],
        );
        says(media, "\u{feff}\n: hello\n\ndata: x\n\n", &[lines("x")]);
        says(
            media,
            "event: log\nid: 7\nretry: 10\ndata: a\ndata: b\n\n:\n\n",
            &[lines("a\nb")],
        );
    }
}

#[test]
fn signs_of_life_are_no_lines() {
    says(
        Media::Events,
        ": ping\n\ndata: x\n\n: ping\n\n",
        &[lines("x")],
    );
    // Where the log comes as it is, it may have an empty line.
    says(
        Media::Events,
        "data:\n\ndata: x\n\ndata: \n\n",
        &[lines(""), lines("x"), lines("")],
    );
    let objects = "data: {\"message\":\"x\"}\n\ndata:\n\n";
    says(Media::Events, objects, &[message("x")]);
    says(
        Media::Objects,
        "\n\n{\"message\":\"x\"}\r\n\r\n",
        &[message("x")],
    );
}

#[test]
fn objects_are_known_with_their_media_type_and_without() {
    let body =
        "{\"type\":\"log\",\"message\":\"x\"}\nplain\n42\n{\"a\":1}\n{\"type\":\"complete\"}\n";
    let right = [
        message("x"),
        lines("plain"),
        lines("42"),
        lines("{\"a\":1}"),
        Said::Complete,
    ];
    for media in [Media::Objects, Media::Any, Media::Events] {
        says(media, body, &right);
    }
    // Values that are no objects are text, and do not hide what comes after them.
    let body = "42\n\"x\"\nnull\n{\"type\":\"complete\"}";
    let right = [bytes("42\n\"x\"\nnull\n"), Said::Complete];
    says(Media::Any, body, &right);
}

#[test]
fn any_other_text_is_the_log_itself() {
    for body in [
        "one\ntwo\n\nthree",
        "data: is loaded\nnext\n",
        ":-)\nx",
        "{\"level\":\"info\",\"message\":\"x\"}\n{\"type\":\"complete\"}\n",
        "42\nnext\n{\"type\":\"complete\"}\n",
        "\n\n \nx",
        "42",
        "<html>",
    ] {
        says(Media::Any, body, &[bytes(body)]);
    }
    says(Media::Any, "\u{feff}one\n", &[bytes("one\n")]);
    // A wrong media type loses nothing.
    says(Media::Events, "one\ntwo\n", &[bytes("one\ntwo\n")]);
    assert_eq!(read(Media::Any, "", 1), []);
}

#[test]
fn what_the_end_cuts_off_is_only_the_beginning_of_a_line() {
    let log = "data: {\"type\":\"log\",\"message\":\"x\"}\n\n";
    let body = format!("{log}data: {{\"type\":\"log\",\"mess");
    says(
        Media::Events,
        &body,
        &[message("x"), bytes("{\"type\":\"log\",\"mess")],
    );
    says(
        Media::Events,
        &format!("{log}data: li"),
        &[message("x"), bytes("li")],
    );
    // An object that came whole did.
    let body = format!("{log}data: {{\"type\":\"complete\"}}");
    says(Media::Events, &body, &[message("x"), Said::Complete]);
    says(
        Media::Objects,
        "x\n{\"message\":",
        &[lines("x"), bytes("{\"message\":")],
    );
    says(Media::Any, "data: li", &[bytes("li")]);
}

#[test]
fn a_first_line_that_does_not_end_is_not_waited_for() {
    let mut framing = Framing::new(Media::Any);
    let chunk = Bytes::from(vec![b'x'; HEAD]);
    framing.push(chunk.clone());
    assert!(framing.next().unwrap().is_none());
    framing.push(chunk);
    assert_eq!(
        framing.next().unwrap(),
        Some(Said::Bytes(vec![b'x'; 2 * HEAD].into()))
    );
}

#[test]
fn a_log_of_numbers_is_not_held_back() {
    for (media, chunk) in [(Media::Any, "42\n"), (Media::Events, "\n0.5\r\n")] {
        let mut framing = Framing::new(media);
        for _ in 0..100 {
            framing.push(Bytes::from_static(chunk.as_bytes()));
            assert_eq!(framing.next().unwrap(), Some(bytes(chunk)));
            assert_eq!(framing.next().unwrap(), None);
        }
        framing.push(Bytes::from_static(EVENTS.as_bytes()));
        assert_eq!(framing.next().unwrap(), Some(message("a\nb\n")));
    }
    // However it is cut, also where something tells in the end.
    let numbers = "7\n".repeat(600);
    let body = format!("{numbers}{{\"type\":\"complete\"}}\n");
    for size in [1, 7, 1_000, body.len()] {
        let right = [bytes(&numbers), Said::Complete];
        assert_eq!(read(Media::Any, &body, size), right, "{size}");
    }
}

#[test]
fn a_long_log_of_numbers_is_a_text() {
    for media in [Media::Any, Media::Events] {
        let mut framing = Framing::new(media);
        let numbers = "7\n".repeat(HEAD / 2 + 1);
        framing.push(Bytes::from(numbers.clone()));
        assert_eq!(framing.next().unwrap(), Some(bytes(&numbers)));
        let last = "data: x\n\n{\"type\":\"complete\"}\n";
        framing.push(Bytes::from(last));
        assert_eq!(framing.next().unwrap(), Some(bytes(last)));
    }
}

#[test]
fn a_log_of_empty_lines_is_not_gathered() {
    let mut framing = Framing::new(Media::Any);
    let mut held = 0;
    while framing.next().unwrap().is_none() {
        framing.push(Bytes::from(vec![b'\n'; 1000]));
        held += 1000;
        assert!(held < 2 * HEAD);
    }
    // The mark is one at the very beginning only.
    let body = "1\n\u{feff}x\n";
    says(Media::Any, body, &[bytes(body)]);
}

#[test]
fn a_line_beyond_all_measure_is_an_error() {
    for (media, begin) in [
        (Media::Events, "data: x"),
        (Media::Objects, "{"),
        (Media::Any, "data: x\n\ndata: "),
    ] {
        let mut framing = Framing::new(media);
        framing.push(Bytes::copy_from_slice(begin.as_bytes()));
        let chunk = Bytes::from(vec![b'x'; 1 << 20]);
        let failed = (0..20).any(|_| {
            framing.push(chunk.clone());
            loop {
                match framing.next() {
                    Ok(Some(said)) => assert_eq!(said, lines("x")),
                    Ok(None) => return false,
                    Err(TooLarge) => return true,
                }
            }
        });
        assert!(failed, "{media:?}");
    }
}

proptest! {
    #[test]
    fn nothing_panics_and_no_cut_changes_anything(body in "(data:|event|:| |\\{|\\}|\"|message|x|1|\n|\r){0,40}", size in 1..10usize) {
        for media in [Media::Events, Media::Objects, Media::Any] {
            let whole = read(media, &body, usize::MAX);
            prop_assert_eq!(read(media, &body, size), whole);
        }
    }
}
