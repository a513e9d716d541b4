//! How many calls a server bears at once: additive increase, multiplicative decrease.

use std::time::Duration;

use tokio::time::Instant;

/// How many calls are in flight at first.
const FIRST: f64 = 4.0;

/// What is left of the limit when the server says that it has too much to do.
const AFTER_REFUSAL: f64 = 0.5;

/// What is left of it when calls take longer.
const AFTER_DELAY: f64 = 0.75;

/// How many times as long as at best calls take when there are too many.
const SLOW: f64 = 2.0;

/// A limit that feels its way.
///
/// Calls are looked at in rounds of as many as may be in flight. A round that took no longer than usual raises the limit by
/// one. One that took twice as long as the best ones lowers it by a quarter; a refusal halves it at once. What was begun
/// before the limit was lowered says nothing about it. When so few as at first are slow too, it is not for their number: the
/// server got slower for good, and that is the best from then on.
#[derive(Debug)]
pub(super) struct Adaptive {
    most: f64,
    limit: f64,
    /// The mean time of the best rounds, in seconds.
    best: Option<f64>,
    round: Round,
    /// When the limit was lowered last.
    lowered: Option<Instant>,
}

#[derive(Debug, Default)]
struct Round {
    calls: f64,
    seconds: f64,
}

impl Adaptive {
    pub(super) fn new(most: usize) -> Self {
        // No batch has so many that this is inexact.
        let most = u32::try_from(most).unwrap_or(u32::MAX).into();
        Self {
            most,
            limit: FIRST.min(most),
            best: None,
            round: Round::default(),
            lowered: None,
        }
    }

    /// How many calls may be in flight now; one at least.
    pub(super) fn limit(&self) -> usize {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 1 and a number that was one of 32 bits"
        )]
        let limit = self.limit as usize;
        limit.max(1)
    }

    /// Takes note of a call that is over.
    pub(super) fn note(&mut self, begun: Instant, now: Instant, is_congested: bool) {
        if self.lowered.is_some_and(|lowered| begun < lowered) {
            return;
        }
        if is_congested {
            self.lower(AFTER_REFUSAL, now);
            return;
        }
        self.round.calls += 1.0;
        self.round.seconds += now.saturating_duration_since(begun).as_secs_f64();
        if self.round.calls >= self.limit.floor() {
            let round = std::mem::take(&mut self.round);
            self.judge(round.seconds / round.calls, now);
        }
    }

    fn judge(&mut self, mean: f64, now: Instant) {
        let best = self.best.map_or(mean, |best| best.min(mean));
        self.best = Some(best);
        // Below a timer's precision nothing can be told.
        let noticeable = Duration::from_millis(1).as_secs_f64();
        let is_slow = mean > best * SLOW && mean - best > noticeable;
        if is_slow && self.limit > FIRST {
            self.lower(AFTER_DELAY, now);
            return;
        }
        if is_slow {
            self.best = Some(mean);
        }
        self.limit = (self.limit + 1.0).min(self.most);
    }

    fn lower(&mut self, share: f64, now: Instant) {
        self.limit = (self.limit * share).max(1.0);
        self.round = Round::default();
        self.lowered = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MS: Duration = Duration::from_millis(1);

    /// A server that a round of calls is sent to, each taking as long as `takes` says for so many at once.
    struct Bench {
        adaptive: Adaptive,
        now: Instant,
    }

    impl Bench {
        fn new(most: usize) -> Self {
            Self {
                adaptive: Adaptive::new(most),
                now: Instant::now(),
            }
        }

        fn round(&mut self, takes: impl Fn(usize) -> Duration, is_congested: bool) {
            let at_once = self.adaptive.limit();
            let begun = self.now;
            self.now += takes(at_once);
            for _ in 0..at_once {
                self.adaptive.note(begun, self.now, is_congested);
            }
        }
    }

    #[test]
    fn it_grows_by_one_each_round_up_to_the_most() {
        let mut bench = Bench::new(8);
        let limits: Vec<usize> = (0..7)
            .map(|_| {
                bench.round(|_| 10 * MS, false);
                bench.adaptive.limit()
            })
            .collect();
        assert_eq!(limits, [5, 6, 7, 8, 8, 8, 8]);
        assert_eq!(Adaptive::new(1).limit(), 1);
    }

    #[test]
    fn a_refusal_halves_it_once_for_all_that_was_in_flight() {
        let mut bench = Bench::new(100);
        for _ in 0..28 {
            bench.round(|_| 10 * MS, false);
        }
        assert_eq!(bench.adaptive.limit(), 32);
        bench.round(|_| 10 * MS, true);
        assert_eq!(bench.adaptive.limit(), 16);
        for _ in 0..10 {
            bench.round(|_| 10 * MS, true);
        }
        assert_eq!(bench.adaptive.limit(), 1);
        bench.round(|_| 10 * MS, false);
        assert_eq!(bench.adaptive.limit(), 2);
    }

    #[test]
    fn it_stays_around_what_the_server_bears() {
        let mut bench = Bench::new(1000);
        // Ten calls at once are as quick as one; more wait for each other.
        let takes = |at_once: usize| 10 * MS * u32::try_from(at_once.div_ceil(10)).unwrap();
        let mut limits = Vec::new();
        for _ in 0..500 {
            bench.round(takes, false);
            limits.push(bench.adaptive.limit());
        }
        let settled = &limits[100..];
        assert!(
            settled.iter().all(|limit| (10..=21).contains(limit)),
            "{settled:?}"
        );
    }

    #[test]
    fn a_server_that_got_slower_for_good_is_not_held_against_it() {
        let mut bench = Bench::new(32);
        for _ in 0..40 {
            bench.round(|_| 10 * MS, false);
        }
        for _ in 0..200 {
            bench.round(|_| 100 * MS, false);
        }
        assert_eq!(bench.adaptive.limit(), 32);
    }

    #[test]
    fn what_is_too_short_to_tell_is_not_judged() {
        let mut bench = Bench::new(16);
        bench.round(|_| MS / 100, false);
        for _ in 0..20 {
            bench.round(|_| MS / 10, false);
        }
        assert_eq!(bench.adaptive.limit(), 16);
    }

    proptest! {
        #[test]
        fn it_is_never_out_of_bounds(
            most in 1..200usize,
            calls in prop::collection::vec((0..1000u64, prop::bool::weighted(0.1)), 0..500),
        ) {
            let mut bench = Bench::new(most);
            for (takes, is_congested) in calls {
                let begun = bench.now;
                bench.now += Duration::from_millis(takes);
                bench.adaptive.note(begun, bench.now, is_congested);
                prop_assert!((1..=most).contains(&bench.adaptive.limit()));
            }
        }
    }
}
