//! Server-sent events, as the gateway writes them.

use std::convert::Infallible;
use std::io;
use std::iter::Peekable;

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use serde_json::Value;
use serde_json::ser::{Formatter, Serializer};
use tokio::sync::watch;

use super::prefabs::{Event, Script};
use crate::sim::clock::Clock;

/// How many streams there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct StreamCounts {
    /// Those that were begun.
    pub begun: usize,
    /// Those whose last event was sent.
    pub finished: usize,
    /// Those whose connection was closed before their last event.
    pub dropped: usize,
}

/// Counts streams, and tells who waits for them.
#[derive(Clone, Debug, Default)]
pub(super) struct Streams(watch::Sender<StreamCounts>);

impl Streams {
    pub(super) fn counts(&self) -> StreamCounts {
        *self.0.borrow()
    }

    /// Returns when so many streams were dropped.
    pub(super) async fn until_dropped(&self, streams: usize) {
        let mut counts = self.0.subscribe();
        // The sender lives as long as this borrow of it.
        let _ = counts.wait_for(|counts| counts.dropped >= streams).await;
    }

    fn begin(&self) -> Open {
        self.0.send_modify(|counts| counts.begun += 1);
        Open {
            streams: self.clone(),
            finished: false,
        }
    }
}

/// A stream that is open.
#[derive(Debug)]
struct Open {
    streams: Streams,
    finished: bool,
}

impl Drop for Open {
    fn drop(&mut self) {
        self.streams.0.send_modify(|counts| match self.finished {
            true => counts.finished += 1,
            false => counts.dropped += 1,
        });
    }
}

/// The body of a stream: each event is sent when it is due, in a chunk of its own.
pub(super) fn body(script: Script, clock: Clock, streams: &Streams) -> Body {
    let state: (Peekable<Script>, Open) = (script.peekable(), streams.begin());
    let chunks = stream::unfold(state, move |(mut script, mut open)| async move {
        let step = script.next()?;
        match step.after.is_zero() {
            // The server sends what it has while the body is pending.
            true => tokio::task::yield_now().await,
            false => clock.sleep(step.after).await,
        }
        open.finished = script.peek().is_none();
        Some((Ok::<_, Infallible>(frame(&step.event)), (script, open)))
    });
    Body::from_stream(chunks)
}

/// `data: {…}` and a blank line.
fn frame(event: &Event) -> Bytes {
    let mut text = format!(
        "data: {{\"type\": \"{}\", \"data\": {}",
        event.kind,
        python(&event.data)
    );
    if let Some(code) = event.error_code {
        text.push_str(&format!(", \"error_code\": \"{code}\""));
    }
    text.push_str("}\n\n");
    text.into()
}

/// JSON with the spaces that Python puts into it.
fn python(value: &Value) -> String {
    let mut text = Vec::new();
    let mut writer = Serializer::with_formatter(&mut text, Spaced);
    // Writing a value into memory cannot fail.
    let _ = serde::Serialize::serialize(value, &mut writer);
    String::from_utf8_lossy(&text).into_owned()
}

/// A space after each comma and colon.
struct Spaced;

impl Formatter for Spaced {
    fn begin_array_value<W: io::Write + ?Sized>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        writer.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_key<W: io::Write + ?Sized>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        writer.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_value<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn events_have_the_bytes_of_the_contract() {
        let framed = |event: Event| String::from_utf8_lossy(&frame(&event)).into_owned();
        assert_eq!(
            framed(Event::new("start", json!({ "model": "gpt-4o-mini" }))),
            "data: {\"type\": \"start\", \"data\": {\"model\": \"gpt-4o-mini\"}}\n\n"
        );
        assert_eq!(
            framed(Event::new("content", "He")),
            "data: {\"type\": \"content\", \"data\": \"He\"}\n\n"
        );
        assert_eq!(
            framed(Event::error("LLM_ERROR", "boom")),
            "data: {\"type\": \"error\", \"data\": \"boom\", \"error_code\": \"LLM_ERROR\"}\n\n"
        );
        assert_eq!(
            python(&json!({ "a": [1, 2], "b": null })),
            r#"{"a": [1, 2], "b": null}"#
        );
    }
}
