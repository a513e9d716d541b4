//! The three variables that the published client's documents name and its code does not read. Contract: §6.2.
//!
//! A process cannot change its environment while others read it, so each case runs this very binary again.

use std::process::Output;

use quintet::blocking::Blocking;
use quintet::gt8004::{Client, Logger};

use crate::peers::gt8004::stage::entry;
use crate::support::child::Child;
use crate::support::raw_server::{RawServer, Step, reply, send};

const AGENT: &str = "GT8004_AGENT_ID";
const KEY: &str = "GT8004_API_KEY";
const URL: &str = "GT8004_INGEST_URL";

const CHILD: Child = Child {
    test: "peers::gt8004::behaviour::environment::child",
    variables: &[AGENT, KEY, URL],
};

/// Not a test of its own: in this process it does nothing.
#[test]
fn child() {
    if !CHILD.is_here() {
        return;
    }
    match (Client::from_env(), Logger::from_env()) {
        (Ok(client), Ok(logger)) if std::env::var_os(URL).is_some() => {
            assert!(logger.is_open());
            client.ingest([entry("/")]).blocking().unwrap();
        }
        (Ok(client), Ok(_)) => panic!("made: {client:?}"),
        (Err(error), Err(_)) => panic!("refused: {error}"),
        (client, logger) => panic!("they differ: {client:?} {logger:?}"),
    }
}

fn said(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    said + &String::from_utf8_lossy(&output.stderr)
}

#[tokio::test]
async fn all_three_are_read() {
    let accepted = reply("202 Accepted", r#"{"status":"accepted","entries":1}"#);
    let server = RawServer::start([vec![Step::Request, send(accepted)]]).await;
    for (path, expected) in [("", "/v1/ingest"), ("/logs", "/logs")] {
        let url = format!("{}{path}", server.url());
        let values = [(AGENT, "agent-7"), (KEY, "key-7"), (URL, &*url)];
        let output = CHILD.output(&values).await;
        assert!(output.status.success(), "{output:?}");
        let received = server.received().pop().unwrap();
        assert_eq!(received.target, expected);
        assert_eq!(received.header("authorization"), Some("Bearer key-7"));
        let body = String::from_utf8(received.body).unwrap();
        assert!(body.contains(r#""agent_id":"agent-7""#), "{body}");
    }
}

#[tokio::test]
async fn without_a_url_it_is_the_test_network() {
    let output = CHILD.output(&[(AGENT, "agent-7"), (KEY, "canary-7")]).await;
    let said = said(&output);
    assert!(said.contains("made: "), "{said}");
    assert!(said.contains("https://testnet.ingest.gt8004.xyz"), "{said}");
    assert!(!said.contains("canary"), "{said}");
}

#[tokio::test]
async fn what_is_wrong_is_said() {
    let url = "http://127.0.0.1:9";
    for (values, words) in [
        (vec![(KEY, "k"), (URL, url)], "GT8004_AGENT_ID is not set"),
        (vec![(AGENT, "a"), (URL, url)], "GT8004_API_KEY is not set"),
        (vec![(AGENT, ""), (KEY, "k")], "GT8004_AGENT_ID is empty"),
        (vec![(AGENT, "a"), (KEY, " ")], "GT8004_API_KEY is empty"),
        (
            vec![(AGENT, "a"), (KEY, "k"), (URL, "")],
            "GT8004_INGEST_URL is empty",
        ),
        (
            vec![(AGENT, "a"), (KEY, "k"), (URL, "localhost:9092")],
            "base URL",
        ),
        (vec![(AGENT, "a"), (KEY, "a\nb"), (URL, url)], "token"),
    ] {
        let output = CHILD.output(&values).await;
        assert!(!output.status.success());
        let said = said(&output);
        assert!(said.contains("refused: ") && said.contains(words), "{said}");
    }
}
