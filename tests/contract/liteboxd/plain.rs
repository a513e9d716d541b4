//! The operations that the simulator serves and the facade has not yet, by plain requests.

use quintet::sim::Fault;
use serde_json::Value;

use super::stage::Stage;
use crate::support::contract::Side;

/// The operations of this module.
pub(super) const SERVED: [&str; 7] = [
    "list_sandbox_pvcs",
    "list_status_history",
    "reconcile_sandboxes",
    "list_reconcile_runs",
    "get_reconcile_run",
    "get_health",
    "get_readiness",
];

/// What the caller has to show.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Access {
    Key,
    Nothing,
}

/// Every documented reply of these operations, and of the server's own export, which the facade does without.
pub(super) async fn drive(stage: &Stage) {
    let persistent = stage.persistent().await;
    stage.running().await;
    let terminating = stage.terminating().await;
    let run = reconcile(stage).await;
    let history = format!("/api/v1/sandboxes/{terminating}/status-history");
    let routes = [
        ("GET", "/api/v1/sandboxes/pvcs"),
        ("POST", "/api/v1/sandboxes/reconcile"),
        ("GET", "/api/v1/sandboxes/reconcile/runs"),
        ("GET", &format!("/api/v1/sandboxes/reconcile/runs/{run}")),
        ("GET", &history),
        ("GET", "/api/v1/templates/export"),
    ];
    for (method, path) in routes {
        refusals(stage, method, path).await;
    }
    export(stage).await;
    health(stage).await;
    volumes(stage, &persistent).await;
    changes(stage, &history).await;
    let missing = "/api/v1/sandboxes/reconcile/runs/rec-00000000";
    let body = ask(stage, "GET", missing, Access::Key, 404).await;
    assert_eq!(body["error"], "reconcile run not found");
}

/// Requests that break the document's own rules, and their replies that keep to it.
pub(super) async fn misuse(stage: &Stage) {
    for (path, text) in [
        (
            "metadata?created_from=yesterday",
            "invalid created_from, expected RFC3339",
        ),
        ("pvcs?state=deleting", "invalid state, expected one of"),
    ] {
        let path = format!("/api/v1/sandboxes/{path}");
        let body = ask(stage, "GET", &path, Access::Key, 400).await;
        assert!(body["error"].as_str().unwrap().starts_with(text), "{body}");
    }
    let violations = stage.proxy.violations();
    let sides: Vec<Side> = violations.iter().map(|one| one.side).collect();
    assert_eq!(sides, [Side::Request, Side::Request], "{violations:#?}");
}

/// Asks and gives the body, which is null when there is none.
async fn ask(stage: &Stage, method: &str, path: &str, access: Access, status: u16) -> Value {
    let url = format!("{}{path}", stage.proxy.url());
    let mut request = stage.http.request(method.parse().unwrap(), url);
    if access == Access::Key {
        request = request.bearer_auth(stage.simulator.token());
    }
    let reply = request.send().await.unwrap();
    assert_eq!(reply.status(), status, "{method} {path}");
    assert!(reply.headers().contains_key("x-request-id"));
    let body = reply.bytes().await.unwrap();
    serde_json::from_slice(&body).unwrap_or_default()
}

async fn refusals(stage: &Stage, method: &str, path: &str) {
    let body = ask(stage, method, path, Access::Nothing, 401).await;
    assert_eq!(body["error"], "authentication required");
    stage.simulator.inject(Fault::status(500));
    let body = ask(stage, method, path, Access::Key, 500).await;
    let error = &body["error"];
    let text = error.as_str().or(error["message"].as_str());
    assert_eq!(text, Some("internal server error"));
    stage.simulator.set_draining(true);
    let body = ask(stage, method, path, Access::Key, 503).await;
    stage.simulator.set_draining(false);
    assert_eq!(body["error"], "service is draining");
}

async fn health(stage: &Stage) {
    for (draining, path, status, text) in [
        (false, "/health", 200, "ok"),
        (false, "/readyz", 200, "ok"),
        (true, "/health", 200, "ok"),
        (true, "/readyz", 503, "draining"),
    ] {
        stage.simulator.set_draining(draining);
        let body = ask(stage, "GET", path, Access::Nothing, status).await;
        assert_eq!(body["status"], text, "{path}");
    }
    stage.simulator.set_draining(false);
}

/// A run that finds something, and its id.
async fn reconcile(stage: &Stage) -> String {
    let path = "/api/v1/sandboxes/reconcile";
    let report = ask(stage, "POST", path, Access::Key, 202).await;
    assert_eq!(report["run"]["status"], "completed");
    assert_eq!(report["run"]["total_db"], 3);
    assert!(!report["items"].as_array().unwrap().is_empty(), "{report}");
    let id = report["run"]["id"].as_str().unwrap();
    let runs = format!("{path}/runs");
    let list = ask(stage, "GET", &format!("{runs}?limit=1"), Access::Key, 200).await;
    assert_eq!(list["items"][0], report["run"]);
    let run = ask(stage, "GET", &format!("{runs}/{id}"), Access::Key, 200).await;
    assert_eq!(run, report);
    id.to_owned()
}

async fn export(stage: &Stage) {
    for query in ["", "?tag=seeded&names=code-interpreter"] {
        let path = format!("/api/v1/templates/export{query}");
        let reply = stage.request("GET", &path).send().await.unwrap();
        assert_eq!(reply.status(), 200);
        let text = reply.text().await.unwrap();
        assert!(text.contains("code-interpreter"), "{text}");
        assert_eq!(text.contains("persistent-workspace"), query.is_empty());
    }
}

async fn volumes(stage: &Stage, persistent: &str) {
    let path = "/api/v1/sandboxes/pvcs";
    let query = format!("sandbox_id={persistent}&storage_class=standard&state=bound&page=1");
    let page = ask(stage, "GET", &format!("{path}?{query}"), Access::Key, 200).await;
    assert_eq!(page["total"], 1, "{page}");
    assert_eq!(
        page["items"][0]["pvcName"],
        format!("sandbox-data-{persistent}")
    );
    let all = ask(stage, "GET", path, Access::Key, 200).await;
    let states = all["items"].as_array().unwrap().iter();
    let states: Vec<&Value> = states.map(|item| &item["state"]).collect();
    assert!(states.contains(&&Value::from("deleting")), "{all}");
}

async fn changes(stage: &Stage, path: &str) {
    let all = ask(stage, "GET", path, Access::Key, 200).await;
    let states: Vec<&str> = all["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["to_status"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["terminating", "running", "pending", "creating"]);
    let before = &all["items"][1]["id"];
    let older = format!("{path}?limit=1&before_id={before}");
    let older = ask(stage, "GET", &older, Access::Key, 200).await;
    assert_eq!(older["items"].as_array().unwrap().len(), 1);
    assert_eq!(older["items"][0], all["items"][2]);
}
