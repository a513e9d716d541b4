//! The document compiler: its output is fresh and has what the engine relies on, and no document makes it panic.

mod fresh;
mod mutations;
mod open_enums;
mod output;
mod unsupported;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use crate::compiler;

/// The root of the package.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of a folder with this ending, by name; at least one.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "no .{ending} in {folder:?}");
    files
}

fn stem(path: &Path) -> &str {
    path.file_stem().and_then(|stem| stem.to_str()).unwrap()
}

/// Every document: its name and its text.
fn documents() -> Vec<(String, String)> {
    let documents = files(&root().join("openapi"), "yaml");
    documents
        .iter()
        .map(|path| (stem(path).to_owned(), fs::read_to_string(path).unwrap()))
        .collect()
}

/// What the compiler says; a panic fails the test.
#[track_caller]
fn compile(name: &str, text: &str) -> Result<String, String> {
    catch_unwind(AssertUnwindSafe(|| compiler::compile(name, text)))
        .unwrap_or_else(|_| panic!("the compiler panicked on {name}:\n{text}"))
}

/// What the compiler says, which must be a client, or an error that names the document and the linter.
#[track_caller]
fn compile_or_refuse(name: &str, text: &str) -> Result<String, String> {
    let outcome = compile(name, text);
    if let Err(message) = &outcome {
        let named = message.starts_with(&format!("openapi/{name}.yaml: "));
        assert!(
            named && message.contains("`cargo xtask lint`"),
            "{name}: {message}"
        );
    }
    outcome
}
