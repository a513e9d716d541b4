//! The methods of LiteBoxd's design, in its order. Contract: §8.

use std::time::Duration;

use quintet::liteboxd::TemplateSpec;

use crate::support::liteboxd::Stage;

const SOON: Duration = Duration::from_millis(1);

#[tokio::test]
async fn sandbox() {
    let stage = Stage::start().await;
    let sandbox = stage.client.sandboxes();
    let id = sandbox.create("python-data-science").await.unwrap().id;
    assert_eq!(sandbox.list().await.unwrap().len(), 1);
    let ready = sandbox.wait_for_ready(&id).interval(SOON).await.unwrap();
    assert_eq!(sandbox.get(&id).await.unwrap().status, ready.status);
    let result = sandbox.execute(&id, ["echo", "hello"]).await.unwrap();
    assert_eq!(result.stdout, "hello\n");
    let logs = sandbox.get_logs(&id).await.unwrap();
    assert_eq!(logs.logs, sandbox.logs(&id).await.unwrap().logs);
    sandbox.upload_file(&id, "/tmp/a", "hello").await.unwrap();
    let file = sandbox.download_file(&id, "/tmp/a").await.unwrap();
    assert_eq!(file.bytes().await.unwrap(), "hello");
    sandbox.delete(&id).await.unwrap();
}

#[tokio::test]
async fn template() {
    let stage = Stage::start().await;
    let template = stage.client.templates();
    let spec = || TemplateSpec::new("alpine:3.20");
    template.create("a", spec()).await.unwrap();
    assert_eq!(template.list().search("a").await.unwrap().page, 1);
    assert_eq!(template.get("a").await.unwrap().latest_version, 1);
    template.update("a", spec()).await.unwrap();
    assert_eq!(template.list_versions("a").await.unwrap().len(), 2);
    assert_eq!(template.get_version("a", 2).await.unwrap().version, 2);
    assert_eq!(template.rollback("a", 1).await.unwrap().latest_version, 3);
    assert!(!template.export_yaml("a").await.unwrap().is_empty());
    template.delete("a").await.unwrap();
}

#[tokio::test]
async fn prepull() {
    let stage = Stage::start().await;
    let prepull = stage.client.prepulls();
    let first = prepull.create("alpine:3.20").await.unwrap();
    let name = "python-data-science";
    let second = prepull.create_for_template(name).await.unwrap();
    assert_eq!(prepull.list().await.unwrap().len(), 2);
    assert_eq!(prepull.get(&second.id).await.unwrap().id, second.id);
    let wait = prepull.wait_for_completion(&first.id).interval(SOON);
    assert_eq!(wait.await.unwrap().id, first.id);
    prepull.delete(&first.id).await.unwrap();
}

#[tokio::test]
async fn import_export() {
    let stage = Stage::start().await;
    let transfer = stage.client.import_export();
    let yaml = transfer.export_all().await.unwrap();
    assert_eq!(transfer.import_templates(yaml).await.unwrap().updated, 3);
}
