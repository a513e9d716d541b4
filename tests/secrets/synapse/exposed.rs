//! Credentials that can be read on their way are told, once, and without themselves.

use super::dressed;
use crate::secrets::{assert_hidden, capture};

const WARNING: &str = "a credential goes over plain http to another machine";

/// How often it is told while a client is built; nothing is sent.
fn warnings(url: &str) -> usize {
    let traced = capture::run(async {
        let client = dressed(url).build().unwrap();
        // Clones and calls do not tell it again.
        drop((client.clone(), client.jobs(), client.health()));
    });
    assert_hidden("the trace", &traced);
    let warnings = traced.lines().filter(|line| line.contains("WARN"));
    warnings.filter(|line| line.contains(WARNING)).count()
}

#[test]
fn plain_http_to_another_machine_is_told_once() {
    for url in ["http://agent.example:8100", "ws://10.0.0.7:8100/agent"] {
        assert_eq!(warnings(url), 1, "{url}");
    }
    for url in [
        "https://agent.example",
        "wss://agent.example",
        "http://127.0.0.1:8100",
        "ws://localhost:8100",
    ] {
        assert_eq!(warnings(url), 0, "{url}");
    }
}
