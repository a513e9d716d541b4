//! Replies that no published server sends, and what becomes of them.

use futures_util::TryStreamExt;
use quintet::ErrorKind;
use quintet::loopai::{BatchItem, Refusal, RefusalKind};
use serde_json::json;

use crate::support::loopai::{Stage, TASK};

/// What the tests of other clients have the server answer.
#[tokio::test]
async fn names_in_camel_case_are_read_at_the_top_and_nowhere_else() {
    let stage = Stage::start().await;
    let task = json!({
        "id": TASK, "name": "n", "description": "d", "inputSchema": {"userText": 1}, "outputSchema": {},
        "accuracyTarget": 0.9, "latencyTargetMs": 10, "samplingRate": 0.1, "createdAt": "2025-10-27T01:02:03",
    });
    let read = stage.canned(200, &task).tasks().get(TASK).await.unwrap();
    assert_eq!(
        (read.input_schema, read.accuracy_target),
        (json!({"userText": 1}), 0.9)
    );
    let client = stage.canned(200, &task);
    let call = client.tasks().create("n").description("d");
    let created = call
        .input_schema(json!({}))
        .output_schema(json!({}))
        .response()
        .await
        .unwrap();
    assert_eq!(
        (created.status().as_u16(), created.value().name.as_str()),
        (200, "n")
    );
    let execution = json!({
        "id": "e-1", "taskId": TASK, "version": 1, "output": {"isSpam": true}, "latencyMs": 42.5,
        "sampledForValidation": false, "executedAt": "2025-10-27T01:02:03Z",
    });
    let read = stage
        .canned(200, &execution)
        .execute(TASK, 1)
        .await
        .unwrap();
    assert!(read.is_success() && read.program_id.is_none());
    assert_eq!(read.execution_id.as_deref(), Some("e-1"));
    assert_eq!(
        (read.output, read.latency_ms),
        (Some(json!({"isSpam": true})), 42.5)
    );
}

#[tokio::test]
async fn what_is_no_reply_is_an_error_with_the_reply() {
    let stage = Stage::start().await;
    let client = stage.canned_text(200, "text/html", "<html>login</html>");
    let error = client.execute(TASK, 1).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.body().unwrap(), "<html>login</html>");
    let client = stage.canned_text(502, "text/html", "<html>proxy</html>");
    let error = client.tasks().get(TASK).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.message()),
        (ErrorKind::Server, "Bad Gateway (an HTML page)")
    );
    let client = stage.canned(
        400,
        &json!({"message": "bad", "errors": {"text": ["is missing"]}}),
    );
    let error = client.execute(TASK, 1).await.unwrap_err();
    assert_eq!(error.message(), "bad: text: is missing");
    assert_eq!(Refusal::of(&error).fields["text"], ["is missing"]);
    let client = stage.canned(500, &json!({"message": "no", "executionId": "e-1"}));
    let error = client.execute(TASK, 1).await.unwrap_err();
    assert_eq!(Refusal::of(&error).kind, RefusalKind::Execution);
    assert_eq!(Refusal::of(&error).execution_id.as_deref(), Some("e-1"));
}

#[tokio::test]
async fn the_stream_that_upstream_has_sketched_is_read() {
    let stage = Stage::start().await;
    let items = || BatchItem::numbered([json!({"text": "x"})]);
    let today = stage
        .client
        .experimental_execute_stream(TASK, items())
        .await;
    assert_eq!(today.unwrap_err().kind(), ErrorKind::BadRequest);
    let events = "data: {\"id\":\"1\",\"success\":true,\"output\":\"spam\",\"duration_ms\":4.2}\n\n: ping\n\ndata: ping\n\ndata: {\"id\":\"2\",\"success\":false,\"error\":\"timeout\"}\r\n\r\ndata: {\"id\":\"3\"}\n";
    let client = stage.canned_text(200, "text/event-stream", events);
    let call = client
        .experimental_execute_stream(TASK, items())
        .path("/v2/stream");
    let results: Vec<_> = call.await.unwrap().try_collect().await.unwrap();
    let ids: Vec<_> = results.iter().map(|result| result.id.as_deref()).collect();
    assert_eq!(ids, [Some("1"), None, Some("2")]);
    assert_eq!(results[0].latency_ms, Some(4.2));
    assert_eq!(results[2].error_message.as_deref(), Some("timeout"));
    let client = stage.canned(200, &json!({}));
    let error = client
        .experimental_execute_stream(TASK, items())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}
