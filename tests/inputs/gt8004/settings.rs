//! Settings of clients and loggers: where the service is, who sends, and with which key.

use std::time::Duration;

use quintet::gt8004::{Client, Gt8004, Logger, Protocol};
use quintet::{Builder, Error, RetryPolicy};

use super::{Row, assert_refused};

fn refusal(change: impl FnOnce(Builder<Gt8004>) -> Builder<Gt8004>) -> Option<Error> {
    let builder = Client::builder().agent_id("agent-1").token("canary-key");
    change(builder).build().err()
}

fn base(url: &str) -> Option<Error> {
    refusal(|builder| builder.base_url(url))
}

#[test]
fn ingestion_urls() {
    const PLAIN: &str = "https://host:8080";
    let secret = base("http://me:canary@127.0.0.1/v1/ingest");
    assert!(!format!("{secret:?}").contains("canary"));
    let query = base("http://127.0.0.1/v1/ingest?key=canary");
    assert!(!format!("{query:?}").contains("canary"));
    assert_refused(vec![
        ("empty", base(""), ["is not an absolute URL", PLAIN]),
        ("blank", base(" \t"), ["is not an absolute URL", PLAIN]),
        (
            "a path",
            base("/v1/ingest"),
            ["`/v1/ingest` is not an absolute URL", PLAIN],
        ),
        (
            "no scheme",
            base("localhost:9092/v1/ingest"),
            ["is neither http nor https", PLAIN],
        ),
        ("ftp", base("ftp://host/v1/ingest"), ["http", PLAIN]),
        (
            "no host",
            base("http://"),
            ["is not an absolute URL", PLAIN],
        ),
        ("a bad port", base("http://h:99999/"), ["URL", PLAIN]),
        ("a NUL in the host", base("http://h\0/"), ["URL", PLAIN]),
        (
            "a password",
            secret,
            ["holds a user name or password", "to the builder"],
        ),
        ("a query", query, ["has a query or a fragment", PLAIN]),
        (
            "a fragment",
            base("http://127.0.0.1/v1/ingest#a"),
            ["has a query or a fragment", PLAIN],
        ),
    ]);
}

#[test]
fn agents() {
    const RIGHT: &str = "give `agent_id` the id that the agent was registered under";
    let agent = |id: &str| refusal(|builder| builder.agent_id(id));
    let unfit = "the agent id has more than 256 characters, or some that nobody can see";
    let rows: Vec<Row> = vec![
        ("empty", agent(""), ["no agent id", RIGHT]),
        ("blank", agent(" \n\t"), ["no agent id", RIGHT]),
        (
            "none",
            Client::builder().token("k").build().err(),
            ["no agent id", RIGHT],
        ),
        ("a NUL", agent("a\0b"), [unfit, RIGHT]),
        ("two lines", agent("a\nb"), [unfit, RIGHT]),
        ("too long", agent(&"é".repeat(257)), [unfit, RIGHT]),
        ("far too long", agent(&"x".repeat(1 << 20)), [unfit, RIGHT]),
        (
            "a logger's",
            Logger::new("", "k").err(),
            ["no agent id", RIGHT],
        ),
    ];
    assert_refused(rows);
    assert!(agent(&"é".repeat(256)).is_none());
    assert!(agent(" agent-1 ").is_none());
}

#[test]
fn keys() {
    const RIGHT: &str = "the key as the server issued it";
    for text in [
        "",
        " ",
        "canary 1",
        "can\nary",
        "canary\u{0}",
        "Bearer canary",
    ] {
        let error = refusal(|builder| builder.token(text));
        let of_logger = Logger::new("agent-1", text).err();
        let shown = format!("{error:?} {of_logger:?}");
        assert!(!shown.contains("canary"), "{shown}");
        assert_refused(vec![
            ("a key", error, ["the token", RIGHT]),
            ("a logger's key", of_logger, ["the token", RIGHT]),
        ]);
    }
    let none = Client::builder().agent_id("agent-1").build().err();
    let right = "give `token` the key of the agent as the service issued it";
    assert_refused(vec![("no key", none, ["no API key", right])]);
}

#[test]
fn limits_and_headers() {
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
            "body limit",
            refusal(|b| b.max_body(0)),
            ["the body limit is zero", "no reply would fit"],
        ),
        (
            "attempts",
            refusal(|b| b.retry(RetryPolicy::default().max_attempts(0))),
            ["0 attempts sends nothing", "1 means no retries"],
        ),
        (
            "a header's name",
            refusal(|b| b.header("x y", "1")),
            ["is not a header name", "use letters, digits and `-`"],
        ),
        (
            "a header's value",
            refusal(|b| b.header("x", "canary\r\ny: 1")),
            ["the value of header x", "one line of visible characters"],
        ),
    ]);
}

#[test]
fn protocols() {
    for text in ["http", "grpc", "", "MCP", " mcp", "mcp\0", "a2a\n"] {
        let error = text.parse::<Protocol>().err();
        let words = ["protocol must be one of `mcp` and `a2a`", "or left out"];
        assert_refused(vec![("a protocol", error, words)]);
    }
}
