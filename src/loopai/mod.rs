//! Loopai.
