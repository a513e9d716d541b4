use std::time::Duration;

use bytes::Bytes;
use serde_json::{Value, json};

use super::backend::Edge;
use super::lock;
use crate::sim::clock::Clock;
use crate::sim::testing::{Answer, answer, pass, request};

struct Server(Edge);

impl Server {
    fn new() -> Self {
        Self(Edge::new(Clock::new(1.0), "task-1".to_owned()))
    }

    async fn send(&self, method: &str, path: &str, body: impl Into<Bytes>) -> Answer {
        let headers = [("content-type", "application/json")];
        answer(&self.0, request(method, path, &headers, body.into())).await
    }

    async fn execute(&self, input: Value) -> Answer {
        let body = json!({ "input": input, "version": 7 }).to_string();
        self.send("POST", "/execute", body).await
    }

    async fn get(&self, path: &str) -> Value {
        self.send("GET", path, "").await.json()
    }
}

#[tokio::test(start_paused = true)]
async fn the_program_sees_one_text() {
    let server = Server::new();
    for (input, output) in [
        (json!({ "text": "Claim your free prize" }), "spam"),
        (json!({ "text": "See you tomorrow" }), "ham"),
        (json!({ "input": "Urgent: lottery winner" }), "spam"),
        (json!({ "subject": "cheap pills" }), "spam"),
        (json!({}), "ham"),
    ] {
        let executed = server.execute(input.clone()).await;
        assert_eq!(executed.status, 200);
        assert_eq!(executed.json()["output"], output, "{input}");
        assert!(executed.json()["latency_ms"].as_f64().unwrap() > 0.0);
    }
}

#[tokio::test(start_paused = true)]
async fn outputs_are_texts() {
    let server = Server::new();
    for (output, text) in [
        (json!(true), "True"),
        (json!(null), "None"),
        (json!(1.0), "1.0"),
        (json!(["a"]), "['a']"),
    ] {
        lock(&server.0.shared).output = Some(output);
        let executed = server.execute(json!({ "text": "x" })).await;
        assert_eq!(executed.json()["output"], text);
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_wrong_is_said() {
    let server = Server::new();
    let refused = server.send("POST", "/execute", r#"{"text": "x"}"#).await;
    let missing = json!({
        "type": "missing", "loc": ["body", "input"], "msg": "Field required", "input": { "text": "x" },
    });
    assert_eq!((refused.status, refused.detail()), (422, json!([missing])));
    let refused = server.execute(json!({ "text": 1 })).await;
    assert_eq!(refused.detail()[0]["loc"], json!(["body", "input", "text"]));
    let refused = server.execute(json!("x")).await;
    assert_eq!(refused.detail()[0]["type"], "dict_type");
    let refused = server.send("POST", "/execute", "{").await;
    assert_eq!(refused.detail()[0]["type"], "json_invalid");
    let refused = server.send("GET", "/execute", "").await;
    assert_eq!(
        (refused.status, refused.detail(), refused.header("allow")),
        (405, json!("Method Not Allowed"), "POST")
    );
    let refused = server.send("GET", "/api/v1/health", "").await;
    assert_eq!(
        (refused.status, refused.detail()),
        (404, json!("Not Found"))
    );
    lock(&server.0.shared).error = Some("'NoneType' object has no attribute 'get'".to_owned());
    let refused = server.execute(json!({})).await;
    let text = json!("'NoneType' object has no attribute 'get'");
    assert_eq!((refused.status, refused.detail()), (500, text));
    assert_eq!(server.get("/metrics").await["executions_today"], 0);
}

#[tokio::test(start_paused = true)]
async fn executions_are_counted_by_the_day() {
    let server = Server::new();
    let idle = json!({ "executions_today": 0, "avg_latency_ms": 0.0 });
    assert_eq!(server.get("/metrics").await, idle);
    lock(&server.0.shared).takes = Duration::from_millis(40);
    for _ in 0..5 {
        server.execute(json!({ "text": "x" })).await;
    }
    let metrics = server.get("/metrics").await;
    assert_eq!(metrics["executions_today"], 5);
    assert!((metrics["avg_latency_ms"].as_f64().unwrap() - 40.0).abs() < 1.5);
    pass(86_400.0).await;
    assert_eq!(server.get("/metrics").await, idle);
    let world = lock(&server.0.shared);
    let line: Value = serde_json::from_str(&world.log[4].line).unwrap();
    assert_eq!(
        (&line["task_id"], &line["version"]),
        (&json!("task-1"), &json!(1))
    );
}

#[tokio::test]
async fn another_version_needs_a_restart() {
    let simulator = super::Simulator::builder()
        .task_id("t")
        .start()
        .await
        .unwrap();
    let health = |version| json!({ "status": "healthy", "version": "0.1.0", "task_id": "t", "active_version": version });
    let server = &simulator.served.backend;
    let get = async || {
        let request = request("GET", "/health", &[], Bytes::new());
        answer(server.as_ref(), request).await.json()
    };
    simulator.set_active_version(4);
    assert_eq!(get().await, health(1));
    simulator.restart();
    assert_eq!(get().await, health(4));
}
