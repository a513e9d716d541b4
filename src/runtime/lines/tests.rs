use super::*;

/// Everything that is cut out of these chunks, the end of the last line included or not.
fn cut(limit: usize, chunks: &[&[u8]], is_end: bool) -> (Vec<String>, Option<TooLong>) {
    let mut lines = Lines::new(limit);
    let mut found = Vec::new();
    let mut take = |lines: &mut Lines| loop {
        match lines.advance() {
            Ok(true) => found.push(String::from_utf8_lossy(lines.line()).into_owned()),
            Ok(false) => return None,
            Err(fault) => return Some(fault),
        }
    };
    for chunk in chunks {
        lines.push(&mut Bytes::copy_from_slice(chunk));
        if let Some(fault) = take(&mut lines) {
            return (found, Some(fault));
        }
    }
    if is_end {
        lines.end();
    }
    let fault = take(&mut lines);
    (found, fault)
}

/// Whole, byte by byte, and in every two parts with nothing in between.
fn in_all_ways(limit: usize, text: &[u8], is_end: bool) -> (Vec<String>, Option<TooLong>) {
    let whole = cut(limit, &[text], is_end);
    let bytes: Vec<&[u8]> = text.chunks(1).collect();
    assert_eq!(cut(limit, &bytes, is_end), whole, "{text:?} byte by byte");
    for at in 0..=text.len() {
        let (head, tail) = text.split_at(at);
        let parts = cut(limit, &[head, b"", tail], is_end);
        assert_eq!(parts, whole, "{text:?} split at {at}");
    }
    whole
}

fn all(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

#[test]
fn all_ends_of_lines_are_ends_and_a_last_line_needs_none() {
    let table: [(&[u8], &[&str], &[&str]); 15] = [
        (b"", &[], &[]),
        (b"a", &[], &["a"]),
        (b"a\n", &["a"], &["a"]),
        (b"a\nb", &["a"], &["a", "b"]),
        (b"a\rb\r", &["a", "b"], &["a", "b"]),
        (b"a\r\nb\r\n", &["a", "b"], &["a", "b"]),
        (
            b"a\n\rb\r\r\n\n",
            &["a", "", "b", "", ""],
            &["a", "", "b", "", ""],
        ),
        (b"\n", &[""], &[""]),
        (
            b"\r\n\r\nlong enough for two chunks",
            &["", ""],
            &["", "", "long enough for two chunks"],
        ),
        (
            b"\xef\xbb\xbfa\n\xef\xbb\xbfb\n",
            &["a", "\u{feff}b"],
            &["a", "\u{feff}b"],
        ),
        (b"\xef\xbb\xbf", &[], &[]),
        (b"\xef\xbb\xbf\n", &[""], &[""]),
        (b"\xef\xbb", &[], &["\u{fffd}"]),
        (b"\xef\xbb\n", &["\u{fffd}"], &["\u{fffd}"]),
        (
            b"a\xe2\x80\xa8b\x0b\x0c\x85\n",
            &["a\u{2028}b\x0b\x0c\u{fffd}"],
            &["a\u{2028}b\x0b\x0c\u{fffd}"],
        ),
    ];
    for (text, open, ended) in table {
        for (is_end, expected) in [(false, open), (true, ended)] {
            let outcome = in_all_ways(100, text, is_end);
            assert_eq!(outcome, (all(expected), None), "{text:?}");
        }
    }
}

#[test]
fn a_line_that_ends_with_cr_does_not_wait_for_the_next_chunk() {
    let mut lines = Lines::new(10);
    lines.push(&mut Bytes::from_static(b"a\r"));
    assert_eq!(lines.advance(), Ok(true));
    assert_eq!(lines.line(), b"a");
    assert_eq!(lines.advance(), Ok(false));
    for (chunk, line) in [("\nb\r", "b"), ("c\r", "c"), ("\n\n", "")] {
        lines.push(&mut Bytes::from(chunk));
        assert_eq!(lines.advance(), Ok(true), "{chunk:?}");
        assert_eq!(lines.line(), line.as_bytes(), "{chunk:?}");
        assert_eq!(lines.advance(), Ok(false), "{chunk:?}");
    }
}

#[test]
fn a_limit_is_kept_to_the_byte_and_before_the_end_of_the_line() {
    assert_eq!(
        in_all_ways(3, b"abc\nabc\r\n", false),
        (all(&["abc", "abc"]), None)
    );
    assert_eq!(in_all_ways(3, b"abc", true), (all(&["abc"]), None));
    for text in [&b"ab\nabcd\nx\n"[..], b"ab\nabcd", b"ab\r\nabcdefgh"] {
        for is_end in [false, true] {
            assert_eq!(in_all_ways(3, text, is_end), (all(&["ab"]), Some(TooLong)));
        }
    }
}

#[test]
fn a_mark_and_what_may_become_one_do_not_count() {
    assert_eq!(
        in_all_ways(1, b"\xef\xbb\xbfa\n", false),
        (all(&["a"]), None)
    );
    assert_eq!(in_all_ways(0, b"\xef\xbb\xbf\n", false), (all(&[""]), None));
    assert_eq!(in_all_ways(0, b"\xef\xbb\xbf", true), (all(&[]), None));
    assert_eq!(
        in_all_ways(1, b"\xef\xbb\xbfab\n", false),
        (all(&[]), Some(TooLong))
    );
    assert_eq!(
        in_all_ways(1, b"\xef\xbb\n", false),
        (all(&[]), Some(TooLong))
    );
    assert_eq!(in_all_ways(1, b"\xef\xbb", false), (all(&[]), None));
    assert_eq!(in_all_ways(1, b"\xef\xbb", true), (all(&[]), Some(TooLong)));
}

#[test]
fn nothing_comes_after_a_line_that_is_too_long() {
    let mut lines = Lines::new(2);
    lines.push(&mut Bytes::from_static(b"abc\nd\n"));
    assert_eq!(lines.advance(), Err(TooLong));
    lines.push(&mut Bytes::from_static(b"e\n"));
    lines.end();
    assert_eq!(lines.advance(), Ok(false));
    assert_eq!(lines.line(), b"");
}

#[test]
fn what_was_not_taken_before_the_next_chunk_is_not_lost() {
    let mut lines = Lines::new(10);
    for chunk in ["a\nb", "c\n", "", "d", "e\nf\n"] {
        lines.push(&mut Bytes::from(chunk));
    }
    for line in ["a", "bc", "de", "f"] {
        assert_eq!((lines.advance(), lines.line()), (Ok(true), line.as_bytes()));
    }
    assert_eq!(lines.advance(), Ok(false));
}

#[test]
fn an_empty_line_is_skipped_only_where_it_is_there() {
    let mut lines = Lines::new(10);
    lines.push(&mut Bytes::from_static(b"a\n\nb\nc\r\n"));
    for (line, is_followed) in [("a", true), ("b", false), ("c", false)] {
        assert_eq!(lines.advance(), Ok(true));
        assert_eq!(lines.skip_empty(), is_followed);
        // The line itself is still there.
        assert_eq!(lines.line(), line.as_bytes());
    }
    assert_eq!(lines.advance(), Ok(false));
}

#[test]
fn only_a_line_over_a_border_is_copied() {
    let mut lines = Lines::new(100);
    let chunk = Bytes::from("first\nsecond, whose end is alone".to_owned());
    let next = Bytes::from("\nthird, which".to_owned());
    let is_in = |chunk: &Bytes, line: Bytes| chunk.as_ptr_range().contains(&line.as_ptr());
    lines.push(&mut chunk.clone());
    assert_eq!(lines.advance(), Ok(true));
    assert!(is_in(&chunk, lines.tail(0)));
    assert_eq!(lines.tail(2), "rst");
    assert_eq!(lines.advance(), Ok(false));
    lines.push(&mut next.clone());
    assert_eq!(lines.advance(), Ok(true));
    assert_eq!(lines.tail(0), "second, whose end is alone");
    assert!(is_in(&chunk, lines.tail(0)));
    assert_eq!(lines.advance(), Ok(false));
    assert!(chunk.is_unique(), "the line before is not needed any more");
    lines.push(&mut Bytes::from_static(b" is copied\n"));
    assert!(lines.advance() == Ok(true) && next.is_unique());
    assert_eq!(lines.tail(7), "which is copied");
}

#[test]
fn nothing_is_kept_of_lines_that_were_taken() {
    let mut lines = Lines::new(1 << 20);
    let chunk = Bytes::from("a\nb\n".to_owned());
    lines.push(&mut chunk.clone());
    while lines.advance() == Ok(true) {}
    assert!(chunk.is_unique());
    for chunk in [
        vec![b'x'; 600_000],
        vec![b'x'; 300_000],
        b"\nshort".to_vec(),
    ] {
        lines.push(&mut chunk.into());
        if lines.advance() == Ok(true) {
            assert_eq!(lines.line().len(), 900_000);
            assert_eq!(lines.advance(), Ok(false));
        }
    }
    assert!(lines.line.is_empty() && !lines.joined.try_reclaim(900_000));
}
