use bytes::Bytes;
use serde_json::{Value, json};

use super::super::auth::API_KEY;
use super::super::testing::{Answer, Server};

const TWO: &str = "\
apiVersion: anything
kind: SandboxTemplateList
items:
  - metadata: {name: one, tags: [a]}
    spec: {image: alpine, ttl: 60, startupscript: dropped}
  - kind: Whatever
    metadata: {name: two}
    spec:
      image: busybox
      network: {allowInternetAccess: true, allowedDomains: [API.Example.com]}
";

/// An import; texts are fields of the form, `file` is its file.
async fn import(server: &Server, fields: &[(&str, &str)]) -> Answer {
    let mut body = String::new();
    for (name, value) in fields {
        let file = if *name == "file" {
            "; filename=\"x\""
        } else {
            ""
        };
        body += &format!(
            "--limit\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n"
        );
    }
    body += "--limit--\r\n";
    let key = format!("Bearer {API_KEY}");
    let headers = [
        ("authorization", key.as_str()),
        ("content-type", "multipart/form-data; boundary=limit"),
    ];
    server
        .send("POST", "/templates/import", &headers, Bytes::from(body))
        .await
}

fn one(name: &str, image: &str) -> String {
    format!("kind: SandboxTemplate\nmetadata: {{name: {name}}}\nspec: {{image: '{image}'}}\n")
}

/// The counts of a reply: created, updated, skipped, failed.
fn counts(answer: &Answer) -> [i64; 4] {
    let body = answer.json();
    ["created", "updated", "skipped", "failed"].map(|name| body[name].as_i64().unwrap_or(-1))
}

#[tokio::test(start_paused = true)]
async fn a_list_is_created_then_updated() {
    let server = Server::new();
    let first = import(&server, &[("file", TWO)]).await;
    assert_eq!(first.status, 200);
    assert_eq!(
        first.fields(),
        [
            "created", "failed", "results", "skipped", "total", "updated"
        ]
    );
    assert_eq!(first.json()["total"], 2);
    assert_eq!(counts(&first), [2, 0, 0, 0]);
    assert_eq!(
        first.json()["results"][0],
        json!({ "name": "one", "action": "created", "version": 1 })
    );
    let two = server.get("/templates/two").await.json();
    assert_eq!(
        two["spec"]["network"]["allowedDomains"],
        json!(["api.example.com"])
    );
    let one = server.get("/templates/one").await.json();
    assert_eq!(one["spec"].get("startupScript"), None);

    let hidden = json!({ "isPublic": false, "spec": { "image": "alpine" } });
    server.call("PUT", "/templates/one", hidden).await;
    let second = import(
        &server,
        &[("strategy", ""), ("file", TWO), ("prepull", "t")],
    )
    .await;
    assert_eq!(counts(&second), [0, 2, 0, 0]);
    assert_eq!(
        second.json()["prepullStarted"],
        json!(["alpine", "busybox"])
    );
    assert_eq!(second.json()["results"][0]["version"], 3);
    let version = server.get("/templates/one/versions/3").await.json();
    assert_eq!(version["changelog"], "Imported from YAML");
    let one = server.get("/templates/one").await.json();
    assert_eq!(
        (&one["isPublic"], &one["tags"]),
        (&json!(false), &json!(["a"]))
    );
    let tasks = server.get("/images/prepull").await.json();
    assert_eq!(tasks["items"].as_array().map(Vec::len), Some(2));
    assert_eq!(tasks["items"][0].get("template"), None);
}

#[tokio::test(start_paused = true)]
async fn a_strategy_may_skip() {
    let server = Server::new();
    let old = one("code-interpreter", "a");
    let new = one("new", "a");
    for (strategy, file, expected) in [
        ("create-only", &old, [0, 0, 1, 0]),
        ("update-only", &old, [0, 1, 0, 0]),
        ("update-only", &new, [0, 0, 1, 0]),
        ("replace", &new, [0, 0, 0, 1]),
        ("create-only", &new, [1, 0, 0, 0]),
    ] {
        let answer = import(&server, &[("file", file), ("strategy", strategy)]).await;
        assert_eq!(
            (answer.status, counts(&answer)),
            (200, expected),
            "{strategy}"
        );
        let error = answer.json()["results"][0]["error"]
            .as_str()
            .map(str::to_owned);
        assert_eq!(error.is_some(), expected[2] + expected[3] > 0);
        if strategy == "replace" {
            assert_eq!(error.as_deref(), Some("invalid strategy: replace"));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn items_fail_one_by_one() {
    let server = Server::new();
    let file = "\
kind: SandboxTemplateList
items:
  - {metadata: {name: good}, spec: {image: alpine}}
  - {metadata: {name: Bad}, spec: {image: alpine}}
  - {metadata: {name: empty}, spec: {}}
  - {spec: {image: alpine}}
  - {metadata: {name: good}, spec: {image: alpine}}
";
    let answer = import(&server, &[("file", file), ("prepull", "1")]).await;
    assert_eq!(counts(&answer), [1, 1, 0, 3]);
    let body = answer.json();
    assert_eq!(body["prepullStarted"], json!(["alpine", "alpine"]));
    let error = |at: usize| {
        body["results"][at]["error"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    assert!(error(1).starts_with("invalid name: "));
    assert_eq!(error(2), "invalid spec: image is required");
    assert_eq!(error(3), "template name is required");
    assert_eq!(body["results"][3]["name"], "");
    assert_eq!(
        server.get("/templates/good").await.json()["latestVersion"],
        2
    );
}

#[tokio::test(start_paused = true)]
async fn an_empty_list_has_no_results() {
    let server = Server::new();
    for file in [
        "kind: SandboxTemplateList",
        "kind: SandboxTemplateList\nitems: []",
    ] {
        let answer = import(&server, &[("file", file), ("prepull", "true")]).await;
        assert_eq!((answer.status, counts(&answer)), (200, [0, 0, 0, 0]));
        assert_eq!(
            answer.fields(),
            [
                "created", "failed", "results", "skipped", "total", "updated"
            ]
        );
        assert_eq!(answer.json()["results"], Value::Null);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_no_import_is_refused() {
    let server = Server::new();
    let good = one("a", "b");
    type Refusal<'a> = (&'a [(&'a str, &'a str)], u16, &'a str, &'a str);
    let refusals: [Refusal<'_>; 9] = [
        (&[], 400, "INVALID_REQUEST", "file is required"),
        (
            &[("strategy", "create-only")],
            400,
            "INVALID_REQUEST",
            "file is required",
        ),
        (
            &[("file", &good), ("prepull", "yes")],
            400,
            "INVALID_REQUEST",
            "strconv.ParseBool: parsing \"yes\": invalid syntax",
        ),
        (
            &[("file", "kind: [")],
            400,
            "INVALID_YAML",
            "invalid YAML format: yaml: ",
        ),
        (
            &[("file", "hello")],
            400,
            "INVALID_YAML",
            "invalid YAML format: yaml: unmarshal errors:",
        ),
        (
            &[("file", "kind: SandboxTemplate\nspec: {ttl: x}")],
            400,
            "INVALID_YAML",
            "invalid YAML format: yaml: ",
        ),
        (
            &[("file", "kind: Deployment")],
            500,
            "INTERNAL_ERROR",
            "invalid kind: expected SandboxTemplate, got Deployment",
        ),
        (
            &[("file", "")],
            500,
            "INTERNAL_ERROR",
            "invalid kind: expected SandboxTemplate, got ",
        ),
        (
            &[(
                "file",
                "kind: SandboxTemplateList\nitems: [{spec: {ttl: x}}]",
            )],
            500,
            "INTERNAL_ERROR",
            "invalid kind: expected SandboxTemplate, got SandboxTemplateList",
        ),
    ];
    for (fields, status, code, text) in refusals {
        let answer = import(&server, fields).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (status, code),
            "{text}"
        );
        assert!(answer.error().starts_with(text), "{}", answer.error());
    }
    let json = server
        .call("POST", "/templates/import", json!({ "file": good }))
        .await;
    assert_eq!(
        (json.status, json.error().as_str()),
        (400, "file is required")
    );
}

#[tokio::test(start_paused = true)]
async fn an_export_is_what_an_import_reads() {
    let server = Server::new();
    let export = server.get("/templates/python-data-science/export").await;
    assert_eq!(export.status, 200);
    assert_eq!(
        export
            .headers
            .get("content-type")
            .map(|value| value.as_bytes()),
        Some(&b"application/x-yaml"[..])
    );
    let text = "\
apiVersion: liteboxd/v1
kind: SandboxTemplate
metadata:
    name: python-data-science
    displayName: Python data science
    description: \"\"
    tags:
        - seeded
spec:
    image: python:3.12-slim
    resources:
        cpu: 500m
        memory: 512Mi
    ttl: 3600
    env:
        PIP_NO_CACHE_DIR: \"1\"
        PYTHONUNBUFFERED: \"1\"
    startupTimeout: 300
    files:
        - destination: /workspace/README.md
          content: |
            # Data science workspace
";
    assert_eq!(export.text, text);
    let before = server.get("/templates/python-data-science").await.json();
    assert_eq!(
        counts(&import(&server, &[("file", &export.text)]).await),
        [0, 1, 0, 0]
    );
    let after = server.get("/templates/python-data-science").await.json();
    assert_eq!(
        (&after["spec"], &after["latestVersion"]),
        (&before["spec"], &json!(3))
    );

    let first = server
        .get("/templates/python-data-science/export?version=1")
        .await;
    assert!(first.text.contains("image: python:3.11-slim\n"));
    for (path, status, code) in [
        (
            "/templates/python-data-science/export?version=x",
            400,
            "INVALID_REQUEST",
        ),
        (
            "/templates/python-data-science/export?version=9",
            404,
            "TEMPLATE_NOT_FOUND",
        ),
        ("/templates/no/export", 404, "TEMPLATE_NOT_FOUND"),
    ] {
        let answer = server.get(path).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (status, code),
            "{path}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_list_holds_the_twenty_newest_and_is_filtered_then() {
    let server = Server::new();
    let items = |text: &str| text.matches("- apiVersion: ").count();
    let all = server.get("/templates/export").await.text;
    assert!(all.starts_with("apiVersion: liteboxd/v1\nkind: SandboxTemplateList\nexportedAt: \""));
    assert_eq!(items(&all), 3);
    assert_eq!(
        counts(&import(&server, &[("file", &all)]).await),
        [0, 3, 0, 0]
    );
    for number in 0..18 {
        import(&server, &[("file", &one(&format!("t-{number}"), "a"))]).await;
    }
    assert_eq!(items(&server.get("/templates/export").await.text), 20);
    // The oldest one is not among them.
    let old = server.get("/templates/export?names=code-interpreter").await;
    assert!(old.text.ends_with("items: []\n"), "{}", old.text);
    let two = server.get("/templates/export?names=t-1,t-2,%20t-3").await;
    assert_eq!(items(&two.text), 2);
    assert_eq!(
        items(&server.get("/templates/export?tag=seeded").await.text),
        2
    );
    assert_eq!(
        items(&server.get("/templates/export?tag=seede_").await.text),
        0
    );
}

#[tokio::test(start_paused = true)]
async fn a_template_named_export_cannot_be_read() {
    let server = Server::new();
    for name in ["export", "import"] {
        import(&server, &[("file", &one(name, "a"))]).await;
    }
    let list = server.get("/templates/export").await;
    assert!(list.text.starts_with("apiVersion: "));
    assert_eq!(
        server.get("/templates/import").await.json()["name"],
        "import"
    );
    assert_eq!(
        server.get("/templates/export/versions").await.json()["total"],
        1
    );
    assert_eq!(
        server.call("DELETE", "/templates/export", "").await.status,
        204
    );
}
