//! Whether messages have the ends of their lines.

use std::collections::VecDeque;

use memchr::memchr2;

use super::line::whole_characters;
use crate::runtime::chunk::Chunk;

/// How many messages, and bytes of them, are held back to learn from.
const MESSAGES: usize = 1024;
const BYTES: usize = 1 << 20;

/// What the messages of a server do with the ends of lines. It is learned once and then taken for granted.
///
/// Some servers send a log as it is, in messages that begin and end anywhere; others send its lines, without their ends. As
/// long as no message has one, nothing tells which, and messages are held back: until one has, until there are many, or
/// for a while.
#[derive(Debug, Default)]
pub(super) struct Ends {
    learned: Option<Kind>,
    held: VecDeque<Chunk>,
    bytes: usize,
}

/// What messages are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Pieces of the log, with all ends of lines.
    Pieces,
    /// Whole lines, without the end of the last one.
    Lines,
}

impl Ends {
    /// What messages are known to be.
    #[inline]
    pub(super) fn learned(&self) -> Option<Kind> {
        self.learned
    }

    /// Holds a message back, and learns from it.
    pub(super) fn hold(&mut self, message: Chunk) {
        let is_piece = memchr2(b'\n', b'\r', &message).is_some() || is_cut_off(&message);
        self.bytes += message.len();
        self.held.push_back(message);
        if is_piece || self.bytes > BYTES {
            self.learned = Some(Kind::Pieces);
        } else if self.held.len() >= MESSAGES {
            self.learned = Some(Kind::Lines);
        }
    }

    /// Gives up waiting for the end of a line: each message is one.
    pub(super) fn settle(&mut self) {
        if !self.held.is_empty() {
            self.learned.get_or_insert(Kind::Lines);
        }
    }

    /// Whether it waits to learn more.
    #[inline]
    pub(super) fn waits(&self) -> bool {
        self.learned.is_none() && !self.held.is_empty()
    }

    /// The next message that was held back, and what it is.
    #[inline]
    pub(super) fn next(&mut self) -> Option<(Chunk, Kind)> {
        let kind = self.learned?;
        let message = self.held.pop_front()?;
        self.bytes -= message.len();
        Some((message, kind))
    }

    /// Forgets what was held back, because it is sent again.
    pub(super) fn forget(&mut self) {
        self.held.clear();
        self.bytes = 0;
    }

    /// How many bytes are held back.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes as u64
    }

    /// What is held back, as one text.
    pub(super) fn text(&self) -> Vec<u8> {
        self.held
            .iter()
            .flat_map(|held| held.iter())
            .copied()
            .collect()
    }
}

/// Whether a text ends in the middle of a character.
#[inline]
pub(super) fn is_cut_off(text: &[u8]) -> bool {
    whole_characters(text) < text.len()
}
