//! Several inputs in one request, and outputs that are compared: every documented success. Contract: §1.3, §1.4, §4.

use std::time::Duration;

use quintet::Call;
use quintet::loopai::{
    BatchExecute, BatchExecution, BatchItem, BatchResult, Client, Refusal, RefusalKind,
    ValidateItem,
};
use quintet::sim::loopai::{BatchExecutor, ExecutionFault};
use serde_json::{Value, json};

use super::stage::{NOTHING, Stage, TASK, drive, payload, wire};

fn text(text: &str) -> Value {
    json!({ "text": text })
}

/// Makes every call with success.
pub(super) async fn drive_all(stage: &Stage) {
    execute(stage).await;
    settings(stage).await;
    failures(stage).await;
    skipped(stage).await;
    validate(stage).await;
}

fn ids<'a>(results: impl IntoIterator<Item = &'a BatchResult>) -> Vec<&'a str> {
    results.into_iter().map(|result| &*result.id).collect()
}

async fn execute(stage: &Stage) {
    let inputs = ["Free money, claim your prize", "See you tomorrow"].map(text);
    let items: Vec<_> = BatchItem::numbered(&inputs).collect();
    let call = drive!(stage, Client, batch_execute, &stage.client, TASK, items);
    let batch = stage.done(call).await;
    assert_eq!(stage.line(), "POST /api/v1/batch/execute");
    let [one, other] = inputs;
    let sent = json!({
        "task_id": TASK,
        "items": [{ "id": "0", "input": one }, { "id": "1", "input": other }],
    });
    assert_eq!(stage.sent(), sent);
    assert!(drive!(stage, BatchExecution, all_success, &batch));
    assert_eq!(ids(&batch.results), ["0", "1"]);
    let outputs = batch.results.iter().map(|result| &result.execution.output);
    assert!(outputs.eq([&Some(json!("spam")), &Some(json!("ham"))]));
    assert_eq!((&*batch.task_id, batch.version), (TASK, None));
    let counts = (batch.total_items, batch.success_count, batch.failure_count);
    assert_eq!(counts, (2, 2, 0));
    assert!(batch.started_at <= batch.completed_at && batch.avg_latency_ms > 0.0);
    let execution = drive!(stage, BatchExecution, get, &batch, "1").unwrap();
    assert_eq!(execution, &batch.results[1].execution);
    assert_eq!((&*execution.task_id, execution.version), (TASK, None));
    assert!(execution.execution_id.is_some() && batch.get("2").is_none());

    let none = stage.done(stage.client.batch_execute(TASK, [])).await;
    assert_eq!((none.total_items, none.avg_latency_ms), (0, 0.0));
    assert!(none.all_success() && none.results.is_empty());
}

async fn settings(stage: &Stage) {
    let item = BatchItem::new("email-001", text("a"));
    assert_eq!(drive!(stage, BatchItem, id, &item), "email-001");
    let forced = drive!(stage, BatchItem, force_validation, item.clone());
    let call = stage
        .client
        .batch_execute(TASK, [forced, BatchItem::new("b", 1)]);
    let call = drive!(stage, Call<BatchExecute>, version, call, 1);
    let limit = Duration::from_millis(30_000);
    let call = drive!(stage, Call<BatchExecute>, execution_timeout, call, limit);
    let call = drive!(stage, Call<BatchExecute>, concurrency, call, 100);
    let call = drive!(stage, Call<BatchExecute>, stop_on_first_error, call);
    let batch = stage.done(call).await;
    let sent = json!({
        "task_id": TASK, "version": 1, "max_concurrency": 100, "stop_on_first_error": true, "timeout_ms": 30_000,
        "items": [
            { "id": "email-001", "input": text("a"), "force_validation": true },
            { "id": "b", "input": 1 },
        ],
    });
    assert_eq!(stage.sent(), sent);
    assert_eq!(batch.version, Some(1));
    assert!(batch.get("email-001").unwrap().sampled_for_validation);

    let call = stage.client.batch_execute(TASK, [item]);
    let call = drive!(stage, Call<BatchExecute>, force_validation, call);
    let batch = stage.done(call).await;
    assert_eq!(stage.sent()["items"][0]["force_validation"], true);
    assert!(batch.results[0].execution.sampled_for_validation);
}

async fn failures(stage: &Stage) {
    let simulator = &stage.simulator;
    simulator.inject_execution(ExecutionFault::error("boom").on_input("-1"));
    simulator.inject_execution(ExecutionFault::exception("no connection").on_input("-2"));
    let items = BatchItem::numbered(["-1", "0", "-2"].map(text));
    let batch = stage.done(stage.client.batch_execute(TASK, items)).await;
    assert!(!batch.all_success());
    assert_eq!(
        ids(drive!(stage, BatchExecution, failed, &batch)),
        ["0", "2"]
    );
    assert_eq!((batch.success_count, batch.failure_count), (1, 2));
    let error = |at: usize| {
        let execution = batch.results[at].execution.clone();
        (
            execution.execution_id.is_some(),
            execution.into_result().unwrap_err(),
        )
    };
    // The program threw, and then the server.
    let (ran, error_of_program) = error(0);
    assert!(ran && error_of_program.message().starts_with("boom, execution "));
    assert_eq!(Refusal::of(&error_of_program).kind, RefusalKind::Execution);
    let (ran, error_of_server) = error(2);
    assert!(!ran && error_of_server.message() == "no connection");

    let unknown = stage
        .client
        .batch_execute(NOTHING, BatchItem::numbered([1, 2]));
    let batch = stage.done(unknown).await;
    assert_eq!((batch.success_count, batch.failure_count), (0, 2));
    for result in &batch.results {
        assert_eq!(result.execution.execution_id, None);
        let said = result.execution.error_message.as_deref().unwrap();
        assert!(said.contains("not found"), "{said}");
    }
}

/// The other executor sorts ids as texts, and leaves out what comes after a failure.
async fn skipped(stage: &Stage) {
    stage
        .simulator
        .set_batch_executor(BatchExecutor::CodeBeaker);
    let all = stage.client.batch_execute(
        TASK,
        BatchItem::numbered((0..12).map(|at| text(&at.to_string()))),
    );
    let batch = stage.done(all).await;
    let expected: Vec<String> = (0..12).map(|number| number.to_string()).collect();
    assert_eq!(ids(&batch.results), expected);
    assert_eq!((batch.version, batch.all_success()), (Some(2), true));

    stage
        .simulator
        .inject_execution(ExecutionFault::error("boom").on_input("-1"));
    let call = stage.client.batch_execute(
        TASK,
        BatchItem::numbered(["1", "-1", "2", "3", "4"].map(text)),
    );
    let batch = stage.done(call.concurrency(1).stop_on_first_error()).await;
    assert_eq!(
        (ids(&batch.results), batch.total_items),
        (vec!["0", "1", "2"], 3)
    );
    assert_eq!(batch.skipped, ["3", "4"]);
    assert!(!batch.all_success() && batch.unexpected.is_empty());
    stage.simulator.set_batch_executor(BatchExecutor::Standard);
}

async fn validate(stage: &Stage) {
    let ordered = json!({ "b": 1, "a": [1.0, { "d": null, "c": -0.0 }] });
    let other: Value = serde_json::from_str(r#" {"a" : [1,{"c":0, "d":null}], "b": 1.0}"#).unwrap();
    let pair = ValidateItem::new("same", &ordered, &other);
    let pair = drive!(stage, ValidateItem, input, pair, payload());
    let pairs = [
        pair,
        ValidateItem::new("differs", json!([1, 2]), json!([2, 1])),
        ValidateItem::new("payload", payload(), payload()),
        ValidateItem::new("quirk", "1", 1),
    ];
    let call = drive!(stage, Client, batch_validate, &stage.client, TASK, pairs);
    let validation = stage.done(call).await;
    assert_eq!(stage.line(), "POST /api/v1/batch/validate");
    let sent = stage.sent();
    assert_eq!(
        (&sent["task_id"], &sent["items"][0]["input"]),
        (&json!(TASK), &payload())
    );
    assert_eq!(
        sent["items"][1],
        json!({ "id": "differs", "input": {}, "output": [1, 2], "expected_output": [2, 1] })
    );
    // Not only equal: the same text.
    let text = String::from_utf8(stage.last().body().to_vec()).unwrap();
    assert_eq!(
        text.matches(r#"{"a":[1,{"c":0,"d":null}],"b":1}"#).count(),
        2,
        "{text}"
    );
    let results = validation
        .results
        .iter()
        .map(|one| (&*one.id, one.is_valid));
    assert!(results.eq([
        ("same", true),
        ("differs", false),
        ("payload", true),
        ("quirk", true)
    ]));
    let counts = (
        validation.total_items,
        validation.valid_count,
        validation.invalid_count,
    );
    assert_eq!((counts, validation.accuracy_rate), ((4, 3, 1), 0.75));
    let messages = wire(&validation.results);
    assert_eq!(
        messages[1]["message"],
        "Output does not match expected output"
    );
    assert_eq!(
        (&messages[0]["message"], &messages[0]["confidence_score"]),
        (&json!("Valid"), &json!(1.0))
    );

    let none = stage.done(stage.client.batch_validate(NOTHING, [])).await;
    assert_eq!((none.total_items, none.accuracy_rate), (0, 0.0));
}

/// Inputs are sent as they were given, and outputs are read as they were sent, in batches as well.
#[tokio::test]
async fn no_payload_of_a_batch_is_rewritten() {
    let stage = Stage::start().await;
    let all = stage.client.tasks();
    let call = all
        .create("echo")
        .description("Echoes")
        .input_schema(1)
        .output_schema(1);
    let example = json!({ "input": payload(), "output": payload() });
    let task = call.example(example).await.unwrap();
    let items = BatchItem::numbered([payload(), payload()]);
    let batch = stage.client.batch_execute(&task.id, items).await.unwrap();
    assert_eq!(stage.sent()["items"][1]["input"], payload());
    for result in batch.results {
        assert_eq!(result.execution.output, Some(payload()));
    }
    stage.proxy.assert_clean();
}

/// A server whose items get into each other's way tells which ones did, and nothing is made up for them.
#[tokio::test]
async fn items_in_each_others_way_fail_alone() {
    let stage = Stage::start().await;
    stage.simulator.set_shared_context(true);
    let batch = |concurrency| {
        let call = stage
            .client
            .batch_execute(TASK, BatchItem::numbered(["a"; 6].map(text)));
        call.concurrency(concurrency)
    };
    let collided = batch(3).await.unwrap();
    assert_eq!(ids(collided.failed()), ["1", "2", "4", "5"]);
    assert!(
        collided
            .failed()
            .all(|one| one.execution.execution_id.is_none())
    );
    assert!(batch(1).await.unwrap().all_success());
    stage.proxy.assert_clean();
}
