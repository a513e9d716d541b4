//! State behind a lock.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// The state. A panic in between leaves it as it was.
pub(crate) fn lock<T>(state: &Mutex<T>) -> MutexGuard<'_, T> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
