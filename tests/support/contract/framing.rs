//! Splits the bytes of one direction of a connection into messages.

use super::head::{Framing, Head};

/// A head, a chunk's size line or a trailer longer than this is not HTTP that anyone here sends.
const LONGEST_HEAD: usize = 256 * 1024;

/// Receives the messages of one direction, piece by piece.
pub(super) trait Messages {
    /// A head, or `None` for bytes that are none. Answers how its body ends.
    fn head(&mut self, head: Option<Head>) -> Framing;
    fn data(&mut self, bytes: &[u8]);
    /// The message came whole.
    fn end(&mut self);
}

/// Where in a message the next byte belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Head,
    Body(u64),
    ChunkSize,
    Chunk(u64),
    ChunkEnd,
    Trailer,
    UntilClose,
    Opaque,
}

/// An incremental reader of HTTP/1.1 messages that only looks and never changes a byte.
#[derive(Debug)]
pub(super) struct Splitter {
    place: Place,
    /// The unfinished head or line.
    line: Vec<u8>,
}

impl Splitter {
    pub(super) fn new() -> Self {
        Self {
            place: Place::Head,
            line: Vec::new(),
        }
    }

    /// Reads the next bytes of this direction.
    pub(super) fn feed(&mut self, mut bytes: &[u8], to: &mut impl Messages) {
        while !bytes.is_empty() {
            bytes = match self.place {
                Place::Head => self.head(bytes, to),
                Place::Body(left) => self.sized(bytes, left, to),
                Place::ChunkSize | Place::ChunkEnd | Place::Trailer => self.chunk_line(bytes, to),
                Place::Chunk(left) => self.chunk(bytes, left, to),
                Place::UntilClose => {
                    to.data(bytes);
                    &[]
                }
                Place::Opaque => &[],
            };
        }
    }

    /// The sender closed its direction in an orderly way.
    pub(super) fn close(&mut self, to: &mut impl Messages) {
        if self.place == Place::UntilClose {
            to.end();
        }
        self.place = Place::Opaque;
    }

    fn head<'a>(&mut self, bytes: &'a [u8], to: &mut impl Messages) -> &'a [u8] {
        let Some(rest) = self.take_through(b"\r\n\r\n", bytes) else {
            if self.line.len() > LONGEST_HEAD {
                self.begin(to.head(None), to);
            }
            return &[];
        };
        let head = Head::parse(&self.line[..self.line.len() - 4]);
        self.line.clear();
        self.begin(to.head(head), to);
        rest
    }

    fn begin(&mut self, framing: Framing, to: &mut impl Messages) {
        self.place = match framing {
            Framing::Length(0) => {
                to.end();
                Place::Head
            }
            Framing::Length(length) => Place::Body(length),
            Framing::Chunked => Place::ChunkSize,
            Framing::UntilClose => Place::UntilClose,
            Framing::Opaque => Place::Opaque,
        };
    }

    fn sized<'a>(&mut self, bytes: &'a [u8], left: u64, to: &mut impl Messages) -> &'a [u8] {
        let (data, rest) = split(bytes, left);
        to.data(data);
        self.place = Place::Body(left - data.len() as u64);
        if self.place == Place::Body(0) {
            self.place = Place::Head;
            to.end();
        }
        rest
    }

    fn chunk<'a>(&mut self, bytes: &'a [u8], left: u64, to: &mut impl Messages) -> &'a [u8] {
        let (data, rest) = split(bytes, left);
        to.data(data);
        self.place = match left - data.len() as u64 {
            0 => Place::ChunkEnd,
            left => Place::Chunk(left),
        };
        rest
    }

    fn chunk_line<'a>(&mut self, bytes: &'a [u8], to: &mut impl Messages) -> &'a [u8] {
        let Some(rest) = self.take_through(b"\r\n", bytes) else {
            if self.line.len() > LONGEST_HEAD {
                self.place = Place::Opaque;
            }
            return &[];
        };
        let line = String::from_utf8_lossy(&self.line[..self.line.len() - 2]).into_owned();
        self.line.clear();
        self.place = match self.place {
            Place::ChunkSize => chunk_size(&line),
            Place::ChunkEnd if line.is_empty() => Place::ChunkSize,
            Place::Trailer if line.is_empty() => {
                to.end();
                Place::Head
            }
            Place::Trailer => Place::Trailer,
            _ => Place::Opaque,
        };
        rest
    }

    /// Moves bytes to `line` until it ends with `end`; then answers the bytes behind.
    fn take_through<'a>(&mut self, end: &[u8], bytes: &'a [u8]) -> Option<&'a [u8]> {
        for (index, byte) in bytes.iter().enumerate() {
            self.line.push(*byte);
            if self.line.ends_with(end) {
                return Some(&bytes[index + 1..]);
            }
        }
        None
    }
}

fn chunk_size(line: &str) -> Place {
    let size = line.split(';').next().unwrap_or_default().trim();
    match u64::from_str_radix(size, 16) {
        Ok(0) => Place::Trailer,
        Ok(size) => Place::Chunk(size),
        Err(_) => Place::Opaque,
    }
}

fn split(bytes: &[u8], left: u64) -> (&[u8], &[u8]) {
    let available = usize::try_from(left).map_or(bytes.len(), |left| left.min(bytes.len()));
    bytes.split_at(available)
}
