//! How long to wait: exponential with full jitter.

use std::time::Duration;

/// A delay between zero and `base × 2^(attempts − 1)`, which itself is at most `max`.
///
/// Full jitter spreads the retries of many clients best; the libraries at hand add jitter on top of the delay instead.
pub(crate) fn full_jitter(base: Duration, max: Duration, attempts: u32) -> Duration {
    let doublings = attempts.saturating_sub(1).min(31);
    let bound = base.saturating_mul(1 << doublings).min(max);
    bound.mul_f64(fastrand::f64())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_delay_stays_within_its_bounds(base in 0u64..100_000, max in 0u64..100_000, attempts in 0u32..u32::MAX) {
            let (base, max) = (Duration::from_millis(base), Duration::from_millis(max));
            let delay = full_jitter(base, max, attempts);
            prop_assert!(delay <= max);
            if attempts <= 1 {
                prop_assert!(delay <= base);
            }
        }
    }

    #[test]
    fn delays_differ() {
        let draw = || full_jitter(Duration::from_secs(1), Duration::from_secs(1), 1);
        assert!((0..100).any(|_| draw() != draw()));
    }
}
