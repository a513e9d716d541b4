//! `from_env`. A process cannot change its environment while others read it, so each case runs this very binary again.

use quintet::gt8004::{Client, Logger};

use crate::support::child::Child;

const CHILD: Child = Child {
    test: "inputs::gt8004::environment::child",
    variables: &["GT8004_AGENT_ID", "GT8004_API_KEY", "GT8004_INGEST_URL"],
};

/// What `from_env` says in a process with these values, in the order of the variables.
fn from_env(values: [Option<&str>; 3]) -> String {
    CHILD.says_in_order(&values)
}

/// Not a test of its own: in this process it does nothing.
#[test]
fn child() {
    if !CHILD.is_here() {
        return;
    }
    let logger = Logger::from_env().map(|logger| logger.ledger().accepted);
    match (Client::from_env(), logger) {
        (Ok(client), Ok(0)) => println!("<<<{client:?}>>>"),
        (Err(error), Err(same)) => {
            assert_eq!(error.message(), same.message());
            println!("<<<{:?} {}>>>", error.kind(), error.message());
        }
        (client, logger) => println!("<<<{client:?} but {logger:?}>>>"),
    }
}

#[test]
fn agent_and_key_are_needed() {
    for (values, name) in [
        ([None, None, None], "GT8004_AGENT_ID"),
        ([None, Some("k"), None], "GT8004_AGENT_ID"),
        ([Some("a"), None, None], "GT8004_API_KEY"),
        (
            [Some("a"), None, Some("http://127.0.0.1:9")],
            "GT8004_API_KEY",
        ),
    ] {
        let said = from_env(values);
        let expected = format!("InvalidInput the environment variable {name} is not set;");
        assert!(said.starts_with(&expected), "{said}");
        assert!(
            said.contains("GT8004_AGENT_ID and GT8004_API_KEY"),
            "{said}"
        );
    }
}

#[test]
fn what_is_set_is_used_and_not_shown() {
    let tested = from_env([Some("agent-7"), Some("canary"), None]);
    let network = "\"https://testnet.ingest.gt8004.xyz\"";
    assert!(tested.contains(network), "{tested}");
    assert!(tested.contains("agent-7"), "{tested}");
    let own = from_env([
        Some("agent-7"),
        Some("canary"),
        Some("http://127.0.0.1:9/gt8004/v1/ingest"),
    ]);
    assert!(own.contains("\"http://127.0.0.1:9/gt8004\""), "{own}");
    for said in [tested, own] {
        assert!(said.contains("authorization") && !said.contains("canary"));
    }
}

#[test]
fn what_is_set_to_nothing_or_nonsense_is_refused() {
    let (agent, key) = (Some("a"), Some("k"));
    for (values, words) in [
        ([Some(""), key, None], "GT8004_AGENT_ID is empty"),
        ([Some(" "), key, None], "GT8004_AGENT_ID is empty"),
        ([agent, Some(""), None], "GT8004_API_KEY is empty"),
        ([agent, Some("a b"), None], "the token contains white space"),
        ([agent, key, Some("")], "GT8004_INGEST_URL is empty"),
        (
            [agent, key, Some("/v1/ingest")],
            "`/v1/ingest` is not an absolute URL",
        ),
        (
            [agent, key, Some("ftp://h/v1/ingest")],
            "is neither http nor https",
        ),
        ([Some("a\nb"), key, None], "some that nobody can see"),
    ] {
        let said = from_env(values);
        assert!(said.starts_with("InvalidInput "), "{said}");
        assert!(said.contains(words), "{said}");
    }
}
