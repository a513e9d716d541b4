mod sandboxes;

use serde_json::{Value, json};

use super::super::testing::{Answer, Server, fields, pass};

async fn create(server: &Server, body: Value) -> Answer {
    server.call("POST", "/templates", body).await
}

fn small(name: &str) -> Value {
    json!({ "name": name, "spec": { "image": "alpine" } })
}

fn names(answer: &Answer) -> Vec<String> {
    let items = answer.json()["items"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    items
        .iter()
        .filter_map(|item| Some(item["name"].as_str()?.to_owned()))
        .collect()
}

#[tokio::test(start_paused = true)]
async fn a_new_template_has_its_defaults() {
    let server = Server::new();
    let created = create(&server, small("a")).await;
    assert_eq!(created.status, 201);
    let spec = json!({
        "image": "alpine",
        "resources": { "cpu": "500m", "memory": "512Mi" },
        "ttl": 0,
        "startupTimeout": 300,
    });
    let body = created.json();
    assert_eq!(body["spec"], spec);
    assert_eq!(body["tags"], Value::Null);
    assert_eq!(body["isPublic"], true);
    assert!(
        body["createdAt"]
            .as_str()
            .is_some_and(|at| at.ends_with("+02:00"))
    );
    let every = [
        "author",
        "createdAt",
        "description",
        "displayName",
        "id",
        "isPublic",
        "latestVersion",
        "name",
        "spec",
        "tags",
        "updatedAt",
    ];
    assert_eq!(created.fields(), every);

    let read = server.get("/templates/a").await;
    assert_eq!(read.json()["tags"], json!([]));
    assert_eq!(read.fields(), every);
    let versions = server.get("/templates/a/versions").await.json();
    assert_eq!(versions["total"], 1);
    assert_eq!(versions["items"][0]["changelog"], "Initial version");
    assert_eq!(
        fields(&versions["items"][0]),
        [
            "changelog",
            "createdAt",
            "createdBy",
            "id",
            "spec",
            "templateId",
            "version"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn everything_sent_comes_back() {
    let server = Server::new();
    let spec = json!({
        "image": "python:3.12", "command": ["sleep"], "args": ["1"], "ttl": -1,
        "resources": { "cpu": "lots", "memory": "1Gi" },
        "env": { "A": "1" }, "startupScript": "true", "startupTimeout": 5,
        "files": [{ "destination": "/tmp/a", "content": "x" }, { "destination": "/tmp/b", "source": "y" }],
        "readinessProbe": {
            "exec": { "command": ["true"] },
            "initialDelaySeconds": 0, "periodSeconds": 0, "failureThreshold": 0,
        },
        "network": { "allowInternetAccess": false, "allowedDomains": ["api.example.com"] },
        "persistence": {
            "enabled": true, "mode": "rootfs-overlay", "size": "1Gi",
            "storageClassName": "longhorn", "reclaimPolicy": "Retain",
        },
    });
    let sent = json!({ "name": "full", "tags": ["a"], "isPublic": false, "spec": spec, "new": 1 });
    let created = create(&server, sent).await.json();
    assert_eq!(created["spec"], spec);
    assert_eq!(created["tags"], json!(["a"]));
    assert_eq!(created["isPublic"], false);
    let probe = json!({ "image": "a", "readinessProbe": { "exec": { "command": ["b"] } } });
    let created = create(&server, json!({ "name": "probe", "spec": probe }))
        .await
        .json();
    assert_eq!(created["spec"]["readinessProbe"]["periodSeconds"], 0);
}

#[tokio::test(start_paused = true)]
async fn what_is_refused_says_why() {
    let server = Server::new();
    let refusals = [
        (
            json!({ "spec": { "image": "a" } }),
            "Key: 'CreateTemplateRequest.Name' Error:",
        ),
        (
            json!({ "name": "A", "spec": { "image": "a" } }),
            "invalid name: ",
        ),
        (json!({ "name": "a" }), "invalid spec: image is required"),
        (
            json!({ "name": 1 }),
            "json: cannot unmarshal number into Go struct field ",
        ),
        (
            json!({ "name": "a", "spec": { "image": "a", "ttl": "1" } }),
            "json: cannot unmarshal string into Go struct field CreateTemplateRequest.spec.ttl of type int",
        ),
        (
            json!({ "name": "a", "spec": { "image": "a", "network": { "allowedDomains": ["a/b"] } } }),
            "invalid spec: allowedDomains contains invalid value: a/b",
        ),
    ];
    for (body, text) in refusals {
        let refused = create(&server, body).await;
        assert_eq!(
            (refused.status, refused.code().as_str()),
            (400, "INVALID_REQUEST")
        );
        assert!(refused.error().starts_with(text), "{}", refused.error());
    }
    assert_eq!(create(&server, small("a")).await.status, 201);
    let refused = create(&server, small("a")).await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (409, "TEMPLATE_EXISTS")
    );
}

#[tokio::test(start_paused = true)]
async fn an_update_replaces_the_specification_and_keeps_what_is_empty() {
    let server = Server::new();
    let body = json!({
        "name": "a", "displayName": "A", "description": "d", "tags": ["x"], "isPublic": false,
        "spec": { "image": "one", "env": { "A": "1" } },
    });
    create(&server, body).await;
    pass(1.0).await;
    let update = |body: Value| async { server.call("PUT", "/templates/a", body).await.json() };
    let empty = json!({
        "displayName": "", "description": "", "tags": null, "changelog": "c", "spec": { "image": "two" },
    });
    let updated = update(empty).await;
    assert_eq!(updated["latestVersion"], 2);
    assert_eq!(updated["displayName"], "A");
    assert_eq!(updated["tags"], json!(["x"]));
    assert_eq!(updated["isPublic"], false);
    assert_eq!(updated["spec"].get("env"), None);
    assert_ne!(updated["updatedAt"], updated["createdAt"]);
    let cleared =
        update(json!({ "displayName": "B", "tags": [], "spec": { "image": "two" } })).await;
    assert_eq!(
        (&cleared["displayName"], &cleared["tags"]),
        (&json!("B"), &json!([]))
    );
    assert_eq!(cleared["latestVersion"], 3);

    let first = server.get("/templates/a/versions/1").await.json();
    assert_eq!(first["spec"]["image"], "one");
    let second = server.get("/templates/a/versions/2").await.json();
    assert_eq!(second["changelog"], "c");
    // The specification is checked first.
    let missing = server
        .call("PUT", "/templates/no", json!({ "spec": {} }))
        .await;
    assert_eq!(missing.status, 400);
    let missing = server.call("PUT", "/templates/no", small("no")).await;
    assert_eq!(
        (missing.status, missing.code().as_str()),
        (404, "TEMPLATE_NOT_FOUND")
    );
}

#[tokio::test(start_paused = true)]
async fn a_rollback_makes_a_new_version_of_an_old_one() {
    let server = Server::new();
    let path = "/templates/python-data-science/rollback";
    let back = server
        .call("POST", path, json!({ "targetVersion": 1 }))
        .await;
    let body = back.json();
    assert_eq!(
        back.fields(),
        [
            "id",
            "latestVersion",
            "name",
            "rolledBackFrom",
            "rolledBackTo",
            "updatedAt"
        ]
    );
    assert_eq!(
        (&body["rolledBackFrom"], &body["latestVersion"]),
        (&json!(2), &json!(3))
    );
    let third = server
        .get("/templates/python-data-science/versions/3")
        .await
        .json();
    assert_eq!(third["changelog"], "Rolled back to version 1");
    assert_eq!(third["spec"]["image"], "python:3.11-slim");

    for (path, target, status) in [
        (path, json!(0), 400),
        (path, json!(-1), 400),
        (path, json!("1"), 400),
        (path, json!(9), 404),
        ("/templates/no/rollback", json!(1), 404),
    ] {
        let refused = server
            .call("POST", path, json!({ "targetVersion": target }))
            .await;
        let code = if status == 404 {
            "TEMPLATE_NOT_FOUND"
        } else {
            "INVALID_REQUEST"
        };
        assert_eq!(
            (refused.status, refused.code().as_str()),
            (status, code),
            "{target}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_missing_has_its_own_code() {
    let server = Server::new();
    for (path, status, code) in [
        ("/templates/no", 404, "TEMPLATE_NOT_FOUND"),
        ("/templates/no/versions", 404, "TEMPLATE_NOT_FOUND"),
        ("/templates/no/versions/1", 404, "VERSION_NOT_FOUND"),
        (
            "/templates/code-interpreter/versions/7",
            404,
            "VERSION_NOT_FOUND",
        ),
        (
            "/templates/code-interpreter/versions/0",
            404,
            "VERSION_NOT_FOUND",
        ),
        (
            "/templates/code-interpreter/versions/x",
            400,
            "INVALID_REQUEST",
        ),
    ] {
        let answer = server.get(path).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (status, code),
            "{path}"
        );
    }
    let gone = |_| server.call("DELETE", "/templates/code-interpreter", "");
    let first = gone(1).await;
    assert_eq!((first.status, first.text.as_str()), (204, ""));
    assert_eq!(gone(2).await.code(), "TEMPLATE_NOT_FOUND");
}

#[tokio::test(start_paused = true)]
async fn lists_have_pages_and_filters() {
    let server = &Server::new();
    for number in 0..22 {
        let body = json!({
            "name": format!("t-{number}"), "displayName": "Node box", "tags": [format!("tag{number}")],
            "spec": { "image": "a" },
        });
        create(server, body).await;
    }
    let first = server.get("/templates").await;
    assert_eq!(first.fields(), ["items", "page", "pageSize", "total"]);
    assert_eq!(first.json()["total"], 25);
    assert_eq!(names(&first).first().map(String::as_str), Some("t-21"));
    for (size, used) in [
        ("0", 20),
        ("-3", 20),
        ("x", 20),
        ("101", 20),
        ("100", 100),
        ("7", 7),
    ] {
        let page = server
            .get(&format!("/templates?pageSize={size}"))
            .await
            .json();
        assert_eq!(page["pageSize"], used, "{size}");
    }
    let last = server.get("/templates?page=2").await;
    assert_eq!(names(&last).len(), 5);
    assert_eq!(server.get("/templates?page=0").await.json()["page"], 1);

    let found = |query: &'static str| async move {
        names(&server.get(&format!("/templates?{query}")).await).len()
    };
    assert_eq!(found("tag=tag1").await, 1);
    assert_eq!(found("tag=tag1_").await, 10);
    assert_eq!(found("tag=tag").await, 0);
    assert_eq!(found("search=NODE&pageSize=100").await, 22);
    assert_eq!(found("search=T-2&tag=tag20").await, 1);
    assert_eq!(found("search=nothing").await, 0);
}
