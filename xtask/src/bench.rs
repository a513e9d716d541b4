//! `cargo xtask bench`: the benchmark prints its own ratios.

use crate::process::{self, cargo};

/// Runs the call benchmark in release mode, its output passed through.
pub(crate) fn run() -> Result<(), String> {
    process::run(&mut cargo(&[
        "bench",
        "--bench",
        "call",
        "--features",
        "sim",
    ]))
}
