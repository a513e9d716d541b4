//! Operations, refusals and faults.

use quintet::sim::Fault;
use quintet::sim::loopai::RateLimits;
use serde_json::{Value, json};

use super::{OTHER, TASK, stage, wish};

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
        ("/api/v1/tasks".to_owned(), wish("a", &json!([])), 201),
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
    assert!(
        request
            .json(&wish("lost", &json!([])))
            .send()
            .await
            .is_err()
    );
    // It was done nevertheless, and there is no way to its id.
    let again = asker.post("/api/v1/tasks", &wish("lost", &json!([]))).await;
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
