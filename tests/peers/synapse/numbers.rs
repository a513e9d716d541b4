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

use super::super::numbers::{known, tested};

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

#[test]
fn every_case_has_a_test() {
    assert_eq!(tested("synapse", 'c'), (1..=CASES).collect::<Vec<_>>());
}

#[test]
fn every_weakness_has_a_test_or_a_reason() {
    assert_eq!(
        known("synapse", 'w', &ELSEWHERE),
        (1..=WEAKNESSES).collect::<Vec<_>>()
    );
}
