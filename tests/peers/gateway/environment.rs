//! Credentials out of the environment: an empty or forgotten variable is never a call without one. Contract: §6, §8 (17).
//!
//! A process cannot change its environment while others read it, so each case runs this very binary again.

use std::process::Command;

use quintet::gateway::Client;

const CHILD: &str = "peers::gateway::environment::child";
/// Tells the child that it is one.
const MARK: &str = "QUINTET_TEST_GATEWAY_CHILD";
const VARIABLES: [&str; 4] = [
    "GATEWAY_BASE_URL",
    "X_INTERNAL_TOKEN",
    "AGENT_BUILDER_API_KEY",
    "GATEWAY_WHITELIST",
];

/// What `from_env` says in a process with these variables.
fn from_env(variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", CHILD, "--nocapture", "--test-threads=1"]);
    for name in VARIABLES {
        command.env_remove(name);
    }
    let output = command
        .env(MARK, "1")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let output = String::from_utf8(output.stdout).unwrap();
    let said = output.split("<<<").nth(1).unwrap();
    said.split(">>>").next().unwrap().to_owned()
}

/// Not a test of its own: without the mark it does nothing.
#[test]
fn child() {
    if std::env::var_os(MARK).is_none() {
        return;
    }
    match Client::from_env() {
        Ok(client) => println!("<<<{client:?}>>>"),
        Err(error) => println!("<<<{:?} {}>>>", error.kind(), error.message()),
    }
}

#[test]
fn nothing_set_is_refused() {
    let said = from_env(&[]);
    assert!(said.starts_with("InvalidInput "), "{said}");
    for name in &VARIABLES[1..] {
        assert!(said.contains(name), "{said}");
    }
}

#[test]
fn what_is_empty_is_refused_whatever_else_is_there() {
    for name in VARIABLES {
        let other = match name {
            "X_INTERNAL_TOKEN" => ("AGENT_BUILDER_API_KEY", "sk-1"),
            _ => ("X_INTERNAL_TOKEN", "it-1"),
        };
        let said = from_env(&[other, (name, "")]);
        assert!(said.starts_with("InvalidInput "), "{name}: {said}");
        assert!(
            said.contains(&format!("variable {name} is empty")),
            "{said}"
        );
    }
}

#[test]
fn a_token_comes_before_a_key_and_a_key_before_none() {
    let token = ("X_INTERNAL_TOKEN", "canary-7f3a-it");
    let key = ("AGENT_BUILDER_API_KEY", "sk-canary-7f3a");
    let none = ("GATEWAY_WHITELIST", "true");
    let url = ("GATEWAY_BASE_URL", "http://127.0.0.1:9/gw");
    for (variables, has_token) in [
        (&[token, key, none, url][..], true),
        (&[key, none, url], false),
        (&[none, url], false),
    ] {
        let said = from_env(variables);
        assert!(said.contains("\"http://127.0.0.1:9/gw\""), "{said}");
        assert_eq!(said.contains("x-internal-token"), has_token, "{said}");
        assert!(!said.contains("canary"), "{said}");
    }
    let said = from_env(&[token]);
    assert!(said.contains(quintet::gateway::PRODUCTION_URL), "{said}");
}

/// Only who says `true` means it.
#[test]
fn a_whitelist_that_is_not_meant_is_none() {
    for value in ["false", "0", "no", "1", "TRUE"] {
        let said = from_env(&[("GATEWAY_WHITELIST", value)]);
        assert!(said.starts_with("InvalidInput "), "{value}: {said}");
    }
}
