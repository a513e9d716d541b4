//! Templates. Contract: §6.

use quintet::liteboxd::TemplateSpec;
use serde_json::{Value, json};

use crate::support::liteboxd::{Stage, sent};

fn template(version: i64) -> Value {
    json!({
        "id": "tpl-1a2b3c4d", "name": "python", "displayName": "Python", "description": "", "tags": ["python"],
        "author": "", "isPublic": true, "latestVersion": version,
        "createdAt": "2026-02-01T10:00:00Z", "updatedAt": "2026-02-01T10:00:00Z",
        "spec": { "image": "python:3.11-slim", "resources": { "cpu": "500m", "memory": "512Mi" }, "ttl": 3600 },
    })
}

fn spec() -> TemplateSpec {
    TemplateSpec::new("python:3.11-slim")
}

#[tokio::test]
async fn create() {
    let stage = Stage::start().await;
    let client = stage.canned(201, &template(1));
    let created = client.templates().create("python", spec()).await.unwrap();
    assert_eq!(created.name, "python");
    let request = stage.request();
    assert_eq!(
        (request.method(), request.path()),
        ("POST", "/api/v1/templates")
    );
    // The seed's defaults, said aloud; nothing else.
    let expected = json!({
        "name": "python",
        "spec": {
            "image": "python:3.11-slim", "resources": { "cpu": "500m", "memory": "512Mi" },
            "startupTimeout": 300, "ttl": 3600,
        },
    });
    assert_eq!(sent(&request), expected);
}

#[tokio::test]
async fn create_conflict() {
    let stage = Stage::start().await;
    let client = stage.canned(409, &json!({ "error": "template already exists" }));
    let error = client
        .templates()
        .create("python", spec())
        .await
        .unwrap_err();
    assert!(error.is_conflict());
    assert_eq!(error.message(), "template already exists");
}

#[tokio::test]
async fn list() {
    let stage = Stage::start().await;
    let page = json!({ "items": [template(1)], "total": 1, "page": 1, "pageSize": 20 });
    let client = stage.canned(200, &page);
    let list = client.templates().list().await.unwrap();
    assert_eq!((list.items.len(), list.total), (1, 1));
    assert_eq!(
        stage.request().path(),
        "/api/v1/templates?page=1&pageSize=20"
    );
}

#[tokio::test]
async fn list_with_filters() {
    let stage = Stage::start().await;
    let page = json!({ "items": [], "total": 0, "page": 1, "pageSize": 10 });
    let client = stage.canned(200, &page);
    let list = client.templates().list();
    list.tag("python")
        .search("data")
        .page_size(10)
        .await
        .unwrap();
    let request = stage.request();
    let (path, query) = request.path().split_once('?').unwrap();
    let mut query: Vec<&str> = query.split('&').collect();
    query.sort_unstable();
    assert_eq!(path, "/api/v1/templates");
    assert_eq!(
        query,
        ["page=1", "pageSize=10", "search=data", "tag=python"]
    );
}

#[tokio::test]
async fn get() {
    let stage = Stage::start().await;
    let client = stage.canned(200, &template(2));
    let read = client.templates().get("python").await.unwrap();
    assert_eq!((read.name.as_str(), read.latest_version), ("python", 2));
}

#[tokio::test]
async fn get_not_found() {
    let stage = Stage::start().await;
    let client = stage.canned(404, &json!({ "error": "template not found" }));
    let error = client.templates().get("python").await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.message(), "template not found");
}

#[tokio::test]
async fn update() {
    let stage = Stage::start().await;
    let client = stage.canned(200, &template(2));
    let updated = client.templates().update("python", spec()).await.unwrap();
    assert_eq!(updated.latest_version, 2);
    let request = stage.request();
    assert_eq!(
        (request.method(), request.path()),
        ("PUT", "/api/v1/templates/python")
    );
}

#[tokio::test]
async fn delete() {
    let stage = Stage::start().await;
    let client = stage.canned_text(204, "", "");
    client.templates().delete("python").await.unwrap();
    let request = stage.request();
    assert_eq!(
        (request.method(), request.path()),
        ("DELETE", "/api/v1/templates/python")
    );
}

#[tokio::test]
async fn list_versions() {
    let stage = Stage::start().await;
    // Neither changelog nor createdBy.
    let version = json!({
        "id": "ver-1", "templateId": "tpl-1", "version": 1, "spec": { "image": "python:3.11-slim" },
        "createdAt": "2026-02-01T10:00:00Z",
    });
    let client = stage.canned(200, &json!({ "items": [version], "total": 1 }));
    let versions = client.templates().list_versions("python").await.unwrap();
    assert_eq!(versions[0].version, 1);
    assert_eq!(versions[0].changelog, None);
}

#[tokio::test]
async fn rollback() {
    let stage = Stage::start().await;
    let reply = json!({
        "id": "tpl-1", "name": "python", "latestVersion": 3, "rolledBackFrom": 2, "rolledBackTo": 1,
        "updatedAt": "2026-02-01T10:00:00Z",
    });
    let client = stage.canned(200, &reply);
    let result = client.templates().rollback("python", 1).await.unwrap();
    assert_eq!((result.latest_version, result.rolled_back_to), (3, 1));
    assert_eq!(sent(&stage.request()), json!({ "targetVersion": 1 }));
}

#[tokio::test]
async fn export_yaml() {
    let stage = Stage::start().await;
    let yaml = "kind: SandboxTemplate\nspec: {image: 'x'}  # kept\n";
    let client = stage.canned_text(200, "application/x-yaml", yaml);
    let exported = client.templates().export_yaml("python").await.unwrap();
    assert_eq!(exported, yaml);
    assert_eq!(stage.request().path(), "/api/v1/templates/python/export");
}
