//! What every operation on templates, prepull tasks, import and export answers in common.

use quintet::liteboxd::{Client, TemplateSpec};
use quintet::sim::Fault;
use quintet::{Error, ErrorKind};

use crate::support::liteboxd::Stage;

const YAML: &str = "kind: SandboxTemplateList\nitems: []\n";

/// What each operation fails with.
async fn failures(client: &Client) -> Vec<(&'static str, Error)> {
    let (templates, prepulls) = (client.templates(), client.prepulls());
    let transfer = client.import_export();
    let name = "python-data-science";
    let spec = || TemplateSpec::new("alpine:3.20");
    vec![
        (
            "create_template",
            templates.create("new", spec()).await.unwrap_err(),
        ),
        ("list_templates", templates.list().await.unwrap_err()),
        ("get_template", templates.get(name).await.unwrap_err()),
        (
            "update_template",
            templates.update(name, spec()).await.unwrap_err(),
        ),
        ("delete_template", templates.delete(name).await.unwrap_err()),
        (
            "list_template_versions",
            templates.list_versions(name).await.unwrap_err(),
        ),
        (
            "get_template_version",
            templates.get_version(name, 1).await.unwrap_err(),
        ),
        (
            "rollback_template",
            templates.rollback(name, 1).await.unwrap_err(),
        ),
        (
            "export_template",
            templates.export_yaml(name).await.unwrap_err(),
        ),
        (
            "create_prepull",
            prepulls.create("alpine:3.20").await.unwrap_err(),
        ),
        (
            "prepull_template_image",
            prepulls.create_for_template(name).await.unwrap_err(),
        ),
        ("list_prepulls", prepulls.list().await.unwrap_err()),
        (
            "delete_prepull",
            prepulls.delete("pp-1a2b3c4d").await.unwrap_err(),
        ),
        (
            "import_templates",
            transfer.import_templates(YAML).await.unwrap_err(),
        ),
        ("list_templates", transfer.export_all().await.unwrap_err()),
        (
            "list_prepulls",
            prepulls.get("pp-1a2b3c4d").await.unwrap_err(),
        ),
    ]
}

/// Holds each failure to a kind, a status and its operation.
fn assert_all(stage: &Stage, failures: Vec<(&'static str, Error)>, kind: ErrorKind, status: u16) {
    for (operation, error) in failures {
        assert_eq!(error.kind(), kind, "{error}");
        assert_eq!(error.status().unwrap().as_u16(), status, "{error}");
        assert_eq!(error.operation(), Some(operation), "{error}");
        assert!(error.request_id().is_some(), "{error}");
        stage.assert_covered(operation, &status.to_string());
    }
}

#[tokio::test]
async fn without_a_valid_token() {
    let stage = Stage::start().await;
    let failures = failures(&stage.client_with("wrong")).await;
    assert_all(&stage, failures, ErrorKind::Unauthorized, 401);
}

#[tokio::test]
async fn while_the_server_drains() {
    let stage = Stage::start().await;
    stage.simulator.set_draining(true);
    let failures = failures(&stage.client).await;
    for (_, error) in &failures {
        assert!(error.is_retryable(), "nothing was done: {error}");
    }
    assert_all(&stage, failures, ErrorKind::Unavailable, 503);
}

#[tokio::test]
async fn when_the_server_fails() {
    let stage = Stage::start().await;
    let body = r#"{"error":{"code":"INTERNAL_ERROR","message":"the store is gone"}}"#;
    let fault = Fault::status(500).body("application/json; charset=utf-8", body);
    stage.simulator.inject(
        fault
            .header("x-request-id", "6c6f7265-6d20-4970-b375-6d20646f6c6f")
            .times(100),
    );
    let failures = failures(&stage.client).await;
    for (operation, error) in &failures {
        assert_eq!(error.message(), "the store is gone", "{operation}");
        assert_eq!(error.code(), Some("INTERNAL_ERROR"), "{operation}");
    }
    assert_all(&stage, failures, ErrorKind::Server, 500);
}
