//! Calls that would be refused by the server, or mean something else there.

use std::time::Duration;

use quintet::loopai::{BatchItem, ValidateItem, WebhookEventType};
use quintet::sim::loopai::Simulator;
use quintet::{Call, Error, Invoke};
use serde_json::Value;

use super::{Row, assert_refused};
use crate::support::raw_loopai::{OTHER, TASK, bare};

/// The error of a call, which names its operation.
async fn refusal<I: Invoke>(call: Call<I>) -> Option<Error> {
    let error = call.await.err()?;
    assert_eq!(error.operation(), Some(I::OPERATION), "{error}");
    Some(error)
}

const GUID: [&str; 2] = ["is not a GUID with hyphens", "give it like"];

#[tokio::test]
async fn what_cannot_work_is_refused() {
    let simulator = Simulator::start().await.unwrap();
    let client = bare(&simulator.base_url()).build().unwrap();
    let (validation, canary) = (client.validation(), client.canary());
    let (tasks, webhooks) = (client.tasks(), client.webhooks());
    let task = tasks.artifact(TASK, 0);
    let pair = |id: &str| ValidateItem::new(id, 1, 1);
    let null = ValidateItem::new("a", Value::Null, 1);
    let compare = || validation.compare(TASK, OTHER);
    let most = ["give at most 2147483647", "4294967295"];
    let mut rows: Vec<Row> = vec![
        ("get", refusal(tasks.get("1")).await, GUID),
        ("artifacts", refusal(tasks.artifacts("")).await, GUID),
        (
            "version 0",
            refusal(task).await,
            ["version 0", "greater than 0"],
        ),
        (
            "validate",
            refusal(client.batch_validate("x", [])).await,
            GUID,
        ),
        (
            "pairs of one id",
            refusal(client.batch_validate(TASK, [pair("a"), pair("a")])).await,
            ["two items have the id \"a\"", "give each its own"],
        ),
        (
            "a pair without an id",
            refusal(client.batch_validate(TASK, [pair("")])).await,
            ["a pair without an id", "give it one"],
        ),
        (
            "a pair of null",
            refusal(client.batch_validate(TASK, [null])).await,
            ["the output of pair \"a\" is null", "give any other JSON"],
        ),
        ("summary", refusal(validation.summary("x")).await, GUID),
        (
            "advice",
            refusal(validation.recommendations("x")).await,
            GUID,
        ),
        ("improve", refusal(validation.improve("x")).await, GUID),
        (
            "compare",
            refusal(validation.compare(TASK, "x")).await,
            GUID,
        ),
        (
            "a confidence",
            refusal(compare().required_confidence(f64::NAN)).await,
            ["no finite number", "give one"],
        ),
        (
            "samples",
            refusal(compare().minimum_sample_size(u32::MAX)).await,
            most,
        ),
        (
            "hours",
            refusal(compare().test_duration_hours(u32::MAX)).await,
            most,
        ),
        ("start", refusal(canary.start(TASK, "x")).await, GUID),
        ("progress", refusal(canary.progress("x")).await, GUID),
        (
            "roll back",
            refusal(canary.rollback("x", "worse")).await,
            GUID,
        ),
        ("current", refusal(canary.current("x")).await, GUID),
        ("delete", refusal(webhooks.delete("x")).await, GUID),
        ("history", refusal(webhooks.history("x")).await, GUID),
        (
            "deliveries",
            refusal(webhooks.history(OTHER).limit(u32::MAX)).await,
            most,
        ),
    ];
    let stream = || client.experimental_execute_stream(TASK, [BatchItem::new("a", 1)]);
    rows.push((
        "a stream's path",
        refusal(stream().path("stream")).await,
        ["does not begin with `/`", "give it like"],
    ));
    rows.push((
        "a stream's concurrency",
        refusal(stream().concurrency(101)).await,
        ["a concurrency of 101", "between 1 and 100"],
    ));
    assert_refused(rows);
    assert!(simulator.requests().is_empty());
    client.health().await.unwrap();
}

#[tokio::test]
async fn subscriptions_that_cannot_work_are_refused() {
    let simulator = Simulator::start().await.unwrap();
    let client = bare(&simulator.base_url()).build().unwrap();
    let to = |url: &str| {
        client
            .webhooks()
            .subscribe(url, [WebhookEventType::CanaryCompleted])
    };
    let url = "https://hooks.example/x";
    let absolute = ["is not an absolute URL", "write it like"];
    let header = ["make no header", "give letters, digits"];
    let mut rows: Vec<Row> = Vec::new();
    for wrong in [
        "",
        "/hook",
        "hooks.example",
        "ftp://hooks.example/",
        "https://",
    ] {
        rows.push(("a URL", refusal(to(wrong)).await, absolute));
    }
    let none: [WebhookEventType; 0] = [];
    rows.push((
        "no events",
        refusal(client.webhooks().subscribe(url, none)).await,
        ["to no events", "at least one event type"],
    ));
    rows.push((
        "an empty secret",
        refusal(to(url).secret("")).await,
        ["an empty secret", "give one, or none"],
    ));
    for (name, value) in [("", "x"), ("a b", "x"), ("x-a", "canary\n")] {
        let error = refusal(to(url).delivery_header(name, value)).await;
        assert!(!format!("{error:?}").contains("canary"));
        rows.push(("a header", error, header));
    }
    for time in [Duration::ZERO, Duration::from_secs(61)] {
        let error = refusal(to(url).delivery_timeout(time)).await;
        rows.push(("a time", error, ["a delivery timeout", "1 to 60000 ms"]));
    }
    let error = refusal(to(url).delivery_attempts(u32::MAX)).await;
    rows.push(("attempts", error, ["4294967295", "give at most"]));
    assert_refused(rows);
    assert!(simulator.requests().is_empty());
}
