//! No number of the contract is forgotten. Contract: §6, §7.
//!
//! Of some numbers a part is not this crate's:
//!
//! | number | what | why |
//! |---|---|---|
//! | case 4 | to find an agent in the backend's list, and its token in a script there | the list is the backend's, another service; this crate is given an agent's address and token |
//! | cases 1, 2, 6, 7 | each once more for the other client | there is one client; `blocking` waits for the same calls |
//! | case 15 | every host, and every word after `Bearer`, is masked | an address helps whoever reads an error; the client masks what it knows to be secret, wherever it stands |
//! | case 17 | no id at all | a text is needed, or the program does not compile |
//! | case 18 | texts, lists and truth values as a time, and another largest one | a time is a `Duration`; the largest one is the contract's |
//! | case 22 | a library that is not there | it is part of the program, or the program was built without it |
//! | weakness 19 | times that are no number, or true | a `Duration` is none of these |
//! | weakness 32 | what one of two clients lacks | there is one client |

use std::fs;
use std::path::Path;

/// Cases of §6.
const CASES: u32 = 26;

/// Weaknesses of §7.
const WEAKNESSES: u32 = 36;

/// Weaknesses of what this crate does not have, and what that is.
const ELSEWHERE: [(u32, &str); 5] = [
    (
        27,
        "requests that wait in a queue of the backend until the agent takes them",
    ),
    (33, "a second reader of WebSockets that nothing uses"),
    (
        34,
        "the executor inside of a plugin, which submits jobs to Ray",
    ),
    (35, "the same executor, which reads Ray's logs and results"),
    (36, "a server of tools for language models"),
];

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

/// The numbers of the tests whose names begin so, each once.
fn tested(letter: char) -> Vec<u32> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/synapse");
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

#[test]
fn every_case_has_a_test() {
    assert_eq!(tested('c'), (1..=CASES).collect::<Vec<_>>());
}

#[test]
fn every_weakness_has_a_test_or_a_reason() {
    let mut known = tested('w');
    known.extend(ELSEWHERE.map(|(number, _)| number));
    known.sort_unstable();
    assert_eq!(known, (1..=WEAKNESSES).collect::<Vec<_>>());
}
