//! `cargo xtask bench`: the benchmarks print their own ratios.

use crate::process::{self, cargo};

/// Runs the benchmarks in release mode, their output passed through.
pub(crate) fn run() -> Result<(), String> {
    process::run(&mut cargo(&[
        "bench",
        "--bench",
        "batch",
        "--bench",
        "call",
        "--bench",
        "files",
        "--bench",
        "logger",
        "--bench",
        "logger_memory",
        "--bench",
        "sse",
        "--bench",
        "tail",
        "--bench",
        "tail_breaks",
        "--features",
        "sim",
    ]))
}
