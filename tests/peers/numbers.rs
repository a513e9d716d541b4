//! The numbers of the contracts in the names of tests: `c05_` is case 5, `w05_` weakness 5.

use std::fs;
use std::path::Path;

/// The text of all files under a folder.
fn texts(folder: &Path) -> String {
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let text = |path: std::path::PathBuf| match path.is_dir() {
        true => texts(&path),
        false => fs::read_to_string(path).unwrap(),
    };
    paths.map(text).collect()
}

/// The numbers of a backend's tests whose names begin so, each once.
pub(super) fn tested(backend: &str, letter: char) -> Vec<u32> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/peers")
        .join(backend);
    let texts = texts(&folder);
    let mut lines = texts.lines().peekable();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        let is_test = line.starts_with("#[test]") || line.starts_with("#[tokio::test");
        let Some(next) = lines.peek().filter(|_| is_test) else {
            continue;
        };
        let name = next.trim_start_matches("async ").strip_prefix("fn ");
        let number: Option<u32> =
            name.and_then(|name| name.strip_prefix(letter)?.get(..2)?.parse().ok());
        found.extend(number);
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The tested numbers and those with a reason, each once, or some twice when there are both.
pub(super) fn known(backend: &str, letter: char, reasons: &[(u32, &str)]) -> Vec<u32> {
    let mut known = tested(backend, letter);
    known.extend(reasons.iter().map(|(number, _)| *number));
    known.sort_unstable();
    known
}
