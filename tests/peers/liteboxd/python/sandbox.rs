//! Sandboxes. Contract: §6.

use std::time::Duration;

use quintet::liteboxd::SandboxStatus;
use serde_json::json;

use super::sandbox;
use crate::support::liteboxd::{Stage, sent};

const ID: &str = "a1b2c3d4";

/// Holds the only request to a method and a target under `/api/v1/sandboxes`.
#[track_caller]
fn asked(stage: &Stage, method: &str, target: &str) {
    let request = stage.request();
    let path = format!("/api/v1/sandboxes{target}");
    assert_eq!((request.method(), request.path()), (method, &*path));
}

#[tokio::test]
async fn create() {
    let stage = Stage::start().await;
    let client = stage.canned(201, &sandbox("pending"));
    let created = client.sandboxes().create("python").await.unwrap();
    assert_eq!((&*created.id, created.status), (ID, SandboxStatus::Pending));
    asked(&stage, "POST", "");
}

#[tokio::test]
async fn create_with_overrides() {
    let stage = Stage::start().await;
    let client = stage.canned(201, &sandbox("pending"));
    let create = client.sandboxes().create("python").cpu("1000m");
    let create = create.memory("1Gi").ttl(Duration::from_secs(7200));
    create.env("DEBUG", "true").await.unwrap();
    let expected = json!({
        "template": "python",
        "overrides": { "cpu": "1000m", "memory": "1Gi", "ttl": 7200, "env": { "DEBUG": "true" } },
    });
    assert_eq!(sent(&stage.request()), expected);
}

#[tokio::test]
async fn list() {
    let stage = Stage::start().await;
    let client = stage.canned(200, &json!({ "items": [sandbox("running")] }));
    let listed = client.sandboxes().list().await.unwrap();
    assert_eq!(listed.len(), 1);
    asked(&stage, "GET", "");
}

#[tokio::test]
async fn get() {
    let stage = Stage::start().await;
    let client = stage.canned(200, &sandbox("running"));
    let read = client.sandboxes().get(ID).await.unwrap();
    assert_eq!((&*read.id, read.status), (ID, SandboxStatus::Running));
    asked(&stage, "GET", "/a1b2c3d4");
}

#[tokio::test]
async fn get_not_found() {
    let stage = Stage::start().await;
    let client = stage.canned(404, &json!({ "error": "sandbox not found" }));
    let error = client.sandboxes().get(ID).await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.message(), "sandbox not found");
}

#[tokio::test]
async fn delete() {
    let stage = Stage::start().await;
    let client = stage.canned_text(204, "", "");
    let record = client.sandboxes().delete(ID).await.unwrap();
    assert!(record.is_none());
    asked(&stage, "DELETE", "/a1b2c3d4");
}

#[tokio::test]
async fn execute_command() {
    let stage = Stage::start().await;
    let reply = json!({ "exit_code": 3, "stdout": "out\n", "stderr": "err\n" });
    let client = stage.canned(200, &reply);
    let command = ["python", "-c", "print(1)"];
    let result = client.sandboxes().execute(ID, command).await.unwrap();
    assert_eq!(result.exit_code, 3);
    assert_eq!((&*result.stdout, &*result.stderr), ("out\n", "err\n"));
    let request = stage.request();
    assert_eq!(request.path(), "/api/v1/sandboxes/a1b2c3d4/exec");
    assert_eq!(sent(&request), json!({ "command": command, "timeout": 30 }));
}

#[tokio::test]
async fn get_logs() {
    let stage = Stage::start().await;
    let reply = json!({ "logs": "line\n", "events": ["[Normal] Started: container"] });
    let client = stage.canned(200, &reply);
    let logs = client.sandboxes().get_logs(ID).await.unwrap();
    assert_eq!(logs.logs, "line\n");
    assert_eq!(logs.events(), ["[Normal] Started: container"]);
    asked(&stage, "GET", "/a1b2c3d4/logs");
}

#[tokio::test]
async fn upload_file() {
    let stage = Stage::start().await;
    let client = stage.canned(200, &json!({ "message": "file uploaded successfully" }));
    let content = b"print('\xFF\0')".as_slice();
    let upload = client
        .sandboxes()
        .upload_file(ID, "/workspace/test.py", content);
    upload.await.unwrap();
    let request = stage.request();
    assert_eq!(request.path(), "/api/v1/sandboxes/a1b2c3d4/files");
    let holds = |text: &[u8]| request.body().windows(text.len()).any(|part| part == text);
    assert!(holds(b"name=\"path\"\r\n\r\n/workspace/test.py\r\n"));
    assert!(holds(&[b"\r\n\r\n", content, b"\r\n"].concat()));
}

#[tokio::test]
async fn download_file() {
    let stage = Stage::start().await;
    let client = stage.canned_text(200, "application/octet-stream", "print('hi')\r\n\0");
    let download = client.sandboxes().download_file(ID, "/workspace/test.py");
    let content = download.await.unwrap().bytes().await.unwrap();
    assert_eq!(content, "print('hi')\r\n\0");
    asked(&stage, "GET", "/a1b2c3d4/files?path=%2Fworkspace%2Ftest.py");
}
