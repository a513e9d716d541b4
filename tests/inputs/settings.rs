//! Settings of a client.

use std::time::Duration;

use quintet::liteboxd::{Client, LiteBoxd};
use quintet::{Builder, Error, RetryPolicy};

use super::assert_refused;

fn refusal(change: impl FnOnce(Builder<LiteBoxd>) -> Builder<LiteBoxd>) -> Option<Error> {
    change(Client::builder()).build().err()
}

fn base(url: &str) -> Option<Error> {
    refusal(|builder| builder.base_url(url))
}

#[test]
fn base_urls() {
    const RIGHT: &str = "https://host:8080";
    assert_refused(vec![
        ("empty", base(""), ["is not an absolute URL", RIGHT]),
        ("blank", base("  "), ["is not an absolute URL", RIGHT]),
        (
            "a path",
            base("/api/v1"),
            ["`/api/v1` is not an absolute URL", RIGHT],
        ),
        (
            "a word",
            base("liteboxd"),
            ["is not an absolute URL", RIGHT],
        ),
        (
            "no scheme",
            base("localhost:8080"),
            ["is neither http nor https", RIGHT],
        ),
        (
            "no host",
            base("http://"),
            ["is not an absolute URL", RIGHT],
        ),
        (
            "another scheme",
            base("ftp://127.0.0.1"),
            ["is neither http nor https", RIGHT],
        ),
        (
            "a file",
            base("file:///api"),
            ["is neither http nor https", RIGHT],
        ),
        (
            "a bad port",
            base("http://127.0.0.1:99999"),
            ["is not an absolute URL", RIGHT],
        ),
        (
            "a space in the host",
            base("http://a b/"),
            ["is not an absolute URL", RIGHT],
        ),
        (
            "a user",
            base("http://me@127.0.0.1"),
            ["holds a user name or password", "to the builder"],
        ),
        (
            "a password",
            base("http://me:pw@127.0.0.1"),
            ["holds a user name or password", "to the builder"],
        ),
        (
            "a query",
            base("http://127.0.0.1/?a=b"),
            ["has a query or a fragment", RIGHT],
        ),
        (
            "a fragment",
            base("http://127.0.0.1/#a"),
            ["has a query or a fragment", RIGHT],
        ),
    ]);
}

#[test]
fn tokens() {
    const RIGHT: &str = "give the key as the server issued it, or none";
    let token = |text: &str| refusal(|builder| builder.token(text));
    assert_refused(vec![
        ("empty", token(""), ["the token is empty", RIGHT]),
        ("blank", token(" \t"), ["the token is empty", RIGHT]),
        (
            "two words",
            token("Bearer key"),
            ["contains white space", RIGHT],
        ),
        (
            "two lines",
            token("key\nx-evil: 1"),
            ["contains white space", RIGHT],
        ),
        (
            "a control character",
            token("key\u{0}"),
            ["contains white space", RIGHT],
        ),
    ]);
}

#[test]
fn limits() {
    let unset = "give a longer time or leave it unset";
    let zero = Duration::ZERO;
    let never = RetryPolicy::default().max_attempts(0);
    assert_refused(vec![
        (
            "timeout",
            refusal(|b| b.timeout(zero)),
            ["the timeout is zero", unset],
        ),
        (
            "connect timeout",
            refusal(|b| b.connect_timeout(zero)),
            ["the connect timeout is zero", unset],
        ),
        (
            "idle timeout",
            refusal(|b| b.idle_timeout(zero)),
            ["the idle timeout is zero", unset],
        ),
        (
            "body limit",
            refusal(|b| b.max_body(0)),
            ["the body limit is zero", "no reply would fit"],
        ),
        (
            "attempts",
            refusal(|b| b.retry(never)),
            ["0 attempts sends nothing", "1 means no retries"],
        ),
        (
            "write timeout",
            refusal(|b| b.server_write_timeout(zero)),
            ["write timeout is zero", "WRITE_TIMEOUT"],
        ),
    ]);
}

#[test]
fn headers() {
    let header = |name: &str, value: &str| refusal(|builder| builder.header(name, value));
    let name = "use letters, digits and `-`";
    let value = "one line of visible characters";
    assert_refused(vec![
        (
            "no name",
            header("", "1"),
            ["\"\" is not a header name", name],
        ),
        (
            "a space",
            header("x y", "1"),
            ["\"x y\" is not a header name", name],
        ),
        (
            "a colon",
            header("x:", "1"),
            ["\"x:\" is not a header name", name],
        ),
        (
            "a line end in the name",
            header("x\r\ny", "1"),
            ["is not a header name", name],
        ),
        (
            "a line end in the value",
            header("x", "1\r\ny: 2"),
            ["the value of header x is not", value],
        ),
        (
            "a NUL in the value",
            header("x", "\0"),
            ["the value of header x is not", value],
        ),
    ]);
}
