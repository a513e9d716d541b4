//! How much of a log is taken. Contract: §2.7.

use crate::error::{Error, ErrorKind, Result};
use crate::runtime::tail::{Excess, Limits};

/// The largest message, event or line as it is sent, in bytes.
pub(super) const WIRE: usize = 16 * 1024 * 1024;

/// How much of a log is taken, over all its connections. What is sent again after a break does not count again.
/// (Contract §2.7.)
///
/// ```
/// use quintet::synapse::TailLimits;
///
/// let more = TailLimits::default().lines(1_000_000).messages(1_000_000);
/// let all = TailLimits::unlimited();
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TailLimits {
    messages: u64,
    lines: u64,
    bytes: u64,
    message_size: usize,
}

impl Default for TailLimits {
    fn default() -> Self {
        Self {
            messages: 10_000,
            lines: 50_000,
            bytes: 50 * 1024 * 1024,
            message_size: 10 * 1024,
        }
    }
}

impl TailLimits {
    /// As many messages, lines and bytes as there are. Lines are still cut at 10240 bytes.
    #[must_use]
    pub fn unlimited() -> Self {
        Self {
            messages: u64::MAX,
            lines: u64::MAX,
            bytes: u64::MAX,
            ..Self::default()
        }
    }

    /// The most messages: of a WebSocket, or events or JSON lines over HTTP. A plain text has none. Default: 10000.
    #[must_use]
    pub fn messages(mut self, most: u64) -> Self {
        self.messages = most;
        self
    }

    /// The most lines. Default: 50000.
    #[must_use]
    pub fn lines(mut self, most: u64) -> Self {
        self.lines = most;
        self
    }

    /// The most bytes of all lines, without their ends. Default: 50 MiB.
    #[must_use]
    pub fn bytes(mut self, most: u64) -> Self {
        self.bytes = most;
        self
    }

    /// The most bytes of one line. One that has more is cut there and says how much is missing; the log goes on. Default:
    /// 10240.
    ///
    /// It is about lines and not about what they are sent in: a message with many lines may be larger, up to 16 MiB.
    #[must_use]
    pub fn message_size(mut self, most: usize) -> Self {
        self.message_size = most;
        self
    }

    pub(super) fn check(&self) -> Result<Limits> {
        let Self {
            messages,
            lines,
            bytes,
            message_size,
        } = *self;
        if messages == 0 || lines == 0 || bytes == 0 || message_size == 0 {
            return Err(Error::invalid(
                "a limit of the tail is zero; give 1 or more, or `TailLimits::unlimited()`",
            ));
        }
        if message_size > WIRE {
            return Err(Error::invalid(format!(
                "the message size of the tail is {message_size} bytes; give at most {WIRE}, as much as one message may have"
            )));
        }
        Ok(Limits {
            messages,
            lines,
            bytes,
            line: message_size,
        })
    }
}

/// The error of a limit, in the words of the agent's own clients.
pub(super) fn exceeded(excess: Excess) -> Error {
    let (name, limit, unit) = match excess {
        Excess::Messages(limit) => ("message", limit, "messages"),
        Excess::Lines(limit) => ("line", limit, "lines"),
        Excess::Bytes(limit) => ("size", limit, "bytes"),
    };
    Error::new(
        ErrorKind::RateLimited,
        format!("Stream {name} limit exceeded: the log has more than {limit} {unit}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_those_of_the_contract() {
        let limits = TailLimits::default().check().unwrap();
        assert_eq!((limits.messages, limits.lines), (10_000, 50_000));
        assert_eq!((limits.bytes, limits.line), (52_428_800, 10_240));
    }

    #[test]
    fn limits_that_nothing_fits_into_are_refused() {
        let limits = TailLimits::default();
        for wrong in [
            limits.messages(0),
            limits.lines(0),
            limits.bytes(0),
            limits.message_size(0),
            limits.message_size(WIRE + 1),
        ] {
            assert!(wrong.check().unwrap_err().is_invalid_input());
        }
        assert!(TailLimits::unlimited().message_size(WIRE).check().is_ok());
    }

    #[test]
    fn errors_are_those_of_the_contract() {
        for (excess, text) in [
            (Excess::Messages(1), "Stream message limit exceeded"),
            (Excess::Lines(1), "Stream line limit exceeded"),
            (Excess::Bytes(1), "Stream size limit exceeded"),
        ] {
            let error = exceeded(excess);
            assert_eq!(error.kind(), ErrorKind::RateLimited);
            assert!(error.message().starts_with(text), "{error}");
            assert!(!error.is_retryable());
        }
    }
}
