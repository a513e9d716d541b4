//! Exporting all templates: complete, in order, and fit to be imported again. Contract: §1.4, §7.U.

use std::collections::BTreeMap;
use std::time::Duration;

use quintet::liteboxd::{Client, PersistenceSpec, ReadinessProbe, TemplateSpec};
use quintet::sim::Fault;
use serde_json::Value;

use crate::support::liteboxd::Stage;
use crate::support::yaml;

/// More than the server exports at once, and more than two pages of 100 together with the seeded ones.
const MANY: usize = 210;

/// Texts that are hard on whoever moves YAML about.
const TEXTS: [&str; 9] = [
    "#!/bin/sh\nset -e\n\n  indented\n\necho done\n",
    "\n\nbegins with empty lines",
    "   begins with blanks\nand goes on",
    "ends with\n\n\n",
    "blanks \n   \n\t\nin empty lines",
    "---\nkind: SandboxTemplate\n...\n- a: 'b'\n# c",
    "\"quoted\" 'twice' \\ and: {not} [yaml] & * ! | > % @ `",
    "ünïcödé 日本語 🦀\u{85}\u{2028}\u{feff}\u{7}",
    "a line that is so long that a writer of YAML may well want to break it into several lines of eighty characters or so each, if it does that at all",
];

fn names(yaml: &Value) -> Vec<&str> {
    let items = yaml["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| item["metadata"]["name"].as_str().unwrap())
        .collect()
}

fn parsed(document: &[u8]) -> Value {
    yaml::to_json(std::str::from_utf8(document).unwrap())
}

/// The specifications of all templates.
async fn specs(client: &Client) -> BTreeMap<String, Value> {
    let all = client
        .templates()
        .list()
        .page_size(100)
        .all()
        .await
        .unwrap();
    let spec = |template: quintet::liteboxd::Template| {
        let name = template.name.clone();
        (
            name,
            serde_json::to_value(template.into_spec().unwrap()).unwrap(),
        )
    };
    all.into_iter().map(spec).collect()
}

#[tokio::test]
async fn all_templates_are_exported_newest_first() {
    let stage = Stage::start().await;
    let templates = stage.client.templates();
    let created: Vec<String> = (0..MANY).map(|number| format!("t-{number}")).collect();
    for name in &created {
        templates
            .create(name, TemplateSpec::new("alpine:3.20"))
            .await
            .unwrap();
    }
    let document = stage.client.import_export().export_all().await.unwrap();
    let document = parsed(&document);
    assert_eq!(document["kind"], "SandboxTemplateList");
    let exported = names(&document);
    let newest: Vec<&str> = created.iter().rev().map(String::as_str).collect();
    assert_eq!(exported[..MANY], newest);
    assert!(exported.contains(&"python-data-science"));
    // The server's own export, which is cut, is not asked.
    assert_eq!(
        stage
            .simulator
            .request_count("GET", "/api/v1/templates/export"),
        0
    );
}

#[tokio::test]
async fn an_export_can_be_imported_again() {
    let stage = Stage::start().await;
    let templates = stage.client.templates();
    for (number, text) in TEXTS.into_iter().enumerate() {
        let spec = TemplateSpec::new("alpine:3.20")
            .with_startup_script(text)
            .with_env("TEXT", text)
            .with_file("/workspace/text", text)
            .with_args([text, "-n"])
            .with_readiness_probe(ReadinessProbe::new(["test", text]))
            .with_persistence(PersistenceSpec::new("standard"));
        let create = templates.create(format!("text-{number}"), spec);
        create.description(text).tags([text]).await.unwrap();
    }
    let before = specs(&stage.client).await;
    let document = stage.client.import_export().export_all().await.unwrap();
    // Read by another reader than the simulator's.
    let read = parsed(&document);
    for (item, name) in read["items"].as_array().unwrap().iter().zip(names(&read)) {
        if let Some(number) = name.strip_prefix("text-") {
            let text = TEXTS[number.parse::<usize>().unwrap()];
            assert_eq!(item["spec"]["startupScript"], text, "{name}");
            assert_eq!(item["spec"]["env"]["TEXT"], text, "{name}");
            assert_eq!(item["spec"]["files"][0]["content"], text, "{name}");
            assert_eq!(item["metadata"]["description"], text, "{name}");
        }
    }
    for name in before.keys() {
        templates.delete(name).await.unwrap();
    }
    let result = stage
        .client
        .import_export()
        .import_templates(document)
        .await
        .unwrap();
    assert_eq!(
        (result.failed, result.created),
        (0, i64::try_from(before.len()).unwrap())
    );
    assert_eq!(specs(&stage.client).await, before);
    let last = templates.get("text-7").await.unwrap();
    assert_eq!(last.description.as_deref(), Some(TEXTS[7]));
}

#[tokio::test]
async fn only_what_is_asked_for() {
    let stage = Stage::start().await;
    let templates = stage.client.templates();
    for (name, tag) in [("a", "x_y"), ("b", "xzy"), ("c", "x_y")] {
        let create = templates.create(name, TemplateSpec::new("alpine:3.20"));
        create.tags([tag]).await.unwrap();
    }
    let export = || stage.client.import_export().export_all();
    let tagged = parsed(&export().tag("x_y").await.unwrap());
    assert_eq!(names(&tagged), ["c", "a"]);
    let named = parsed(&export().names(["a", "b", "missing"]).await.unwrap());
    assert_eq!(names(&named), ["b", "a"]);
    let both = parsed(&export().names(["a", "b"]).tag("x_y").await.unwrap());
    assert_eq!(names(&both), ["a"]);
    let none = parsed(&export().tag("nothing").await.unwrap());
    assert_eq!(names(&none), [""; 0]);
}

#[tokio::test]
async fn a_template_that_is_deleted_meanwhile_is_left_out() {
    let stage = Stage::start().await;
    let body = r#"{"error":{"code":"TEMPLATE_NOT_FOUND","message":"Template 'code-interpreter' not found"}}"#;
    let gone = Fault::status(404).body("application/json; charset=utf-8", body);
    stage
        .simulator
        .inject(gone.on("GET", "/api/v1/templates/code-interpreter/export"));
    let document = parsed(&stage.client.import_export().export_all().await.unwrap());
    let mut exported = names(&document);
    exported.sort_unstable();
    assert_eq!(exported, ["persistent-workspace", "python-data-science"]);
}

#[tokio::test]
async fn a_server_without_the_route_is_an_error_and_no_empty_list() {
    let stage = Stage::start().await;
    let route = "/api/v1/templates/code-interpreter/export";
    let missing = Fault::status(404)
        .body("text/plain", "404 page not found")
        .on("GET", route);
    stage.simulator.inject(missing);
    let error = stage.client.import_export().export_all().await.unwrap_err();
    assert_eq!(error.operation(), Some("export_template"));
    assert_eq!(error.message(), "404 page not found");
    // Told apart from a template that is gone, which the document describes.
    assert_eq!(stage.proxy.violations().len(), 1);
}

#[tokio::test]
async fn templates_that_come_while_they_are_listed_are_not_missed() {
    let stage = Stage::start().await;
    let page = |total: i64| {
        let item = r#"{"id":"tpl-1a2b3c4d","name":"a","isPublic":true,"latestVersion":1,"createdAt":"2026-02-01T10:00:00Z","updatedAt":"2026-02-01T10:00:00Z"}"#;
        format!(r#"{{"items":[{item}],"total":{total},"page":1,"pageSize":100}}"#)
    };
    let answer = |total| Fault::status(200).body("application/json; charset=utf-8", page(total));
    let yaml = Fault::status(200).body("application/x-yaml", "kind: SandboxTemplate\n");
    // Two are said to be there, one is shown; at the second look all is well.
    let list = "/api/v1/templates?";
    stage.simulator.inject(answer(2).on("GET", list));
    stage.simulator.inject(answer(1).on("GET", list).after(1));
    stage
        .simulator
        .inject(yaml.on("GET", "/api/v1/templates/a/export"));
    let export = stage.client.import_export().export_all();
    let reply = export.response().await.unwrap();
    assert_eq!(reply.attempts(), 3);

    stage.simulator.inject(answer(2).on("GET", list).times(3));
    let error = stage.client.import_export().export_all().await.unwrap_err();
    assert!(error.is_conflict(), "{error}");
}

#[tokio::test]
async fn a_limit_holds_for_all_requests_together() {
    let stage = Stage::start().await;
    // Each page comes soon, and each says that there is one more.
    let item = r#"{"id":"tpl-1a2b3c4d","name":"a","isPublic":true,"latestVersion":1,"createdAt":"2026-02-01T10:00:00Z","updatedAt":"2026-02-01T10:00:00Z"}"#;
    let page = format!(r#"{{"items":[{item}],"total":1000000,"page":1,"pageSize":100}}"#);
    let endless = Fault::drip(usize::MAX, Duration::ZERO)
        .body("application/json; charset=utf-8", page)
        .on("GET", "/api/v1/templates?")
        .times(usize::MAX);
    stage.simulator.inject(endless);
    let export = stage.client.import_export().export_all();
    let error = export
        .timeout(Duration::from_millis(200))
        .await
        .unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(stage.simulator.requests().len() > 1);
}
