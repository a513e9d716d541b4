//! The versions of a template.

use quintet::liteboxd::TemplateSpec;

use crate::support::liteboxd::Stage;

#[tokio::test]
async fn versions_are_kept_and_come_back() {
    let stage = Stage::start().await;
    let templates = stage.client.templates();
    let spec = |image: &str| TemplateSpec::new(image);
    templates.create("node", spec("node:20")).await.unwrap();
    let update = templates.update("node", spec("node:22"));
    update.changelog("Newer").await.unwrap();

    let rolled = templates.rollback("node", 1).await.unwrap();
    assert_eq!(
        (
            rolled.latest_version,
            rolled.rolled_back_from,
            rolled.rolled_back_to
        ),
        (3, 2, 1)
    );
    let again = templates
        .rollback("node", 2)
        .changelog("After all")
        .await
        .unwrap();
    assert_eq!(again.latest_version, 4);

    let versions = templates.list_versions("node").await.unwrap();
    let told: Vec<_> = versions
        .iter()
        .map(|version| {
            (
                version.version,
                version.spec.image.as_str(),
                version.changelog.as_deref().unwrap_or(""),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (4, "node:22", "After all"),
            (3, "node:20", "Rolled back to version 1"),
            (2, "node:22", "Newer"),
            (1, "node:20", "Initial version"),
        ]
    );
    let second = templates.get_version("node", 2).await.unwrap();
    assert_eq!(second.spec.image, "node:22");
    for (operation, status) in [
        ("rollback_template", "200"),
        ("list_template_versions", "200"),
        ("get_template_version", "200"),
    ] {
        stage.assert_covered(operation, status);
    }
}

#[tokio::test]
async fn a_missing_version_is_not_found() {
    let stage = Stage::start().await;
    let templates = stage.client.templates();
    let name = "python-data-science";
    for error in [
        templates.get_version(name, 99).await.unwrap_err(),
        templates.rollback(name, 99).await.unwrap_err(),
        templates.export_yaml(name).version(99).await.unwrap_err(),
    ] {
        assert!(error.is_not_found(), "{error}");
    }
}

#[tokio::test]
async fn each_version_can_be_exported() {
    let stage = Stage::start().await;
    let templates = stage.client.templates();
    templates
        .create("node", TemplateSpec::new("node:20"))
        .await
        .unwrap();
    templates
        .update("node", TemplateSpec::new("node:22"))
        .await
        .unwrap();
    let text = async |version: Option<i64>| {
        let mut export = templates.export_yaml("node");
        if let Some(version) = version {
            export = export.version(version);
        }
        String::from_utf8(export.await.unwrap().to_vec()).unwrap()
    };
    assert!(text(None).await.contains("image: node:22"));
    assert!(text(Some(1)).await.contains("image: node:20"));
    assert!(text(Some(2)).await.contains("image: node:22"));
    stage.assert_covered("export_template", "200");
}

#[tokio::test]
async fn a_template_named_export_can_be_used_without_being_read() {
    let stage = Stage::start().await;
    let templates = stage.client.templates();
    let spec = || TemplateSpec::new("alpine:3.20");
    templates.create("export", spec()).await.unwrap();
    let refused = templates.get("export").await.unwrap_err();
    assert!(refused.is_invalid_input());
    assert_eq!(
        templates
            .update("export", spec())
            .await
            .unwrap()
            .latest_version,
        2
    );
    assert_eq!(templates.list_versions("export").await.unwrap().len(), 2);
    templates.delete("export").await.unwrap();
}
