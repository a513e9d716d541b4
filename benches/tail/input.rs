//! Logs, and what they look like on the wire.

use std::fmt;
use std::str::FromStr;

/// Which way a log comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    WebSocket,
    Http,
}

/// What its pieces look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A JSON object for each piece; over HTTP a line each.
    Json,
    /// An event with a JSON object for each piece.
    Events,
    /// The log as it is.
    Text,
}

/// What is in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// Lines of about 90 bytes, as programs log them.
    Usual,
    /// Lines of 6 bytes and less.
    Short,
    /// Lines of about 90 bytes that JSON needs escapes for, and that are not all ASCII.
    Coloured,
    /// One line of so many bytes, instead of lines.
    Long,
}

/// A log as it is sent. Its text form is the id of a job, so that the server knows it as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Input {
    pub(crate) way: Way,
    pub(crate) shape: Shape,
    pub(crate) content: Content,
    /// Lines, or bytes of the one line.
    pub(crate) amount: usize,
    /// How many lines are in a piece, or bytes of the one line.
    pub(crate) batch: usize,
}

/// What a reader got out of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Seen {
    pub(crate) lines: usize,
    pub(crate) bytes: usize,
}

impl Seen {
    #[inline]
    pub(crate) fn add(&mut self, line: String) {
        self.lines += 1;
        self.bytes += std::hint::black_box(line).len();
    }
}

/// As many lines as Ray puts into a message.
const RAY: usize = 10;

/// So many that reading from the connection costs next to nothing.
const MANY: usize = 500;

impl Input {
    /// Logs of so many lines, in every shape.
    pub(crate) fn all(lines: usize) -> Vec<Self> {
        let new = |way, shape, content, batch| Self {
            way,
            shape,
            content,
            amount: lines,
            batch,
        };
        let websocket = |shape, content, batch| new(Way::WebSocket, shape, content, batch);
        let http = |shape, content, batch| new(Way::Http, shape, content, batch);
        vec![
            websocket(Shape::Json, Content::Usual, RAY),
            websocket(Shape::Json, Content::Usual, 1),
            websocket(Shape::Json, Content::Coloured, RAY),
            websocket(Shape::Json, Content::Short, RAY),
            websocket(Shape::Text, Content::Usual, RAY),
            websocket(Shape::Text, Content::Usual, MANY),
            websocket(Shape::Text, Content::Short, RAY),
            http(Shape::Text, Content::Usual, RAY),
            http(Shape::Text, Content::Usual, MANY),
            http(Shape::Text, Content::Coloured, RAY),
            http(Shape::Text, Content::Short, RAY),
            http(Shape::Text, Content::Short, MANY),
            http(Shape::Json, Content::Usual, RAY),
            http(Shape::Events, Content::Usual, RAY),
            http(Shape::Events, Content::Usual, 1),
        ]
    }

    /// What a reader must see.
    pub(crate) fn content(&self) -> Seen {
        let mut seen = Seen::default();
        if self.content != Content::Long {
            (0..self.amount).for_each(|number| seen.add(self.content.line(number)));
        }
        seen
    }

    /// The pieces of the log, and a last one that says that it is complete.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = String> {
        let text = match self.content {
            Content::Long => "x".repeat(self.amount),
            _ => String::new(),
        };
        let Self {
            shape,
            content,
            amount,
            batch,
            way,
        } = *self;
        let log = (0..amount).step_by(batch).map(move |first| {
            let end = amount.min(first + batch);
            match content {
                Content::Long => text[first..end].to_owned(),
                _ => (first..end)
                    .map(|number| content.line(number) + "\n")
                    .collect(),
            }
        });
        let log = log.map(move |text| shape.piece(way, text));
        let last = match (shape, way, content) {
            // Nothing tells the end of such a log, but this ends its line.
            (Shape::Text, Way::Http, Content::Long) => Some("\n".to_owned()),
            (Shape::Text, Way::Http, _) => None,
            _ => Some(shape.wrap(way, r#"{"type":"complete"}"#)),
        };
        // Tells that pieces have the ends of their lines.
        let is_long = content == Content::Long;
        let first = is_long.then(|| shape.piece(way, "\n".to_owned()));
        first.into_iter().chain(log).chain(last)
    }

    pub(crate) fn name(&self) -> String {
        let way = match self.way {
            Way::WebSocket => "websocket",
            Way::Http => "http",
        };
        let shape = match self.shape {
            Shape::Json => "objects",
            Shape::Events => "events",
            Shape::Text => "text",
        };
        let content = match self.content {
            Content::Usual | Content::Long => "",
            Content::Short => ", short",
            Content::Coloured => ", coloured",
        };
        format!("{way} {shape}{content}, {} a piece", self.batch)
    }
}

impl Content {
    fn line(self, number: usize) -> String {
        let (step, rest) = (number / 10, number % 10);
        match self {
            Self::Short => (number % 1_000_000).to_string(),
            Self::Coloured => format!(
                "\u{1b}[32m2026-11-21 08:31:{rest:02},417\u{1b}[0m \"epoch\" {step}\t손실=0.{number:08} lr=3e-4 é"
            ),
            _ => format!(
                "2026-11-21 08:31:{rest:02},417 INFO trainer: step {step} loss=0.{number:08} lr=3e-4 samples/s=1234.5"
            ),
        }
    }
}

impl Shape {
    fn piece(self, way: Way, text: String) -> String {
        if self == Self::Text {
            return text;
        }
        let text = serde_json::to_string(&text).expect("JSON");
        self.wrap(way, &format!(r#"{{"type":"log","message":{text}}}"#))
    }

    fn wrap(self, way: Way, object: &str) -> String {
        match (self, way) {
            (Self::Events, _) => format!("data: {object}\n\n"),
            (_, Way::Http) => format!("{object}\n"),
            (_, Way::WebSocket) => object.to_owned(),
        }
    }
}

impl fmt::Display for Input {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            way,
            shape,
            content,
            amount,
            batch,
        } = self;
        write!(f, "{way:?}-{shape:?}-{content:?}-{amount}-{batch}")
    }
}

impl FromStr for Input {
    type Err = ();

    fn from_str(id: &str) -> Result<Self, ()> {
        let [way, shape, content, amount, batch] = id.split('-').collect::<Vec<_>>()[..] else {
            return Err(());
        };
        Ok(Self {
            way: named(way, [Way::WebSocket, Way::Http])?,
            shape: named(shape, [Shape::Json, Shape::Events, Shape::Text])?,
            content: named(
                content,
                [
                    Content::Usual,
                    Content::Short,
                    Content::Coloured,
                    Content::Long,
                ],
            )?,
            amount: amount.parse().map_err(|_| ())?,
            batch: batch.parse().map_err(|_| ())?,
        })
    }
}

fn named<T: fmt::Debug>(name: &str, all: impl IntoIterator<Item = T>) -> Result<T, ()> {
    let mut all = all.into_iter();
    all.find(|one| format!("{one:?}") == name).ok_or(())
}
