//! Project tasks, run as `cargo xtask <command>`.
//!
//! This crate depends neither on quintet nor on progenitor, so it works when either does
//! not compile.

mod bench;
mod ci;
mod cli;
mod codegen;
mod files;
mod lint;
mod process;

use std::process::ExitCode;

use cli::Failure;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match cli::dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(message)) => {
            eprintln!("error: {message}\n\n{}", cli::help());
            ExitCode::from(2)
        }
        Err(Failure::Failed(message)) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}
