//! The one limit of the service, 51,200 bytes, from both sides, and what is refused before any I/O. Contract: §1.1, §8 (2).

use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use quintet::gt8004::{Client, DropCause, LoggerBuilder, RequestLogEntry};
use quintet::{Call, Invoke, Result, RetryPolicy};
use serde_json::json;

use super::stage::{HOUR, LIMIT, Stage, attempts, entry, patient};
use crate::support::raw_server::http;

/// What the service takes.
const MOST: usize = 51_200;

/// An entry whose length does not depend on when it is made.
fn steady(body: usize) -> RequestLogEntry {
    let mut entry = entry("/").with_response_body("x".repeat(body));
    entry.timestamp = std::time::SystemTime::UNIX_EPOCH.into();
    entry.response_body_size = Some(1);
    entry
}

/// How long the body of a batch of these entries is.
async fn length(stage: &Stage, entries: impl IntoIterator<Item = RequestLogEntry>) -> usize {
    stage.client.ingest(entries).await.unwrap();
    stage.last().body().len()
}

/// How long the body of one entry has to be for the batch to be as long as it may be.
async fn filling(stage: &Stage) -> usize {
    MOST - length(stage, [steady(0)]).await
}

#[tokio::test]
async fn a_batch_may_be_so_long_and_no_longer() {
    let stage = Stage::start().await;
    let filling = filling(&stage).await;
    assert_eq!(length(&stage, [steady(filling)]).await, MOST);
    let sent = stage.count();
    let error = stage.client.ingest([steady(filling + 1)]).await;
    let error = error.unwrap_err();
    assert!(error.is_invalid_input(), "{error}");
    let words = "the batch has 51201 bytes and the service takes 51200; send fewer entries at once";
    assert!(error.message().starts_with(words), "{error}");
    assert_eq!((error.attempts(), stage.count()), (0, sent));
    // Two entries, and the comma between them.
    let second = length(&stage, [steady(0), steady(0)]).await - length(&stage, [steady(0)]).await;
    let first = filling - second;
    assert_eq!(length(&stage, [steady(first), steady(0)]).await, MOST);
    let result = stage.client.ingest([steady(first), steady(1)]).await;
    assert!(result.unwrap_err().is_invalid_input());
    stage.proxy.assert_clean();
}

/// As the service says it, to whom sends more.
#[tokio::test]
async fn the_service_takes_so_much_and_no_more() {
    let stage = Stage::start().await;
    let http = http().build().unwrap();
    let around = json!({ "entries": [entry("/").with_response_body("")] }).to_string();
    for (length, status, said) in [
        (MOST, 202, r#"{"entries":1,"status":"accepted"}"#),
        (MOST + 1, 413, r#"{"error":"request body too large"}"#),
        (1 << 20, 413, r#"{"error":"request body too large"}"#),
    ] {
        let body = "x".repeat(length - around.len());
        let entry = around.replace(
            r#""responseBody":"""#,
            &format!(r#""responseBody":"{body}""#),
        );
        assert_eq!(entry.len(), length);
        let request = http.post(format!("{}/v1/ingest", stage.proxy.url()));
        let request = request.bearer_auth(stage.simulator.token());
        let request = request.header("content-type", "application/json");
        let reply = request.body(entry).send().await.unwrap();
        assert_eq!(reply.status().as_u16(), status);
        let reply: serde_json::Value = reply.json().await.unwrap();
        assert_eq!(
            reply,
            serde_json::from_str::<serde_json::Value>(said).unwrap()
        );
    }
    stage.proxy.assert_clean();
}

/// A full batch goes as it is; one byte more, and the entry goes without its bodies.
#[tokio::test]
async fn the_logger_fills_batches_to_the_last_byte() {
    let stage = Stage::start().await;
    let filling = filling(&stage).await;
    for (more, length, stripped) in [(0, MOST, 0), (1, MOST - filling, 1)] {
        let logger = patient(&stage.client).start().unwrap();
        logger.log(steady(filling + more));
        let ledger = logger.close(LIMIT).await;
        assert_eq!((ledger.delivered, ledger.stripped), (1, stripped));
        // Without the name of the body, its quotes and its comma.
        let gone = stripped as usize * r#","responseBody":"""#.len();
        assert_eq!(stage.last().body().len(), length - gone);
    }
    let pair = length(&stage, [steady(0), steady(0)]).await;
    for (more, batches) in [(0, 1), (1, 2)] {
        stage.simulator.clear_requests();
        let logger = patient(&stage.client).start().unwrap();
        logger.log(steady(0));
        logger.log(steady(MOST - pair + more));
        let ledger = logger.close(LIMIT).await;
        let counts = (ledger.delivered, ledger.stripped, ledger.batches);
        assert_eq!(counts, (2, 0, batches));
        let lengths = stage.simulator.requests();
        let longest = lengths.iter().map(|request| request.body().len()).max();
        assert_eq!(longest == Some(MOST), batches == 1, "{longest:?}");
    }
    stage.proxy.assert_clean();
}

/// A smaller limit than the documented one: 413 takes batches apart, then entries.
#[tokio::test]
async fn what_the_service_does_not_take_is_taken_apart() {
    let stage = Stage::start().await;
    stage.simulator.set_body_limit(1_500);
    let logger = patient(&stage.client).start().unwrap();
    for number in 0..8 {
        logger.log(entry(&format!("/{number}")));
    }
    logger.log(entry("/bodies").with_response_body("x".repeat(5_000)));
    logger.log(entry(&"/path".repeat(400)));
    let ledger = logger.close(LIMIT).await;
    assert_eq!(
        (ledger.delivered, ledger.dropped(DropCause::TooLarge)),
        (9, 1),
        "{ledger}"
    );
    assert_eq!(ledger.stripped, 1);
    assert!(ledger.split >= 2 && ledger.requests > ledger.batches);
    assert_eq!(stage.simulator.rows().len(), 9);
    stage.proxy.assert_covered("ingest", "413");
    stage.proxy.assert_clean();
}

/// A call and the rule that it breaks.
type Bad = (BoxFuture<'static, Result<()>>, &'static str);

fn bad<I: Invoke>(call: Call<I>, rule: &'static str) -> Bad {
    (async { call.await.map(drop) }.boxed(), rule)
}

fn calls(client: &Client) -> Vec<Bad> {
    let ingest = || client.ingest([entry("/")]);
    let none = "there is no entry to send; the service refuses empty batches";
    let too_much = "send fewer entries at once, or use a `Logger`";
    let many = |count: usize| (0..count).map(|_| entry("/"));
    let unset = "give a longer time or leave it unset";
    vec![
        bad(client.ingest([]), none),
        bad(client.ingest(Vec::new()), none),
        bad(client.ingest(many(1_000)), too_much),
        bad(client.ingest([steady(MOST)]), too_much),
        bad(
            client.ingest([entry("/").with_request_body("\u{1}".repeat(16_384))]),
            too_much,
        ),
        bad(ingest().timeout(Duration::ZERO), unset),
        bad(client.verify_connection().timeout(Duration::ZERO), unset),
        bad(client.health().idle_timeout(Duration::ZERO), unset),
        bad(client.readiness().retry(attempts(0)), "0 attempts"),
        bad(ingest().header("x y", "1"), "is not a header name"),
        bad(ingest().header("x", "a\r\nb: c"), "is not one line"),
        bad(client.health().header("x", "\0"), "is not one line"),
    ]
}

/// Settings of a logger that cannot work, and the rules that they break.
fn loggers(client: &Client) -> Vec<(LoggerBuilder, &'static str)> {
    let builder = || client.logger();
    let zero = "is zero; nothing would be sent, so give 1 or more";
    let pause = "is zero; give a longer time";
    vec![
        (builder().batch_size(0), zero),
        (builder().batch_bytes(0), zero),
        (builder().queue_entries(0), zero),
        (builder().queue_bytes(0), zero),
        (
            builder().queue_bytes(100),
            "a queue of 100 bytes has no room for an entry",
        ),
        (builder().max_attempts(0), zero),
        (builder().breaker(0, HOUR), zero),
        (builder().breaker(5, Duration::ZERO), pause),
        (builder().credential_pause(Duration::ZERO), pause),
        (builder().flush_interval(Duration::ZERO), pause),
        (builder().retry_delay(Duration::ZERO), pause),
        (
            builder().batch_bytes(MOST + 1),
            "a batch of 51201 bytes is more than the 51200 that the service takes",
        ),
        (builder().batch_bytes(usize::MAX), "is more than the 51200"),
        (
            builder().batch_bytes(100),
            "a batch of 100 bytes has no room for an entry",
        ),
    ]
}

#[tokio::test]
async fn every_rule_is_looked_at_before_anything_is_sent() {
    let stage = Stage::start().await;
    let mut count = 0;
    for (call, rule) in calls(&stage.client) {
        let error = call.await.expect_err(rule);
        assert!(error.is_invalid_input(), "{rule}: {error}");
        assert!(error.message().contains(rule), "{rule}: {error}");
        assert_eq!((error.attempts(), error.status()), (0, None), "{error}");
        assert!(!error.is_retryable() && error.operation().is_some());
        count += 1;
    }
    for (builder, rule) in loggers(&stage.client) {
        let error = builder.start().expect_err(rule);
        assert!(error.is_invalid_input(), "{rule}: {error}");
        assert!(error.message().contains(rule), "{rule}: {error}");
        count += 1;
    }
    assert!(stage.simulator.requests().is_empty());
    println!("gt8004: {count} inputs refused before any I/O");
}

/// A rule that is broken stops no other call, and what lies just within the rules is taken.
#[tokio::test]
async fn what_lies_within_the_rules_is_taken() {
    let stage = Stage::start().await;
    let client = &stage.client;
    client.ingest([]).await.unwrap_err();
    for builder in [
        client.logger().batch_size(1),
        client.logger().batch_size(usize::MAX),
        client.logger().batch_bytes(MOST),
        client.logger().batch_bytes(1_000),
        client.logger().queue_entries(1),
        client.logger().max_attempts(1),
        client.logger().breaker(1, Duration::from_nanos(1)),
        client.logger().flush_interval(Duration::from_nanos(1)),
        client.logger().retry_delay(Duration::from_nanos(1)),
        client.logger().max_retry_after(Duration::ZERO),
    ] {
        let logger = builder.start().unwrap();
        logger.log(entry("/"));
        let ledger = logger.close(LIMIT).await;
        assert_eq!(ledger.delivered, 1, "{ledger}");
    }
    let call = client.ingest([entry("/")]).retry(RetryPolicy::never());
    let call = call.timeout(Duration::MAX).header("x-trace", "a b");
    assert_eq!(call.await.unwrap(), 1);
    let largest = client.ingest((0..100).map(|_| {
        let mut entry = entry("/").with_request_id("r");
        entry.path.clear();
        entry
    }));
    assert_eq!(largest.await.unwrap(), 100);
    stage.proxy.assert_clean();
}

/// What a reply may weigh is the caller's choice, too.
#[tokio::test]
async fn a_reply_is_read_up_to_its_limit() {
    let stage = Stage::start().await;
    let client = stage.client(|builder| builder.max_body(64));
    assert_eq!(client.ingest([entry("/")]).await.unwrap(), 1);
    let long = Bytes::from(format!(r#"{{"status":"{}"}}"#, "x".repeat(64)));
    let fault = quintet::sim::Fault::status(200).body("application/json", long);
    stage.simulator.inject(fault);
    let error = client.health().await.unwrap_err();
    assert_eq!(error.kind(), quintet::ErrorKind::TooLarge);
    stage.proxy.assert_clean();
}
