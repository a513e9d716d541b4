//! Clocks and statistics.

use std::fmt;

pub(crate) use rustix::time::ClockId;
use rustix::time::clock_gettime;
use tokio::runtime::Runtime;

/// One thread, so that the CPU time is that of the work and not of threads waking each other.
pub(crate) fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

/// A clock, in microseconds.
pub(crate) fn now(clock: ClockId) -> f64 {
    let time = clock_gettime(clock);
    time.tv_sec as f64 * 1e6 + time.tv_nsec as f64 / 1e3
}

/// So many hundredths of the values are not above it.
pub(crate) fn percentile(values: &mut [f64], hundredths: usize) -> f64 {
    let place = (values.len() * hundredths / 100).min(values.len() - 1);
    *values.select_nth_unstable_by(place, f64::total_cmp).1
}

/// The median, the least and the most of the rounds.
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) min: f64,
    pub(crate) max: f64,
}

impl Spread {
    pub(crate) fn new(values: impl Iterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> = values.collect();
        sorted.sort_by(f64::total_cmp);
        Self {
            median: sorted[sorted.len() / 2],
            min: sorted[0],
            max: sorted[sorted.len() - 1],
        }
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = f.precision().unwrap_or(2);
        let Self { median, min, max } = self;
        write!(f, "{median:.digits$} ({min:.digits$}–{max:.digits$})")
    }
}
