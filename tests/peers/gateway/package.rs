//! The published client's own tests. Contract: §7.

use futures_util::StreamExt;
use quintet::gateway::{CallStatus, PrefabCall, RunResult, StreamEventKind};
use serde_json::{Value, json};

use crate::support::raw_gateway::{answers, client};
use crate::support::raw_server::Step::{Close, Request};
use crate::support::raw_server::{RawServer, head, send};

#[tokio::test]
async fn test_prefab_call() {
    let reply = r#"{"job_id":"j","status":"COMPLETED","results":[{"status":"SUCCESS"}]}"#;
    let server = RawServer::start([answers("200 OK", reply)]).await;
    let call = PrefabCall::new("llm-client", "1.0.0", "chat").parameter("message", "hello");
    let client = client(server.url());
    client.call(call).await.unwrap();
    drop(client);
    let request = server.finish().await.remove(0);
    let sent: Value = serde_json::from_slice(&request.body).unwrap();
    let call = json!({
        "prefab_id": "llm-client",
        "version": "1.0.0",
        "function_name": "chat",
        "inputs": { "parameters": { "message": "hello" } },
    });
    assert_eq!(sent, json!({ "calls": [call] }));
}

/// In the published client this test fails since 0.3.0: there `get_result` gives the output whole. Here each has a name.
#[tokio::test]
async fn test_prefab_result() {
    let result: RunResult = serde_json::from_value(json!({
        "job_id": "j",
        "status": "SUCCESS",
        "output": { "result": { "data": "test" } },
    }))
    .unwrap();
    assert!(result.is_success());
    assert_eq!(result.status, Some(CallStatus::Success));
    assert_eq!(result.legacy_result(), Some(&json!({ "data": "test" })));
    assert_eq!(
        result.result().unwrap()["result"],
        json!({ "data": "test" })
    );
    assert_eq!(result.get("result"), Some(&json!({ "data": "test" })));
    assert_eq!(
        result
            .get("none")
            .and_then(Value::as_str)
            .unwrap_or("default"),
        "default"
    );
}

#[tokio::test]
async fn test_stream_event() {
    let bytes = head("200 OK\ncontent-type: text/event-stream")
        + "data: {\"type\":\"content\",\"data\":\"Hello\"}\n\n";
    let server = RawServer::start([vec![Request, send(bytes), Close]]).await;
    let mut stream = client(server.url())
        .run_stream("p", "1", "f")
        .await
        .unwrap();
    let event = stream.next().await.unwrap().unwrap();
    assert_eq!(event.kind, StreamEventKind::Content);
    assert_eq!(event.kind.to_string(), "content");
    assert_eq!(event.data, "Hello");
}
