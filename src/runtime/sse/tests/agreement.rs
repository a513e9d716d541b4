//! What must hold for any bytes in any chunks. The body of the fuzz target, too.

use bytes::Bytes;

use super::reference;
use super::sse::{Ending, Event, Excess, Indent, Limits, Parser, Settings};

/// The events of a stream, and the limit that ended it.
pub(crate) type Outcome = (Vec<Event>, Option<Excess>);

/// Reads a stream that comes in these chunks.
pub(crate) fn parse<'a>(settings: Settings, chunks: impl IntoIterator<Item = &'a [u8]>) -> Outcome {
    let mut parser = Parser::new(settings);
    let mut events = Vec::new();
    let mut excess = None;
    let mut take = |parser: &mut Parser| {
        while let Some(next) = parser.next() {
            assert_eq!(excess, None, "something came after the end");
            match next {
                Ok(event) => events.push(event),
                Err(limit) => excess = Some(limit),
            }
        }
    };
    for chunk in chunks {
        parser.push(&mut Bytes::copy_from_slice(chunk));
        take(&mut parser);
    }
    parser.end();
    take(&mut parser);
    take(&mut parser);
    (events, excess)
}

/// Cuts into chunks of these sizes, over and over.
pub(crate) fn chunks<'a>(mut bytes: &'a [u8], sizes: &[usize]) -> Vec<&'a [u8]> {
    let mut chunks = Vec::new();
    for size in sizes.iter().cycle() {
        if bytes.is_empty() || sizes.iter().all(|size| *size == 0) {
            chunks.push(bytes);
            break;
        }
        let (chunk, rest) = bytes.split_at((*size).min(bytes.len()));
        chunks.push(chunk);
        bytes = rest;
    }
    chunks
}

/// Checks that chunks make no difference, and that another parser, simple and slow, finds the same.
pub(crate) fn check(settings: Settings, bytes: &[u8], sizes: &[usize]) {
    let expected = reference::parse(settings, bytes);
    for sizes in [sizes, &[bytes.len()], &[1], &[2, 0], &[0, 0, 3]] {
        let outcome = parse(settings, chunks(bytes, sizes));
        assert_eq!(
            outcome,
            expected,
            "{settings:?}, {sizes:?}, {:?}",
            Bytes::copy_from_slice(bytes)
        );
    }
}

/// Data that is an event by itself, for tests.
pub(crate) fn is_object(data: &[u8]) -> bool {
    data.starts_with(b"{") && data.ends_with(b"}")
}

/// Checks an input of the fuzzer: two bytes for the settings, four for the sizes of chunks, then the stream.
pub(crate) fn check_input(input: &[u8]) {
    let Some(([flags, limit, sizes @ ..], bytes)) = input.split_first_chunk::<6>() else {
        return;
    };
    let has = |bit: u8| flags & 1 << bit != 0;
    let limit = usize::from(*limit);
    let settings = Settings {
        ending: if has(0) {
            Ending::Emit
        } else {
            Ending::Discard
        },
        indent: if has(1) { Indent::Skip } else { Indent::Keep },
        alone: has(2).then_some(is_object),
        limits: Limits {
            line: if has(3) { limit } else { usize::MAX },
            event: if has(4) { limit } else { usize::MAX },
            stream: has(5).then_some(limit as u64),
        },
    };
    check(settings, bytes, &sizes.map(usize::from));
}
