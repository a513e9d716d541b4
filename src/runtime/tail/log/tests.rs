use proptest::prelude::*;

use super::*;

const NONE: Limits = Limits {
    messages: u64::MAX,
    lines: u64::MAX,
    bytes: u64::MAX,
    line: usize::MAX,
};

/// What is added, as a server sends it.
#[derive(Debug, Clone, Copy)]
enum Way {
    Messages,
    Lines,
    Bytes,
}

fn add(log: &mut Log, way: Way, piece: &[u8]) -> Result<Vec<String>, Stop> {
    let piece = Bytes::copy_from_slice(piece);
    match way {
        Way::Messages => log.message(piece.into())?,
        Way::Lines => log.lines(piece.into())?,
        Way::Bytes => log.bytes(piece)?,
    }
    drain(log)
}

fn drain(log: &mut Log) -> Result<Vec<String>, Stop> {
    let mut lines = Vec::new();
    while let Some(line) = log.next()? {
        lines.push(line);
    }
    Ok(lines)
}

/// What comes once the log is complete.
fn last(log: &mut Log) -> Result<Vec<String>, Stop> {
    log.settle();
    let mut lines = drain(log)?;
    lines.extend(log.finish()?);
    Ok(lines)
}

/// The lines of one connection that sends everything.
fn lines(limits: Limits, way: Way, pieces: &[&[u8]]) -> Result<Vec<String>, Stop> {
    let mut log = Log::new(limits);
    let mut lines = Vec::new();
    for piece in pieces {
        lines.extend(add(&mut log, way, piece)?);
    }
    lines.extend(last(&mut log)?);
    Ok(lines)
}

fn all(way: Way, pieces: &[&str]) -> Vec<String> {
    let pieces: Vec<&[u8]> = pieces.iter().map(|piece| piece.as_bytes()).collect();
    lines(NONE, way, &pieces).unwrap()
}

/// The log that the cuts are tried on: every kind of line end, empty lines, long characters, colours, no end at the end.
const LOG: &str = "one\ntwo\r\n\n\x1b[31mred\x1b[0m\rfünf\u{2028}\n漢字\r\r\n\n\nlast";
const LINES: [&str; 10] = [
    "one",
    "two",
    "",
    "\x1b[31mred\x1b[0m",
    "fünf\u{2028}",
    "漢字",
    "",
    "",
    "",
    "last",
];

fn expected() -> Vec<String> {
    LINES.map(str::to_owned).into()
}

#[test]
fn the_cuts_of_bytes_make_no_difference() {
    let bytes = LOG.as_bytes();
    for first in 0..=bytes.len() {
        for second in first..=bytes.len() {
            let pieces = [&bytes[..first], &bytes[first..second], &bytes[second..]];
            let found = lines(NONE, Way::Bytes, &pieces).unwrap();
            assert_eq!(found, expected(), "{first} {second}");
        }
    }
}

#[test]
fn the_cuts_of_messages_make_no_difference() {
    let bytes = LOG.as_bytes();
    for first in 0..=bytes.len() {
        for second in first..=bytes.len() {
            let pieces = [&bytes[..first], &bytes[first..second], &bytes[second..]];
            let found = lines(NONE, Way::Messages, &pieces).unwrap();
            assert_eq!(found, expected(), "{first} {second}");
        }
    }
    for size in 1..bytes.len() {
        let pieces: Vec<&[u8]> = bytes.chunks(size).collect();
        assert_eq!(
            lines(NONE, Way::Messages, &pieces).unwrap(),
            expected(),
            "{size}"
        );
    }
}

#[test]
fn messages_without_line_ends_are_lines() {
    assert_eq!(
        all(Way::Messages, &["one", "", "two", "three"]),
        ["one", "", "two", "three"]
    );
    assert_eq!(all(Way::Messages, &["one"]), ["one"]);
    assert_eq!(all(Way::Messages, &[""]), [""]);
    assert_eq!(all(Way::Messages, &[]), [""; 0]);
}

#[test]
fn once_messages_are_lines_they_stay_lines() {
    let mut log = Log::new(NONE);
    assert_eq!(add(&mut log, Way::Messages, b"one").unwrap(), [""; 0]);
    assert!(log.waits());
    log.settle();
    assert_eq!(
        (drain(&mut log).unwrap(), log.waits()),
        (vec!["one".to_owned()], false)
    );
    for (message, right) in [
        ("two\nthree", vec!["two", "three"]),
        ("four\n", vec!["four"]),
        ("", vec![""]),
        ("five\r\n\n", vec!["five", ""]),
        ("six", vec!["six"]),
    ] {
        assert_eq!(
            add(&mut log, Way::Messages, message.as_bytes()).unwrap(),
            right
        );
    }
}

#[test]
fn the_first_of_whole_lines_tells_whether_they_have_ends() {
    assert_eq!(
        all(Way::Lines, &["one\ntwo", "three\n", "\n", "", "four"]),
        ["one", "two", "three", "", "", "", "", "four"]
    );
    assert_eq!(
        all(Way::Lines, &["one\ntwo\n", "three\n", "\n", "", "four"]),
        ["one", "two", "three", "", "", "four"]
    );
}

#[test]
fn many_messages_without_line_ends_are_enough() {
    let mut log = Log::new(NONE);
    for number in 1..1024 {
        assert_eq!(
            add(&mut log, Way::Messages, b"x").unwrap().len(),
            0,
            "{number}"
        );
    }
    assert_eq!(add(&mut log, Way::Messages, b"x").unwrap().len(), 1024);
    assert_eq!(add(&mut log, Way::Messages, b"x").unwrap().len(), 1);
    // What is so long is one line.
    let mut log = Log::new(NONE);
    let long = vec![b'x'; 1 << 16];
    for _ in 0..17 {
        assert_eq!(add(&mut log, Way::Messages, &long).unwrap().len(), 0);
    }
    assert!(!log.waits());
    let lines = add(&mut log, Way::Messages, b"\n").unwrap();
    assert_eq!((lines.len(), lines[0].len()), (1, 17 << 16));
}

#[test]
fn messages_with_line_ends_are_pieces() {
    let pieces = ["one\ntwo\n", "thr", "ee\nfo", "", "ur\n", "five"];
    assert_eq!(
        all(Way::Messages, &pieces),
        ["one", "two", "three", "four", "five"]
    );
    assert_eq!(all(Way::Messages, &["one\r", "\ntwo\r\n"]), ["one", "two"]);
    assert_eq!(
        all(Way::Messages, &["o", "n", "e\ntw", "o"]),
        ["one", "two"]
    );
}

#[test]
fn a_message_that_ends_in_a_character_is_a_piece() {
    let bytes = "é漢".as_bytes();
    for cut in 1..bytes.len() {
        let (first, second) = bytes.split_at(cut);
        let right = if cut == 2 {
            vec!["é", "漢"]
        } else {
            vec!["é漢"]
        };
        for way in [Way::Messages, Way::Lines] {
            assert_eq!(lines(NONE, way, &[first, second]).unwrap(), right, "{cut}");
        }
    }
    let found = lines(NONE, Way::Bytes, &[b"a\xff\n\xe2\x82"]).unwrap();
    assert_eq!(found, ["a\u{fffd}", "\u{fffd}"]);
}

/// Sends so many bytes, in pieces of at most that size, then sends all again from the beginning.
fn interrupted(way: Way, cuts: &[usize], size: usize) -> Vec<String> {
    let bytes = LOG.as_bytes();
    let mut log = Log::new(NONE);
    let mut found = Vec::new();
    for (number, cut) in cuts.iter().chain([&bytes.len()]).enumerate() {
        if number > 0 {
            log.restart();
        }
        for piece in bytes[..*cut].chunks(size) {
            found.extend(add(&mut log, way, piece).unwrap());
        }
    }
    found.extend(last(&mut log).unwrap());
    found
}

#[test]
fn a_break_anywhere_neither_loses_nor_doubles_anything() {
    for cut in 0..=LOG.len() {
        for size in [1, 2, 3, 7, 100] {
            assert_eq!(
                interrupted(Way::Bytes, &[cut], size),
                expected(),
                "{cut} {size}"
            );
        }
        for second in 0..=LOG.len() {
            assert_eq!(
                interrupted(Way::Bytes, &[cut, second], 5),
                expected(),
                "{cut} {second}"
            );
        }
    }
}

proptest! {
    #[test]
    fn any_log_is_the_same_with_any_breaks(
        log in "(a|b|é|漢|\n|\r|\r\n){0,60}",
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 1..20usize), 0..6),
    ) {
        let whole = all(Way::Bytes, &[&log]);
        let mut state = Log::new(NONE);
        let mut found = Vec::new();
        for (cut, size) in cuts {
            for piece in log.as_bytes()[..cut.index(log.len() + 1)].chunks(size) {
                found.extend(add(&mut state, Way::Bytes, piece).unwrap());
            }
            state.restart();
        }
        found.extend(add(&mut state, Way::Bytes, log.as_bytes()).unwrap());
        found.extend(last(&mut state).unwrap());
        prop_assert_eq!(found, whole);
    }

    #[test]
    fn any_messages_are_the_same_with_any_breaks(
        messages in prop::collection::vec("(a|b|é|\n){0,5}", 1..20),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
        keeps in any::<bool>(),
    ) {
        // Whether a server sends line ends does not change on the way.
        let messages: Vec<String> = messages
            .into_iter()
            .map(|message| if keeps { message + "\n" } else { message.trim_end().to_owned() })
            .collect();
        let messages: Vec<&str> = messages.iter().map(String::as_str).collect();
        let whole = all(Way::Messages, &messages);
        let mut state = Log::new(NONE);
        let mut found = Vec::new();
        for cut in cuts {
            for message in &messages[..cut.index(messages.len() + 1)] {
                found.extend(add(&mut state, Way::Messages, message.as_bytes()).unwrap());
            }
            state.restart();
        }
        for message in &messages {
            found.extend(add(&mut state, Way::Messages, message.as_bytes()).unwrap());
        }
        found.extend(last(&mut state).unwrap());
        prop_assert_eq!(found, whole);
    }
}

#[test]
fn another_way_goes_on_where_the_first_broke() {
    // Messages without line ends, then the bytes of the same log, and the other way round.
    let mut log = Log::new(NONE);
    for line in ["one", "two", ""] {
        assert_eq!(add(&mut log, Way::Lines, line.as_bytes()).unwrap(), [line]);
    }
    log.restart();
    let rest = add(&mut log, Way::Bytes, b"one\r\ntwo\r\n\r\nthree\r\n").unwrap();
    assert_eq!(rest, ["three"]);
    log.restart();
    let rest = add(&mut log, Way::Lines, b"one\ntwo\n\nthree\nfour").unwrap();
    assert_eq!(rest, ["four"]);
    log.restart();
    let rest = add(
        &mut log,
        Way::Messages,
        b"one\ntwo\n\nthree\nfour\nfive\nsix",
    )
    .unwrap();
    assert_eq!(
        (rest, log.unfinished().as_deref()),
        (vec!["five".to_owned()], Some("six"))
    );
}

#[test]
fn what_was_taken_for_a_line_may_turn_out_to_be_a_piece() {
    let mut log = Log::new(NONE);
    assert_eq!(
        add(&mut log, Way::Lines, b"loading ...").unwrap(),
        ["loading ..."]
    );
    log.restart();
    let rest = add(&mut log, Way::Messages, b"loading ... done\nnext\n").unwrap();
    assert_eq!(rest, [" done", "next"]);
}

#[test]
fn another_log_is_noticed_at_once() {
    let mut log = Log::new(NONE);
    add(&mut log, Way::Bytes, b"one\ntwo\nthree\nfour\n").unwrap();
    for other in ["0ne\n", "one\nTwo\n", "one\ntwo\nthree\nf0ur\n"] {
        log.restart();
        assert_eq!(
            add(&mut log, Way::Bytes, other.as_bytes()),
            Err(Stop::Changed),
            "{other}"
        );
    }
    // A server that does not begin again.
    log.restart();
    assert_eq!(add(&mut log, Way::Bytes, b"five\n"), Err(Stop::Changed));
}

#[test]
fn limits_come_after_what_is_within_them() {
    let limited = |limits: Limits| {
        let mut log = Log::new(limits);
        let mut found = 0;
        let mut more = || -> Result<(), Stop> {
            log.message(Bytes::from_static(b"ab\ncd\n").into())?;
            while log.next()?.is_some() {
                found += 1;
            }
            Ok(())
        };
        let stop = loop {
            if let Err(stop) = more() {
                break stop;
            }
        };
        (found, stop)
    };
    let messages = Limits {
        messages: 3,
        ..NONE
    };
    assert_eq!(limited(messages), (6, Stop::Excess(Excess::Messages(3))));
    let lines = Limits { lines: 3, ..NONE };
    assert_eq!(limited(lines), (3, Stop::Excess(Excess::Lines(3))));
    let bytes = Limits { bytes: 9, ..NONE };
    assert_eq!(limited(bytes), (4, Stop::Excess(Excess::Bytes(9))));
    let bytes = Limits { bytes: 10, ..NONE };
    assert_eq!(limited(bytes), (5, Stop::Excess(Excess::Bytes(10))));
}

#[test]
fn what_is_sent_again_does_not_count_again() {
    let limits = Limits {
        messages: 3,
        lines: 3,
        bytes: 9,
        line: 3,
    };
    let mut log = Log::new(limits);
    for number in 1..=3 {
        for _ in 0..10 {
            let messages = ["one\n", "two\n", "six\n"];
            for message in &messages[..number - 1] {
                assert_eq!(
                    add(&mut log, Way::Messages, message.as_bytes()).unwrap(),
                    [""; 0]
                );
            }
            log.restart();
        }
        for message in &["one\n", "two\n", "six\n"][..number] {
            add(&mut log, Way::Messages, message.as_bytes()).unwrap();
        }
        assert_eq!(log.given(), number as u64);
        log.restart();
    }
    for message in ["one\n", "two\n", "six\n"] {
        add(&mut log, Way::Messages, message.as_bytes()).unwrap();
    }
    let more = add(&mut log, Way::Messages, b"four\n");
    assert_eq!(more, Err(Stop::Excess(Excess::Messages(3))));
}

#[test]
fn a_line_that_is_too_long_is_cut_and_says_so() {
    let limits = Limits { line: 5, ..NONE };
    let text = "12345\n123456\nlonger than five\nab漢字\nnext";
    let right = [
        "12345",
        "12345 [… 1 of 6 bytes left out]",
        "longe [… 11 of 16 bytes left out]",
        "ab漢 [… 3 of 8 bytes left out]",
        "next",
    ];
    for size in 1..text.len() {
        let pieces: Vec<&[u8]> = text.as_bytes().chunks(size).collect();
        assert_eq!(lines(limits, Way::Bytes, &pieces).unwrap(), right, "{size}");
    }
    let limits = Limits { line: 4, ..limits };
    let cut = lines(limits, Way::Bytes, &["ab漢字".as_bytes()]).unwrap();
    assert_eq!(cut, ["ab [… 6 of 8 bytes left out]"]);
}

#[test]
fn a_line_without_an_end_takes_no_more_memory_than_its_limit() {
    let limits = Limits {
        line: 10_240,
        bytes: 4 << 20,
        ..NONE
    };
    let mut log = Log::new(limits);
    let chunk = Bytes::from(vec![b'x'; 1 << 16]);
    for _ in 0..64 {
        log.bytes(chunk.clone()).unwrap();
        assert_eq!(log.next(), Ok(None));
        assert!(log.begun.memory() <= 2 * 10_240);
    }
    log.bytes(Bytes::from_static(b"x")).unwrap();
    assert_eq!(log.next(), Err(Stop::Excess(Excess::Bytes(4 << 20))));
}

#[test]
fn a_cut_line_is_taken_up_after_it() {
    let limits = Limits { line: 3, ..NONE };
    let text = b"abcdefghij\nklm\n";
    for cut in 0..=text.len() {
        let mut log = Log::new(limits);
        let mut found = add(&mut log, Way::Bytes, &text[..cut]).unwrap();
        log.restart();
        found.extend(add(&mut log, Way::Bytes, text).unwrap());
        assert_eq!(found, ["abc [… 7 of 10 bytes left out]", "klm"], "{cut}");
    }
}

#[test]
fn the_beginning_of_a_line_is_kept_for_whoever_asks() {
    let mut log = Log::new(NONE);
    assert_eq!(log.unfinished(), None);
    add(&mut log, Way::Bytes, b"one\ntw").unwrap();
    assert_eq!(
        (log.unfinished().as_deref(), log.reach()),
        (Some("tw"), Some((1, 5)))
    );
    log.restart();
    assert_eq!(
        (log.unfinished().as_deref(), log.reach()),
        (Some("tw"), None)
    );
    add(&mut log, Way::Bytes, b"one\ntwo\n").unwrap();
    assert_eq!((log.unfinished(), log.reach()), (None, Some((2, 6))));
}
