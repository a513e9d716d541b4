//! Where a log comes from.

use bytes::Bytes;
use futures_core::Stream;

use super::limits::{Excess, Limits};
use crate::error::{Error, Result};
use crate::runtime::chunk::Chunk;
use crate::runtime::retry::RetryPolicy;

/// Where a log comes from. Every connection begins with its first line.
pub(crate) trait Source: Send + 'static {
    /// What a connection brings. An error says that it broke; an end without [`Piece::Complete`], that it just ended.
    type Connection: Stream<Item = Result<Piece>> + Send + Unpin;

    /// Opens another connection; `is_fruitless` when the one before broke without having brought anything new.
    fn open(&mut self, is_fruitless: bool)
    -> impl Future<Output = Result<Self::Connection>> + Send;

    /// Whether nothing is written to the log any more.
    fn is_over(&mut self) -> impl Future<Output = Result<bool>> + Send;

    /// Says goodbye without waiting for an answer.
    fn leave(connection: Self::Connection);

    /// The error of a limit.
    fn excess(excess: Excess) -> Error;
}

/// What a connection brings.
#[derive(Debug)]
pub(crate) enum Piece {
    /// Lines with their ends, or without, or a piece of one.
    Message(Chunk),
    /// Whole lines, with the end of the last one or without.
    Lines(Chunk),
    /// Bytes of the log, cut anywhere.
    Bytes(Bytes),
    /// The log is complete.
    Complete,
    /// The server cannot go on.
    Failed(Error),
}

/// How a log is followed.
#[derive(Debug)]
pub(crate) struct Terms {
    pub(crate) limits: Limits,
    /// How often in a row is connected again without getting a new line.
    pub(crate) reconnects: u32,
    /// How long is waited before.
    pub(crate) policy: RetryPolicy,
}
