//! Importing templates.

use bytes::Bytes;
use futures_util::stream;
use quintet::liteboxd::{ImportAction, ImportStrategy};
use quintet::sim::Fault;
use quintet::{ErrorKind, RetryPolicy, Upload};

use crate::support::liteboxd::Stage;

fn document(name: &str, image: &str) -> String {
    format!(
        "apiVersion: liteboxd/v1\nkind: SandboxTemplate\nmetadata:\n    name: {name}\nspec:\n    image: {image}\n"
    )
}

/// A list of templates, by name.
fn list(names: &[&str]) -> String {
    let items = names.iter().map(|name| {
        format!("  - metadata:\n      name: {name}\n    spec:\n      image: alpine:3.20\n")
    });
    format!(
        "kind: SandboxTemplateList\nitems:\n{}",
        items.collect::<String>()
    )
}

#[tokio::test]
async fn from_memory_files_readers_and_streams() {
    let stage = Stage::start().await;
    let transfer = stage.client.import_export();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("templates.yaml");
    std::fs::write(&path, document("file", "a:1")).unwrap();
    let chunks = document("stream", "a:1").into_bytes();
    let chunks: Vec<_> = chunks
        .chunks(7)
        .map(|chunk| Ok::<_, std::io::Error>(Bytes::copy_from_slice(chunk)))
        .collect();
    let contents: Vec<Upload> = vec![
        "kind: SandboxTemplate\nmetadata: {name: text}\nspec: {image: 'a:1'}\n".into(),
        document("string", "a:1").into(),
        document("bytes", "a:1").into_bytes().into(),
        Upload::file(&path).await.unwrap(),
        Upload::reader(std::io::Cursor::new(document("reader", "a:1"))),
        Upload::stream(stream::iter(chunks)),
    ];
    for content in contents {
        let result = transfer.import_templates(content).await.unwrap();
        assert_eq!((result.total, result.created, result.failed), (1, 1, 0));
        assert_eq!(result.results[0].version, Some(1));
    }
    for name in ["text", "string", "bytes", "file", "reader", "stream"] {
        let read = stage.client.templates().get(name).await.unwrap();
        assert_eq!(read.into_spec().unwrap().image, "a:1", "{name}");
    }
    stage.assert_covered("import_templates", "200");
}

#[tokio::test]
async fn the_strategy_says_what_becomes_of_each() {
    let stage = Stage::start().await;
    let transfer = stage.client.import_export();
    transfer
        .import_templates(document("old", "a:1"))
        .await
        .unwrap()
        .results
        .clear();
    let actions = async |strategy| -> Vec<(String, ImportAction)> {
        let import = transfer
            .import_templates(list(&["old", "new"]))
            .strategy(strategy);
        let result = import.await.unwrap();
        assert_eq!(result.failures().count(), 0);
        result
            .results
            .into_iter()
            .map(|item| (item.name, item.action))
            .collect()
    };
    let both = |old, new| [("old".to_owned(), old), ("new".to_owned(), new)];
    use ImportAction::{Created, Skipped, Updated};
    assert_eq!(
        actions(ImportStrategy::UpdateOnly).await,
        both(Updated, Skipped)
    );
    assert_eq!(
        actions(ImportStrategy::CreateOnly).await,
        both(Skipped, Created)
    );
    assert_eq!(
        actions(ImportStrategy::CreateOrUpdate).await,
        both(Updated, Updated)
    );
}

#[tokio::test]
async fn templates_fail_one_by_one() {
    let stage = Stage::start().await;
    let transfer = stage.client.import_export();
    let result = transfer
        .import_templates(list(&["good", "BAD"]))
        .await
        .unwrap();
    assert_eq!((result.total, result.created, result.failed), (2, 1, 1));
    let failures: Vec<_> = result.failures().collect();
    assert_eq!((failures.len(), failures[0].name.as_str()), (1, "BAD"));
    assert!(
        failures[0]
            .error
            .as_deref()
            .is_some_and(|error| !error.is_empty())
    );
}

#[tokio::test]
async fn an_empty_list_imports_nothing() {
    let stage = Stage::start().await;
    let transfer = stage.client.import_export();
    let result = transfer
        .import_templates("kind: SandboxTemplateList\nitems: []\n")
        .await
        .unwrap();
    assert_eq!((result.total, result.results.len()), (0, 0));
}

#[tokio::test]
async fn images_can_be_pulled_at_once() {
    let stage = Stage::start().await;
    let transfer = stage.client.import_export();
    let import = transfer.import_templates(document("new", "alpine:3.20"));
    let result = import.prepull().await.unwrap();
    assert_eq!(result.prepull_started, ["alpine:3.20"]);
    let tasks = stage
        .client
        .prepulls()
        .list()
        .image("alpine:3.20")
        .await
        .unwrap();
    assert_eq!(tasks.len(), 1);
}

#[tokio::test]
async fn what_is_no_yaml_or_of_another_kind_is_a_bad_request() {
    let stage = Stage::start().await;
    let transfer = stage.client.import_export();
    let error = transfer
        .import_templates("kind: [SandboxTemplate\n")
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::BadRequest, Some("INVALID_YAML"))
    );
    stage.assert_covered("import_templates", "400");

    let error = transfer
        .import_templates("kind: SandboxTemplates\n")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadRequest);
    assert_eq!(
        (error.status().unwrap().as_u16(), error.code()),
        (500, Some("INTERNAL_ERROR"))
    );
    assert!(error.message().contains("SandboxTemplates"), "{error}");
    stage.assert_covered("import_templates", "500");
}

#[tokio::test]
async fn a_lost_reply_is_not_repaired_by_a_second_import() {
    let stage = Stage::start().await;
    let transfer = stage.client.import_export();
    stage
        .simulator
        .inject(Fault::reset_after_handling().on("POST", "/api/v1/templates/import"));
    let import = transfer
        .import_templates(document("once", "a:1"))
        .retry(RetryPolicy::default());
    let error = import.await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
    assert_eq!(
        stage
            .client
            .templates()
            .get("once")
            .await
            .unwrap()
            .latest_version,
        1
    );
}
