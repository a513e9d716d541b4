//! Faults that pass.
