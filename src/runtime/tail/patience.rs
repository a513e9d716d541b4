//! Whether it is worth connecting again. No I/O.

use std::time::Duration;

use tokio::time::Instant;

use super::log::Log;
use super::outcome::TailOutcome;
use crate::error::{Error, ErrorKind};

/// How far a log was received: lines, and bytes.
type Reach = (u64, u64);

/// What is known of the connections so far.
#[derive(Debug)]
pub(super) struct Patience {
    reconnects: u32,
    longest_wait: Duration,
    /// How many connections in a row brought no new line, and since when.
    fruitless: u32,
    since: Instant,
    /// Lines after the last connection that brought one.
    lines: u64,
    /// Whether nothing was written to the log any more when the present connection began.
    is_over: bool,
    /// How far a connection came that ended by itself, the latest of them.
    end: Option<Reach>,
}

/// What to do after a connection.
#[derive(Debug)]
pub(super) enum Next {
    /// The log is complete.
    Complete,
    GiveUp(TailOutcome, Error),
    Connect(Again),
}

/// How to connect again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Again {
    /// How often nothing new came, this time included.
    pub(super) tries: u32,
    /// How long the server asks to wait.
    pub(super) asked: Option<Duration>,
    /// Whether nothing new came, and the connection did not just end.
    pub(super) is_fruitless: bool,
    /// Whether to look first if anything is still written to the log.
    pub(super) looks: bool,
}

impl Patience {
    pub(super) fn new(reconnects: u32, longest_wait: Duration) -> Self {
        Self {
            reconnects,
            longest_wait,
            fruitless: 0,
            since: Instant::now(),
            lines: 0,
            is_over: false,
            end: None,
        }
    }

    /// Notes that nothing was written to the log any more before the next connection.
    pub(super) fn settle(&mut self) {
        self.is_over = true;
    }

    /// Judges the end of a connection, or that none could be made. Without a fault it ended by itself, which may mean that
    /// the log is complete, or nothing.
    pub(super) fn judge(&mut self, fault: Option<Error>, log: &Log) -> Next {
        let Some(error) = fault else {
            return self.judge_end(log);
        };
        match error.kind() {
            ErrorKind::TooLarge => Next::GiveUp(TailOutcome::Limit, error),
            kind if kind.is_transient() => self.endure(error, log, false),
            _ => Next::GiveUp(TailOutcome::Lost, error),
        }
    }

    fn judge_end(&mut self, log: &Log) -> Next {
        let reach = log.reach();
        // It ended here before, and nothing can have been added since.
        if self.is_over && reach.is_some() && reach == self.end {
            return Next::Complete;
        }
        self.end = reach;
        let message = "the connection ended before the log was said to be complete";
        self.endure(Error::new(ErrorKind::Transport, message), log, true)
    }

    fn endure(&mut self, error: Error, log: &Log, has_ended: bool) -> Next {
        let is_fruitless = log.lines() == self.lines;
        if !is_fruitless {
            self.fruitless = 0;
            self.since = Instant::now();
            self.lines = log.lines();
        }
        self.fruitless += 1;
        let asked = error.retry_after();
        if self.fruitless > self.reconnects || asked.is_some_and(|asked| asked > self.longest_wait)
        {
            let (tries, time) = (self.fruitless, self.since.elapsed());
            return Next::GiveUp(TailOutcome::Lost, error.with_effort(tries, time, tries > 1));
        }
        Next::Connect(Again {
            tries: self.fruitless,
            asked,
            is_fruitless: is_fruitless && !has_ended,
            looks: has_ended && !self.is_over,
        })
    }
}
