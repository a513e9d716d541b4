//! Settings of a client: where the agent is, and the three credentials.

use std::time::Duration;

use quintet::synapse::{Client, Synapse};
use quintet::{Builder, Error};

use super::assert_refused;

fn refusal(change: impl FnOnce(Builder<Synapse>) -> Builder<Synapse>) -> Option<Error> {
    let builder = Client::builder().base_url("http://127.0.0.1:9").token("t");
    change(builder).build().err()
}

fn base(url: &str) -> Option<Error> {
    refusal(|builder| builder.base_url(url))
}

#[test]
fn base_urls() {
    const RIGHT: &str = "write its base URL like `http://agent.example:8100`";
    const PLAIN: &str = "https://host:8080";
    let none = "Invalid URL scheme: none";
    assert_refused(vec![
        ("empty", base(""), [none, RIGHT]),
        ("a word", base("not-a-url"), [none, RIGHT]),
        ("no scheme", base("agent:8100"), [none, RIGHT]),
        (
            "ftp",
            base("ftp://agent"),
            ["Invalid URL scheme: ftp", RIGHT],
        ),
        (
            "a file",
            base("file:///etc/hosts"),
            ["Invalid URL scheme: file", RIGHT],
        ),
        (
            "no host",
            base("http://"),
            ["is not an absolute URL", PLAIN],
        ),
        (
            "a WebSocket without a host",
            base("ws://"),
            ["is not an absolute URL", PLAIN],
        ),
        (
            "a user",
            base("ws://me@127.0.0.1"),
            ["holds a user name or password", "to the builder"],
        ),
        (
            "a query",
            base("http://127.0.0.1/?token=x"),
            ["has a query or a fragment", PLAIN],
        ),
    ]);
    let bare = Client::builder().token("t").build().err();
    assert_refused(vec![("none", bare, ["no base URL", "base_url"])]);
}

#[test]
fn credentials() {
    const RIGHT: &str = "give the bare value, without `Token` or `Bearer` before it";
    let url = "http://127.0.0.1:9";
    let none = Client::builder().base_url(url).build().err();
    assert_refused(vec![(
        "no token",
        none,
        ["no agent token", "40 hexadecimal digits"],
    )]);
    type Choose = fn(Builder<Synapse>, &str) -> Builder<Synapse>;
    let all: [(&str, Choose); 3] = [
        ("the agent token", |builder, text| builder.token(text)),
        ("the user token", |builder, text| builder.user_token(text)),
        ("the tenant", |builder, text| builder.tenant(text)),
    ];
    for (what, choose) in all {
        for (text, fault) in [
            ("", "is empty"),
            (" \t", "contains white space"),
            ("Token canary", "contains white space"),
            ("canary\n", "contains white space"),
            ("canary\u{0}", "contains white space"),
        ] {
            let error = refusal(|builder| choose(builder, text));
            let shown = format!("{error:?}");
            let wrong = format!("{what} {fault}");
            let message = error.as_ref().map(Error::message).unwrap_or_default();
            assert!(message.contains(&wrong), "{text:?}: {shown}");
            assert!(!shown.contains("canary"), "{shown}");
            assert_refused(vec![("a credential", error, [fault, RIGHT])]);
        }
    }
}

#[test]
fn limits() {
    let unset = "give a longer time or leave it unset";
    let zero = Duration::ZERO;
    assert_refused(vec![
        (
            "timeout",
            refusal(|builder| builder.timeout(zero)),
            ["the timeout is zero", unset],
        ),
        (
            "connect timeout",
            refusal(|builder| builder.connect_timeout(zero)),
            ["the connect timeout is zero", unset],
        ),
        (
            "idle timeout",
            refusal(|builder| builder.idle_timeout(zero)),
            ["the idle timeout is zero", unset],
        ),
    ]);
}
