//! Waits and their ends.
