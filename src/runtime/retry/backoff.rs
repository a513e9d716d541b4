//! How long to wait: exponential with full jitter.

use std::time::Duration;

/// A delay between `min` and `base × 2^(attempts − 1)`, which itself is at most `max`; `min` where that is more.
///
/// Full jitter spreads the retries of many clients best; the libraries at hand add jitter on top of the delay instead.
pub(crate) fn full_jitter(min: Duration, base: Duration, max: Duration, attempts: u32) -> Duration {
    let doublings = attempts.saturating_sub(1).min(31);
    let bound = base.saturating_mul(1 << doublings).min(max);
    let spread = bound.saturating_sub(min);
    min.min(max).saturating_add(spread.mul_f64(fastrand::f64()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_delay_stays_within_its_bounds(
            min in 0u64..100_000,
            base in 0u64..100_000,
            max in 0u64..100_000,
            attempts in 0u32..u32::MAX,
        ) {
            let [min, base, max] = [min, base, max].map(Duration::from_millis);
            let delay = full_jitter(min, base, max, attempts);
            prop_assert!(delay <= max && delay >= min.min(max));
            if attempts <= 1 {
                prop_assert!(delay <= base.max(min));
            }
        }
    }

    #[test]
    fn delays_differ() {
        let draw = || {
            full_jitter(
                Duration::ZERO,
                Duration::from_secs(1),
                Duration::from_secs(1),
                1,
            )
        };
        assert!((0..100).any(|_| draw() != draw()));
    }
}
