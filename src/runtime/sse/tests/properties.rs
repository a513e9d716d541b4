//! Any bytes, in any chunks, with any settings.

use proptest::collection::vec;
use proptest::prelude::*;

use super::agreement::{check, check_input, is_object};
use super::sse::{Ending, Indent, Limits, Settings};

/// What streams are made of, so that bytes at random are not mostly unknown fields.
pub(super) const PIECES: [&[u8]; 32] = [
    b"data",
    b"data:",
    b"data: ",
    b"event: ",
    b"id: ",
    b"id",
    b"retry: ",
    b": ",
    b":",
    b" ",
    b"  ",
    b"\n",
    b"\n",
    b"\n\n",
    b"\r",
    b"\r\n",
    b"\r\n\r\n",
    b"{",
    b"}",
    b"{}",
    b"a",
    b"b: c",
    b"12",
    b"+",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xef",
    b"\xbb",
    b"\xe8\xaf\xad",
    b"\xe8\xaf",
    b"\xad",
];

fn stream() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        20 => prop::sample::select(&PIECES[..]).prop_map(<[u8]>::to_vec),
        1 => vec(any::<u8>(), 0..8),
        1 => "[a-z语\u{e9}]{0,90}".prop_map(String::into_bytes),
    ];
    vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn settings() -> impl Strategy<Value = Settings> {
    let limit = || prop_oneof![4 => Just(usize::MAX), 1 => 0..60_usize];
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    let limits = (limit(), limit(), prop::option::weighted(0.2, 0..200_u64));
    (flags, limits).prop_map(|((emits, skips, alone), (line, event, stream))| Settings {
        ending: if emits { Ending::Emit } else { Ending::Discard },
        indent: if skips { Indent::Skip } else { Indent::Keep },
        alone: alone.then_some(is_object),
        limits: Limits {
            line,
            event,
            stream,
        },
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn chunks_make_no_difference(
        settings in settings(),
        stream in stream(),
        sizes in vec(0..20_usize, 1..6),
    ) {
        check(settings, &stream, &sizes);
    }

    #[test]
    fn the_fuzzers_inputs_are_checked(input in vec(any::<u8>(), 0..200)) {
        check_input(&input);
    }
}
