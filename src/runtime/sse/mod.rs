//! Server-sent events: the format of the WHATWG's HTML standard, read while it arrives.
//!
//! This module and [`lines`](super::lines) do no I/O and know nothing else of the crate, so that benchmark and fuzzer can
//! build them alone.
//!
//! A [`Parser`] is fed by hand, [`Decoded`] by any stream of bytes.

mod block;
mod event;
mod parser;
mod settings;
mod stream;
#[cfg(test)]
mod tests;

pub(crate) use event::{Event, Text};
pub(crate) use parser::Parser;
pub(crate) use settings::{Ending, Excess, Indent, Limits, Settings};
pub(crate) use stream::{Decoded, Fault};
