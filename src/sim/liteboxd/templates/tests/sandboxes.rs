use serde_json::{Value, json};

use super::super::super::testing::{Server, pass};
use super::create;

#[tokio::test(start_paused = true)]
async fn sandboxes_have_the_specification_of_their_version() {
    let server = Server::new();
    let files = json!([
        { "destination": "/workspace/a", "content": "one" },
        { "destination": "/workspace/b", "source": "https://x" },
    ]);
    let spec = json!({ "image": "one", "ttl": 0, "env": { "A": "1" }, "files": files });
    create(&server, json!({ "name": "a", "spec": spec })).await;
    let storage = json!({ "enabled": true, "storageClassName": "longhorn", "size": "2Gi" });
    let spec = json!({ "image": "two", "ttl": 60, "persistence": storage });
    server
        .call("PUT", "/templates/a", json!({ "spec": spec }))
        .await;

    let make = |body: Value| server.call("POST", "/sandboxes", body);
    let first = make(json!({ "template": "a", "templateVersion": 1 }))
        .await
        .json();
    assert_eq!((&first["image"], &first["ttl"]), (&json!("one"), &json!(0)));
    assert_eq!(first["env"], json!({ "A": "1" }));
    assert_eq!(first["runtimeKind"], "pod");
    let second = make(json!({ "template": "a" })).await.json();
    assert_eq!(
        (&second["templateVersion"], &second["ttl"]),
        (&json!(2), &json!(60))
    );
    assert_eq!(second["persistence"]["size"], "2Gi");
    assert_eq!(second["persistence"]["reclaimPolicy"], "Delete");

    pass(3.0).await;
    let id = first["id"].as_str().unwrap_or_default();
    let file = |name| async move { format!("/sandboxes/{id}/files?path=/workspace/{name}") };
    assert_eq!(server.get(&file("a").await).await.text, "one");
    assert_eq!(server.get(&file("b").await).await.status, 500);
}

#[tokio::test(start_paused = true)]
async fn a_startup_that_takes_too_long_fails() {
    let server = Server::new();
    let spec = json!({ "image": "a", "startupTimeout": 1 });
    create(&server, json!({ "name": "hasty", "spec": spec })).await;
    let made = server
        .call("POST", "/sandboxes", json!({ "template": "hasty" }))
        .await
        .json();
    pass(1.5).await;
    let id = made["id"].as_str().unwrap_or_default();
    let read = server.get(&format!("/sandboxes/{id}")).await.json();
    assert_eq!(
        (&read["status"], &read["status_reason"]),
        (&json!("failed"), &json!("startup/readiness failed"))
    );
}

#[tokio::test(start_paused = true)]
async fn bad_templates_and_overrides_fail_late() {
    let server = Server::new();
    for (name, spec) in [
        ("negative", json!({ "image": "a", "ttl": -1 })),
        (
            "unsound",
            json!({ "image": "a", "resources": { "cpu": "lots" } }),
        ),
    ] {
        assert_eq!(
            create(&server, json!({ "name": name, "spec": spec }))
                .await
                .status,
            201
        );
    }
    for (template, overrides, text) in [
        ("negative", json!({}), "ttl must be >= 0"),
        ("unsound", json!({}), ""),
        (
            "unsound",
            json!({ "persistence": {} }),
            "persistence overrides are not allowed when ",
        ),
        (
            "persistent-workspace",
            json!({ "persistence": { "size": "x" } }),
            "invalid overrides.persistence.size: ",
        ),
    ] {
        let body = json!({ "template": template, "overrides": overrides });
        let failed = server.call("POST", "/sandboxes", body).await;
        assert_eq!(failed.status, 500);
        assert!(failed.error().starts_with(text), "{}", failed.error());
    }
}
