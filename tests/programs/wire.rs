//! The requests, with the exact paths, headers and bodies of the contract.

use std::time::Duration;

use quintet::loopai::{BatchItem, EdgeClient, ValidateItem, WebhookEventType};
use quintet::{Call, Invoke};
use serde_json::json;

use crate::support::raw_loopai::{OTHER, TASK, answers, client};
use crate::support::raw_request::Received;
use crate::support::raw_server::{RawServer, http};

/// Makes a call, whatever comes of it, and gives the one request that it sent.
async fn sent<I: Invoke>(server: &RawServer, call: Call<I>) -> Received {
    let before = server.received().len();
    let _ = call.await;
    let mut received = server.received().split_off(before);
    assert_eq!(received.len(), 1, "{}", I::OPERATION);
    received.pop().unwrap()
}

/// A call sends this line, and no body.
async fn plain<I: Invoke>(server: &RawServer, line: &str, call: Call<I>) {
    let request = sent(server, call).await;
    assert_eq!(format!("{} {}", request.method, request.target), line);
    assert!(request.body.is_empty(), "{line}");
    assert_eq!(request.header("content-type"), None, "{line}");
    let length = (request.method == "POST").then_some("0");
    assert_eq!(request.header("content-length"), length, "{line}");
}

/// A call sends this line and these bytes.
async fn with_body<I: Invoke>(server: &RawServer, line: &str, call: Call<I>, body: &str) {
    let request = sent(server, call).await;
    assert_eq!(format!("{} {}", request.method, request.target), line);
    assert_eq!(
        request.header("content-type"),
        Some("application/json"),
        "{line}"
    );
    assert_eq!(String::from_utf8(request.body).unwrap(), body, "{line}");
}

async fn server() -> RawServer {
    RawServer::start([answers("404 Not Found", "{}")]).await
}

#[tokio::test]
async fn what_has_no_body() {
    let server = server().await;
    let (s, client) = (&server, client(server.url()));
    let tasks = client.tasks();
    let task = format!("/api/v1/tasks/{TASK}");
    plain(s, &format!("GET {task}"), tasks.get(TASK)).await;
    plain(s, &format!("GET {task}/artifacts"), tasks.artifacts(TASK)).await;
    plain(
        s,
        &format!("GET {task}/artifacts/7"),
        tasks.artifact(TASK, 7),
    )
    .await;
    let (validation, canary) = (client.validation(), client.canary());
    let programs = "/api/v1/validation/programs";
    let program = format!("{programs}/{OTHER}");
    plain(
        s,
        &format!("GET {program}/summary"),
        validation.summary(OTHER),
    )
    .await;
    let call = validation.recommendations(OTHER);
    plain(s, &format!("GET {program}/recommendations"), call).await;
    plain(
        s,
        &format!("POST {program}/improve"),
        validation.improve(OTHER),
    )
    .await;
    let line = format!("POST {programs}/canary/{OTHER}/progress");
    plain(s, &line, canary.progress(OTHER)).await;
    let line = format!("GET /api/v1/validation/tasks/{TASK}/canary");
    plain(s, &line, canary.current(TASK)).await;
    let webhooks = client.webhooks();
    plain(s, "GET /api/v1/webhooks", webhooks.list()).await;
    let one = format!("/api/v1/webhooks/{OTHER}");
    plain(s, &format!("DELETE {one}"), webhooks.delete(OTHER)).await;
    plain(s, &format!("GET {one}/history"), webhooks.history(OTHER)).await;
    let line = format!("GET {one}/history?limit=5");
    plain(s, &line, webhooks.history(OTHER).limit(5)).await;
    plain(s, "GET /api/v1/health", client.health()).await;
    plain(s, "GET /api/v1/health/detailed", client.detailed_health()).await;
    plain(s, "GET /api/v1/health/ready", client.readiness()).await;
    plain(s, "GET /api/v1/health/live", client.liveness()).await;
    plain(s, "GET /health", client.probe_health()).await;
    plain(s, "GET /metrics", client.metrics()).await;
}

#[tokio::test]
async fn tasks_and_executions() {
    let server = server().await;
    let (s, client) = (&server, client(server.url()));
    let call = client.tasks().create("a.b").description("d");
    let call = call
        .input_schema(json!({ "userName": 1 }))
        .output_schema("x");
    let body =
        r#"{"description":"d","input_schema":{"userName":1},"name":"a.b","output_schema":"x"}"#;
    with_body(s, "POST /api/v1/tasks", call, body).await;

    let line = format!("POST /api/v1/tasks/{TASK}/execute");
    let call = client.execute(TASK, json!({ "userName": null }));
    let body = format!(r#"{{"input":{{"userName":null}},"task_id":"{TASK}"}}"#);
    with_body(s, &line, call, &body).await;
    let call = client.execute(TASK, 1).version(2).force_validation();
    let call = call.execution_timeout(Duration::from_micros(2500));
    let body = format!(
        r#"{{"force_validation":true,"input":1,"task_id":"{TASK}","timeout_ms":3,"version":2}}"#
    );
    with_body(s, &line, call, &body).await;

    let items = [
        BatchItem::new("b", 1),
        BatchItem::new("a", "x").force_validation(),
    ];
    let call = client.batch_execute(TASK, items);
    let body = format!(
        r#"{{"items":[{{"id":"b","input":1}},{{"force_validation":true,"id":"a","input":"x"}}],"task_id":"{TASK}"}}"#
    );
    with_body(s, "POST /api/v1/batch/execute", call, &body).await;

    // Both sides in one spelling, the input as it is.
    let pair = ValidateItem::new("a", json!({ "y": 1.0, "x": [2, 3.5] }), json!(1.0));
    let call = client.batch_validate(TASK, [pair.input(json!({ "n": 1.0 }))]);
    let body = format!(
        r#"{{"items":[{{"expected_output":1,"id":"a","input":{{"n":1.0}},"output":{{"x":[2,3.5],"y":1}}}}],"task_id":"{TASK}"}}"#
    );
    with_body(s, "POST /api/v1/batch/validate", call, &body).await;
}

#[tokio::test]
async fn programs_and_subscriptions() {
    let server = server().await;
    let (s, client) = (&server, client(server.url()));
    let programs = "POST /api/v1/validation/programs";
    let call = client.validation().compare(TASK, OTHER);
    let body = format!(r#"{{"control_program_id":"{TASK}","treatment_program_id":"{OTHER}"}}"#);
    with_body(s, &format!("{programs}/compare"), call, &body).await;
    let call = client.canary().start(TASK, OTHER);
    let body = format!(r#"{{"new_program_id":"{OTHER}","task_id":"{TASK}"}}"#);
    with_body(s, &format!("{programs}/canary/start"), call, &body).await;
    let call = client.canary().rollback(OTHER, "too slow");
    let line = format!("{programs}/canary/{OTHER}/rollback");
    with_body(s, &line, call, r#"{"reason":"too slow"}"#).await;
    let line = "POST /api/v1/webhooks/subscribe";
    let types = [
        WebhookEventType::AbTestCompleted,
        WebhookEventType::ValidationFailed,
    ];
    let call = client
        .webhooks()
        .subscribe("https://hooks.example/x", types);
    let body =
        r#"{"event_types":["abTestCompleted","validationFailed"],"url":"https://hooks.example/x"}"#;
    with_body(s, line, call.clone(), body).await;
    let call = call
        .secret("whsec-1")
        .delivery_attempts(0)
        .delivery_header("x-a", "1");
    let call = call.delivery_timeout(Duration::from_millis(1500));
    let body = r#"{"event_types":["abTestCompleted","validationFailed"],"headers":{"x-a":"1"},"max_retries":0,"secret":"whsec-1","timeout_seconds":2,"url":"https://hooks.example/x"}"#;
    with_body(s, line, call, body).await;
}

#[tokio::test]
async fn the_edge_runtime() {
    let server = server().await;
    let edge = EdgeClient::builder()
        .base_url(server.url())
        .http_client(http());
    let (s, edge) = (&server, edge.build().unwrap());
    let call = edge.execute([("text", "Buy \"now\""), ("a", "")]);
    with_body(
        s,
        "POST /execute",
        call,
        r#"{"input":{"a":"","text":"Buy \"now\""}}"#,
    )
    .await;
    plain(s, "GET /metrics", edge.metrics()).await;
    plain(s, "GET /health", edge.health()).await;
}

#[tokio::test]
async fn the_experimental_stream() {
    let server = server().await;
    let client = client(server.url());
    let call = client.experimental_execute_stream(TASK, [BatchItem::new("1", 1)]);
    let body = format!(r#"{{"items":[{{"id":"1","input":1}}],"task_id":"{TASK}"}}"#);
    with_body(
        &server,
        "POST /api/v1/tasks/stream/execute",
        call.clone(),
        &body,
    )
    .await;
    let request = sent(&server, call.path("/elsewhere")).await;
    assert_eq!(request.target, "/elsewhere");
    assert_eq!(request.header("accept"), Some("text/event-stream"));
}

/// Nothing else goes along than what is needed: no version of the API besides the path, and each credential once.
#[tokio::test]
async fn headers() {
    let server = server().await;
    let client = client(server.url());
    let call = client
        .execute(TASK, 1)
        .header("authorization", "Bearer other");
    let request = sent(&server, call.header("x-call", "1")).await;
    assert_eq!(request.headers.get_all("authorization").iter().count(), 1);
    let expected = [
        ("authorization", Some("Bearer key-0123")),
        ("x-call", Some("1")),
        ("accept", Some("application/json")),
        ("api-version", None),
        ("x-api-version", None),
        ("x-clientid", None),
        ("cookie", None),
    ];
    for (name, value) in expected {
        assert_eq!(request.header(name), value, "{name}");
    }
}
