//! What is read.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

/// How much is read: enough to measure, or to see that it works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    Full,
    Small,
}

/// A stream of events, and the size of the chunks that it comes in.
pub(crate) struct Input {
    pub(crate) name: &'static str,
    pub(crate) chunk: usize,
    pub(crate) whole: Bytes,
    /// How often it is read in a round.
    pub(crate) times: usize,
    /// How many events there are, and how many bytes of data are in them.
    pub(crate) content: Content,
    /// Whether a reader whose time grows with the square of what it holds can read it, too.
    pub(crate) suits_quadratic: bool,
}

/// What a reader got out of a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Content {
    pub(crate) events: u64,
    pub(crate) bytes: u64,
}

impl Content {
    pub(crate) fn add(&mut self, data: &str) {
        self.events += 1;
        self.bytes += std::hint::black_box(data).len() as u64;
    }
}

impl Input {
    pub(crate) fn all(size: Size) -> Vec<Self> {
        let scaled = |count: usize| match size {
            Size::Full => count,
            Size::Small => count / 256,
        };
        let share = scaled(512 * KIB);
        let plain = |size| move |number| format!("data: {}\n\n", json(number, size, "x"));
        let other = |size| move |number| format!("data: {}\n\n", json(number, size, "语"));
        let named = |number| {
            let data = json(number, 192, "x");
            format!("id: {number}\nevent: content\ndata: {data}\n\n")
        };
        let small = |number| format!("data: {number}\n\n");
        vec![
            Self::new("230 B", 16 * KIB, 32, share, plain(222)),
            Self::new("230 B", 64, 8, share, plain(222)),
            Self::new("230 B, id and type", 16 * KIB, 32, share, named),
            Self::new("230 B, not ASCII", 16 * KIB, 32, share, other(222)),
            Self::new("4 KiB", 16 * KIB, 32, share, plain(4 * KIB)),
            Self::new("4 KiB", 64, 8, share, plain(4 * KIB)),
            Self::new("4 KiB, not ASCII", 16 * KIB, 32, share, other(4 * KIB)),
            Self::one("32 MiB", 1, scaled(32 * MIB)),
            Self::many("1,000,000 events", scaled(1_000_000), small),
        ]
    }

    /// Events up to so many bytes: few enough to stay in the processor's cache, where bytes are that just arrived.
    fn new(
        name: &'static str,
        chunk: usize,
        times: usize,
        bytes: usize,
        event: impl Fn(usize) -> String,
    ) -> Self {
        let mut whole = String::new();
        let mut events = 0;
        while whole.len() < bytes {
            whole.push_str(&event(events));
            events += 1;
        }
        let input = Self::of(name, chunk, whole);
        Self { times, ..input }
    }

    /// One event of so many bytes.
    fn one(name: &'static str, chunk: usize, bytes: usize) -> Self {
        let whole = format!("data: {}\n\n", "x".repeat(bytes));
        let input = Self::of(name, chunk, whole);
        Self {
            suits_quadratic: false,
            ..input
        }
    }

    /// So many events in one chunk.
    fn many(name: &'static str, events: usize, event: impl Fn(usize) -> String) -> Self {
        let whole: String = (0..events).map(event).collect();
        let input = Self::of(name, whole.len(), whole);
        Self {
            suits_quadratic: false,
            ..input
        }
    }

    fn of(name: &'static str, chunk: usize, whole: String) -> Self {
        let mut content = Content::default();
        let data = whole.lines().filter_map(|line| line.strip_prefix("data: "));
        data.for_each(|data| content.add(data));
        Self {
            name,
            chunk,
            whole: whole.into(),
            times: 1,
            content,
            suits_quadratic: true,
        }
    }

    pub(crate) fn chunks(&self) -> Chunks {
        Chunks {
            rest: self.whole.clone(),
            size: self.chunk,
        }
    }
}

/// A JSON object of about so many bytes.
fn json(number: usize, size: usize, text: &str) -> String {
    let head = format!(r#"{{"type": "content", "number": {number}, "data": ""#);
    let count = (size - head.len() - 2) / text.len();
    format!("{head}{}\"}}", text.repeat(count))
}

/// The bytes of an input as they would come from a connection that is never slow.
pub(crate) struct Chunks {
    rest: Bytes,
    size: usize,
}

impl Stream for Chunks {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let size = self.size.min(self.rest.len());
        if size == 0 {
            return Poll::Ready(None);
        }
        Poll::Ready(Some(Ok(self.rest.split_to(size))))
    }
}
