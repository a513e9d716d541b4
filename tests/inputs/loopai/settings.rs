//! Settings of clients: where the server is, the key, and times.

use std::time::Duration;

use quintet::loopai::{Client, EdgeClient, Loopai, WebhookVerifier};
use quintet::{Builder, Error};

use super::assert_refused;

fn refusal(change: impl FnOnce(Builder<Loopai>) -> Builder<Loopai>) -> Option<Error> {
    change(Client::builder()).build().err()
}

fn base(url: &str) -> Option<Error> {
    refusal(|builder| builder.base_url(url))
}

#[test]
fn base_urls() {
    const PLAIN: &str = "https://host:8080";
    assert_refused(vec![
        ("empty", base(""), ["base URL", PLAIN]),
        ("a word", base("not-a-url"), ["base URL", PLAIN]),
        ("no scheme", base("localhost:8080"), ["base URL", PLAIN]),
        ("ftp", base("ftp://host"), ["base URL", PLAIN]),
        ("no host", base("http://"), ["base URL", PLAIN]),
        (
            "a user",
            base("http://me@127.0.0.1"),
            ["user name or password", "to the builder"],
        ),
        (
            "a query",
            base("http://127.0.0.1/?a=b"),
            ["query or a fragment", PLAIN],
        ),
    ]);
    let edge = EdgeClient::builder().build().err();
    assert_refused(vec![(
        "an edge without one",
        edge,
        ["no base URL", "base_url"],
    )]);
}

#[test]
fn credentials() {
    for text in ["", " ", "canary 1", "can\nary", "canary\u{0}"] {
        let error = refusal(|builder| builder.token(text));
        let shown = format!("{error:?}");
        assert!(!shown.contains("canary"), "{shown}");
        assert_refused(vec![(
            "a key",
            error,
            ["the token", "give the key as the server issued it"],
        )]);
    }
    let edge = EdgeClient::builder()
        .base_url("http://127.0.0.1:9")
        .token("x");
    let words = ["takes none", "leave it out"];
    assert_refused(vec![("a token for an edge", edge.build().err(), words)]);
    let verifier = WebhookVerifier::new("").err();
    let words = ["an empty secret", "give that of the subscription"];
    assert_refused(vec![("a verifier without a secret", verifier, words)]);
}

#[test]
fn limits() {
    const UNSET: &str = "give a longer time or leave it unset";
    let zero = Duration::ZERO;
    assert_refused(vec![
        (
            "timeout",
            refusal(|b| b.timeout(zero)),
            ["the timeout is zero", UNSET],
        ),
        (
            "connect timeout",
            refusal(|b| b.connect_timeout(zero)),
            ["connect timeout is zero", UNSET],
        ),
        (
            "execute timeout",
            refusal(|b| b.execute_timeout(zero)),
            ["the timeout of executions is zero", UNSET],
        ),
    ]);
}
