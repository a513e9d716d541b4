//! What the server does beyond what the document promises: the simulator has to do the same.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::stage::{REQUEST_ID, Stage};

/// What every record has in practice, though the document asks for less.
const ALWAYS: [&str; 16] = [
    "id",
    "image",
    "cpu",
    "memory",
    "ttl",
    "status",
    "template",
    "templateVersion",
    "desired_state",
    "lifecycle_status",
    "created_at",
    "expires_at",
    "updated_at",
    "runtimeKind",
    "runtimeName",
    "accessUrl",
];

/// The names in a record besides those that are always there.
#[track_caller]
fn besides(record: &Value) -> Vec<&str> {
    let names: BTreeSet<&str> = record
        .as_object()
        .unwrap()
        .keys()
        .map(|key| &**key)
        .collect();
    let missing: Vec<_> = ALWAYS
        .iter()
        .filter(|name| !names.contains(*name))
        .collect();
    assert!(missing.is_empty(), "{missing:?} not in {record}");
    let extra = names.into_iter().filter(|name| !ALWAYS.contains(name));
    extra.collect()
}

async fn create(stage: &Stage, body: Value) -> reqwest::Response {
    let request = stage.request("POST", "/api/v1/sandboxes").json(&body);
    request.send().await.unwrap()
}

#[tokio::test]
async fn records_have_more_than_is_promised() {
    let stage = Stage::frozen().await;
    let body = json!({ "template": "persistent-workspace", "overrides": { "ttl": 0 } });
    let created: Value = create(&stage, body).await.json().await.unwrap();
    assert_eq!(besides(&created), ["accessToken", "persistence"]);
    let id = created["id"].as_str().unwrap();
    assert_eq!(created["runtimeKind"], "deployment");
    assert_eq!(created["runtimeName"], format!("sandbox-{id}"));
    assert_eq!(created["accessToken"].as_str().unwrap().len(), 64);
    let claim = &created["persistence"]["volumeClaimName"];
    assert_eq!(claim, &format!("sandbox-data-{id}"));
    assert_eq!(created["lifecycle_status"], "pending");

    let body =
        json!({ "template": "python-data-science", "templateVersion": 0, "overrides": null });
    let plain: Value = create(&stage, body).await.json().await.unwrap();
    assert_eq!(besides(&plain), ["accessToken", "env"]);
    assert_eq!(plain["templateVersion"], 2, "0 is the latest");
    assert_eq!(plain["lifecycle_status"], "creating");
    stage.proxy.assert_clean();
}

#[tokio::test]
async fn the_token_is_only_in_create_and_get() {
    let stage = Stage::frozen().await;
    let id = stage.created("persistent-workspace").await;
    let path = format!("/api/v1/sandboxes/{id}");
    let one = stage.look(&path).await;
    assert_eq!(besides(&one), ["accessToken", "persistence"]);
    let list = stage.look("/api/v1/sandboxes").await;
    assert_eq!(besides(&list["items"][0]), ["persistence"]);
    let metadata = stage.look("/api/v1/sandboxes/metadata").await;
    assert_eq!(besides(&metadata["items"][0]), ["persistence"]);

    let deleted = stage.request("DELETE", &path).send().await.unwrap();
    assert_eq!(deleted.status(), 202);
    let deleted: Value = deleted.json().await.unwrap();
    assert_eq!(besides(&deleted), ["deletion", "persistence"]);
    assert_eq!(deleted["desired_state"], "deleted");
    let terminating = stage.look(&path).await;
    assert_eq!(
        besides(&terminating),
        ["accessToken", "deletion", "persistence"]
    );
    assert_eq!(terminating["accessToken"], one["accessToken"]);
    stage.proxy.assert_clean();
}

#[tokio::test]
async fn an_unknown_route_is_a_plain_404_without_a_look_at_the_key() {
    let stage = Stage::frozen().await;
    for (method, path) in [
        ("GET", "/nowhere"),
        ("GET", "/api/v1/nowhere"),
        ("PUT", "/api/v1/sandboxes"),
        ("PATCH", "/api/v1/sandboxes/a1b2c3d4"),
        ("POST", "/health"),
    ] {
        // Past the proxy: the document does not know these routes either.
        let url = format!("{}{path}", stage.root());
        let request = stage.http.request(method.parse().unwrap(), url);
        let reply = request.send().await.unwrap();
        assert_eq!(reply.status(), 404, "{method} {path}");
        assert_eq!(reply.headers()["content-type"], "text/plain");
        assert_eq!(reply.text().await.unwrap(), "404 page not found");
    }
}

#[tokio::test]
async fn a_trailing_slash_is_redirected() {
    let stage = Stage::frozen().await;
    for (method, path, to, status) in [
        ("GET", "/api/v1/sandboxes/", "/api/v1/sandboxes", 301),
        ("POST", "/api/v1/sandboxes/", "/api/v1/sandboxes", 307),
        ("DELETE", "/api/v1/sandboxes/a/", "/api/v1/sandboxes/a", 307),
    ] {
        let url = format!("{}{path}", stage.root());
        let request = stage.http.request(method.parse().unwrap(), url);
        let reply = request.send().await.unwrap();
        assert_eq!(reply.status(), status, "{method} {path}");
        assert_eq!(reply.headers()["location"], to);
        let body = reply.text().await.unwrap();
        assert_eq!(body.is_empty(), method != "GET", "{body}");
    }
}

#[tokio::test]
async fn a_bad_quantity_panics_the_server_and_leaves_an_orphan() {
    let stage = Stage::frozen().await;
    for bad in [json!({ "cpu": "lots" }), json!({ "memory": "512MB" })] {
        let body = json!({ "template": "python-data-science", "overrides": bad });
        // Past the proxy: the document demands quantities.
        let url = format!("{}/api/v1/sandboxes", stage.root());
        let request = stage.http.post(url).bearer_auth(stage.simulator.token());
        let reply = request.json(&body).send().await.unwrap();
        assert_eq!(reply.status(), 500);
        assert!(!reply.headers().contains_key("content-type"));
        assert!(reply.bytes().await.unwrap().is_empty());
    }
    let list = stage.look("/api/v1/sandboxes").await;
    let orphans = list["items"].as_array().unwrap();
    assert_eq!(orphans.len(), 2);
    for orphan in orphans {
        assert_eq!(orphan["lifecycle_status"], "creating");
        assert_eq!(orphan["status"], "pending");
    }
    stage.proxy.assert_clean();

    // The facade does not let them through.
    let before = stage.sent();
    let all = stage.client.sandboxes();
    let cpu = all.create("python-data-science").cpu("lots").await;
    let memory = all.create("python-data-science").memory("512MB").await;
    assert!(cpu.unwrap_err().is_invalid_input());
    assert!(memory.unwrap_err().is_invalid_input());
    assert_eq!(stage.sent(), before);
}

#[tokio::test]
async fn an_unknown_sandbox_is_answered_in_four_ways() {
    let stage = Stage::frozen().await;
    for (method, path, status, body) in [
        ("GET", "", 404, json!({ "error": "sandbox not found" })),
        ("DELETE", "", 500, json!({ "error": "sandbox not found" })),
        ("GET", "/logs", 200, json!({ "logs": "", "events": null })),
        ("GET", "/status-history", 200, json!({ "items": [] })),
        (
            "GET",
            "/files?path=/x",
            500,
            json!({ "error": "failed to download file: failed to resolve sandbox pod: pods \"sandbox-deadbeef\" not found" }),
        ),
    ] {
        let path = format!("/api/v1/sandboxes/deadbeef{path}");
        let reply = stage.request(method, &path).send().await.unwrap();
        assert_eq!(reply.status(), status, "{method} {path}");
        let type_ = &reply.headers()["content-type"];
        assert_eq!(type_, "application/json; charset=utf-8");
        assert_eq!(
            reply.json::<Value>().await.unwrap(),
            body,
            "{method} {path}"
        );
    }
    stage.proxy.assert_clean();
}

#[tokio::test]
async fn deleting_again_is_harmless_also_when_it_is_done() {
    let stage = Stage::fast().await;
    let id = stage.created("python-data-science").await;
    let all = stage.client.sandboxes();
    all.delete(&id).await.unwrap();
    let gone = all.wait_until_deleted(&id);
    let interval = std::time::Duration::from_millis(1);
    gone.interval(interval).await.unwrap();

    let record = all.delete(&id).await.unwrap().unwrap();
    assert_eq!(record.status.to_string(), "unknown");
    assert_eq!(record.lifecycle_status.unwrap().to_string(), "deleted");
    let list = stage.look("/api/v1/sandboxes").await;
    assert_eq!(list["items"], json!([]));
    let path = format!("/api/v1/sandboxes/metadata?id={id}&deleted_from=2001-01-01T00:00:00Z");
    let kept = stage.look(&path).await;
    assert_eq!(kept["items"][0]["status"], "unknown");
    assert_eq!(
        besides(&kept["items"][0])[..2],
        ["deleted_at", "deletion"],
        "{kept}"
    );
    stage.proxy.assert_clean();
}

#[tokio::test]
async fn a_request_id_is_kept_when_it_is_a_uuid_and_replaced_otherwise() {
    let stage = Stage::frozen().await;
    for (sent, kept) in [
        (REQUEST_ID, true),
        ("3f0c1b2a-9d8e-1f7a-8b6c-5d4e3f2a1b0c", false),
        ("mine", false),
    ] {
        let request = stage.request("GET", "/api/v1/sandboxes");
        let reply = request.header("x-request-id", sent).send().await.unwrap();
        let echoed = reply.headers()["x-request-id"].to_str().unwrap();
        assert_eq!(echoed == sent, kept, "{sent}: {echoed}");
        assert_eq!(echoed.len(), 36, "{echoed}");
    }
    stage.proxy.assert_clean();
}

#[tokio::test]
async fn only_the_literal_true_includes_what_terminates() {
    let stage = Stage::frozen().await;
    stage.terminating().await;
    for (value, count) in [("true", 1), ("false", 0), ("1", 0), ("True", 0), ("", 0)] {
        // Past the proxy: the document has a boolean here.
        let url = format!(
            "{}/api/v1/sandboxes?include_terminating={value}",
            stage.root()
        );
        let request = stage.http.get(url).bearer_auth(stage.simulator.token());
        let list: Value = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(list["items"].as_array().unwrap().len(), count, "{value:?}");
    }
}

#[tokio::test]
async fn bodies_are_judged_as_the_server_does() {
    let stage = Stage::frozen().await;
    let id = stage.running().await;
    let exec = format!("/api/v1/sandboxes/{id}/exec");
    for (path, body, status, text) in [
        (
            "/api/v1/sandboxes",
            "{}",
            400,
            "'Template' failed on the 'required' tag",
        ),
        ("/api/v1/sandboxes", "", 400, "EOF"),
        (
            "/api/v1/sandboxes",
            "{\"template\": 7}",
            400,
            "cannot unmarshal number",
        ),
        (
            &exec,
            "{\"command\": null}",
            400,
            "'Command' failed on the 'required' tag",
        ),
        (
            &exec,
            "{\"command\": [\"true\"], \"stdin\": \"x\"}",
            200,
            "",
        ),
    ] {
        // Past the proxy: these bodies break the document's rules. The content type is not looked at.
        let url = format!("{}{path}", stage.root());
        let request = stage.http.post(url).bearer_auth(stage.simulator.token());
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let reply = request.body(body).send().await.unwrap();
        assert_eq!(reply.status(), status, "{path} {body}");
        let said = reply.text().await.unwrap();
        let said = said.replace("\\u0027", "'");
        assert!(said.contains(text), "{path} {body}: {said}");
    }
}

/// The refusals that the facade cannot cause, in the server's words.
#[tokio::test]
async fn overrides_are_judged_as_the_server_does() {
    let stage = Stage::frozen().await;
    for (template, overrides, text) in [
        (
            "python-data-science",
            json!({ "ttl": -1 }),
            "ttl must be >= 0",
        ),
        (
            "python-data-science",
            json!({ "persistence": { "size": "2Gi" } }),
            "persistence overrides are not allowed when template persistence is disabled",
        ),
        (
            "persistent-workspace",
            json!({ "persistence": { "size": "big" } }),
            "invalid overrides.persistence.size: ",
        ),
    ] {
        let url = format!("{}/api/v1/sandboxes", stage.root());
        let body = json!({ "template": template, "overrides": overrides });
        let request = stage.http.post(url).bearer_auth(stage.simulator.token());
        let reply = request.json(&body).send().await.unwrap();
        assert_eq!(reply.status(), 500, "{overrides}");
        let body: Value = reply.json().await.unwrap();
        let said = body["error"].as_str().unwrap();
        assert!(said.starts_with(text), "{said}");
    }
    let list = stage.look("/api/v1/sandboxes").await;
    assert_eq!(list["items"], json!([]), "nothing was created");
}

#[tokio::test]
async fn the_scheme_of_the_key_is_case_sensitive() {
    let stage = Stage::frozen().await;
    let url = format!("{}/api/v1/sandboxes", stage.root());
    let request = stage
        .http
        .get(url)
        .header("authorization", "bearer quintet-sim");
    let reply = request.send().await.unwrap();
    assert_eq!(reply.status(), 401);
    let body: Value = reply.json().await.unwrap();
    assert_eq!(body["error"], "authentication required");
}
