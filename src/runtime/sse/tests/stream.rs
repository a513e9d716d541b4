//! Events out of streams of bytes.

use std::io;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{FutureExt, StreamExt, stream};

use super::cases::show;
use super::sse::{Decoded, Ending, Excess, Fault, Limits, Settings};

type Chunk = Result<Bytes, io::Error>;

/// A stream of chunks, and what tells whether it is still there.
fn source(chunks: Vec<Chunk>) -> (impl futures_util::Stream<Item = Chunk> + Unpin, Arc<()>) {
    let alive = Arc::new(());
    let held = Arc::clone(&alive);
    let chunks = stream::iter(chunks).map(move |chunk| {
        let _ = &held;
        chunk
    });
    (chunks, alive)
}

fn chunk(text: &'static str) -> Chunk {
    Ok(Bytes::from(text))
}

/// The next event in one line, or why there is none.
fn next<S>(events: &mut Decoded<S>) -> Option<Result<String, Fault<io::ErrorKind>>>
where
    S: futures_util::Stream<Item = Chunk> + Unpin,
{
    let event = events.next().now_or_never().unwrap()?;
    Some(
        event
            .map(|event| show(&event))
            .map_err(|fault| match fault {
                Fault::Source(error) => Fault::Source(error.kind()),
                Fault::Excess(excess) => Fault::Excess(excess),
            }),
    )
}

fn found(event: &str) -> Option<Result<String, Fault<io::ErrorKind>>> {
    Some(Ok(event.to_owned()))
}

#[test]
fn events_come_until_the_end_and_then_nothing() {
    for (ending, rest) in [(Ending::Discard, None), (Ending::Emit, found(r#""c""#))] {
        let settings = Settings {
            ending,
            ..Settings::default()
        };
        let chunks = ["data: a\n\ndata", ": b\n", "", "\ndata: c"].map(chunk);
        let (chunks, alive) = source(chunks.into());
        let mut events = Decoded::new(chunks, settings);
        assert_eq!(next(&mut events), found(r#""a""#));
        assert_eq!(next(&mut events), found(r#""b""#));
        assert_eq!(Arc::strong_count(&alive), 2);
        assert_eq!(next(&mut events), rest);
        assert_eq!(next(&mut events), None);
        assert_eq!(Arc::strong_count(&alive), 1, "the source is dropped");
        assert_eq!(next(&mut events), None);
    }
}

#[test]
fn an_error_is_the_end_and_ends_no_event() {
    let broken = Err(io::ErrorKind::ConnectionReset.into());
    let chunks = vec![chunk("data: a\n\ndata: b"), broken, chunk("\n\n")];
    let (chunks, alive) = source(chunks);
    let settings = Settings {
        ending: Ending::Emit,
        ..Settings::default()
    };
    let mut events = Decoded::new(chunks, settings);
    assert_eq!(next(&mut events), found(r#""a""#));
    let fault = Fault::Source(io::ErrorKind::ConnectionReset);
    assert_eq!(next(&mut events), Some(Err(fault)));
    assert_eq!(Arc::strong_count(&alive), 1);
    assert_eq!(next(&mut events), None);
}

#[test]
fn a_limit_is_the_end_and_drops_the_source() {
    let limits = Limits {
        event: 1,
        ..Limits::default()
    };
    let settings = Settings {
        limits,
        ..Settings::default()
    };
    let (chunks, alive) = source(vec![chunk("data: a\n\ndata: bc\n\ndata: d\n\n")]);
    let mut events = Decoded::new(chunks, settings);
    assert_eq!(next(&mut events), found(r#""a""#));
    assert_eq!(
        next(&mut events),
        Some(Err(Fault::Excess(Excess::Event(1))))
    );
    assert_eq!(Arc::strong_count(&alive), 1);
    assert_eq!(next(&mut events), None);
}

#[test]
fn a_source_that_has_nothing_yet_is_waited_for() {
    let first = stream::iter([chunk("data: a\n\ndata: b\n")]);
    let mut events = Decoded::new(first.chain(stream::pending()), Settings::default());
    assert_eq!(next(&mut events), found(r#""a""#));
    assert!(events.next().now_or_never().is_none());
}
