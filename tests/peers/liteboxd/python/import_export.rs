//! Import and export. Contract: §6, §7.K.

use quintet::liteboxd::ImportAction;
use serde_json::json;

use crate::support::liteboxd::Stage;

const YAML: &str = "apiVersion: liteboxd/v1\nkind: SandboxTemplate\nmetadata:\n  name: python\nspec:\n  image: python:3.11\n";

/// The parts of a form, `name=content`.
fn parts(body: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(body).unwrap();
    let boundary = text.split("\r\n").next().unwrap();
    text.split(boundary)
        .filter_map(|part| part.split_once("\r\n\r\n"))
        .map(|(head, content)| {
            let name = head
                .split("name=\"")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap();
            format!("{name}={}", content.strip_suffix("\r\n").unwrap())
        })
        .collect()
}

#[tokio::test]
async fn import() {
    let stage = Stage::start().await;
    let reply = json!({
        "total": 1, "created": 1, "updated": 0, "skipped": 0, "failed": 0,
        "results": [{ "name": "python", "action": "created", "version": 1 }], "prepullStarted": ["python:3.11"],
    });
    let client = stage.canned(200, &reply);
    let import = client.import_export().import_templates(YAML.as_bytes());
    let result = import.prepull().await.unwrap();
    assert_eq!((result.total, result.created, result.failed), (1, 1, 0));
    assert_eq!(result.results[0].action, ImportAction::Created);
    assert_eq!(result.prepull_started, ["python:3.11"]);
    let request = stage.request();
    assert_eq!(
        (request.method(), request.path()),
        ("POST", "/api/v1/templates/import")
    );
    let file = format!("file={YAML}");
    assert_eq!(
        parts(request.body()),
        ["strategy=create-or-update", "prepull=true", &file]
    );
}

#[tokio::test]
async fn import_with_string() {
    let stage = Stage::start().await;
    let reply = json!({ "total": 0, "created": 0, "updated": 0, "skipped": 0, "failed": 0, "results": null });
    let client = stage.canned(200, &reply);
    let import = client.import_export().import_templates(YAML.to_owned());
    let result = import.await.unwrap();
    assert_eq!(result.results.len(), 0);
    assert_eq!(result.failures().count(), 0);
}

#[tokio::test]
async fn export_all() {
    let stage = Stage::start().await;
    let page = json!({ "items": [], "total": 0, "page": 1, "pageSize": 100 });
    let client = stage.canned(200, &page);
    let yaml = client.import_export().export_all().await.unwrap();
    let text = std::str::from_utf8(&yaml).unwrap();
    assert!(text.contains("kind: SandboxTemplateList\n"), "{text}");
    assert!(text.ends_with("items: []\n"), "{text}");
    assert_eq!(
        stage.request().path(),
        "/api/v1/templates?page=1&pageSize=100"
    );
}

#[tokio::test]
async fn export_with_filters() {
    let stage = Stage::start().await;
    let template = |name: &str, tag: &str| {
        json!({
            "id": "tpl-1", "name": name, "isPublic": true, "latestVersion": 1, "tags": [tag],
            "createdAt": "2026-02-01T10:00:00Z", "updatedAt": "2026-02-01T10:00:00Z",
        })
    };
    // The server's own filter lets `pythons` pass for `python_`.
    let items = [
        template("tpl-1", "python_"),
        template("tpl-2", "pythons"),
        template("tpl-3", "python_"),
    ];
    let page = json!({ "items": items, "total": 3, "page": 1, "pageSize": 100 });
    let client = stage.canned(200, &page);
    stage.canned_text(200, "application/x-yaml", "kind: SandboxTemplate\n");
    let export = client.import_export().export_all();
    let yaml = export
        .tag("python_")
        .names(["tpl-1", "tpl-2"])
        .await
        .unwrap();
    assert!(yaml.ends_with(b"items:\n    - kind: SandboxTemplate\n"));
    let requests = stage.simulator.requests();
    let paths: Vec<&str> = requests.iter().map(|request| request.path()).collect();
    assert_eq!(
        paths,
        [
            "/api/v1/templates?page=1&pageSize=100&tag=python_",
            "/api/v1/templates/tpl-1/export"
        ]
    );
}
