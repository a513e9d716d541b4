//! No number is forgotten, and where each comes from. Contract: §7, §8.
//!
//! The published clients test the same things in three languages; a case has one number, whoever tests it: see `PEERS`.
//!
//! Of some numbers a part is not this crate's, or is impossible with the real server:
//!
//! | number | what | why |
//! |---|---|---|
//! | case 3 | a call after a client was closed fails | a client is not closed but dropped; what is dropped cannot be called, or the program does not compile |
//! | case 4 | JSON at `/health` | the server answers a word there; it is read where somebody else sends it |
//! | cases 8 to 10 | `POST /api/v1/tasks/execute` in camelCase | no such route; the shapes are read at the server's own path |
//! | case 16 | -1 and 11 repetitions are refused | there is no negative number of attempts, and as many as one likes are fine; 0 are refused |
//! | case 23 | an execution for an unknown task is a 404 | the server answers 500 `EXECUTION_ERROR` |
//! | case 35 | an input that its schema refuses is a 400 | the server looks at no schema; the program fails |
//! | cases 38, 39 | another id in the body than in the path; all zeros | no call can send the one, and the other is refused before it is sent |
//! | cases 54, 55 | the executor that is not in use | the simulator has it; the facade takes both |
//! | weakness 20 | a command line | the crate's own program, not the facade |

use super::super::numbers::known;

/// The published tests, by the cases that they are here, in their order.
const PEERS: [(&str, &[u32]); 13] = [
    (
        "sdk/python/tests/test_client.py",
        &[1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    ),
    (
        "sdk/typescript/tests/client.test.ts",
        &[1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13],
    ),
    (
        "tests/Loopai.Client.Tests",
        &[1, 14, 15, 16, 4, 8, 17, 9, 18, 10, 19, 20, 14, 5, 6, 3],
    ),
    (
        "the integration tests of .NET",
        &[4, 21, 22, 23, 24, 25, 6, 26, 27, 27, 28, 29, 30, 31, 32, 3],
    ),
    (
        "the integration tests of Python and TypeScript",
        &[4, 21, 22, 33, 24, 25, 34, 26, 35, 27, 36],
    ),
    ("the script across clients", &[37]),
    ("TasksController", &[22, 38, 39, 40, 5, 34, 7, 41, 42, 43]),
    ("HealthController", &[44]),
    ("JsonSerialization", &[45]),
    ("CreateTask and Execute validators", &[46, 47]),
    ("workflows", &[48, 49, 50, 51, 52]),
    ("CodeBeaker batches", &[53, 54, 55, 56]),
    ("the edge runtime", &[57, 58, 59, 60, 61, 62, 63]),
];

/// Cases.
const CASES: u32 = 63;

/// Weaknesses of §8.
const WEAKNESSES: u32 = 24;

/// Cases that nothing can be written for, and why.
const IMPOSSIBLE: [(u32, &str); 1] = [(
    14,
    "options and requests that are null: a value is needed, or the program does not compile",
)];

/// Weaknesses of what this crate does not have, and what that is.
const ELSEWHERE: [(u32, &str); 2] = [
    (
        23,
        "the name under which the packages are installed, which is somebody else's",
    ),
    (
        24,
        "the pipeline that is said to have run the published tests",
    ),
];

#[test]
fn every_case_has_a_test_or_a_reason() {
    assert_eq!(
        known("loopai", 'c', &IMPOSSIBLE),
        (1..=CASES).collect::<Vec<_>>()
    );
}

#[test]
fn every_case_comes_from_a_published_test() {
    let mut cases: Vec<u32> = PEERS
        .iter()
        .flat_map(|(_, cases)| *cases)
        .copied()
        .collect();
    cases.sort_unstable();
    cases.dedup();
    assert_eq!(cases, (1..=CASES).collect::<Vec<_>>());
    // As many as the contract counts, where it does.
    let counts: Vec<usize> = PEERS.iter().map(|(_, cases)| cases.len()).collect();
    assert_eq!(counts[..5], [11, 12, 16, 16, 11]);
}

#[test]
fn every_weakness_has_a_test_or_a_reason() {
    assert_eq!(
        known("loopai", 'w', &ELSEWHERE),
        (1..=WEAKNESSES).collect::<Vec<_>>()
    );
}
