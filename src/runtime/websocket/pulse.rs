//! Whether the peer still lives: pings when it is silent, and an end when it stays so.

use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

/// The longest time between two pings: proxies forget connections that are silent for a minute.
const EVERY: Duration = Duration::from_secs(20);

/// The fewest parts that the limit of silence has: a ping may get lost.
const PARTS: u32 = 3;

/// Watches a peer. Anything that comes from it shows that it lives, also the answer to a ping.
#[derive(Debug)]
pub(super) struct Pulse {
    /// How long the peer may be silent.
    limit: Duration,
    beats: Interval,
    /// How many beats without a sign of life end it, and how many there were.
    most: u32,
    missed: u32,
    heard: bool,
}

/// What is due.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Due {
    Ping,
    /// The peer was silent for this long.
    End(Duration),
}

impl Pulse {
    pub(super) fn new(limit: Duration) -> Self {
        let parts = limit.as_millis().div_ceil(EVERY.as_millis());
        let most = u32::try_from(parts).unwrap_or(u32::MAX).max(PARTS);
        let every = (limit / most).max(Duration::from_nanos(1));
        // A time that no clock reaches is as good as a far one.
        let start = Instant::now().checked_add(every);
        let mut beats = interval_at(start.unwrap_or_else(far), every);
        beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self {
            limit,
            beats,
            most,
            missed: 0,
            heard: false,
        }
    }

    /// Notes a sign of life.
    #[inline]
    pub(super) fn hear(&mut self) {
        self.heard = true;
    }

    /// What is due while nothing comes.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Due> {
        // The clock is looked at once per silence, not once per message.
        if std::mem::take(&mut self.heard) {
            self.missed = 0;
            self.beats.reset();
        }
        self.beats.poll_tick(context).map(|_| {
            self.missed += 1;
            if self.missed >= self.most {
                Due::End(self.limit)
            } else {
                Due::Ping
            }
        })
    }
}

fn far() -> Instant {
    Instant::now() + Duration::from_secs(86_400 * 365)
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// When something is due, in seconds from the beginning, up to the end.
    async fn beats(pulse: &mut Pulse) -> Vec<u64> {
        let begun = Instant::now();
        let mut times = Vec::new();
        loop {
            let due = poll_fn(|context| pulse.poll(context)).await;
            times.push(begun.elapsed().as_secs());
            if let Due::End(limit) = due {
                assert_eq!(limit, pulse.limit);
                return times;
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_silent_peer_is_pinged_and_given_up() {
        assert_eq!(beats(&mut Pulse::new(30 * SECOND)).await, [10, 20, 30]);
        let mut long = Pulse::new(300 * SECOND);
        assert_eq!(
            beats(&mut long).await,
            (1..=15).map(|n| 20 * n).collect::<Vec<_>>()
        );
    }

    #[tokio::test(start_paused = true)]
    async fn every_sign_of_life_begins_it_anew() {
        let mut pulse = Pulse::new(30 * SECOND);
        for _ in 0..10 {
            assert_eq!(poll_fn(|context| pulse.poll(context)).await, Due::Ping);
            assert_eq!(poll_fn(|context| pulse.poll(context)).await, Due::Ping);
            pulse.hear();
        }
        assert_eq!(beats(&mut pulse).await, [10, 20, 30]);
    }

    #[tokio::test(start_paused = true)]
    async fn no_limit_is_too_short_or_too_long() {
        for limit in [Duration::from_nanos(1), Duration::MAX] {
            let mut pulse = Pulse::new(limit);
            let due = poll_fn(|context| pulse.poll(context));
            let within = tokio::time::timeout(SECOND, due).await;
            assert_eq!(within.is_ok(), limit < SECOND);
        }
    }
}
