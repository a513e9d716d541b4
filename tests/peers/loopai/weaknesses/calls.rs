//! What is sent. Contract: §8 (1, 2, 19).

use quintet::ErrorKind;
use quintet::loopai::{BatchItem, EdgeClient};
use serde_json::{Value, json};

use super::super::stage::Stage;
use crate::support::raw_loopai::{TASK, batch, client, execution, says, task};
use crate::support::raw_server::{RawServer, http};

/// The path that the server has, and the task in the body as well.
#[tokio::test]
async fn w01_an_execution_goes_where_the_server_takes_it() {
    let server = RawServer::start([says(&execution())]).await;
    client(server.url())
        .execute(TASK, json!({ "text": "x" }))
        .await
        .unwrap();
    let sent = server.received().remove(0);
    assert_eq!(
        (&*sent.method, &*sent.target),
        (
            "POST",
            "/api/v1/tasks/550e8400-e29b-41d4-a716-446655440000/execute"
        )
    );
    let body: Value = serde_json::from_slice(&sent.body).unwrap();
    assert_eq!(body, json!({ "task_id": TASK, "input": { "text": "x" } }));
    let stage = Stage::start().await;
    stage
        .client
        .execute(TASK, json!({ "text": "x" }))
        .await
        .unwrap();
}

/// The id that the server gave is what it takes, and every name is the server's.
#[tokio::test]
async fn w02_a_batch_is_in_the_servers_own_names() {
    let server = RawServer::start([says(&task()), says(&batch(&json!([])))]).await;
    let client = client(server.url());
    let task = client.tasks().get(TASK).await.unwrap();
    let items = BatchItem::numbered(["x"]);
    client
        .batch_execute(task.id, items)
        .concurrency(2)
        .await
        .unwrap();
    let sent = String::from_utf8(server.received().remove(1).body).unwrap();
    for name in ["\"task_id\"", "\"max_concurrency\""] {
        assert!(sent.contains(name), "{sent}");
    }
    assert!(!sent.contains("taskId") && !sent.contains("null"), "{sent}");
    let stage = Stage::start().await;
    let items = BatchItem::numbered([json!({ "text": "x" })]);
    let batch = stage.client.batch_execute(TASK, items).await.unwrap();
    assert!(batch.all_success());
}

/// A path before the API stays, and no id changes the path of a request.
#[tokio::test]
async fn w19_a_prefix_is_kept_and_an_id_stays_in_its_place() {
    let server = RawServer::start([says(&task())]).await;
    let url = server.url();
    let path = format!("/api/v1/tasks/{TASK}");
    for (base, prefix) in [
        (url.to_owned(), ""),
        (format!("{url}/"), ""),
        (format!("{url}///"), ""),
        (format!("{url}/loopai"), "/loopai"),
        (format!("{url}/a%20b/loopai/"), "/a%20b/loopai"),
        (format!("{url}/loopai/api/v1"), "/loopai"),
    ] {
        client(&base).tasks().get(TASK).await.unwrap();
        let target = server.received().pop().unwrap().target;
        assert_eq!(target, format!("{prefix}{path}"), "{base}");
    }
    let edge = EdgeClient::builder().base_url(format!("{url}/edge/7/"));
    let _ = edge.http_client(http()).build().unwrap().health().await;
    assert_eq!(server.received().pop().unwrap().target, "/edge/7/health");

    let before = server.received().len();
    let client = client(url);
    for id in [
        "",
        "..",
        "../../health",
        "a/b",
        "a?b",
        "a#b",
        "a%2fb",
        " ",
        "1",
    ] {
        for error in [
            client.tasks().get(id).await.map(drop).unwrap_err(),
            client.execute(id, 1).await.map(drop).unwrap_err(),
            client.canary().progress(id).await.map(drop).unwrap_err(),
            client.webhooks().delete(id).await.map(drop).unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{id}: {error}");
        }
    }
    assert_eq!(server.received().len(), before);
}
