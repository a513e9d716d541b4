//! `from_env`. A process cannot change its environment while others read it, so each case runs this very binary again.

use quintet::synapse::Client;

use crate::support::child::Child;

const CHILD: Child = Child {
    test: "agent::environment::child",
    variables: &[
        "SYNAPSE_AGENT_URL",
        "SYNAPSE_AGENT_TOKEN",
        "SYNAPSE_PLUGIN_RUN_USER_TOKEN",
        "SYNAPSE_PLUGIN_RUN_TENANT",
    ],
};

/// What `from_env` says in a process with these values, in the order of the variables.
fn from_env<const N: usize>(values: [Option<&str>; N]) -> String {
    CHILD.says_in_order(&values)
}

/// Not a test of its own: in this process it does nothing.
#[test]
fn child() {
    if !CHILD.is_here() {
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
