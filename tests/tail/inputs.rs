//! What is refused before anything is sent.

use std::time::Duration;

use quintet::synapse::{Client, Protocol, TailJobLogs, TailLimits};

use super::{Bench, WAYS};

#[tokio::test]
async fn wrong_inputs_are_refused_in_the_contracts_words() {
    let bench = Bench::start().await;
    let second = Duration::from_secs(1);
    let long = "x".repeat(101);
    for protocol in [Protocol::Auto, Protocol::WebSocket, Protocol::Http] {
        let id = |id: &str| bench.jobs.tail(id).protocol(protocol);
        let idle = |limit| id("job").idle_timeout(limit);
        let limits = |limits| id("job").limits(limits);
        let cases: [(TailJobLogs, &str); 16] = [
            (id(""), "job ID cannot be empty"),
            (id("job/../x"), "Invalid job ID format"),
            (id("job/../malicious"), "Invalid job ID format"),
            (id("user@domain.com"), "Invalid job ID format"),
            (id("my.job"), "Invalid job ID format"),
            (id("job\n"), "Invalid job ID format"),
            (id("가"), "Invalid job ID format"),
            (id(&long), "job ID too long"),
            (idle(Duration::ZERO), "Timeout must be a positive number"),
            (
                idle(Duration::from_millis(300_001)),
                "Timeout cannot exceed 300.0 seconds",
            ),
            (idle(Duration::MAX), "Timeout cannot exceed 300.0 seconds"),
            // The id is looked at first.
            (
                id("").idle_timeout(Duration::ZERO),
                "job ID cannot be empty",
            ),
            (
                limits(TailLimits::default().lines(0)),
                "a limit of the tail is zero",
            ),
            (
                limits(TailLimits::default().message_size(0)),
                "a limit of the tail is zero",
            ),
            (
                id("job").timeout(Duration::ZERO),
                "the timeout of the call is zero",
            ),
            (id("job").header("a b", "c"), "\"a b\" is not a header name"),
        ];
        for (tail, text) in cases {
            let error = tail.await.unwrap_err();
            assert!(error.is_invalid_input(), "{error}");
            assert!(error.message().starts_with(text), "{error}");
            assert!(error.operation().is_some());
        }
        // These are right, and so there is no such job.
        let right = id(&"x".repeat(100)).idle_timeout(300 * second);
        assert!(right.await.unwrap_err().is_not_found());
    }
    assert_eq!(bench.simulator.request_count("*", "/"), 3);
}

#[test]
fn a_base_url_is_that_of_an_agent() {
    let build = |url: &str| Client::builder().base_url(url).token("x").build();
    for (url, scheme) in [("ftp://agent", "ftp"), ("not-a-url", "none")] {
        let error = build(url).unwrap_err();
        assert!(error.is_invalid_input());
        assert!(
            error
                .message()
                .starts_with(&format!("Invalid URL scheme: {scheme}")),
            "{error}"
        );
    }
    assert!(build("ws://agent:8100").is_ok());
}

#[test]
fn protocols_have_names() {
    for protocol in WAYS {
        assert_eq!(protocol.to_string().parse::<Protocol>().unwrap(), protocol);
    }
    let error = "grpc".parse::<Protocol>().unwrap_err();
    assert!(
        error.message().starts_with("Invalid protocol: grpc"),
        "{error}"
    );
}

#[tokio::test]
async fn nothing_is_shown_that_is_secret() {
    let client = Client::builder()
        .base_url("http://127.0.0.1:9")
        .token("canary")
        .build();
    let tail = client.unwrap().jobs().tail("job").header("x-key", "canary");
    assert!(!format!("{tail:?}").contains("canary"));
}
