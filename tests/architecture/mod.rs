//! The shape of the sources, held by reading them.

mod budgets;
mod documentation;
mod edges;
mod places;
mod scanner;

use std::fs;
use std::path::Path;

/// A source file: where it is, seen from the root, and its text.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The program alone: no comments, no tests.
    fn code(&self) -> String {
        scanner::without_tests(&scanner::without_comments(&self.text))
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// All files under a folder with one of these endings, but for modules that are tests.
fn sources(folder: &str, endings: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    collect(&root().join(folder), endings, &mut found);
    assert!(!found.is_empty(), "nothing in {folder}");
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn collect(folder: &Path, endings: &[&str], found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path
            .strip_prefix(root())
            .unwrap()
            .to_str()
            .unwrap()
            .replace('\\', "/");
        if path.is_dir() {
            collect(&path, endings, found);
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            let text = fs::read_to_string(&path).unwrap();
            found.push(Source { path: name, text });
        }
    }
}

/// The files of the library, without its tests and what they share.
fn library() -> Vec<Source> {
    let of_tests = ["/tests.rs", "/testing.rs", "/tests/"];
    let mut sources = sources("src", &[".rs"]);
    sources.retain(|source| !of_tests.iter().any(|part| source.path.contains(part)));
    sources
}

/// The backends: those that have a document.
fn backends() -> Vec<String> {
    let documents = sources("openapi", &[".yaml"]);
    let stem = |source: &Source| {
        Path::new(&source.path)
            .file_stem()
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned()
    };
    documents.iter().map(stem).collect()
}
