//! Server-sent events: chunks make no difference, and a simple parser finds the same.
//!
//! The parser is private, so its files are built here once more, alone, instead of opening a door into the crate.
#![no_main]
#![allow(dead_code, unused_imports)]

#[path = "../../src/runtime/sse/tests/agreement.rs"]
mod agreement;
#[path = "../../src/runtime/lines/mod.rs"]
mod lines;
#[path = "../../src/runtime/sse/tests/reference.rs"]
mod reference;
#[path = "../../src/runtime/sse/mod.rs"]
mod sse;

libfuzzer_sys::fuzz_target!(|input: &[u8]| agreement::check_input(input));
