//! Simulated time: tokio's clock, run faster.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::Instant;

/// Scales outside of this range make no sense and are brought into it.
const SCALES: (f64, f64) = (0.001, 1_000_000.0);

/// What time it is in the simulated backend.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    start: Instant,
    wall: DateTime<Utc>,
    scale: f64,
}

impl Clock {
    /// A clock that starts now and runs `scale` times as fast as tokio's.
    pub(crate) fn new(scale: f64) -> Self {
        let scale = if scale.is_finite() { scale } else { 1.0 };
        Self {
            start: Instant::now(),
            wall: SystemTime::now().into(),
            scale: scale.clamp(SCALES.0, SCALES.1),
        }
    }

    /// Real time since the start.
    pub(crate) fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    /// Simulated time since the start.
    pub(crate) fn now(&self) -> Duration {
        let seconds = self.elapsed().as_secs_f64() * self.scale;
        Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
    }

    /// Waits for a simulated span of time.
    pub(crate) async fn sleep(&self, span: Duration) {
        tokio::time::sleep(self.real(span)).await;
    }

    /// How long a simulated span of time takes.
    pub(crate) fn real(&self, span: Duration) -> Duration {
        let seconds = span.as_secs_f64() / self.scale;
        Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
    }

    /// The date and time that the simulated backend reads at `at` after the start.
    pub(crate) fn wall(&self, at: Duration) -> DateTime<Utc> {
        TimeDelta::from_std(at)
            .ok()
            .and_then(|span| self.wall.checked_add_signed(span))
            .unwrap_or(DateTime::<Utc>::MAX_UTC)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn simulated_time_runs_at_the_scale() {
        let clock = Clock::new(20.0);
        tokio::time::advance(Duration::from_secs(3)).await;
        assert_eq!(clock.now(), Duration::from_secs(60));
        assert_eq!(
            clock.wall(Duration::from_secs(60)) - clock.wall,
            TimeDelta::seconds(60)
        );

        let before = Instant::now();
        clock.sleep(Duration::from_secs(40)).await;
        assert_eq!(before.elapsed(), Duration::from_secs(2));
    }

    #[test]
    fn senseless_scales_are_brought_into_range() {
        assert_eq!(Clock::new(f64::NAN).scale, 1.0);
        assert_eq!(Clock::new(0.0).scale, SCALES.0);
        assert_eq!(Clock::new(-3.0).scale, SCALES.0);
        assert_eq!(Clock::new(1e12).scale, SCALES.1);
    }
}
