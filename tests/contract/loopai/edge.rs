//! The edge runtime: every documented success. Contract: §1.6, §1.9.

use quintet::ErrorKind;
use quintet::loopai::EdgeClient;
use quintet::sim::Recorded;
use serde_json::{Value, json};

use super::stage::{Stage, TASK, drive, wire};

/// Makes every call with success.
pub(super) async fn drive_all(stage: &Stage) {
    let edge = &stage.edge;
    let idle = stage.done(drive!(stage, EdgeClient, metrics, edge)).await;
    assert_eq!(
        wire(&idle),
        json!({ "executions_today": 0.0, "avg_latency_ms": 0.0 })
    );
    for text in ["Free money, claim your prize", "See you tomorrow"] {
        let call = drive!(stage, EdgeClient, execute, edge, [("text", text)]);
        let execution = stage.done(call).await;
        let label = if text.starts_with("Free") {
            "spam"
        } else {
            "ham"
        };
        assert_eq!(execution.output, label);
        assert!(execution.latency_ms > 0.0);
        assert_eq!(line(&last(stage)), "POST /execute");
        assert_eq!(sent(stage), json!({ "input": { "text": text } }));
    }
    let counted = stage.done(edge.metrics()).await;
    assert_eq!(line(&last(stage)), "GET /metrics");
    assert_eq!(counted.executions_today, 2);
    let health = stage.done(drive!(stage, EdgeClient, health, edge)).await;
    assert_eq!(line(&last(stage)), "GET /health");
    let expected =
        json!({ "status": "healthy", "version": "0.1.0", "task_id": TASK, "active_version": 1.0 });
    assert_eq!(wire(&health), expected);
}

#[track_caller]
fn last(stage: &Stage) -> Recorded {
    stage.runtime.requests().pop().unwrap()
}

fn line(request: &Recorded) -> String {
    format!("{} {}", request.method(), request.path())
}

#[track_caller]
fn sent(stage: &Stage) -> Value {
    serde_json::from_slice(last(stage).body()).unwrap()
}

/// Inputs are any texts under any names, outputs are texts whatever the program gave.
#[tokio::test]
async fn texts_go_in_and_come_out() {
    let stage = Stage::start().await;
    let input = [("camelCase", "é\u{0}"), ("", ""), ("task_id", "\"\\")];
    stage.edge.execute(input).await.unwrap();
    let expected = json!({ "input": { "camelCase": "é\u{0}", "": "", "task_id": "\"\\" } });
    assert_eq!(sent(&stage), expected);
    for (given, text) in [
        (json!({ "a": [1, null] }), "{'a': [1, None]}"),
        (json!(true), "True"),
        (json!("x"), "x"),
        (Value::Null, "None"),
    ] {
        stage.runtime.set_output(Some(given));
        assert_eq!(
            stage.edge.execute([("text", "x")]).await.unwrap().output,
            text
        );
    }
    stage
        .edge
        .execute(Vec::<(String, String)>::new())
        .await
        .unwrap();
    assert_eq!(sent(&stage), json!({ "input": {} }));
    stage.proxy.assert_clean();
}

/// A program that fails is an error, since the runtime has no other word for it; it goes on afterwards.
#[tokio::test]
async fn a_program_that_fails_is_an_error() {
    let stage = Stage::start().await;
    let said = "'NoneType' object has no attribute 'get'";
    stage.runtime.set_program_error(Some(said));
    let error = stage.edge.execute([("text", "x")]).await.unwrap_err();
    assert_eq!((error.kind(), error.message()), (ErrorKind::Failed, said));
    assert_eq!(
        (error.status().unwrap().as_u16(), error.attempts()),
        (500, 1)
    );
    stage.runtime.set_program_error(None);
    stage.edge.execute([("text", "x")]).await.unwrap();
    stage.runtime.set_active_version(3);
    assert_eq!(stage.edge.health().await.unwrap().active_version, Some(1));
    stage.runtime.restart();
    assert_eq!(stage.edge.health().await.unwrap().active_version, Some(3));
    assert_eq!(stage.edge.metrics().await.unwrap().executions_today, 1);
    stage.proxy.assert_clean();
}
