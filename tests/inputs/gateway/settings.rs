//! Settings of a client, the credential above all.

use std::time::Duration;

use quintet::gateway::{Client, Gateway};
use quintet::{Builder, Error};

use super::assert_refused;

fn refusal(change: impl FnOnce(Builder<Gateway>) -> Builder<Gateway>) -> Option<Error> {
    change(Client::builder()).build().err()
}

#[test]
fn there_is_one_credential() {
    let which = "give `token` (an internal token) or `api_key`, or say `whitelist`";
    let one = "give one of `token`, `api_key`, `whitelist`, `legacy_jwt` and `legacy_api_key`";
    let several = "more than one credential";
    assert_refused(vec![
        ("none", refusal(|b| b), ["no credential", which]),
        (
            "two",
            refusal(|b| b.token("t").api_key("sk-1")),
            [several, one],
        ),
        (
            "two, the other way round",
            refusal(|b| b.api_key("sk-1").token("t")),
            [several, one],
        ),
        (
            "one and none",
            refusal(|b| b.whitelist().token("t")),
            [several, one],
        ),
        (
            "none and one",
            refusal(|b| b.api_key("sk-1").whitelist()),
            [several, one],
        ),
        (
            "both legacy ones",
            refusal(|b| b.legacy_jwt("t").legacy_api_key("k")),
            [several, one],
        ),
        (
            "one twice",
            refusal(|b| b.api_key("sk-1").api_key("sk-2")),
            [several, one],
        ),
        (
            "all",
            refusal(|b| {
                b.token("t")
                    .api_key("k")
                    .whitelist()
                    .legacy_jwt("j")
                    .legacy_api_key("a")
            }),
            [several, one],
        ),
        (
            "a key in the place of a token",
            refusal(|b| b.token("sk-0123")),
            [
                "an API key in the place of the internal token",
                "give it as `api_key`",
            ],
        ),
    ]);
}

#[test]
fn a_credential_is_one_that_a_header_can_carry() {
    const RIGHT: &str = "give the key as the server issued it, or none";
    for choose in [
        |b: Builder<Gateway>, text: &str| b.token(text),
        |b: Builder<Gateway>, text: &str| b.api_key(text),
        |b: Builder<Gateway>, text: &str| b.legacy_jwt(text),
        |b: Builder<Gateway>, text: &str| b.legacy_api_key(text),
    ] {
        let with = |text: &str| refusal(|builder| choose(builder, text));
        assert_refused(vec![
            ("empty", with(""), ["the token is empty", RIGHT]),
            ("blank", with(" \t"), ["the token is empty", RIGHT]),
            (
                "two words",
                with("canary token"),
                ["contains white space", RIGHT],
            ),
            (
                "two lines",
                with("canary\nx-evil: 1"),
                ["contains white space", RIGHT],
            ),
            (
                "a control character",
                with("canary\u{0}"),
                ["contains white space", RIGHT],
            ),
        ]);
        for text in ["canary token", "canary\n"] {
            let shown = with(text).map(|error| format!("{error} {error:?}"));
            assert!(shown.is_none_or(|shown| !shown.contains("canary")));
        }
    }
    let scheme = refusal(|builder| builder.legacy_jwt("Bearer "));
    assert_refused(vec![("a scheme alone", scheme, ["the token is", RIGHT])]);
}

#[test]
fn limits() {
    let unset = "give a longer time or leave it unset";
    let zero = Duration::ZERO;
    assert_refused(vec![
        (
            "run timeout",
            refusal(|b| b.whitelist().run_timeout(zero)),
            ["the run timeout is zero", unset],
        ),
        (
            "timeout",
            refusal(|b| b.whitelist().timeout(zero)),
            ["the timeout is zero", unset],
        ),
        (
            "base URL",
            refusal(|b| b.whitelist().base_url("gateway:8080")),
            ["is neither http nor https", "https://host:8080"],
        ),
    ]);
}
