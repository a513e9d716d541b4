//! Bad input is refused before any I/O, in words that say the rule.

use std::time::Duration;

use quintet::Error;
use quintet::liteboxd::{
    ImportStrategy, NetworkSpec, PersistenceSpec, ReadinessProbe, TemplateSpec, Templates,
};

use crate::support::liteboxd::Stage;

/// What was tried, what came of it, and what the refusal says.
type Row = (&'static str, Option<Error>, [&'static str; 2]);

/// Checks the rows, and that the server has heard of none.
fn assert_refused(stage: &Stage, rows: Vec<Row>) {
    for (what, error, parts) in rows {
        let error = error.unwrap_or_else(|| panic!("{what} was not refused"));
        assert!(error.is_invalid_input(), "{what}: {error}");
        assert_eq!(error.attempts(), 0, "{what}");
        for part in parts {
            assert!(error.message().contains(part), "{what}: {error}");
        }
    }
    assert_eq!(stage.simulator.requests().len(), 0, "something was sent");
}

#[tokio::test]
async fn names_and_versions() {
    let stage = Stage::start().await;
    let templates = stage.client.templates();
    let prepulls = stage.client.prepulls();
    let spec = || TemplateSpec::new("alpine:3.20");
    let rule = "1 to 63 of `a-z`, `0-9` and `-`";
    let long = "x".repeat(64);
    let first = "versions begin with 1";
    let rows: Vec<Row> = vec![
        (
            "create",
            templates.create("A", spec()).await.err(),
            ["\"A\"", rule],
        ),
        (
            "create",
            templates.create("", spec()).await.err(),
            ["\"\"", rule],
        ),
        (
            "create",
            templates.create(long, spec()).await.err(),
            ["template", rule],
        ),
        (
            "get",
            templates.get("../sandboxes").await.err(),
            ["..", rule],
        ),
        (
            "get",
            templates.get("export").await.err(),
            ["`export`", "list"],
        ),
        (
            "update",
            templates.update("a_b", spec()).await.err(),
            ["a_b", rule],
        ),
        ("delete", templates.delete("-a").await.err(), ["-a", rule]),
        (
            "versions",
            templates.list_versions("a-").await.err(),
            ["a-", rule],
        ),
        (
            "version",
            templates.get_version("a/b", 1).await.err(),
            ["a/b", rule],
        ),
        (
            "version",
            templates.get_version("a", 0).await.err(),
            ["version 0", first],
        ),
        (
            "rollback",
            templates.rollback("é", 1).await.err(),
            ["é", rule],
        ),
        (
            "rollback",
            templates.rollback("a", -1).await.err(),
            ["version -1", first],
        ),
        (
            "export",
            templates.export_yaml(".").await.err(),
            ["\".\"", rule],
        ),
        (
            "export",
            templates.export_yaml("a").version(0).await.err(),
            ["version 0", first],
        ),
        (
            "prepull",
            prepulls.create_for_template("A").await.err(),
            ["\"A\"", rule],
        ),
    ];
    assert_refused(&stage, rows);
}

/// Both ways on which a specification is sent.
async fn refused(templates: &Templates, spec: TemplateSpec) -> Option<Error> {
    let created = templates.create("new", spec.clone()).await.err()?;
    let updated = templates.update("new", spec).await.err()?;
    assert_eq!(created.message(), updated.message());
    Some(created)
}

#[tokio::test]
async fn specifications() {
    let stage = Stage::start().await;
    let templates = stage.client.templates();
    let spec = || TemplateSpec::new("alpine:3.20");
    let with = |change: fn(&mut TemplateSpec)| {
        let mut spec = spec();
        change(&mut spec);
        refused(&templates, spec)
    };
    let units = "such as `500m` or `512Mi`";
    let domain =
        |name: &str| spec().with_network(NetworkSpec::internet().with_allowed_domain(name));
    let volume = |class: &str| spec().with_persistence(PersistenceSpec::new(class));
    let large = spec().with_persistence(PersistenceSpec::new("standard").with_size("1GB"));
    let none: [&str; 0] = [];
    let probe = spec().with_readiness_probe(ReadinessProbe::new(none));
    let names = "without scheme, port, path and `_`";
    let rows: Vec<Row> = vec![
        (
            "image",
            with(|spec| spec.image.clear()).await,
            ["image \"\"", "without blanks"],
        ),
        (
            "cpu",
            refused(&templates, spec().with_cpu("two")).await,
            ["cpu \"two\"", units],
        ),
        (
            "memory",
            refused(&templates, spec().with_memory("1GB")).await,
            ["memory \"1GB\"", units],
        ),
        (
            "ttl",
            with(|spec| spec.ttl = Some(-1)).await,
            ["ttl of -1 s", "0 means for ever"],
        ),
        (
            "start",
            with(|spec| spec.startup_timeout = Some(-1)).await,
            ["startup timeout", "0 means 300"],
        ),
        (
            "env",
            refused(&templates, spec().with_env("A=B", "")).await,
            ["\"A=B\"", "without `=`"],
        ),
        (
            "file",
            refused(&templates, spec().with_file("a.txt", "")).await,
            ["\"a.txt\"", "absolute"],
        ),
        (
            "file",
            refused(&templates, spec().with_file("/a/", "")).await,
            ["\"/a/\"", "absolute"],
        ),
        (
            "probe",
            refused(&templates, probe).await,
            ["no command", "one string each"],
        ),
        (
            "scheme",
            refused(&templates, domain("https://a.org")).await,
            ["https://a.org", names],
        ),
        (
            "port",
            refused(&templates, domain("a.org:80")).await,
            ["a.org:80", names],
        ),
        (
            "path",
            refused(&templates, domain("a.org/b")).await,
            ["a.org/b", names],
        ),
        (
            "underscore",
            refused(&templates, domain("a_b.org")).await,
            ["a_b.org", names],
        ),
        (
            "class",
            refused(&templates, volume("")).await,
            ["without a storage class", "`standard`"],
        ),
        (
            "local",
            refused(&templates, volume("Local-Path")).await,
            ["Local-Path", "refuses local-path"],
        ),
        (
            "size",
            refused(&templates, large).await,
            ["size \"1GB\"", units],
        ),
    ];
    assert_refused(&stage, rows);
}

#[tokio::test]
async fn texts_that_the_server_would_pass_over() {
    let stage = Stage::start().await;
    let templates = stage.client.templates();
    let update = || templates.update("a", TemplateSpec::new("alpine:3.20"));
    let rows: Vec<Row> = vec![
        (
            "name",
            update().display_name("").await.err(),
            ["empty display name", "only replaced"],
        ),
        (
            "text",
            update().description("").await.err(),
            ["empty description", "only replaced"],
        ),
    ];
    assert_refused(&stage, rows);
}

#[tokio::test]
async fn pages() {
    let stage = Stage::start().await;
    let list = || stage.client.templates().list();
    let rows: Vec<Row> = vec![
        (
            "page",
            list().page(0).await.err(),
            ["page 0", "begin with 1"],
        ),
        (
            "size",
            list().page_size(0).await.err(),
            ["page size 0", "from 1 to 100"],
        ),
        (
            "size",
            list().page_size(101).await.err(),
            ["page size 101", "from 1 to 100"],
        ),
    ];
    assert_refused(&stage, rows);
}

#[tokio::test]
async fn prepull_tasks() {
    let stage = Stage::start().await;
    let prepulls = stage.client.prepulls();
    let create = |limit| prepulls.create("alpine:3.20").pull_timeout(limit);
    let segment = "one non-empty path segment";
    let rows: Vec<Row> = vec![
        (
            "image",
            prepulls.create(" ").await.err(),
            ["image", "without blanks"],
        ),
        (
            "image",
            prepulls.create("a b").await.err(),
            ["\"a b\"", "without blanks"],
        ),
        (
            "time",
            create(Duration::ZERO).await.err(),
            ["0ns", "whole seconds"],
        ),
        (
            "time",
            create(Duration::from_millis(1500)).await.err(),
            ["1.5s", "whole seconds"],
        ),
        (
            "get",
            prepulls.get("").await.err(),
            ["prepull task id \"\"", segment],
        ),
        (
            "delete",
            prepulls.delete("..").await.err(),
            ["prepull task id \"..\"", segment],
        ),
        (
            "wait",
            prepulls.wait_for_completion("a/b").await.err(),
            ["a/b", segment],
        ),
    ];
    assert_refused(&stage, rows);
}

#[tokio::test]
async fn documents_and_names() {
    let stage = Stage::start().await;
    let transfer = stage.client.import_export();
    let import = |text: &'static str| {
        let import = transfer.import_templates(text);
        import.strategy(ImportStrategy::CreateOnly)
    };
    let none: [&str; 0] = [];
    let kinds = ["`kind: SandboxTemplate`", "`kind: SandboxTemplateList`"];
    let rows: Vec<Row> = vec![
        (
            "empty",
            import("").await.err(),
            ["nothing to import", "`SandboxTemplateList`"],
        ),
        (
            "blank",
            import(" \n").await.err(),
            ["nothing to import", "`SandboxTemplateList`"],
        ),
        ("no kind", import("a: b\n").await.err(), kinds),
        ("other kind", import("kind: Pod\n").await.err(), kinds),
        (
            "names",
            transfer.export_all().names(none).await.err(),
            ["no names", "all templates"],
        ),
        (
            "name",
            transfer.export_all().names(["A"]).await.err(),
            ["\"A\"", "1 to 63"],
        ),
    ];
    assert_refused(&stage, rows);
}
