//! The simulator of Loopai.

use std::time::Duration;

use hmac::{Hmac, KeyInit as _, Mac as _};
use quintet::sim::Fault;
use quintet::sim::loopai::{
    BatchExecutor, ExecutionFault, RateLimits, Simulator, Timestamps, WebhookEvent, edge,
};
use reqwest::header::HeaderMap;
use serde_json::{Value, json};
use sha2::Sha256;

use crate::support::raw_server;

const TASK: &str = "550e8400-e29b-41d4-a716-446655440000";
const OTHER: &str = "11111111-2222-3333-4444-555555555555";

/// What came back.
struct Answer {
    status: u16,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{:?}", self.text))
    }

    fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// Status and code of an error.
    fn code(&self) -> (u16, String) {
        (
            self.status,
            self.json()["code"].as_str().unwrap().to_owned(),
        )
    }
}

/// Somebody who asks servers.
struct Asker {
    root: String,
    http: reqwest::Client,
}

impl Asker {
    fn new(root: String) -> Self {
        // The crate's own clients install the TLS provider without which reqwest makes none.
        let client = quintet::liteboxd::Client::builder().base_url(&root);
        client.build().unwrap();
        let http = raw_server::http().build().unwrap();
        Self { root, http }
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let reply = request.send().await.unwrap();
        Answer {
            status: reply.status().as_u16(),
            headers: reply.headers().clone(),
            text: reply.text().await.unwrap(),
        }
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(self.http.get(format!("{}{path}", self.root)))
            .await
    }

    async fn post(&self, path: &str, body: &Value) -> Answer {
        let request = self.http.post(format!("{}{path}", self.root));
        self.send(request.json(body)).await
    }

    async fn execute(&self, task: &str, input: Value) -> Answer {
        let body = json!({ "task_id": task, "input": input });
        self.post(&format!("/api/v1/tasks/{task}/execute"), &body)
            .await
    }
}

async fn stage() -> (Simulator, Asker) {
    let simulator = Simulator::start().await.unwrap();
    let asker = Asker::new(simulator.base_url());
    (simulator, asker)
}

fn wish(name: &str, examples: Value) -> Value {
    json!({
        "name": name,
        "description": "Does it",
        "input_schema": { "type": "number" },
        "output_schema": { "type": "number" },
        "examples": examples,
        "accuracy_target": 0.9,
        "latency_target_ms": 10,
        "sampling_rate": 0.1,
    })
}

#[tokio::test]
async fn every_operation_answers_as_the_contract_says() {
    let (simulator, asker) = stage().await;
    let program = simulator.program_id(TASK, 1).unwrap();
    let active = simulator.program_id(TASK, 2).unwrap();
    simulator.add_validations(&active, 10, 10);
    let items = json!([{ "id": "a", "input": { "text": "x" } }]);
    let pairs = json!([{ "id": "a", "input": 1, "output": 1, "expected_output": 1 }]);
    let event_types = json!(["canaryCompleted"]);
    let start = json!({ "task_id": TASK, "new_program_id": program });
    let programs = "/api/v1/validation/programs";
    let posts = [
        ("/api/v1/tasks".to_owned(), wish("a", json!([])), 201),
        (
            "/api/v1/batch/execute".to_owned(),
            json!({ "task_id": TASK, "items": items }),
            200,
        ),
        (
            "/api/v1/batch/validate".to_owned(),
            json!({ "task_id": TASK, "items": pairs }),
            200,
        ),
        (format!("{programs}/{active}/improve"), Value::Null, 200),
        (
            format!("{programs}/compare"),
            json!({ "control_program_id": program, "treatment_program_id": active }),
            200,
        ),
        (format!("{programs}/canary/start"), start, 200),
        (
            "/api/v1/webhooks/subscribe".to_owned(),
            json!({ "url": "http://127.0.0.1:9/", "event_types": event_types }),
            201,
        ),
    ];
    for (path, body, status) in posts {
        let answer = asker.post(&path, &body).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.text);
        assert_eq!(
            answer.header("content-type"),
            "application/json; charset=utf-8"
        );
        assert_eq!(answer.header("api-supported-versions"), "1.0");
        assert!(answer.json().is_object());
        let null = ["null,", "null}"]
            .iter()
            .any(|null| answer.text.contains(null));
        assert!(!null, "{path}: {}", answer.text);
    }
    for path in [
        format!("/api/v1/tasks/{TASK}"),
        format!("/api/v1/tasks/{TASK}/artifacts"),
        format!("/api/v1/tasks/{TASK}/artifacts/2"),
        format!("{programs}/{active}/summary"),
        format!("{programs}/{active}/recommendations"),
        format!("/api/v1/validation/tasks/{TASK}/canary"),
        "/api/v1/webhooks".to_owned(),
        "/api/v1/health".to_owned(),
        "/api/v1/health/detailed".to_owned(),
        "/api/v1/health/ready".to_owned(),
        "/api/v1/health/live".to_owned(),
    ] {
        let answer = asker.get(&path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(
            answer.header("content-type"),
            "application/json; charset=utf-8"
        );
    }
    let canary = asker
        .get(&format!("/api/v1/validation/tasks/{TASK}/canary"))
        .await
        .json();
    let canary = format!("{programs}/canary/{}", canary["id"].as_str().unwrap());
    let progressed = asker
        .post(&format!("{canary}/progress"), &Value::Null)
        .await;
    assert_eq!(progressed.json()["current_stage"], "Stage2_25Percent");
    let body = json!({ "reason": "enough" });
    let back = asker.post(&format!("{canary}/rollback"), &body).await;
    assert_eq!(back.json()["status"], "RolledBack");
    let none = asker
        .get(&format!("/api/v1/validation/tasks/{TASK}/canary"))
        .await;
    assert_eq!((none.status, none.text.as_str()), (204, ""));
    assert_eq!(asker.get("/health").await.text, "Healthy");
    assert!(asker.get("/metrics").await.text.starts_with("# HELP"));
}

#[tokio::test]
async fn what_the_published_clients_send_is_refused() {
    let (_simulator, asker) = stage().await;
    let execute = json!({ "taskId": TASK, "input": { "text": "x" } });
    let refused = asker.post("/api/v1/tasks/execute", &execute).await;
    assert_eq!((refused.status, refused.text.as_str()), (405, ""));
    assert_eq!(refused.header("allow"), "GET");
    let path = format!("/api/v1/tasks/{TASK}/execute");
    let refused = asker.post(&path, &execute).await;
    assert_eq!(refused.status, 400);
    assert!(refused.json()["errors"]["$"].is_array());
    assert!(refused.json()["traceId"].is_string());
    let batch =
        json!({ "taskId": TASK, "items": [], "maxConcurrency": 10, "stopOnFirstError": false });
    assert_eq!(
        asker.post("/api/v1/batch/execute", &batch).await.status,
        400
    );
    let unknown = asker.execute(OTHER, json!(1)).await;
    assert_eq!(unknown.code(), (500, "EXECUTION_ERROR".to_owned()));
    assert_eq!(
        asker.get(&format!("/api/v1/tasks/{OTHER}")).await.code(),
        (404, "TASK_NOT_FOUND".to_owned())
    );
    let nothing = asker.post("/api/v1/tasks/stream/execute", &execute).await;
    assert_eq!(nothing.status, 400);
    // The server's health is no JSON, and program failures are no errors.
    let health = asker.get("/health").await;
    assert_eq!(health.header("content-type"), "text/plain");
    let failed = asker.execute(TASK, json!({})).await;
    assert_eq!(
        (failed.status, &failed.json()["status"]),
        (200, &json!("error"))
    );
}

#[tokio::test]
async fn a_task_becomes_a_program_and_computes() {
    let simulator = Simulator::builder()
        .time_scale(100.0)
        .start()
        .await
        .unwrap();
    let asker = Asker::new(simulator.base_url());
    let examples = json!([{ "input": 0, "output": 32 }, { "input": 100, "output": 212 }]);
    let created = asker
        .post("/api/v1/tasks", &wish("fahrenheit", examples))
        .await;
    assert_eq!(created.status, 201);
    let task = created.json()["id"].as_str().unwrap().to_owned();
    let location = format!("{}/api/v1/Tasks/{task}", simulator.base_url());
    assert_eq!(created.header("location"), location);
    assert_eq!(
        asker.get(&format!("/api/v1/Tasks/{task}")).await.status,
        200
    );
    let (first, second) = tokio::join!(
        asker.execute(&task, json!(37)),
        asker.execute(&task, json!(-40))
    );
    assert_eq!(first.json()["output"], 98.6);
    assert_eq!(second.json()["output"], -40);
    assert_eq!(
        first.json()["program_id"],
        simulator.program_id(&task, 1).unwrap()
    );
    assert_eq!((simulator.syntheses(), simulator.executions(&task)), (1, 2));
    let stale = asker.get(&format!("/api/v1/tasks/{task}")).await.json();
    assert_eq!(
        (&stale["total_versions"], stale.get("active_version")),
        (&json!(0), None)
    );
    simulator.clear_task_cache();
    let fresh = asker.get(&format!("/api/v1/tasks/{task}")).await.json();
    assert_eq!(
        (&fresh["total_versions"], &fresh["active_version"]),
        (&json!(1), &json!(1))
    );
    simulator.set_timestamps(Timestamps::Offset);
    let offset = asker.get(&format!("/api/v1/tasks/{task}")).await.json();
    assert!(offset["created_at"].as_str().unwrap().ends_with("+09:00"));
}

#[tokio::test]
async fn ten_thousand_items_fit_into_a_batch() {
    let (simulator, asker) = stage().await;
    simulator.inject_execution(ExecutionFault::error("odd").on_input("\"n\":5"));
    let items =
        (0..10_000).map(|n| json!({ "id": n.to_string(), "input": { "n": n, "text": "lottery" } }));
    let body = json!({
        "task_id": TASK, "items": items.collect::<Vec<_>>(), "max_concurrency": 100, "stop_on_first_error": true,
    });
    let report = asker.post("/api/v1/batch/execute", &body).await.json();
    assert_eq!(
        (
            &report["total_items"],
            &report["success_count"],
            &report["failure_count"]
        ),
        (&json!(10_000), &json!(9_999), &json!(1))
    );
    let results = report["results"].as_array().unwrap();
    for (n, result) in results.iter().enumerate() {
        assert_eq!(result["id"], n.to_string());
        assert_eq!(result["success"], n != 5);
    }
    assert_eq!(results[5]["error_message"], "odd");
    assert_eq!(simulator.executions(TASK), 10_000);
    simulator.set_batch_executor(BatchExecutor::CodeBeaker);
    let body = json!({
        "task_id": TASK, "max_concurrency": 1, "stop_on_first_error": true,
        "items": [{ "id": "2", "input": {} }, { "id": "10", "input": {} }, { "id": "3", "input": {} }],
    });
    let report = asker.post("/api/v1/batch/execute", &body).await.json();
    let ids: Vec<&Value> = report["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["id"])
        .collect();
    assert_eq!(ids, [&json!("10"), &json!("2")]);
}

#[tokio::test]
async fn limits_have_their_header_fields() {
    let (simulator, asker) = stage().await;
    simulator.set_rate_limits(Some(RateLimits::default().executions_per_minute(1)));
    let input = json!({ "text": "x" });
    let first = asker.execute(TASK, input.clone()).await;
    assert_eq!(first.header("x-rate-limit-limit"), "1h");
    assert_eq!(first.header("x-rate-limit-remaining"), "499");
    let second = asker.execute(TASK, input.clone()).await;
    assert_eq!(second.code(), (429, "RATE_LIMIT_EXCEEDED".to_owned()));
    let seconds: u64 = second.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds));
    assert_eq!(simulator.executions(TASK), 1);
    simulator.set_rate_limits(None);
    assert_eq!(asker.execute(TASK, input).await.status, 200);
}

#[tokio::test]
async fn faults_spoil_what_they_are_told_to() {
    let (simulator, asker) = stage().await;
    let lost = Fault::reset_after_handling().on("POST", "/api/v1/tasks");
    simulator.inject(lost);
    let request = asker.http.post(format!("{}/api/v1/tasks", asker.root));
    assert!(request.json(&wish("lost", json!([]))).send().await.is_err());
    // It was done nevertheless, and there is no way to its id.
    let again = asker.post("/api/v1/tasks", &wish("lost", json!([]))).await;
    assert_eq!(again.code(), (409, "TASK_ALREADY_EXISTS".to_owned()));
    simulator.inject(Fault::status(502));
    let page = asker.execute(TASK, json!(1)).await;
    assert_eq!(
        (page.status, page.header("content-type")),
        (502, "text/html")
    );
    simulator.inject(Fault::status(500));
    let failed = asker.get("/api/v1/webhooks").await;
    assert_eq!(failed.code(), (500, "INTERNAL_ERROR".to_owned()));
    assert_eq!(simulator.request_count("POST", "/api/v1/tasks"), 3);
    let last = simulator.requests().pop().unwrap();
    assert_eq!((last.method(), last.path()), ("GET", "/api/v1/webhooks"));
    simulator.clear_requests();
    assert!(simulator.requests().is_empty());
}

#[tokio::test]
async fn keys_are_checked_when_there_are_any() {
    let (simulator, asker) = stage().await;
    let with = async |key: &str| {
        let request = asker.http.get(format!("{}/api/v1/webhooks", asker.root));
        asker.send(request.bearer_auth(key)).await
    };
    assert_eq!(with(simulator.token()).await.status, 200);
    let refused = with("other").await;
    assert_eq!((refused.status, refused.text.as_str()), (401, ""));
    simulator.revoke_token();
    assert_eq!(with(simulator.token()).await.status, 401);
    assert_eq!(asker.get("/api/v1/webhooks").await.status, 200);
    simulator.set_forbidden(true);
    let refused = asker.get("/api/v1/webhooks").await;
    assert_eq!(refused.code(), (403, "FORBIDDEN".to_owned()));
}

/// The signature of a body under a secret.
fn signature(secret: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(body);
    let digits = mac.finalize().into_bytes();
    let digits: String = digits.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256={digits}")
}

#[tokio::test]
async fn webhooks_arrive_signed_and_again_after_failures() {
    let simulator = Simulator::builder()
        .time_scale(1000.0)
        .start()
        .await
        .unwrap();
    let asker = Asker::new(simulator.base_url());
    // A server that keeps what it received, and says 503 and 422 and 200 to it.
    let receiver = Simulator::start().await.unwrap();
    receiver.inject(Fault::status(503));
    receiver.inject(Fault::status(422));
    receiver.inject(Fault::status(200));
    let body = json!({
        "url": format!("{}/hook", receiver.base_url()),
        "event_types": ["canaryCompleted"],
        "secret": "s3cret",
        "headers": { "X-Own": "1" },
    });
    let subscription = asker.post("/api/v1/webhooks/subscribe", &body).await.json();
    simulator.publish(
        WebhookEvent::ValidationFailed,
        TASK,
        None,
        "nobody asked",
        Value::Null,
    );
    simulator.publish(
        WebhookEvent::CanaryCompleted,
        TASK,
        None,
        "done",
        json!({ "a": [1] }),
    );
    simulator.until_deliveries(3).await;
    let received = receiver.requests();
    assert_eq!(received.len(), 3);
    for (request, attempt) in received.iter().zip(["1", "2", "3"]) {
        let header = |name: &str| request.headers()[name].to_str().unwrap();
        assert_eq!(header("x-loopai-delivery-attempt"), attempt);
        assert_eq!(header("x-loopai-event-type"), "CanaryCompleted");
        assert_eq!(
            header("x-loopai-signature"),
            signature("s3cret", request.body())
        );
        assert_eq!(header("x-own"), "1");
        let event: Value = serde_json::from_slice(request.body()).unwrap();
        assert_eq!(
            (&event["event_type"], &event["message"]),
            (&json!(4), &json!("done"))
        );
        assert_eq!(event["id"], header("x-loopai-event-id"));
    }
    let path = format!(
        "/api/v1/webhooks/{}/history",
        subscription["id"].as_str().unwrap()
    );
    let history = asker.get(&path).await.json();
    let statuses: Vec<&Value> = history
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["status_code"])
        .collect();
    assert_eq!(statuses, [&json!(200), &json!(422), &json!(503)]);
    let path = format!("/api/v1/webhooks/{}", subscription["id"].as_str().unwrap());
    let gone = asker
        .send(asker.http.delete(format!("{}{path}", asker.root)))
        .await;
    assert_eq!((gone.status, gone.text.as_str()), (204, ""));
}

#[tokio::test]
async fn the_edge_runtime_is_a_server_of_its_own() {
    let simulator = edge::Simulator::start().await.unwrap();
    let asker = Asker::new(simulator.base_url());
    let health = asker.get("/health").await;
    let expected =
        json!({ "status": "healthy", "version": "0.1.0", "task_id": TASK, "active_version": 1 });
    assert_eq!(
        (health.json(), health.header("content-type")),
        (expected, "application/json")
    );
    let input = json!({ "input": { "text": "Claim your free lottery prize" } });
    let executed = asker.post("/execute", &input).await;
    assert_eq!(executed.json()["output"], "spam");
    assert!(executed.json()["latency_ms"].is_number());
    let refused = asker.post("/execute", &json!({ "text": "x" })).await;
    assert_eq!(
        (refused.status, &refused.json()["detail"][0]["type"]),
        (422, &json!("missing"))
    );
    simulator.set_program_error(Some("boom"));
    let failed = asker.post("/execute", &input).await;
    assert_eq!(
        (failed.status, failed.json()),
        (500, json!({ "detail": "boom" }))
    );
    simulator.set_program_error(None);
    simulator.set_output(Some(json!({ "a": true })));
    simulator.restart();
    assert_eq!(
        asker.post("/execute", &input).await.json()["output"],
        "{'a': True}"
    );
    let metrics = asker.get("/metrics").await.json();
    assert_eq!(metrics["executions_today"], 2);
    assert_eq!(
        (simulator.executions_today(), simulator.log().len()),
        (2, 2)
    );
    simulator.inject(Fault::status(404));
    assert_eq!(
        asker.get("/health").await.json(),
        json!({ "detail": "Not Found" })
    );
    simulator.stop().await;
    let request = asker.http.get(format!("{}/health", asker.root));
    assert!(
        request
            .timeout(Duration::from_secs(5))
            .send()
            .await
            .is_err()
    );
}
