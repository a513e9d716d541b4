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
        let scaled = |bytes: usize| match size {
            Size::Full => bytes,
            Size::Small => bytes / 256,
        };
        let data =
            |size: usize| move |number: usize| format!("data: {}\n\n", json(number, size, "x"));
        let named = |number: usize| {
            let data = json(number, 192, "x");
            format!("id: {number}\nevent: content\ndata: {data}\n\n")
        };
        let other = |number: usize| format!("data: {}\n\n", json(number, 222, "语"));
        let long = |number: usize| format!("data: {}\n\n", json(number, 4 * KIB, "语"));
        let small = |number: usize| format!("data: {number}\n\n");
        vec![
            Self::new("230 B events", 16 * KIB, 32, scaled(512 * KIB), data(222)),
            Self::new("the same", 64, 8, scaled(512 * KIB), data(222)),
            Self::new("with id and type", 16 * KIB, 32, scaled(512 * KIB), named),
            Self::new("not ASCII", 16 * KIB, 32, scaled(512 * KIB), other),
            Self::new(
                "4 KiB events",
                16 * KIB,
                32,
                scaled(512 * KIB),
                data(4 * KIB),
            ),
            Self::new("the same", 64, 8, scaled(512 * KIB), data(4 * KIB)),
            Self::new("not ASCII", 16 * KIB, 32, scaled(512 * KIB), long),
            Self::one("a 32 MiB event", 1, scaled(32 * MIB)),
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
        let mut whole = String::with_capacity(bytes + 8 * KIB);
        let mut events = 0;
        while whole.len() < bytes {
            whole.push_str(&event(events));
            events += 1;
        }
        let input = Self::of(name, chunk, whole);
        Self { times, ..input }
    }

    /// One event that is as large as the limit allows.
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

/// An event as prefabs send it, of about so many bytes.
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
