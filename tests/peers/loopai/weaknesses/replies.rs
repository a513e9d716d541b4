//! What comes back. Contract: §8 (3 to 6, 17).

use quintet::loopai::{BatchItem, ExecutionStatus};
use quintet::sim::loopai::{ExecutionFault, Timestamps};
use quintet::{Error, ErrorKind};
use serde_json::{Value, json};

use super::super::stage::Stage;
use crate::support::raw_loopai::{TASK, answers, client, execution, says, task};
use crate::support::raw_server::{RawServer, Step::Request, reply, send};

#[tokio::test]
async fn w03_a_batch_of_the_real_server_is_read() {
    let stage = Stage::start().await;
    stage.simulator.set_timestamps(Timestamps::Offset);
    let fault = ExecutionFault::exception("no").on_input("bad");
    stage.simulator.inject_execution(fault);
    let items = BatchItem::numbered(["good", "bad"].map(|text| json!({ "text": text })));
    let batch = stage.client.batch_execute(TASK, items).await.unwrap();
    assert_eq!(
        (batch.total_items, batch.success_count, batch.failure_count),
        (2, 1, 1)
    );
    assert_eq!((&*batch.task_id, batch.results.len()), (TASK, 2));
}

/// Nothing is missing in silence: a field that is needed is there, in whatever spelling, or the reply is an error.
#[tokio::test]
async fn w04_no_field_is_missing_in_silence() {
    for name in [
        "id",
        "name",
        "input_schema",
        "accuracy_target",
        "created_at",
    ] {
        let mut broken = task();
        broken.as_object_mut().unwrap().remove(name);
        let server = RawServer::start([says(&broken)]).await;
        let error = client(server.url()).tasks().get(TASK).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{name}: {error}");
        assert!(error.body().is_some());
    }
    let stage = Stage::start().await;
    let read = stage.client.tasks().get(TASK).await.unwrap();
    assert!(read.input_schema.is_object() && read.accuracy_target > 0.0);
    assert!(read.created_at.to_rfc3339().starts_with("20"));
    // A spelling of ours wins over another one.
    let mut both = task();
    both["accuracyTarget"] = json!(0.1);
    let server = RawServer::start([says(&both)]).await;
    let read = client(server.url()).tasks().get(TASK).await.unwrap();
    assert_eq!(read.accuracy_target, 0.9);
}

#[tokio::test]
async fn w05_health_is_what_the_server_says() {
    let stage = Stage::start().await;
    assert_eq!(stage.client.health().await.unwrap().status, "healthy");
    let probe = stage.client.probe_health().await.unwrap();
    assert_eq!(probe.status, "Healthy");
    for (media, body, healthy) in [
        ("text/plain", "Healthy", "Healthy"),
        ("text/plain", "Healthy\n", "Healthy"),
        ("application/json", r#""Healthy""#, "Healthy"),
        ("application/json", r#"{"status":"ok"}"#, "ok"),
        (
            "application/json",
            r#"{"Status":"Healthy","x":1}"#,
            "Healthy",
        ),
    ] {
        let lines = format!("200 OK\ncontent-type: {media}");
        let server = RawServer::start([vec![Request, send(reply(&lines, body))]]).await;
        let probe = client(server.url()).probe_health().await.unwrap();
        assert_eq!(
            (&*probe.status, probe.is_healthy),
            (healthy, true),
            "{body}"
        );
    }
    for body in ["", "<html></html>", "[]", "{}", "not there"] {
        let server = RawServer::start([answers("200 OK", body)]).await;
        let error = client(server.url()).probe_health().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}: {error}");
    }
}

#[tokio::test]
async fn w06_a_program_that_failed_does_not_look_like_a_success() {
    let mut failed = execution();
    failed["status"] = "error".into();
    failed["error_message"] = "'NoneType' object".into();
    failed.as_object_mut().unwrap().remove("output");
    let server = RawServer::start([says(&failed)]).await;
    let client = client(server.url());
    let executed = client.execute(TASK, 1).await.unwrap();
    assert!(!executed.is_success() && executed.status == ExecutionStatus::Error);
    assert_eq!(
        (executed.output.as_ref(), executed.error_message.as_deref()),
        (None, Some("'NoneType' object"))
    );
    let error = executed.output_as::<String>().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Failed);
    let error = client.execute(TASK, 1).must_succeed().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Failed, 200)
    );
    let body: Value = serde_json::from_slice(error.body().unwrap()).unwrap();
    assert_eq!(body, failed);
    assert!(!error.is_retryable() && server.received().len() == 2);
    // In the form of other servers, too.
    let other = json!({ "id": "e-1", "taskId": TASK, "version": 1, "errorMessage": "no", "executedAt": "2025-10-27T01:02:03Z" });
    let server = RawServer::start([says(&other)]).await;
    let executed = self::client(server.url()).execute(TASK, 1).await.unwrap();
    assert!(!executed.is_success());
}

/// Each is an error of this crate, with the status and what was said.
#[tokio::test]
async fn w17_what_cannot_be_read_is_an_error_of_our_own() {
    for body in ["", "Healthy", "<html></html>", "{", "null", "[]", "7", "{}"] {
        let server = RawServer::start([answers("200 OK", body)]).await;
        let client = client(server.url());
        let errors: [Error; 5] = [
            client.tasks().get(TASK).await.map(drop).unwrap_err(),
            client.execute(TASK, 1).await.map(drop).unwrap_err(),
            client.batch_execute(TASK, []).await.map(drop).unwrap_err(),
            client.batch_validate(TASK, []).await.map(drop).unwrap_err(),
            client.health().await.map(drop).unwrap_err(),
        ];
        for error in errors {
            let said = (error.kind(), error.status().unwrap().as_u16());
            assert_eq!(said, (ErrorKind::Decode, 200), "{body}: {error}");
            assert_eq!(error.body().unwrap(), body);
            assert_eq!(error.attempts(), 1, "{body}: {error}");
        }
    }
}
