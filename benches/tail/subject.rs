//! Who reads.

use futures_util::StreamExt;
use quintet::synapse::{Client, Jobs, Protocol, TailLimits};

use crate::bare::Bare;
use crate::input::{Input, Seen, Way};

/// Both ways to read the same log.
pub(crate) struct Subjects {
    pub(crate) facade: Facade,
    pub(crate) bare: Bare,
}

impl Subjects {
    pub(crate) fn new(base: &str) -> Self {
        Self {
            // First, because it brings the TLS provider, without which bare reqwest cannot be made.
            facade: Facade::new(base),
            bare: Bare::new(base),
        }
    }
}

/// Through quintet, as a user writes it.
pub(crate) struct Facade(Jobs);

impl Facade {
    fn new(base: &str) -> Self {
        let client = Client::builder().base_url(base).token("canary").build();
        Self(client.expect("a client").jobs())
    }

    /// Reads all lines of a log, and then hangs up.
    pub(crate) async fn read(&self, input: &Input) -> Seen {
        let tail = self.0.tail(input.to_string()).protocol(protocol(input));
        let mut tail = tail.limits(TailLimits::unlimited()).await.expect("a tail");
        let mut seen = Seen::default();
        while seen.lines < input.amount {
            let line = tail.next().await.expect("more");
            seen.add(line.expect("a line"));
        }
        assert_eq!(tail.reconnected(), 0);
        seen
    }

    /// Reads a log that is one line, and perhaps an empty one before.
    pub(crate) async fn read_one(&self, input: &Input) -> String {
        let tail = self.0.tail(input.to_string()).protocol(protocol(input));
        let mut tail = tail.await.expect("a tail");
        loop {
            let line = tail.next_line().await.expect("a line");
            let line = line.expect("a line");
            if !line.is_empty() {
                return line;
            }
        }
    }
}

fn protocol(input: &Input) -> Protocol {
    match input.way {
        Way::WebSocket => Protocol::WebSocket,
        Way::Http => Protocol::Http,
    }
}
