//! How a tail ended.

/// How a tail ended, and so what is known of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TailOutcome {
    /// The log is complete, and every line of it was given out.
    Complete,
    /// The reader stopped the tail; there may be more.
    Stopped,
    /// A limit was reached; there is more. The error was the last item.
    Limit,
    /// The connection was lost for good, or the server cannot go on; there may be more. The error was the last item.
    Lost,
}
