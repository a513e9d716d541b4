//! Prepull tasks. Contract: §6.

use quintet::liteboxd::PrepullStatus;
use serde_json::{Value, json};

use crate::support::liteboxd::{Stage, sent};

/// A task without progress.
fn task(status: &str) -> Value {
    json!({ "id": "pp-1", "image": "python:3.11-slim", "status": status, "startedAt": "2026-02-01T10:00:00Z" })
}

#[tokio::test]
async fn create() {
    let stage = Stage::start().await;
    let client = stage.canned(202, &task("pending"));
    let created = client
        .prepulls()
        .create(" python:3.11-slim ")
        .await
        .unwrap();
    assert_eq!(created.status, PrepullStatus::Pending);
    let request = stage.request();
    assert_eq!(
        (request.method(), request.path()),
        ("POST", "/api/v1/images/prepull")
    );
    assert_eq!(
        sent(&request),
        json!({ "image": "python:3.11-slim", "timeout": 600 })
    );
}

#[tokio::test]
async fn create_for_template() {
    let stage = Stage::start().await;
    let mut reply = task("pulling");
    reply["template"] = json!("python");
    let client = stage.canned(202, &reply);
    let created = client
        .prepulls()
        .create_for_template("python")
        .await
        .unwrap();
    assert_eq!(created.template.as_deref(), Some("python"));
    assert!(created.progress.is_none());
    assert_eq!(stage.request().path(), "/api/v1/templates/python/prepull");
}

#[tokio::test]
async fn list() {
    let stage = Stage::start().await;
    let client = stage.canned(200, &json!({ "items": [task("completed")] }));
    let tasks = client.prepulls().list().await.unwrap();
    assert_eq!(tasks[0].status, PrepullStatus::Completed);
    assert_eq!(stage.request().path(), "/api/v1/images/prepull");
}

#[tokio::test]
async fn list_with_filter() {
    let stage = Stage::start().await;
    let client = stage.canned(200, &json!({ "items": [] }));
    let list = client.prepulls().list().status(PrepullStatus::Pulling);
    assert_eq!(list.await.unwrap().len(), 0);
    assert_eq!(
        stage.request().path(),
        "/api/v1/images/prepull?status=pulling"
    );
}

#[tokio::test]
async fn get() {
    let stage = Stage::start().await;
    let mut pulling = task("pulling");
    pulling["progress"] = json!({ "ready": 1, "total": 3 });
    let mut other = task("completed");
    other["id"] = json!("pp-2");
    let client = stage.canned(200, &json!({ "items": [other, pulling] }));
    let found = client.prepulls().get("pp-1").await.unwrap();
    let progress = found.progress.unwrap();
    assert_eq!((progress.ready, progress.total), (1, 3));
    // The route that the peers ask does not exist.
    assert_eq!(stage.request().path(), "/api/v1/images/prepull");
}

#[tokio::test]
async fn delete() {
    let stage = Stage::start().await;
    let client = stage.canned_text(204, "", "");
    client.prepulls().delete("pp-1").await.unwrap();
    let request = stage.request();
    assert_eq!(
        (request.method(), request.path()),
        ("DELETE", "/api/v1/images/prepull/pp-1")
    );
}
