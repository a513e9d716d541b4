//! One execution at a time: every documented success, programs that fail among them. Contract: §1.2.

use std::time::Duration;

use quintet::loopai::{
    Client, Execute, Execution, ExecutionStatus, ProgramFailure, Refusal, RefusalKind,
};
use quintet::sim::loopai::{ExecutionFault, Generator};
use quintet::{Call, ErrorKind};
use serde_json::{Value, json};

use super::stage::{NOTHING, OLD, PROGRAM, Stage, TASK, drive, payload};

fn spam() -> Value {
    json!({ "text": "Free money, claim your prize" })
}

/// Makes every call with success.
pub(super) async fn drive_all(stage: &Stage) {
    success(stage).await;
    settings(stage).await;
    failure(stage).await;
    timeout(stage).await;
}

async fn success(stage: &Stage) {
    let call = drive!(stage, Client, execute, &stage.client, TASK, spam());
    let execution = stage.done(call).await;
    assert_eq!(stage.line(), format!("POST /api/v1/tasks/{TASK}/execute"));
    assert_eq!(stage.sent(), json!({ "task_id": TASK, "input": spam() }));
    assert!(drive!(stage, Execution, is_success, &execution));
    assert!(!drive!(stage, Execution, is_timeout, &execution));
    assert_eq!(execution.task_id, TASK);
    assert_eq!(execution.program_id.as_deref(), Some(PROGRAM));
    assert_eq!(
        (execution.version, &execution.error_message),
        (Some(2), &None)
    );
    assert_eq!(
        (&execution.output, execution.memory_usage_mb),
        (&Some(json!("spam")), None)
    );
    assert!(execution.execution_id.is_some() && execution.executed_at.is_some());
    let latency = drive!(stage, Execution, latency, &execution);
    assert_eq!(
        latency,
        Duration::from_secs_f64(execution.latency_ms / 1000.0)
    );
    let label: String = drive!(stage, Execution, output_as, &execution).unwrap();
    assert_eq!(label, "spam");
    let error = execution.output_as::<u8>().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let same = drive!(stage, Execution, into_result, execution.clone()).unwrap();
    assert_eq!(same, execution);
}

async fn settings(stage: &Stage) {
    for (limit, milliseconds) in [(60_000_000, 60_000), (1, 1), (1001, 2)] {
        let call = stage.client.execute(TASK, spam());
        let call = drive!(stage, Call<Execute>, version, call, 1);
        let call = drive!(stage, Call<Execute>, force_validation, call);
        let limit = Duration::from_micros(limit);
        let call = drive!(stage, Call<Execute>, execution_timeout, call, limit);
        let execution = stage.done(call).await;
        let sent = json!({
            "task_id": TASK, "input": spam(), "version": 1, "force_validation": true, "timeout_ms": milliseconds,
        });
        assert_eq!(stage.sent(), sent);
        assert_eq!(
            (execution.version, execution.program_id.as_deref()),
            (Some(1), Some(OLD))
        );
        assert!(execution.sampled_for_validation);
    }
}

async fn failure(stage: &Stage) {
    let fault = ExecutionFault::error("out of\nrange").times(2);
    stage.simulator.inject_execution(fault);
    let execution = stage.done(stage.client.execute(TASK, spam())).await;
    assert!(!execution.is_success() && !execution.is_timeout());
    assert_eq!(
        (&execution.status, &execution.output),
        (&ExecutionStatus::Error, &None)
    );
    assert_eq!(execution.error_message.as_deref(), Some("out of\nrange"));
    let id = execution.execution_id.clone().unwrap();
    let error = execution.output_as::<Value>().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Failed);
    let error = execution.into_result().unwrap_err();
    let message = format!("out of range, execution {id}");
    assert_eq!(
        (error.kind(), error.message()),
        (ErrorKind::Failed, &*message)
    );
    let refusal = Refusal::of(&error);
    assert_eq!(
        (refusal.kind, &refusal.execution_id),
        (RefusalKind::Execution, &Some(id))
    );

    // The same as an error of the call, with the reply.
    let call = stage.client.execute(TASK, spam());
    let call = drive!(stage, Call<Execute>, must_succeed, call);
    let error = stage.settle(call).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Failed, 1));
    assert_eq!(
        (error.status().unwrap().as_u16(), error.operation()),
        (200, Some("execute"))
    );
    let body: Value = serde_json::from_slice(error.body().unwrap()).unwrap();
    let source = std::error::Error::source(&error).unwrap();
    let failure: &ProgramFailure = source.downcast_ref().unwrap();
    assert_eq!(body["status"], "error");
    assert_eq!(
        body["execution_id"],
        *failure.execution_id.as_ref().unwrap()
    );
    assert_eq!(
        body["error_message"],
        *failure.error_message.as_ref().unwrap()
    );
    let fine = stage.client.execute(TASK, spam()).must_succeed();
    assert!(stage.done(fine).await.is_success());
}

/// A time limit that passed is an `error`, which the words tell.
async fn timeout(stage: &Stage) {
    let slow = ExecutionFault::slow(Duration::from_secs(3600));
    stage.simulator.inject_execution(slow);
    let call = stage.client.execute(TASK, spam());
    let execution = stage
        .done(call.execution_timeout(Duration::from_millis(7)))
        .await;
    assert!(execution.is_timeout() && !execution.is_success());
    assert_eq!(execution.status, ExecutionStatus::Error);
    let said = "Execution timeout after 7ms";
    assert_eq!(execution.error_message.as_deref(), Some(said));
}

/// Whatever a caller gives comes to the program as it is, and what the program gives comes back as it is.
#[tokio::test]
async fn no_payload_is_rewritten() {
    let stage = Stage::start().await;
    let all = stage.client.tasks();
    let payloads = [
        payload(),
        json!([payload(), null]),
        json!("taskId"),
        json!(0),
        json!(false),
        json!(""),
    ];
    let examples = payloads
        .iter()
        .map(|one| json!({ "input": one, "output": one }));
    let call = all
        .create("echo")
        .description("Echoes")
        .input_schema(payload());
    let task = call
        .output_schema(payload())
        .examples(examples)
        .await
        .unwrap();
    for payload in payloads {
        let execution = stage.client.execute(&task.id, &payload).await.unwrap();
        assert_eq!(stage.sent()["input"], payload);
        assert_eq!(execution.output, Some(payload));
    }
    stage.proxy.assert_clean();
}

/// The server does not tell what was missing, except in development; it is the execution that failed in any case.
#[tokio::test]
async fn what_cannot_be_executed_is_a_failed_execution() {
    let stage = Stage::start().await;
    let all = stage.client.tasks();
    let call = all.create("new").description("New").input_schema(json!({}));
    let new = call.output_schema(json!({})).await.unwrap().id;
    stage.simulator.set_generator(Generator::Fails);
    stage.simulator.set_development(true);
    let calls = [
        (stage.client.execute(NOTHING, 1), "not found"),
        (
            stage.client.execute(TASK, 1).version(9),
            "version 9 not found",
        ),
        (stage.client.execute(&new, 1), "Program generation failed"),
    ];
    for (call, why) in calls {
        let error = call.await.unwrap_err();
        let said = (error.kind(), error.code(), error.attempts());
        assert_eq!(
            said,
            (ErrorKind::Failed, Some("EXECUTION_ERROR"), 1),
            "{error}"
        );
        assert!(error.message().contains(why), "{error}");
        let refusal = Refusal::of(&error);
        assert_eq!(refusal.kind, RefusalKind::Execution);
        assert!(refusal.trace_id.is_some() && refusal.timestamp.is_some());
        assert!(refusal.details.unwrap().as_str().unwrap().contains(why));
        assert!(!error.is_retryable());
    }
    stage.proxy.assert_clean();
}
