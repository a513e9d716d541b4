//! Every documented reply, and none that is not as documented.

use quintet::sim::loopai::{ProblemMedia, RateLimits, Simulator, Timestamps, edge};
use quintet::sim::{Ending, Fault};
use serde_json::{Value, json};

use super::{Asker, OTHER, TASK};
use crate::support::contract::{ContractProxy, Document, Side};

/// Every operation of the server with a path that exists.
const CALLS: [(&str, &str, &str); 25] = [
    ("create_task", "POST", "/api/v1/tasks"),
    ("get_task", "GET", "/api/v1/tasks/TASK"),
    ("list_artifacts", "GET", "/api/v1/tasks/TASK/artifacts"),
    ("get_artifact", "GET", "/api/v1/tasks/TASK/artifacts/2"),
    ("execute", "POST", "/api/v1/tasks/TASK/execute"),
    ("execute_stream", "POST", "/api/v1/tasks/stream/execute"),
    ("batch_execute", "POST", "/api/v1/batch/execute"),
    ("batch_validate", "POST", "/api/v1/batch/validate"),
    (
        "get_validation_summary",
        "GET",
        "/api/v1/validation/programs/ACTIVE/summary",
    ),
    (
        "get_recommendations",
        "GET",
        "/api/v1/validation/programs/ACTIVE/recommendations",
    ),
    (
        "improve_program",
        "POST",
        "/api/v1/validation/programs/ACTIVE/improve",
    ),
    (
        "compare_programs",
        "POST",
        "/api/v1/validation/programs/compare",
    ),
    (
        "start_canary",
        "POST",
        "/api/v1/validation/programs/canary/start",
    ),
    ("get_canary", "GET", "/api/v1/validation/tasks/TASK/canary"),
    (
        "progress_canary",
        "POST",
        "/api/v1/validation/programs/canary/CANARY/progress",
    ),
    (
        "rollback_canary",
        "POST",
        "/api/v1/validation/programs/canary/CANARY/rollback",
    ),
    ("subscribe_webhook", "POST", "/api/v1/webhooks/subscribe"),
    ("list_webhooks", "GET", "/api/v1/webhooks"),
    (
        "get_webhook_history",
        "GET",
        "/api/v1/webhooks/WEBHOOK/history?limit=10",
    ),
    ("delete_webhook", "DELETE", "/api/v1/webhooks/WEBHOOK"),
    ("get_health", "GET", "/api/v1/health"),
    ("get_detailed_health", "GET", "/api/v1/health/detailed"),
    ("get_readiness", "GET", "/api/v1/health/ready"),
    ("get_liveness", "GET", "/api/v1/health/live"),
    ("probe_health", "GET", "/health"),
];

/// The body of a request that succeeds.
fn body(operation: &str, simulator: &Simulator) -> Option<Value> {
    let program = |version| simulator.program_id(TASK, version).unwrap();
    Some(match operation {
        "create_task" => super::wish("new", &json!([{ "input": 1, "output": 2 }])),
        "execute" => json!({ "task_id": TASK, "input": { "text": "lottery" }, "timeout_ms": 1000 }),
        "execute_stream" => json!({ "task_id": TASK, "items": [{ "id": "1", "input": 1 }] }),
        "batch_execute" => json!({
            "task_id": TASK, "max_concurrency": 2,
            "items": [{ "id": "1", "input": { "text": "a" } }, { "id": "2", "input": {}, "force_validation": true }],
        }),
        "batch_validate" => json!({
            "task_id": TASK, "items": [{ "id": "1", "input": 1, "output": {}, "expected_output": {} }],
        }),
        "compare_programs" => json!({
            "control_program_id": program(1), "treatment_program_id": program(2),
            "configuration": { "minimum_sample_size": 1 },
        }),
        "start_canary" => json!({ "task_id": TASK, "new_program_id": program(1) }),
        "rollback_canary" => json!({ "reason": "enough" }),
        "subscribe_webhook" => json!({
            "url": "http://127.0.0.1:9/", "event_types": ["canaryCompleted"], "secret": "s3cret",
            "max_retries": 0, "timeout_seconds": 1, "headers": { "x-own": "1" },
        }),
        _ => return None,
    })
}

/// A simulator behind a proxy that reads along.
struct Stage {
    simulator: Simulator,
    proxy: ContractProxy,
    asker: Asker,
    canary: String,
    webhook: String,
}

impl Stage {
    async fn start() -> Self {
        let simulator = Simulator::builder().time_scale(1000.0);
        let simulator = simulator.start().await.unwrap();
        let active = simulator.program_id(TASK, 2).unwrap();
        simulator.add_validations(&active, 10, 10);
        let document = Document::load("loopai");
        let proxy = ContractProxy::start(document, &simulator.base_url()).await;
        let asker = Asker::new(proxy.url());
        Self {
            simulator,
            proxy,
            asker,
            canary: OTHER.to_owned(),
            webhook: OTHER.to_owned(),
        }
    }

    /// Makes a request; its status and body.
    async fn send(&self, operation: &str, path: &str, body: Option<Value>) -> (u16, Value) {
        let (_, method, _) = CALLS.iter().find(|(id, ..)| *id == operation).unwrap();
        let active = self.simulator.program_id(TASK, 2).unwrap();
        let path = path.replace("TASK", TASK).replace("ACTIVE", &active);
        let path = path.replace("CANARY", &self.canary);
        let path = path.replace("WEBHOOK", &self.webhook);
        let url = format!("{}{path}", self.asker.root);
        let mut request = self.asker.http.request(method.parse().unwrap(), url);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = self.asker.send(request).await;
        let json = serde_json::from_str(&answer.text);
        (answer.status, json.unwrap_or(Value::String(answer.text)))
    }

    /// Calls an operation in the way that succeeds.
    async fn call(&self, operation: &str) -> (u16, Value) {
        let (_, _, path) = CALLS.iter().find(|(id, ..)| *id == operation).unwrap();
        let body = body(operation, &self.simulator);
        self.send(operation, path, body).await
    }

    /// Calls every operation; their statuses.
    async fn call_all(&self) -> Vec<(&'static str, u16)> {
        let mut statuses = Vec::new();
        for (operation, ..) in CALLS {
            statuses.push((operation, self.call(operation).await.0));
        }
        statuses
    }

    async fn all_are(&self, status: u16) {
        for (operation, found) in self.call_all().await {
            assert_eq!(found, status, "{operation}");
        }
    }
}

#[tokio::test]
async fn every_documented_reply_can_be_had() {
    let mut stage = Stage::start().await;
    refusals(&stage).await;
    broken(&stage).await;
    successes(&mut stage).await;
    let runtime = edge_runtime(&stage.proxy).await;

    let mut coverage = stage.proxy.coverage();
    coverage.merge(&runtime.coverage());
    let missing = coverage.missing(&Document::load("loopai").expected());
    assert!(missing.is_empty(), "{missing:?}");
    let violations = stage.proxy.violations().into_iter();
    // Some requests were wrong on purpose.
    let wrong = violations.filter(|one| one.side == Side::Reply);
    let wrong: Vec<String> = wrong.map(|one| one.to_string()).collect();
    assert_eq!(wrong, [""; 0]);
}

/// 400, 404, 409 and 429
async fn refusals(stage: &Stage) {
    for media in [ProblemMedia::Json, ProblemMedia::ProblemJson] {
        stage.simulator.set_problem_media(media);
        for (operation, _, path) in CALLS {
            if operation.ends_with("health")
                || path.contains("/health/")
                || operation == "list_webhooks"
            {
                continue;
            }
            let path = ["TASK", "ACTIVE", "CANARY", "WEBHOOK"].iter();
            let (_, _, known) = CALLS.iter().find(|(id, ..)| *id == operation).unwrap();
            let path = path.fold((*known).to_owned(), |path, name| path.replace(name, "x"));
            let body = body(operation, &stage.simulator).map(|_| json!({ "text": 1 }));
            let (status, said) = stage.send(operation, &path, body).await;
            assert_eq!(status, 400, "{operation}");
            assert!(said["errors"].is_object(), "{operation}: {said}");
        }
    }
    for operation in ["progress_canary", "rollback_canary"] {
        assert_eq!(stage.call(operation).await.0, 400);
    }
    let mut wish = body("create_task", &stage.simulator).unwrap();
    wish["name"] = "".into();
    assert_eq!(
        stage
            .send("create_task", "/api/v1/tasks", Some(wish))
            .await
            .0,
        400
    );
    let unknown = format!("/api/v1/tasks/{OTHER}");
    assert_eq!(stage.send("get_task", &unknown, None).await.0, 404);
    let unknown = format!("{unknown}/artifacts/1");
    assert_eq!(stage.send("get_artifact", &unknown, None).await.0, 404);
    assert_eq!(stage.call("delete_webhook").await.0, 404);
    let none = RateLimits::default().per_minute(0).executions_per_minute(0);
    stage.simulator.set_rate_limits(Some(none));
    stage.all_are(429).await;
    stage.simulator.set_rate_limits(None);
}

/// 500 and 503
async fn broken(stage: &Stage) {
    for status in [500, 503] {
        stage
            .simulator
            .inject(Fault::status(status).times(CALLS.len()));
        stage.all_are(status).await;
        stage.simulator.inject(Fault::status(status));
        let metrics = format!("{}/metrics", stage.proxy.url());
        let answer = stage.asker.send(stage.asker.http.get(metrics)).await;
        assert_eq!(answer.status, status);
    }
    let simulator = &stage.simulator;
    simulator.set_database_down(true);
    for (operation, expected) in [
        ("create_task", 500),
        ("get_task", 500),
        ("list_artifacts", 500),
        ("get_artifact", 500),
        ("execute", 500),
        ("get_validation_summary", 404),
        ("improve_program", 400),
        ("compare_programs", 400),
        ("start_canary", 400),
        ("progress_canary", 400),
        ("rollback_canary", 400),
        ("get_canary", 204),
        ("batch_execute", 200),
        ("get_recommendations", 200),
        ("get_detailed_health", 200),
    ] {
        assert_eq!(stage.call(operation).await.0, expected, "{operation}");
    }
    simulator.set_database_down(false);
    simulator.set_redis_down(true);
    for operation in ["get_detailed_health", "get_readiness", "probe_health"] {
        assert_eq!(stage.call(operation).await.0, 503, "{operation}");
    }
    simulator.set_readiness_error(Some("no connection"));
    let (_, said) = stage.call("get_readiness").await;
    assert_eq!(
        said,
        json!({ "status": "not_ready", "error": "no connection" })
    );
    simulator.set_readiness_error(None);
    simulator.set_redis_down(false);
}

/// 200, 201 and 204, in every way of writing times
async fn successes(stage: &mut Stage) {
    for timestamps in [Timestamps::AsStored, Timestamps::Offset] {
        stage.simulator.set_timestamps(timestamps);
        let chunks = Fault::chunks("text/event-stream", ["data: {\"id\":\"1\"}\n", "\n"]);
        stage.simulator.inject(
            chunks
                .ending(Ending::Whole)
                .on("POST", "/api/v1/tasks/stream"),
        );
        for (operation, ..) in CALLS {
            let (status, said) = stage.call(operation).await;
            let expected = match operation {
                "create_task" if timestamps == Timestamps::Offset => 409,
                "create_task" | "subscribe_webhook" => 201,
                "delete_webhook" => 204,
                _ => 200,
            };
            assert_eq!(status, expected, "{operation}: {said}");
            let id = said["id"].as_str().unwrap_or_default();
            match operation {
                "start_canary" => id.clone_into(&mut stage.canary),
                "subscribe_webhook" => id.clone_into(&mut stage.webhook),
                _ => {}
            }
        }
        assert_eq!(stage.call("get_canary").await.0, 204);
    }
    let metrics = format!("{}/metrics", stage.proxy.url());
    let answer = stage.asker.send(stage.asker.http.get(metrics)).await;
    assert_eq!(answer.status, 200);
}

/// Everything that the edge runtime can say.
async fn edge_runtime(cloud: &ContractProxy) -> ContractProxy {
    let simulator = edge::Simulator::start().await.unwrap();
    let document = Document::load("loopai").of_server("edge runtime");
    let proxy = cloud.beside(document, &simulator.base_url()).await;
    let asker = Asker::new(proxy.url());
    let input = json!({ "input": { "text": "lottery" } });
    for status in [200, 500] {
        let executed = asker.post("/execute", &input).await;
        assert_eq!(executed.status, status);
        for path in ["/health", "/metrics"] {
            assert_eq!(asker.get(path).await.status, status, "{path}");
        }
        simulator.set_program_error(Some("boom"));
        simulator.inject(Fault::status(500).on("GET", "/").times(2));
    }
    let refused = asker
        .post("/execute", &json!({ "input": { "text": 1 } }))
        .await;
    assert_eq!(refused.status, 422);
    proxy
}
