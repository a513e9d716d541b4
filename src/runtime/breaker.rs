//! A circuit breaker: what keeps failing is left alone for a while, then tried once.

use std::time::Duration;

use tokio::time::Instant;

/// Longer than any process runs.
const FAR: Duration = Duration::from_secs(30 * 365 * 86_400);

/// So long after a moment, however long that is.
pub(crate) fn later(now: Instant, by: Duration) -> Instant {
    now.checked_add(by.min(FAR)).unwrap_or(now)
}

/// Opens after so many failures in a row; after a pause one probe decides.
///
/// It has no clock of its own: who asks says what time it is.
#[derive(Debug, Clone)]
pub(crate) struct Breaker {
    threshold: u32,
    pause: Duration,
    failures: u32,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Closed,
    Open {
        until: Instant,
    },
    /// The probe is under way.
    HalfOpen,
}

impl Breaker {
    /// A closed breaker; a threshold of 0 counts as 1.
    pub(crate) fn new(threshold: u32, pause: Duration) -> Self {
        Self {
            threshold: threshold.max(1),
            pause,
            failures: 0,
            state: State::Closed,
        }
    }

    /// When something may be tried, if not now; `None` while the probe is under way, whose end decides.
    ///
    /// # Errors
    /// While nothing may be tried.
    pub(crate) fn admit(&mut self, now: Instant) -> Result<(), Option<Instant>> {
        match self.state {
            State::Closed => Ok(()),
            State::Open { until } if now >= until => {
                self.state = State::HalfOpen;
                Ok(())
            }
            State::Open { until } => Err(Some(until)),
            State::HalfOpen => Err(None),
        }
    }

    /// Whether what was admitted last is the one probe.
    pub(crate) fn is_probing(&self) -> bool {
        self.state == State::HalfOpen
    }

    /// Until when nothing may be tried.
    pub(crate) fn open_until(&self) -> Option<Instant> {
        match self.state {
            State::Open { until } => Some(until),
            _ => None,
        }
    }

    /// It worked: closed, and all failures forgotten.
    pub(crate) fn succeeded(&mut self) {
        self.failures = 0;
        self.state = State::Closed;
    }

    /// It failed. A probe that fails opens the breaker for another pause.
    pub(crate) fn failed(&mut self, now: Instant) {
        self.failures = self.failures.saturating_add(1);
        if self.is_probing() || self.failures >= self.threshold {
            self.open(later(now, self.pause));
        }
    }

    /// What was admitted did not come to an end: the next may be the probe.
    pub(crate) fn gave_up(&mut self, now: Instant) {
        if self.is_probing() {
            self.open(now);
        }
    }

    fn open(&mut self, until: Instant) {
        self.state = State::Open { until };
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PAUSE: Duration = Duration::from_secs(30);

    #[test]
    fn it_opens_at_the_threshold_and_closes_after_a_good_probe() {
        let start = Instant::now();
        let mut breaker = Breaker::new(5, PAUSE);
        for _ in 0..4 {
            assert_eq!(breaker.admit(start), Ok(()));
            breaker.failed(start);
        }
        assert_eq!(breaker.admit(start), Ok(()));
        breaker.failed(start);
        assert_eq!(breaker.admit(start), Err(Some(start + PAUSE)));
        assert_eq!(breaker.open_until(), Some(start + PAUSE));
        let early = start + PAUSE - Duration::from_nanos(1);
        assert_eq!(breaker.admit(early), Err(Some(start + PAUSE)));

        let later = start + PAUSE;
        assert_eq!(breaker.admit(later), Ok(()));
        assert!(breaker.is_probing());
        assert_eq!(breaker.admit(later), Err(None));
        breaker.succeeded();
        assert_eq!(breaker.admit(later), Ok(()));
        // The failures before it do not count any more.
        breaker.failed(later);
        assert_eq!(breaker.admit(later), Ok(()));
    }

    #[test]
    fn a_pause_may_have_no_end() {
        let start = Instant::now();
        let mut breaker = Breaker::new(1, Duration::MAX);
        breaker.failed(start);
        assert!(breaker.open_until() > Some(start + 1000 * PAUSE));
        assert_eq!(later(start, PAUSE), start + PAUSE);
    }

    #[test]
    fn a_bad_probe_opens_it_again() {
        let start = Instant::now();
        let mut breaker = Breaker::new(1, PAUSE);
        breaker.failed(start);
        let later = start + PAUSE;
        assert_eq!(breaker.admit(later), Ok(()));
        breaker.failed(later);
        assert_eq!(breaker.admit(later), Err(Some(later + PAUSE)));
    }

    #[test]
    fn a_probe_without_an_end_is_followed_by_another() {
        let start = Instant::now();
        let mut breaker = Breaker::new(0, PAUSE);
        breaker.gave_up(start);
        assert_eq!(breaker.admit(start), Ok(()));
        breaker.failed(start);
        let later = start + PAUSE;
        assert_eq!(breaker.admit(later), Ok(()));
        breaker.gave_up(later);
        assert_eq!(breaker.admit(later), Ok(()));
        assert!(breaker.is_probing());
    }

    proptest! {
        /// Whatever happens: within a pause after it opened nothing is admitted, and never two probes at once.
        #[test]
        fn it_never_opens_early(threshold in 1u32..6, events in prop::collection::vec((0u8..3, 0u64..40), 1..200)) {
            let mut now = Instant::now();
            let mut breaker = Breaker::new(threshold, PAUSE);
            let (mut closed_until, mut in_a_row, mut probing) = (None, 0, false);
            for (event, seconds) in events {
                now += Duration::from_secs(seconds);
                let admitted = breaker.admit(now).is_ok();
                let may = !probing && closed_until.is_none_or(|until| now >= until);
                prop_assert_eq!(admitted, may);
                if !admitted {
                    continue;
                }
                probing = closed_until.is_some();
                match event {
                    0 => {
                        breaker.succeeded();
                        (closed_until, in_a_row, probing) = (None, 0, false);
                    }
                    1 => {
                        breaker.failed(now);
                        in_a_row += 1;
                        if probing || in_a_row >= threshold {
                            closed_until = Some(now + PAUSE);
                        }
                        probing = false;
                    }
                    _ => {
                        breaker.gave_up(now);
                        if probing {
                            (closed_until, probing) = (Some(now), false);
                        }
                    }
                }
            }
        }
    }
}
