//! Every documented success of a run: the value, and that nothing of the reply is lost or made up.

use futures_util::{StreamExt as _, stream};
use quintet::gateway::{
    BatchResult, CallStatus, Client, Gateway, Prefab, PrefabCall, Run, RunResult, RunStatus,
};
use quintet::{Builder, Call, ErrorKind, Result};
use serde::Deserialize;
use serde_json::{Value, json};

use super::stage::{Stage, drive};
use crate::support::stage::sent;

/// Makes every call with success.
pub(super) async fn drive_all(stage: &Stage) {
    inputs(stage).await;
    envelopes(stage).await;
    files(stage).await;
    failures(stage).await;
    batch(stage).await;
    many(stage).await;
    legacy(stage).await;
}

/// What a function says that returns what it is given.
fn echoed<'a>(result: &'a RunResult, key: &str) -> &'a Value {
    &result.function_result()[key]
}

async fn inputs(stage: &Stage) {
    let call = drive!(
        stage,
        Client,
        run,
        &stage.client,
        "test-kit",
        "1.0.0",
        "echo"
    );
    let call = drive!(stage, Call<Run>, parameter, call, "n", 1);
    let call = drive!(
        stage,
        Call<Run>,
        parameters,
        call,
        json!({ "text": "é", "none": null })
    );
    let call = drive!(stage, Call<Run>, file, call, "any", "s3://bucket/input.mp4");
    let more = ["s3://bucket/2", "s3://bucket/a b"];
    let call = drive!(stage, Call<Run>, files, call, "more", more);
    let reply = stage.settle(call).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 1));
    let inputs = json!({
        "parameters": { "n": 1, "text": "é", "none": null },
        "files": { "any": ["s3://bucket/input.mp4"], "more": more },
    });
    let asked = json!({ "calls": [{
        "prefab_id": "test-kit", "version": "1.0.0", "function_name": "echo", "inputs": inputs,
    }] });
    assert_eq!(sent(&stage.last()), asked);

    let result = reply.into_value();
    assert_eq!(echoed(&result, "parameters"), &inputs["parameters"]);
    assert_eq!(echoed(&result, "files"), &inputs["files"]);
    assert_eq!(echoed(&result, "agent_id"), "agent456");
    assert!(result.job_id.as_deref().is_some_and(|id| id.len() == 36));

    let kit = drive!(stage, Client, prefab, &stage.client, "test-kit", "1.0.0");
    let call = drive!(stage, Prefab, call, &kit, "echo");
    let result = stage.settle(call).await.unwrap().into_value();
    assert_eq!(echoed(&result, "parameters"), &json!({}));
    assert!(
        sent(&stage.last())["calls"][0]["inputs"]
            .get("files")
            .is_none()
    );
}

/// The output around what a function returned.
async fn envelopes(stage: &Stage) {
    let run = async |function: &str| {
        let call = stage.client.run("test-kit", "1.0.0", function);
        let call = drive!(stage, Call<Run>, must_succeed, call);
        stage.settle(call).await.unwrap().into_value()
    };
    let said = run("echo").await;
    assert!(drive!(stage, RunResult, is_success, &said));
    assert_eq!(
        (&said.status, &said.error),
        (&Some(CallStatus::Success), &None)
    );
    assert!(drive!(stage, RunResult, business_success, &said));
    assert_eq!(drive!(stage, RunResult, business_message, &said), "Echoed");
    assert_eq!(
        drive!(stage, RunResult, result, &said),
        said.output.as_ref()
    );
    let output = said.output.as_ref().unwrap();
    assert_eq!(
        drive!(stage, RunResult, get, &said, "status"),
        Some(&json!("SUCCESS"))
    );
    assert_eq!(
        drive!(stage, RunResult, function_result, &said),
        &output["output"]
    );
    assert_eq!(drive!(stage, RunResult, legacy_result, &said), None);
    assert_eq!(drive!(stage, RunResult, error_message, &said), None);
    assert_eq!(drive!(stage, RunResult, error_type, &said), None);

    #[derive(Deserialize)]
    struct Echo {
        user_id: String,
    }
    let typed: Result<Echo> = drive!(stage, RunResult, function_result_as, &said);
    assert_eq!(typed.unwrap().user_id, "user123");

    let refused = run("refuse").await;
    assert!(refused.is_success() && !refused.business_success());
    let error = drive!(stage, RunResult, business_error, &refused);
    assert_eq!(error, Some("There is no such page"));
    let code = drive!(stage, RunResult, business_error_code, &refused);
    assert_eq!(code, Some("NO_SUCH_PAGE"));

    for function in ["nothing", "void"] {
        let nothing = run(function).await;
        assert_eq!(nothing.output.is_some(), function == "nothing");
        assert_eq!(nothing.function_result(), &json!({}));
        assert!(nothing.is_success() && !nothing.business_success());
        assert_eq!(
            (nothing.business_message(), nothing.business_error()),
            ("", None)
        );
    }
}

async fn files(stage: &Stage) {
    let call = stage
        .client
        .run("video-processor", "1.0.0", "extract_audio");
    let call = call.file("video", "s3://bucket/input.mp4");
    let result = stage.settle(call).await.unwrap().into_value();
    let files = drive!(stage, RunResult, files, &result);
    let urls = drive!(stage, RunResult, file_urls, &result);
    assert_eq!(files["audio"], urls);
    let [url] = urls.as_slice() else {
        panic!("{urls:?}");
    };
    assert!(
        url.starts_with("s3://bucket/prefab-outputs/user123/"),
        "{url}"
    );
    assert_eq!(stage.simulator.object(url).unwrap(), "audio:a video");
}

/// A call that fails is a result, and an error when it is asked to be one.
async fn failures(stage: &Stage) {
    let call = stage.client.run("test-kit", "1.0.0", "fail");
    let call = call.parameter("message", "out of ink");
    let result = stage.settle(call.clone()).await.unwrap().into_value();
    assert_eq!((result.is_success(), &result.output), (false, &None));
    assert_eq!(result.error_message(), Some("out of ink"));
    assert_eq!(result.error_type(), Some("RuntimeError"));
    let error = drive!(stage, RunResult, into_result, result).unwrap_err();
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Failed, Some("RuntimeError"))
    );
    assert_eq!(error.operation(), None, "the result may come from anywhere");

    let error = stage.settle(call.must_succeed()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::Failed, Some("RuntimeError"))
    );
    assert!(error.message().starts_with("out of ink, job "), "{error}");
    assert_eq!(
        (error.operation(), error.status().unwrap().as_u16()),
        (Some("run"), 200)
    );
    let body: Value = serde_json::from_slice(error.body().unwrap()).unwrap();
    assert_eq!(body["results"][0]["error"]["message"], "out of ink");
    assert_eq!(error.attempts(), 1);
}

async fn batch(stage: &Stage) {
    let call = PrefabCall::new("test-kit", "1.0.0", "echo");
    let call = drive!(stage, PrefabCall, parameter, call, "n", 1);
    let call = drive!(stage, PrefabCall, parameters, call, json!({ "m": 2 }));
    let call = drive!(stage, PrefabCall, file, call, "any", "s3://bucket/1");
    let call = drive!(stage, PrefabCall, files, call, "any", ["s3://bucket/2"]);
    let calls = [
        call.clone(),
        PrefabCall::new("test-kit", "1.0.0", "fail"),
        call,
    ];
    let call = drive!(stage, Client, run_batch, &stage.client, calls);
    let reply = stage.settle(call).await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 1));
    let batch = reply.into_value();
    assert_eq!(batch.status, Some(RunStatus::PartialSuccess));
    assert!(!drive!(stage, BatchResult, all_success, &batch));
    let failed = drive!(stage, BatchResult, failed, &batch);
    let failed: Vec<_> = failed
        .map(|(index, result)| (index, result.error_type()))
        .collect();
    assert_eq!(failed, [(1, Some("RuntimeError"))]);
    for result in [&batch.results[0], &batch.results[2]] {
        assert_eq!(
            result.function_result()["parameters"],
            json!({ "n": 1, "m": 2 })
        );
        assert_eq!(
            result.function_result()["files"]["any"],
            json!(["s3://bucket/1", "s3://bucket/2"])
        );
        assert_eq!(result.job_id, batch.job_id);
    }
}

async fn many(stage: &Stage) {
    let calls = || (0..5).map(|n| PrefabCall::new("test-kit", "1.0.0", "echo").parameter("n", n));
    let ordered = drive!(stage, Client, run_many, &stage.client, calls());
    let results = ordered.results().await.unwrap();
    let streamed = drive!(
        stage,
        Client,
        run_many_from,
        &stage.client,
        stream::iter(calls())
    );
    let items: Vec<_> = streamed.items().unwrap().collect().await;
    let items = items.into_iter().enumerate().map(|(at, item)| {
        assert_eq!(item.index, at);
        item.outcome
    });
    for results in [results, items.collect()] {
        let number =
            |result: Result<RunResult>| echoed(&result.unwrap(), "parameters")["n"].clone();
        let numbers = results.into_iter().map(number);
        assert_eq!(numbers.collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
    }
}

/// The same over the route of legacy credentials.
async fn legacy(stage: &Stage) {
    let key = stage.simulator.api_key();
    let limit = std::time::Duration::from_secs(60);
    let by_key = stage.client(|builder| {
        let builder = drive!(stage, Builder<Gateway>, legacy_api_key, builder, key);
        drive!(stage, Builder<Gateway>, run_timeout, builder, limit)
    });
    let token = stage.simulator.token();
    let by_jwt =
        stage.client(|builder| drive!(stage, Builder<Gateway>, legacy_jwt, builder, token));
    for client in [by_key, by_jwt] {
        let call = client.run("test-kit", "1.0.0", "echo").parameter("n", 1);
        let reply = stage.settle_as("run_legacy", call).await.unwrap();
        assert_eq!((reply.status().as_u16(), reply.attempts()), (200, 1));
        assert_eq!(stage.last().path(), "/v1/run");
        let result = reply.into_value();
        assert_eq!(echoed(&result, "parameters"), &json!({ "n": 1 }));
        assert_eq!(echoed(&result, "agent_id"), &Value::Null);

        let calls = [PrefabCall::new("test-kit", "1.0.0", "echo")];
        let batch = stage.settle_as("run_legacy", client.run_batch(calls)).await;
        assert!(batch.unwrap().value().all_success());
    }
}
