//! One execution. Contract: §1.2, §7.

use std::time::Duration;

use quintet::ErrorKind;
use quintet::loopai::{ExecutionStatus, Refusal, RefusalKind};
use quintet::sim::loopai::ExecutionFault;
use serde::Serialize;
use serde_json::{Value, json};

use super::stage::{Stage, said};
use crate::support::raw_loopai::{OTHER, TASK, answers, client, execution, says};
use crate::support::raw_server::RawServer;

const SPAM: &str = "Buy now! Free money";

#[tokio::test]
async fn c08_an_execution_has_an_output() {
    let stage = Stage::start().await;
    let executed = stage.client.execute(TASK, json!({ "text": SPAM })).await;
    let executed = executed.unwrap();
    assert!(executed.is_success() && executed.output == Some(json!("spam")));
    // As the published clients' own mocks send it.
    let mocked = json!({
        "id": "e-1", "taskId": TASK, "version": 1, "output": "spam", "latencyMs": 42.5,
        "sampledForValidation": false, "executedAt": "2025-10-27T01:02:03Z",
    });
    let server = RawServer::start([says(&mocked)]).await;
    let executed = client(server.url())
        .execute(TASK, json!({ "text": SPAM }))
        .await;
    let executed = executed.unwrap();
    assert_eq!(
        (executed.execution_id.as_deref(), &*executed.task_id),
        (Some("e-1"), TASK)
    );
    assert_eq!(
        (executed.output_as::<String>().unwrap(), executed.latency_ms),
        ("spam".to_owned(), 42.5)
    );
    assert!(executed.is_success() && executed.program_id.is_none());
}

#[tokio::test]
async fn c09_a_request_that_breaks_a_rule_says_which() {
    let mocked =
        r#"{"message":"Validation failed","errors":{"text":["Required field is missing"]}}"#;
    let server = RawServer::start([answers("400 Bad Request", mocked)]).await;
    let error = client(server.url())
        .execute(TASK, json!({}))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::BadRequest, 400)
    );
    assert!(error.message().contains("Validation failed"), "{error}");
    let refusal = Refusal::of(&error);
    assert_eq!(refusal.kind, RefusalKind::Validation);
    assert_eq!(refusal.fields["text"], ["Required field is missing"]);
}

#[tokio::test]
async fn c10_an_execution_that_could_not_be_made_keeps_its_id() {
    for name in ["executionId", "execution_id"] {
        let mocked = json!({ "message": "Server error", name: "e-1" }).to_string();
        let server = RawServer::start([answers("500 Internal Server Error", &mocked)]).await;
        let error = client(server.url()).execute(TASK, 1).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status().unwrap().as_u16()),
            (ErrorKind::Failed, 500)
        );
        assert_eq!(error.message(), "Server error");
        let refusal = Refusal::of(&error);
        assert_eq!(refusal.kind, RefusalKind::Execution);
        assert_eq!(refusal.execution_id.as_deref(), Some("e-1"));
    }
}

#[tokio::test]
async fn c17_an_input_is_any_type_of_ones_own() {
    #[derive(Serialize)]
    struct Email<'a> {
        text: &'a str,
    }
    let stage = Stage::start().await;
    let email = Email { text: SPAM };
    let executed = stage.client.execute(TASK, &email).await.unwrap();
    assert_eq!(executed.output_as::<String>().unwrap(), "spam");
}

#[tokio::test]
async fn c22_an_execution_has_all_its_fields() {
    let stage = Stage::start().await;
    let executed = stage.client.execute(TASK, json!({ "text": "x" })).await;
    let executed = executed.unwrap();
    assert!(executed.execution_id.is_some_and(|id| id.len() == 36));
    assert_eq!(
        (&*executed.task_id, executed.status),
        (TASK, ExecutionStatus::Success)
    );
    assert!(executed.version.unwrap() >= 1 && executed.latency_ms >= 0.0);
    assert_eq!(executed.program_id, stage.simulator.program_id(TASK, 2));
    assert!(executed.executed_at.is_some() && executed.memory_usage_mb.is_none());
}

/// The published tests want a 404; the server does not tell an unknown task from another failure.
#[tokio::test]
async fn c23_an_execution_for_an_unknown_task_fails() {
    let stage = Stage::start().await;
    let error = stage.client.execute(OTHER, json!({ "text": "x" })).await;
    let error = error.unwrap_err();
    assert_eq!(said(&error), (500, Some("EXECUTION_ERROR")));
    assert_eq!(error.kind(), ErrorKind::Failed);
    assert_eq!(stage.simulator.request_count("POST", "/"), 1);
}

#[tokio::test]
async fn c29_an_input_of_nothing_fails_in_the_program() {
    let stage = Stage::start().await;
    let executed = stage.client.execute(TASK, json!({})).await.unwrap();
    assert_eq!(
        (executed.status.clone(), executed.output.clone()),
        (ExecutionStatus::Error, None)
    );
    let error = executed.into_result().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Failed);
}

#[tokio::test]
async fn c33_a_validation_is_forced() {
    let stage = Stage::start().await;
    let id = stage.wish("forced").sampling_rate(0.0).await.unwrap().id;
    let execute = || stage.client.execute(&id, json!({ "text": "x" }));
    assert!(!execute().await.unwrap().sampled_for_validation);
    let forced = execute().force_validation().await.unwrap();
    assert!(forced.sampled_for_validation);
}

/// The published tests want a 400; the server looks at no schema.
#[tokio::test]
async fn c35_an_input_that_its_schema_refuses_is_the_programs() {
    let stage = Stage::start().await;
    let executed = stage.client.execute(TASK, json!({ "wrong": 1 })).await;
    assert!(!executed.unwrap().is_success());
    let call = stage.client.execute(TASK, json!({ "wrong": 1 }));
    let error = call.must_succeed().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Failed, 200)
    );
    assert!(Refusal::of(&error).execution_id.is_some());
}

/// The id is given once, and goes out twice.
#[tokio::test]
async fn c38_the_id_in_the_body_is_that_in_the_path() {
    let server = RawServer::start([says(&execution())]).await;
    let client = client(server.url());
    for id in [TASK, OTHER, &TASK.to_uppercase()] {
        client.execute(id, 1).await.unwrap();
        let sent = server.received().pop().unwrap();
        assert_eq!(sent.target, format!("/api/v1/tasks/{id}/execute"));
        let body: Value = serde_json::from_slice(&sent.body).unwrap();
        assert_eq!(body["task_id"], id);
    }
    let told =
        r#"{"code":"TASK_ID_MISMATCH","message":"Task ID in URL does not match request body"}"#;
    let server = RawServer::start([answers("400 Bad Request", told)]).await;
    let error = self::client(server.url())
        .execute(TASK, 1)
        .await
        .unwrap_err();
    assert_eq!(said(&error), (400, Some("TASK_ID_MISMATCH")));
    assert_eq!(Refusal::of(&error).kind, RefusalKind::Validation);
}

#[tokio::test]
async fn c39_an_id_of_zeros_is_refused() {
    let stage = Stage::start().await;
    let zeros = TASK.replace(|c: char| c != '-', "0");
    let error = stage.client.execute(zeros, 1).await.unwrap_err();
    assert!(
        error.is_invalid_input() && error.message().contains("all zeros"),
        "{error}"
    );
    assert!(stage.simulator.requests().is_empty());
}

#[tokio::test]
async fn c40_a_version_is_the_one_asked_for() {
    let stage = Stage::start().await;
    for version in [1, 2] {
        let call = stage.client.execute(TASK, json!({ "text": "x" }));
        let executed = call.version(version).await.unwrap();
        assert_eq!(executed.version, Some(version.into()));
    }
    let call = stage.client.execute(TASK, json!({ "text": "x" }));
    let error = call.version(99).await.unwrap_err();
    assert_eq!(said(&error), (500, Some("EXECUTION_ERROR")));
}

/// snake_case in both directions, no nulls, and a status that is a word; what is the caller's stays as it is.
#[tokio::test]
async fn c45_names_are_in_snake_case_and_payloads_are_not_touched() {
    let mut reply = execution();
    reply["output"] = json!({ "userName": { "Mixed_Case": null } });
    let server = RawServer::start([says(&reply)]).await;
    let input = json!({ "userName": { "Mixed_Case": null }, "loopAppId": [1.0, 1e300] });
    let executed = client(server.url()).execute(TASK, &input).await.unwrap();
    assert_eq!(executed.output, Some(reply["output"].clone()));
    let sent = server.received().remove(0);
    let body: Value = serde_json::from_slice(&sent.body).unwrap();
    assert_eq!(body, json!({ "task_id": TASK, "input": input }));
    for (word, status) in [
        ("success", ExecutionStatus::Success),
        ("error", ExecutionStatus::Error),
        ("timeout", ExecutionStatus::Timeout),
        ("paused", ExecutionStatus::Other("paused".to_owned())),
    ] {
        let mut reply = execution();
        reply["status"] = word.into();
        reply.as_object_mut().unwrap().remove("output");
        let server = RawServer::start([says(&reply)]).await;
        let executed = client(server.url()).execute(TASK, 1).await.unwrap();
        assert_eq!(
            (executed.is_success(), &executed.output),
            (word == "success", &None)
        );
        assert_eq!(executed.status, status);
    }
}

/// Each limit: what is just within it goes out, what is just beyond does not.
#[tokio::test]
async fn c47_limits_of_an_execution() {
    let server = RawServer::start([says(&execution())]).await;
    let client = client(server.url());
    let ms = Duration::from_millis;
    let all = || client.execute(TASK, 0);
    for (call, field, value) in [
        (all().version(1), "version", json!(1)),
        (
            all().version(2_147_483_647),
            "version",
            json!(2_147_483_647),
        ),
        (all().execution_timeout(ms(1)), "timeout_ms", json!(1)),
        (
            all().execution_timeout(ms(60_000)),
            "timeout_ms",
            json!(60_000),
        ),
        (all().force_validation(), "force_validation", json!(true)),
        (client.execute(TASK, false), "input", json!(false)),
        (client.execute(TASK, ""), "input", json!("")),
        (client.execute(TASK, [0; 0]), "input", json!([])),
    ] {
        call.await.unwrap();
        let sent: Value = serde_json::from_slice(&server.received().pop().unwrap().body).unwrap();
        assert_eq!(sent[field], value, "{field}");
    }
    let before = server.received().len();
    for (call, rule) in [
        (all().version(0), "greater than 0"),
        (all().version(2_147_483_648), "greater than 0"),
        (all().execution_timeout(Duration::ZERO), "1 to 60000 ms"),
        (all().execution_timeout(ms(60_001)), "1 to 60000 ms"),
        (client.execute(TASK, Value::Null), "input is null"),
        (client.execute("", 0), "is not a GUID"),
        (client.execute("spam-detector-001", 0), "is not a GUID"),
        (client.execute(TASK.replace('-', ""), 0), "is not a GUID"),
    ] {
        let error = call.await.unwrap_err();
        assert!(
            error.is_invalid_input() && error.attempts() == 0,
            "{error:?}"
        );
        assert!(error.message().contains(rule), "{error}");
    }
    assert_eq!(server.received().len(), before);
}

/// A failure of the program is a result, whose error keeps what the server said.
#[tokio::test]
async fn c50_a_program_that_fails_says_why() {
    let stage = Stage::start().await;
    let simulator = &stage.simulator;
    simulator.inject_execution(ExecutionFault::error("division by zero"));
    let executed = stage.client.execute(TASK, json!({ "text": "x" })).await;
    let executed = executed.unwrap();
    assert_eq!(executed.status, ExecutionStatus::Error);
    assert_eq!(
        (executed.output.as_ref(), executed.is_timeout()),
        (None, false)
    );
    assert_eq!(executed.error_message.as_deref(), Some("division by zero"));
    let id = executed.execution_id.clone().unwrap();
    let error = executed.into_result().unwrap_err();
    assert!(error.message().contains("division by zero") && error.message().contains(&id));
    assert_eq!(Refusal::of(&error).execution_id, Some(id));

    // A program that takes too long has the same status, and other words.
    simulator.inject_execution(ExecutionFault::slow(Duration::from_secs(60)));
    let call = stage.client.execute(TASK, json!({ "text": "x" }));
    let late = call.execution_timeout(Duration::from_millis(50)).await;
    let late = late.unwrap();
    assert!(late.is_timeout() && late.status == ExecutionStatus::Error);
    assert_eq!(
        late.error_message.as_deref(),
        Some("Execution timeout after 50ms")
    );
}
