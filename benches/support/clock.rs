//! Clocks of the wall and of the processor, and the runtime that they measure.

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
