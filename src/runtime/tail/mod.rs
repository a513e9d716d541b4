//! Logs that are followed while they are written: lines out of connections that break, each line once.
//!
//! [`Log`](log::Log) is the state, without I/O; [`Follow`] the stream, which connects again. How a connection is opened and
//! what comes over it is the matter of a [`Source`].

mod digest;
mod follow;
mod limits;
mod line;
mod log;
mod outcome;
mod patience;
mod position;
mod replay;
mod source;

pub(crate) use follow::Follow;
pub(crate) use limits::{Excess, Limits};
pub use outcome::TailOutcome;
pub(crate) use source::{Piece, Source, Terms};
