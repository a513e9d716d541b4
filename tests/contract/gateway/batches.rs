//! Several calls in one request, and many in requests of their own. Contract: §1.2.

use futures_util::StreamExt as _;
use quintet::gateway::{PrefabCall, RunResult};
use quintet::sim::Fault;
use quintet::{Batch, ErrorKind, Result};
use serde_json::{Value, json};

use super::stage::Stage;
use crate::support::stage::sent;

fn kit(function: &str) -> PrefabCall {
    PrefabCall::new("test-kit", "1.0.0", function)
}

/// Calls by the numbers that they echo.
fn echoes(numbers: std::ops::Range<u32>) -> impl Iterator<Item = PrefabCall> {
    numbers.map(|number| kit("echo").parameter("n", number))
}

fn number(result: &RunResult) -> &Value {
    &result.function_result()["parameters"]["n"]
}

#[tokio::test]
async fn no_calls_are_no_results() {
    let stage = Stage::start().await;
    let batch = stage.client.run_batch([]).await.unwrap();
    assert_eq!(sent(&stage.last()), json!({ "calls": [] }));
    assert!(batch.all_success() && batch.results.is_empty() && batch.job_id.is_some());
    assert_eq!(batch.failed().count(), 0);
    stage.proxy.assert_clean();
}

#[tokio::test]
async fn results_keep_the_order_of_their_calls_whatever_became_of_them() {
    let stage = Stage::start().await;
    let calls = echoes(0..3).chain([kit("fail")]).chain(echoes(4..6));
    let batch = stage.client.run_batch(calls).await.unwrap();
    for (at, result) in batch.results.iter().enumerate() {
        match at {
            3 => assert_eq!(result.error_type(), Some("RuntimeError")),
            _ => assert_eq!(number(result), at),
        }
    }
    let failed: Vec<_> = batch.failed().map(|(at, _)| at).collect();
    assert_eq!((failed, batch.results.len()), (vec![3], 6));
    stage.proxy.assert_clean();
}

/// What the server itself finds wrong is the failure of all, also of what took effect, and so it is sent once.
#[tokio::test]
async fn one_wrong_call_loses_the_results_of_all() {
    let stage = Stage::start().await;
    let calls = echoes(0..2).chain([kit("unheard-of")]);
    let error = stage.client.run_batch(calls).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::NotFound, 1));
    let message = "Function unheard-of not found in prefab test-kit (one of 3 calls)";
    assert_eq!(error.message(), message);
    assert_eq!(stage.simulator.executions("test-kit", "echo"), 2);

    stage.simulator.set_quota(Some(1));
    let error = stage.client.run_batch(echoes(0..2)).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::RateLimited, 1)
    );
    assert_eq!(stage.simulator.executions("test-kit", "echo"), 3);
    stage.proxy.assert_clean();
}

/// A run of two calls, answered so.
async fn answered(reply: &str) -> Result<quintet::gateway::BatchResult> {
    let stage = Stage::start().await;
    let client = stage.unwatched(|builder| builder.token(stage.simulator.token()));
    stage
        .simulator
        .inject(Fault::status(200).body("application/json", reply));
    let result = client.run_batch(echoes(0..2)).await;
    assert_eq!(stage.sent(), 1);
    result
}

#[tokio::test]
async fn another_number_of_results_than_calls_is_an_error_with_the_reply() {
    for results in [0, 1, 3] {
        let reply = json!({ "job_id": "j", "status": "COMPLETED", "results": vec![json!({ "status": "SUCCESS" }); results] });
        let error = answered(&reply.to_string()).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Decode, 1));
        let words = format!("the reply has {results} results, not 2; the calls may have run");
        assert!(error.message().starts_with(&words), "{error}");
        let body: Value = serde_json::from_slice(error.body().unwrap()).unwrap();
        assert_eq!(body, reply);
    }
    for wrong in [
        "{}",
        r#"{"results":null}"#,
        r#"{"results":{}}"#,
        "[]",
        "",
        "not JSON",
        r#"{"results":[1,2]}"#,
    ] {
        let error = answered(wrong).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.operation()),
            (ErrorKind::Decode, Some("run")),
            "{wrong}"
        );
        assert_eq!(&**error.body().unwrap(), wrong.as_bytes());
    }
}

#[tokio::test]
async fn what_a_reply_leaves_out_or_calls_otherwise_is_no_error() {
    let batch =
        answered(r#"{"results":[{},{"status":"SKIPPED","output":null,"error":{"why":"rain"}}]}"#);
    let batch = batch.await.unwrap();
    assert_eq!((&batch.job_id, &batch.status), (&None, &None));
    assert!(!batch.all_success() && batch.failed().count() == 2);
    let [silent, skipped] = batch.results.as_slice() else {
        panic!("{batch:#?}");
    };
    assert_eq!(
        (&silent.status, &silent.output, &silent.job_id),
        (&None, &None, &None)
    );
    assert_eq!(skipped.status.as_ref().unwrap().to_string(), "SKIPPED");
    let error = skipped.clone().into_result().unwrap_err();
    assert_eq!(
        (error.kind(), error.message()),
        (ErrorKind::Failed, r#"{"why":"rain"}"#)
    );

    // The older, flat output; files as one URL; texts where objects are usual.
    let reply = json!({ "job_id": null, "status": "DONE", "results": [
        { "status": "SUCCESS", "output": { "result": { "data": "test" }, "files": { "a": "s3://b/k", "b": [1, "s3://b/l"] } } },
        { "status": "SUCCESS", "output": { "output": "text" } },
    ] });
    let batch = answered(&reply.to_string()).await.unwrap();
    assert_eq!(batch.status.as_ref().unwrap().to_string(), "DONE");
    let [flat, text] = batch.results.as_slice() else {
        panic!("{batch:#?}");
    };
    assert_eq!(flat.legacy_result(), Some(&json!({ "data": "test" })));
    assert_eq!(
        (flat.function_result(), flat.file_urls()),
        (&json!({}), vec!["s3://b/k", "s3://b/l"])
    );
    assert_eq!(
        (text.function_result(), text.business_success()),
        (&json!("text"), false)
    );
}

#[tokio::test]
async fn many_runs_keep_their_order_and_fail_one_by_one() {
    let stage = Stage::start().await;
    // Simulated seconds are real ones here, and the first call takes longest.
    let slow = kit("sleep").parameter("seconds", 0.005);
    let calls = [
        slow,
        kit("echo").parameter("n", 1),
        kit("fail"),
        kit("unheard-of"),
        PrefabCall::new("", "1.0.0", "echo"),
        kit("echo").file("any", "/tmp/a"),
        kit("echo").parameter("n", 6),
    ];
    let batch = stage.client.run_many(calls).concurrency(3);
    let mut items = batch.items().unwrap();
    let mut seen = Vec::new();
    while let Some(item) = items.next().await {
        assert_eq!(item.index, seen.len());
        seen.push(
            item.outcome
                .map_err(|error| (error.kind(), error.attempts())),
        );
    }
    let [
        Ok(slow),
        Ok(first),
        Ok(failed),
        missing,
        nameless,
        local,
        Ok(last),
    ] = seen.as_slice()
    else {
        panic!("{seen:#?}");
    };
    assert_eq!(slow.function_result()["message"], "Slept");
    assert_eq!((number(first), number(last)), (&json!(1), &json!(6)));
    assert!(!failed.is_success());
    assert_eq!(missing.as_ref().unwrap_err(), &(ErrorKind::NotFound, 1));
    for refused in [nameless, local] {
        assert_eq!(refused.as_ref().unwrap_err(), &(ErrorKind::InvalidInput, 0));
    }
    assert_eq!(stage.sent(), 5);
    assert!(stage.simulator.most_runs_at_once() <= 3);
    let summary = items.summary();
    assert_eq!((summary.started, summary.failed), (7, 3));
    stage.proxy.assert_clean();
}

#[tokio::test]
async fn a_failed_call_stops_a_batch_only_when_it_is_an_error() {
    let stage = Stage::start().await;
    let calls = || [kit("echo"), kit("fail"), kit("echo"), kit("echo")];
    let going_on = stage
        .client
        .run_many(calls())
        .concurrency(1)
        .stop_on_error();
    assert_eq!(going_on.results().await.unwrap().len(), 4);
    let client = stage.client.clone();
    let stopping = Batch::new(calls(), move |call| client.call(call).must_succeed());
    let results = stopping
        .concurrency(1)
        .stop_on_error()
        .results()
        .await
        .unwrap();
    let [Ok(_), Err(error)] = results.as_slice() else {
        panic!("{results:#?}");
    };
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Failed, Some("run"))
    );
    assert_eq!(stage.simulator.executions("test-kit", "echo"), 3 + 1);
    stage.proxy.assert_clean();
}

#[tokio::test]
async fn a_run_that_got_no_result_is_an_error() {
    let stage = Stage::start().await;
    let client = stage.unwatched(|builder| builder.token(stage.simulator.token()));
    for (reply, words) in [
        (r#"{"results":[]}"#, "the reply has 0 results, not 1"),
        (r#"{"results":[{},{}]}"#, "the reply has 2 results, not 1"),
        ("<html>", "the reply (application/json) "),
    ] {
        stage
            .simulator
            .inject(Fault::status(200).body("application/json", reply));
        let error = client.call(kit("echo")).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Decode, 1));
        assert!(error.message().starts_with(words), "{error}");
        assert_eq!(&**error.body().unwrap(), reply.as_bytes());
    }
    stage
        .simulator
        .inject(Fault::status(200).body("text/html", "<html>sign in</html>"));
    let error = client.call(kit("echo")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
}
