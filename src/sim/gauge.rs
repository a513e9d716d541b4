//! How much is under way.

use std::sync::{Arc, Mutex, MutexGuard};

use super::lock::lock;

/// The runs under way, and the most that there ever were at once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gauge(Arc<Mutex<(usize, usize)>>);

impl Gauge {
    /// A run begins; it ends when the guard is dropped.
    pub(crate) fn enter(&self) -> Running {
        let mut count = self.lock();
        count.0 += 1;
        count.1 = count.1.max(count.0);
        Running(self.clone())
    }

    /// The most at once, so far.
    pub(crate) fn peak(&self) -> usize {
        self.lock().1
    }

    fn lock(&self) -> MutexGuard<'_, (usize, usize)> {
        lock(&self.0)
    }
}

/// A run under way.
#[derive(Debug)]
pub(crate) struct Running(Gauge);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.lock().0 -= 1;
    }
}
