//! Bad input is refused before any I/O, with the server's own rule. Contract: §1.1, §1.2, §1.3, §1.4, §1.5, §1.7.

use std::collections::HashMap;
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use quintet::loopai::{
    BatchItem, Client, CreateTask, ExecuteMany, ValidateItem, WebhookEventType, WebhookVerifier,
};
use quintet::{Call, Invoke, Result};
use serde_json::json;

use super::stage::{NOTHING, Stage, TASK, payload};

/// A call and the rule that it breaks.
type Bad = (BoxFuture<'static, Result<()>>, &'static str);

fn bad<I: Invoke>(call: Call<I>, rule: &'static str) -> Bad {
    (async { call.await.map(drop) }.boxed(), rule)
}

const ZEROS: &str = "00000000-0000-0000-0000-000000000000";

fn milliseconds(number: u64) -> Duration {
    Duration::from_millis(number)
}

fn tasks(client: &Client) -> Vec<Bad> {
    let all = client.tasks();
    let create = |name: &str| {
        let call = all.create(name).description("d").input_schema(json!({}));
        call.output_schema(json!({}))
    };
    let with = |set: fn(Call<CreateTask>) -> Call<CreateTask>| set(create("a"));
    let charset = "^[a-zA-Z0-9_\\-\\.]+$";
    let required = "is required";
    let mut bad: Vec<Bad> = vec![
        bad(create(""), "Task name is required"),
        bad(create(&"n".repeat(201)), "at most 200"),
        bad(all.create("a").input_schema(1).output_schema(1), required),
        bad(all.create("a").description("d").output_schema(1), required),
        bad(all.create("a").description("d").input_schema(1), required),
        bad(
            with(|call| call.description("")),
            "task description is empty",
        ),
        bad(
            with(|call| call.description("d".repeat(5001))),
            "at most 5000",
        ),
        bad(with(|call| call.input_schema(())), "input schema is null"),
        bad(
            with(|call| call.output_schema(None::<u8>)),
            "output schema is null",
        ),
        bad(
            with(|call| call.example(1).example(())),
            "example 1 is null",
        ),
        bad(with(|call| call.examples([f64::NAN])), "example 0 is null"),
        bad(
            with(|call| call.input_schema(HashMap::from([((1, 2), 3)]))),
            "input schema cannot be JSON",
        ),
        bad(
            with(|call| call.accuracy_target(1.01)),
            "accuracy target 1.01; the server's rule is: 0.0 to 1.0",
        ),
        bad(with(|call| call.accuracy_target(f64::NAN)), "0.0 to 1.0"),
        bad(
            with(|call| call.sampling_rate(-0.1)),
            "sampling rate -0.1; the server's rule is: 0.0 to 1.0",
        ),
        bad(
            with(|call| call.latency_target(Duration::ZERO)),
            "1 to 60000 ms",
        ),
        bad(
            with(|call| call.latency_target(milliseconds(60_001))),
            "1 to 60000 ms",
        ),
        bad(
            with(|call| call.latency_target(Duration::MAX)),
            "1 to 60000 ms",
        ),
        bad(all.artifact(TASK, 0), "greater than 0"),
        bad(all.artifact(TASK, u32::MAX), "at most 2147483647"),
    ];
    let names = ["a b", "a/b", "é", "a\n", "\u{0}", " ", "a:b"];
    bad.extend(names.map(|name| self::bad(create(name), charset)));
    bad
}

/// Ids in every other form than that which the server reads, wherever one is asked for.
fn ids(client: &Client) -> Vec<Bad> {
    let (tasks, validation, canary) = (client.tasks(), client.validation(), client.canary());
    let webhooks = client.webhooks();
    let forms = [
        "",
        " ",
        "..",
        "x",
        "a/b",
        "a?b",
        "%2e%2e",
        "stream",
        "550e8400e29b41d4a716446655440000",
        "{550e8400-e29b-41d4-a716-446655440000}",
        "550e8400-e29b-41d4-a716-44665544000",
        "550e8400-e29b-41d4-a716-44665544000g",
        "550e8400-e29b-41d4-a716-446655440000 ",
    ];
    let rule = "is not a GUID with hyphens";
    let mut all = Vec::new();
    for id in forms {
        let items = || [BatchItem::new("a", 1)];
        all.extend([
            bad(tasks.get(id), rule),
            bad(tasks.artifacts(id), rule),
            bad(tasks.artifact(id, 1), rule),
            bad(client.execute(id, 1), rule),
            bad(client.batch_execute(id, items()), rule),
            bad(client.experimental_execute_stream(id, items()), rule),
            bad(client.batch_validate(id, []), rule),
            bad(validation.summary(id), rule),
            bad(validation.recommendations(id), rule),
            bad(validation.improve(id), rule),
            bad(validation.compare(id, NOTHING), rule),
            bad(validation.compare(NOTHING, id), rule),
            bad(canary.start(id, NOTHING), rule),
            bad(canary.start(NOTHING, id), rule),
            bad(canary.progress(id), rule),
            bad(canary.rollback(id, "r"), rule),
            bad(canary.current(id), rule),
            bad(webhooks.delete(id), rule),
            bad(webhooks.history(id), rule),
        ]);
    }
    all.push(bad(client.execute(ZEROS, 1), "all zeros"));
    all.push(bad(client.batch_execute(ZEROS, []), "all zeros"));
    all
}

fn executions(client: &Client) -> Vec<Bad> {
    let execute = || client.execute(TASK, payload());
    let item = |id: &str| BatchItem::new(id, 1);
    let batch = |items: Vec<BatchItem>| client.batch_execute(TASK, items);
    let stream = |items: Vec<BatchItem>| client.experimental_execute_stream(TASK, items);
    let pair = |id: &str| ValidateItem::new(id, 1, 1);
    let validate = |items: Vec<ValidateItem>| client.batch_validate(TASK, items);
    let concurrency = "MaxConcurrency must be between 1 and 100";
    vec![
        bad(
            stream(vec![item("a"), item("a")]),
            "two items have the id \"a\"",
        ),
        bad(stream(vec![item("")]), "an item without an id"),
        bad(
            stream(vec![BatchItem::new("a", ())]),
            "the input of item \"a\" is null",
        ),
        bad(stream(vec![item("a")]).concurrency(0), concurrency),
        bad(stream(vec![item("a")]).concurrency(101), concurrency),
        bad(stream(vec![item("a")]).path("x"), "does not begin with `/`"),
        bad(stream(vec![item("a")]).path("/a//b"), "path"),
        bad(stream(vec![item("a")]).path("/../b"), "path"),
        bad(client.execute(TASK, ()), "input is null"),
        bad(client.execute(TASK, f64::INFINITY), "input is null"),
        bad(execute().version(0), "greater than 0"),
        bad(execute().version(u32::MAX), "at most 2147483647"),
        bad(execute().execution_timeout(Duration::ZERO), "1 to 60000 ms"),
        bad(
            execute().execution_timeout(milliseconds(60_001)),
            "1 to 60000 ms",
        ),
        bad(batch(vec![item("a")]).concurrency(0), concurrency),
        bad(batch(vec![item("a")]).concurrency(101), concurrency),
        bad(batch(vec![item("a")]).concurrency(usize::MAX), concurrency),
        bad(batch(vec![item("a")]).version(0), "greater than 0"),
        bad(
            batch(vec![item("a")]).execution_timeout(Duration::ZERO),
            "1 to 60000 ms",
        ),
        bad(
            batch(vec![item("a"), item("b"), item("a")]),
            "two items have the id \"a\"",
        ),
        bad(batch(vec![item("a"), item("")]), "an item without an id"),
        bad(
            batch(vec![BatchItem::new("a", ())]),
            "the input of item \"a\" is null",
        ),
        bad(
            validate(vec![pair("a"), pair("a")]),
            "two items have the id \"a\"",
        ),
        bad(validate(vec![pair("")]), "a pair without an id"),
        bad(
            validate(vec![ValidateItem::new("a", (), 1)]),
            "the output of pair \"a\" is null",
        ),
        bad(
            validate(vec![ValidateItem::new("a", 1, ())]),
            "the expected output of pair \"a\" is null",
        ),
        bad(
            validate(vec![pair("a").input(())]),
            "the input of pair \"a\" is null",
        ),
    ]
}

fn others(client: &Client) -> Vec<Bad> {
    let event = || [WebhookEventType::CanaryRollback];
    let subscribe = |url: &str| client.webhooks().subscribe(url, event());
    let compare = || client.validation().compare(TASK, NOTHING);
    let finite = "no finite number";
    let mut all = vec![
        bad(
            client.webhooks().subscribe("https://h/x", []),
            "at least one event type",
        ),
        bad(subscribe("https://h/x").secret(""), "an empty secret"),
        bad(
            subscribe("https://h/x").delivery_timeout(Duration::ZERO),
            "a delivery timeout",
        ),
        bad(
            subscribe("https://h/x").delivery_timeout(milliseconds(60_001)),
            "a delivery timeout",
        ),
        bad(
            subscribe("https://h/x").delivery_attempts(u32::MAX),
            "delivery attempts",
        ),
        bad(
            subscribe("https://h/x").delivery_header("a b", "v"),
            "make no header",
        ),
        bad(
            subscribe("https://h/x").delivery_header("a", "v\r\nb: c"),
            "make no header",
        ),
        bad(
            client.webhooks().history(TASK).limit(u32::MAX),
            "a limit of",
        ),
        bad(compare().required_confidence(f64::NAN), finite),
        bad(compare().max_degradation_threshold(f64::INFINITY), finite),
        bad(
            compare().min_improvement_threshold(f64::NEG_INFINITY),
            finite,
        ),
    ];
    let urls = [
        "",
        "x",
        "/hook",
        "//h/hook",
        "h:80",
        "ftp://h/x",
        "http://",
        "https:///x",
        "http://h h/",
    ];
    all.extend(urls.map(|url| bad(subscribe(url), "is not an absolute URL")));
    all
}

#[tokio::test]
async fn every_rule_is_looked_at_before_anything_is_sent() {
    let stage = Stage::start().await;
    let client = &stage.client;
    let groups = [
        tasks(client),
        ids(client),
        executions(client),
        others(client),
    ];
    let mut count = 0;
    for (call, rule) in groups.into_iter().flatten() {
        let error = call.await.expect_err(rule);
        assert!(error.is_invalid_input(), "{rule}: {error}");
        assert!(error.message().contains(rule), "{rule}: {error}");
        assert_eq!((error.attempts(), error.status()), (0, None), "{error}");
        count += 1;
    }
    assert!(WebhookVerifier::new("").unwrap_err().is_invalid_input());
    assert!(stage.simulator.requests().is_empty());
    println!("loopai: {count} inputs refused before any I/O");
}

/// No input is taken either.
#[tokio::test]
async fn a_batch_that_cannot_work_does_not_begin() {
    let stage = Stage::start().await;
    let taken = || -> BatchItem { panic!("an input was taken") };
    let many = |task: &str| {
        let inputs = std::iter::repeat_with(taken);
        stage.client.execute_many(task, inputs)
    };
    let concurrency = "MaxConcurrency must be between 1 and 100";
    let cases: [(ExecuteMany, &str); 10] = [
        (many("x"), "is not a GUID with hyphens"),
        (many(ZEROS), "all zeros"),
        (many(TASK).concurrency(0), concurrency),
        (many(TASK).concurrency(101), concurrency),
        (many(TASK).in_chunks(10).concurrency(101), concurrency),
        (many(TASK).in_chunks(10).chunks_at_once(0), concurrency),
        (many(TASK).in_chunks(10).chunks_at_once(101), concurrency),
        (many(TASK).in_chunks(0), "requests of 0 items"),
        (many(TASK).version(0), "greater than 0"),
        (
            many(TASK).execution_timeout(Duration::ZERO),
            "1 to 60000 ms",
        ),
    ];
    for (many, rule) in cases {
        let error = many.results().expect_err(rule);
        assert!(error.is_invalid_input(), "{error}");
        assert!(error.message().contains(rule), "{error}");
    }
    assert!(stage.simulator.requests().is_empty());
}

/// What lies just within the rules is taken by the client and by the server.
#[tokio::test]
async fn what_lies_within_the_rules_is_taken() {
    let stage = Stage::start().await;
    let client = &stage.client;
    for (number, name) in ["a", "A-Z_a.z-09", "-", ".", "_"].into_iter().enumerate() {
        let call = client.tasks().create(name).description("é".repeat(2000));
        let share = if number % 2 == 0 { 0.0 } else { 1.0 };
        let call = call.accuracy_target(share).sampling_rate(1.0 - share);
        let limit = if number % 2 == 0 { 1 } else { 60_000 };
        let call = call.latency_target(milliseconds(limit));
        call.input_schema(false).output_schema(0).await.unwrap();
    }
    for limit in [Duration::from_nanos(1), milliseconds(60_000)] {
        let call = client.execute(TASK, false).execution_timeout(limit);
        call.version(1).await.unwrap();
    }
    for concurrency in [1, 100] {
        let batch = client.batch_execute(TASK, [BatchItem::new(" ", "")]);
        assert!(
            batch
                .concurrency(concurrency)
                .await
                .unwrap()
                .get(" ")
                .is_some()
        );
    }
    client
        .batch_validate(ZEROS, [ValidateItem::new("a", false, "")])
        .await
        .unwrap();
    stage.proxy.assert_clean();
}
