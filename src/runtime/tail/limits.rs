//! How much of a log is taken.

/// How much of a log is taken. What was taken before a connection broke, and is sent again, does not count again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Messages that brought something, where the server sends messages.
    pub(crate) messages: u64,
    pub(crate) lines: u64,
    /// Bytes of lines, without their ends.
    pub(crate) bytes: u64,
    /// Bytes of one line. What is beyond is left out, and the line says so.
    pub(crate) line: usize,
}

/// A limit that a log went beyond.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Excess {
    Messages(u64),
    Lines(u64),
    Bytes(u64),
}
