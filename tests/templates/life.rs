//! Creating, reading, changing and deleting templates.

use std::time::Duration;

use futures_util::TryStreamExt;
use quintet::liteboxd::{NetworkSpec, PersistenceSpec, ReadinessProbe, TemplateSpec};
use quintet::sim::Fault;
use quintet::{ErrorKind, RetryPolicy};

use crate::support::liteboxd::Stage;

fn spec() -> TemplateSpec {
    TemplateSpec::new("alpine:3.20")
}

#[tokio::test]
async fn everything_that_can_be_said_arrives() {
    let stage = Stage::start().await;
    let templates = stage.client.templates();
    let spec = spec()
        .with_command(["sleep"])
        .with_args(["infinity"])
        .with_cpu("1")
        .with_memory("1Gi")
        .without_expiry()
        .with_env("A", "1")
        .with_envs([("B", "2")])
        .with_startup_script("echo ready\n")
        .with_startup_timeout(Duration::from_millis(59_001))
        .with_file("/workspace/a.txt", "a")
        .with_readiness_probe(ReadinessProbe::new(["true"]).with_period(Duration::from_secs(5)))
        .with_network(
            NetworkSpec::internet().with_allowed_domains(["API.Example.com.", "*.example.org"]),
        )
        .with_persistence(PersistenceSpec::new("standard").with_size("2Gi"));
    let created = templates
        .create("full", spec)
        .display_name("Full")
        .description("Everything")
        .tags(["a", "b"])
        .private()
        .await
        .unwrap();
    assert_eq!(created.tags(), ["a", "b"]);
    assert!(!created.is_public);

    let read = templates.get("full").await.unwrap();
    assert_eq!(read.latest_version, 1);
    assert_eq!(read.display_name.as_deref(), Some("Full"));
    assert_eq!(read.description.as_deref(), Some("Everything"));
    let spec = read.into_spec().unwrap();
    assert_eq!(
        (spec.command, spec.args),
        (vec!["sleep".to_owned()], vec!["infinity".to_owned()])
    );
    let resources = spec.resources.unwrap();
    assert_eq!(
        (resources.cpu.as_deref(), resources.memory.as_deref()),
        (Some("1"), Some("1Gi"))
    );
    assert_eq!((spec.ttl, spec.startup_timeout), (Some(0), Some(60)));
    assert_eq!(spec.env.into_values().collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(spec.startup_script.as_deref(), Some("echo ready\n"));
    assert_eq!(spec.files[0].content.as_deref(), Some("a"));
    let probe = spec.readiness_probe.unwrap();
    assert_eq!(
        (
            probe.initial_delay_seconds,
            probe.period_seconds,
            probe.failure_threshold
        ),
        (Some(0), Some(5), Some(3))
    );
    assert_eq!(
        spec.network.unwrap().allowed_domains,
        ["api.example.com", "*.example.org"]
    );
    let persistence = spec.persistence.unwrap();
    assert_eq!(persistence.size.as_deref(), Some("2Gi"));
    stage.assert_covered("create_template", "201");
    stage.assert_covered("get_template", "200");
}

#[tokio::test]
async fn tags_that_are_null_are_none() {
    let stage = Stage::start().await;
    let created = stage
        .client
        .templates()
        .create("plain", spec())
        .await
        .unwrap();
    assert_eq!(created.tags, None);
    assert_eq!(created.tags(), [""; 0]);
    assert!(created.is_public);
}

#[tokio::test]
async fn a_name_is_taken_once() {
    let stage = Stage::start().await;
    let templates = stage.client.templates();
    let error = templates
        .create("python-data-science", spec())
        .await
        .unwrap_err();
    assert!(error.is_conflict());
    assert_eq!(error.code(), Some("TEMPLATE_EXISTS"));
    assert!(error.message().contains("already exists"), "{error}");
    stage.assert_covered("create_template", "409");
}

#[tokio::test]
async fn what_does_not_exist_is_not_found() {
    let stage = Stage::start().await;
    let templates = stage.client.templates();
    let failures = [
        ("get_template", templates.get("missing").await.unwrap_err()),
        (
            "update_template",
            templates.update("missing", spec()).await.unwrap_err(),
        ),
        (
            "delete_template",
            templates.delete("missing").await.unwrap_err(),
        ),
        (
            "list_template_versions",
            templates.list_versions("missing").await.unwrap_err(),
        ),
        (
            "get_template_version",
            templates.get_version("missing", 1).await.unwrap_err(),
        ),
        (
            "rollback_template",
            templates.rollback("missing", 1).await.unwrap_err(),
        ),
        (
            "export_template",
            templates.export_yaml("missing").await.unwrap_err(),
        ),
    ];
    for (operation, error) in failures {
        assert!(error.is_not_found(), "{error}");
        assert!(
            error
                .code()
                .is_some_and(|code| code.ends_with("_NOT_FOUND")),
            "{error}"
        );
        stage.assert_covered(operation, "404");
    }
}

#[tokio::test]
async fn the_server_has_the_last_word() {
    let stage = Stage::start().await;
    let body = r#"{"error":{"code":"INVALID_REQUEST","message":"the store is full"}}"#;
    let refuse = || Fault::status(400).body("application/json; charset=utf-8", body);
    stage.simulator.inject(refuse().times(5));
    let templates = stage.client.templates();
    let failures = [
        (
            "create_template",
            templates.create("new", spec()).await.unwrap_err(),
        ),
        (
            "update_template",
            templates.update("new", spec()).await.unwrap_err(),
        ),
        (
            "rollback_template",
            templates.rollback("new", 1).await.unwrap_err(),
        ),
        (
            "get_template_version",
            templates.get_version("new", 1).await.unwrap_err(),
        ),
        (
            "export_template",
            templates.export_yaml("new").version(1).await.unwrap_err(),
        ),
    ];
    for (operation, error) in failures {
        assert_eq!(error.kind(), ErrorKind::BadRequest, "{error}");
        assert_eq!(
            (error.code(), error.message()),
            (Some("INVALID_REQUEST"), "the store is full")
        );
        stage.assert_covered(operation, "400");
    }
}

#[tokio::test]
async fn pages_are_read_to_the_end() {
    let stage = Stage::start().await;
    let templates = stage.client.templates();
    for number in 0..7 {
        let tags = if number % 2 == 0 {
            vec!["even"]
        } else {
            vec![]
        };
        templates
            .create(format!("item-{number}"), spec())
            .tags(tags)
            .await
            .unwrap();
    }
    stage.simulator.clear_requests();
    let mut names = Vec::new();
    let mut items = std::pin::pin!(templates.list().search("item-").page_size(3).items());
    while let Some(template) = items.try_next().await.unwrap() {
        names.push(template.name);
    }
    assert_eq!(
        names,
        (0..7)
            .rev()
            .map(|number| format!("item-{number}"))
            .collect::<Vec<_>>()
    );
    assert_eq!(stage.simulator.requests().len(), 3);

    let even = templates
        .list()
        .tag("even")
        .page(2)
        .page_size(3)
        .await
        .unwrap();
    assert_eq!(
        (even.page, even.page_size, even.total, even.items.len()),
        (2, 3, 4, 1)
    );
    let all = templates
        .list()
        .tag("even")
        .page_size(3)
        .all()
        .await
        .unwrap();
    assert_eq!(all.len(), 4);
    stage.assert_covered("list_templates", "200");
}

#[tokio::test]
async fn what_is_not_set_in_an_update_stays() {
    let stage = Stage::start().await;
    let templates = stage.client.templates();
    let create = templates
        .create("mine", spec())
        .display_name("Mine")
        .tags(["a"])
        .private();
    create.await.unwrap();

    let updated = templates
        .update("mine", spec().with_cpu("2"))
        .await
        .unwrap();
    assert_eq!((updated.latest_version, updated.is_public), (2, false));
    assert_eq!(updated.display_name.as_deref(), Some("Mine"));
    assert_eq!(updated.tags(), ["a"]);

    let none: [&str; 0] = [];
    let updated = templates
        .update("mine", spec())
        .display_name("Ours")
        .description("For all")
        .tags(none)
        .public()
        .changelog("Shared")
        .await
        .unwrap();
    assert_eq!((updated.latest_version, updated.is_public), (3, true));
    assert_eq!(updated.display_name.as_deref(), Some("Ours"));
    assert_eq!(updated.tags(), none);
    let version = templates.get_version("mine", 3).await.unwrap();
    assert_eq!(version.changelog.as_deref(), Some("Shared"));
    stage.assert_covered("update_template", "200");
}

#[tokio::test]
async fn a_deleted_template_is_gone() {
    let stage = Stage::start().await;
    let templates = stage.client.templates();
    templates.create("short", spec()).await.unwrap();
    templates.delete("short").await.unwrap();
    assert!(templates.get("short").await.unwrap_err().is_not_found());
    assert!(templates.delete("short").await.unwrap_err().is_not_found());
    stage.assert_covered("delete_template", "204");
}

#[tokio::test]
async fn a_deletion_whose_reply_was_lost_succeeds() {
    let stage = Stage::start().await;
    let templates = stage.client.templates();
    templates.create("short", spec()).await.unwrap();
    let lost = Fault::reset_after_handling().on("DELETE", "/api/v1/templates/short");
    stage.simulator.inject(lost);
    let delete = templates.delete("short").retry(RetryPolicy::default());
    let reply = delete.response().await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (404, 2));
}

#[tokio::test]
async fn a_lost_reply_of_a_change_is_not_repaired_by_a_second_one() {
    let stage = Stage::start().await;
    let templates = stage.client.templates();
    let name = "python-data-science";
    let before = templates.get(name).await.unwrap().latest_version;
    let lost = || Fault::reset_after_handling().on("*", "/api/v1/templates/python-data-science");
    stage.simulator.inject(lost());
    let update = templates.update(name, spec()).retry(RetryPolicy::default());
    let error = update.await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
    stage.simulator.inject(lost());
    let rollback = templates.rollback(name, 1).retry(RetryPolicy::default());
    let error = rollback.await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
    let after = templates.get(name).await.unwrap().latest_version;
    assert_eq!(after, before + 2);
}
