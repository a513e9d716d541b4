//! `from_env`. A process cannot change its environment while others read it, so each case runs this very binary again.

use std::process::Command;

use quintet::synapse::Client;

const CHILD: &str = "agent::environment::child";
/// Tells the child that it is one.
const MARK: &str = "QUINTET_TEST_AGENT_CHILD";
const NAMES: [&str; 4] = [
    "SYNAPSE_AGENT_URL",
    "SYNAPSE_AGENT_TOKEN",
    "SYNAPSE_PLUGIN_RUN_USER_TOKEN",
    "SYNAPSE_PLUGIN_RUN_TENANT",
];

/// What `from_env` says in a process with these values, in the order of the names.
fn from_env<const N: usize>(values: [Option<&str>; N]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", CHILD, "--nocapture", "--test-threads=1"]);
    command.env(MARK, "1");
    for name in NAMES {
        command.env_remove(name);
    }
    for (name, value) in NAMES.into_iter().zip(values) {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    let output = command.output().unwrap();
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
fn address_and_token_are_needed() {
    for (values, name) in [
        ([None, Some("x")], "SYNAPSE_AGENT_URL"),
        ([Some("http://127.0.0.1:9"), None], "SYNAPSE_AGENT_TOKEN"),
    ] {
        let said = from_env(values);
        let expected = format!("InvalidInput the environment variable {name} is not set;");
        assert!(said.starts_with(&expected), "{said}");
    }
}

#[test]
fn what_is_set_is_used_and_not_shown() {
    let bare = from_env([Some("http://127.0.0.1:9/agent"), Some("canary")]);
    assert!(bare.contains("\"http://127.0.0.1:9/agent\""), "{bare}");
    assert!(
        bare.contains("\"authorization\"") && !bare.contains("synapse-"),
        "{bare}"
    );
    let all = from_env([
        Some("ws://127.0.0.1:9"),
        Some("canary"),
        Some("canary"),
        Some("canary"),
    ]);
    assert!(all.contains("\"http://127.0.0.1:9\""), "{all}");
    assert!(
        all.contains("synapse-user") && all.contains("synapse-tenant"),
        "{all}"
    );
    assert!(!format!("{bare}{all}").contains("canary"));
}

#[test]
fn what_is_set_to_nothing_or_nonsense_is_refused() {
    let url = Some("http://127.0.0.1:9");
    for (values, words) in [
        (
            [Some(""), Some("x"), None, None],
            "SYNAPSE_AGENT_URL is empty",
        ),
        (
            [Some("ftp://agent"), Some("x"), None, None],
            "Invalid URL scheme: ftp",
        ),
        ([url, Some(" "), None, None], "SYNAPSE_AGENT_TOKEN is empty"),
        (
            [url, Some("Token x"), None, None],
            "the agent token contains white space",
        ),
        (
            [url, Some("x"), Some("a b"), None],
            "the user token contains white space",
        ),
        (
            [url, Some("x"), None, Some("a b")],
            "the tenant contains white space",
        ),
        (
            [url, Some("x"), None, Some("")],
            "SYNAPSE_PLUGIN_RUN_TENANT is empty",
        ),
    ] {
        let said = from_env(values);
        assert!(said.starts_with("InvalidInput "), "{said}");
        assert!(said.contains(words), "{said}");
    }
}
